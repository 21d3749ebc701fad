import { matrixFilters, type MatrixFilter, type MatrixQuery } from '../../src/shared/model/panelView.ts';
import { usePanel } from './context.ts';
import { useDebounced } from './useDebounced.ts';

interface MatrixToolbarProps {
  readonly query: MatrixQuery;
  /** Of all cases. */
  readonly categories: readonly string[];
}

const filterTitles: Readonly<Record<MatrixFilter, { readonly title: string; readonly description: string }>> = {
  all: { title: 'All', description: 'Every case' },
  differing: { title: 'Differing', description: 'Cases that the models did not do equally well' },
  failing: { title: 'Failing', description: 'Cases with a failed call or a score below 0.5' },
};

export function MatrixToolbar({ query, categories }: MatrixToolbarProps) {
  const { dispatch } = usePanel();
  const narrow = (part: Partial<MatrixQuery>) =>
    dispatch({ type: 'prefs-changed', prefs: { matrix: { ...query, ...part, offset: 0 } } });
  return (
    <div class="toolbar">
      <SearchBox text={query.search} onSearch={(search) => narrow({ search })} />
      <div class="segments" role="group" aria-label="Cases to show">
        {matrixFilters.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === query.filter}
            title={filterTitles[one].description}
            onClick={() => narrow({ filter: one })}
          >
            {filterTitles[one].title}
          </button>
        ))}
      </div>
      <CategoryChoice category={query.category} categories={categories} onChoose={(category) => narrow({ category })} />
    </div>
  );
}

/** What is typed is looked for once the typing rests, in ms. */
const rest = 200;

interface SearchBoxProps {
  readonly text: string;
  readonly onSearch: (text: string) => void;
}

function SearchBox({ text, onSearch }: SearchBoxProps) {
  const { value, change, flush } = useDebounced(text, rest, onSearch);
  return (
    <input
      type="search"
      class="search"
      placeholder="Search cases"
      aria-label="Search in names and questions of the cases"
      value={value}
      onInput={({ currentTarget }) => change(currentTarget.value)}
      onKeyDown={({ key }) => key === 'Enter' && flush()}
    />
  );
}

interface CategoryChoiceProps {
  readonly category: string | null;
  readonly categories: readonly string[];
  readonly onChoose: (category: string | null) => void;
}

function CategoryChoice({ category, categories, onChoose }: CategoryChoiceProps) {
  // One that is gone can still be seen, and let go.
  const all = category === null || categories.includes(category) ? categories : [...categories, category];
  if (all.length === 0) return null;
  return (
    <select
      aria-label="Category"
      value={category ?? ''}
      onChange={({ currentTarget: { value } }) => onChoose(value === '' ? null : value)}
    >
      <option value="">All categories</option>
      {all.map((one) => (
        <option key={one} value={one}>
          {one}
        </option>
      ))}
    </select>
  );
}
