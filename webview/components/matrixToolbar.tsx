import { matrixFilters, type MatrixFilter } from '../logic/matrix.ts';
import { usePanel } from './context.ts';
import { Icon } from './icon.tsx';

interface MatrixToolbarProps {
  readonly filter: MatrixFilter;
  readonly category: string | null;
  readonly categories: readonly string[];
  /** Clicks pick answers instead of opening them. */
  readonly comparing: boolean;
  readonly onCompare: () => void;
}

const filterTitles: Readonly<Record<MatrixFilter, { readonly title: string; readonly description: string }>> = {
  all: { title: 'All', description: 'Every case' },
  differing: { title: 'Differing', description: 'Cases that the models did not do equally well' },
  failing: { title: 'Failing', description: 'Cases with a failed call or a score below 0.5' },
};

export function MatrixToolbar({ filter, category, categories, comparing, onCompare }: MatrixToolbarProps) {
  const { dispatch } = usePanel();
  return (
    <div class="toolbar">
      <div class="segments" role="group" aria-label="Cases to show">
        {matrixFilters.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === filter}
            title={filterTitles[one].description}
            onClick={() => dispatch({ type: 'prefs-changed', prefs: { matrixFilter: one } })}
          >
            {filterTitles[one].title}
          </button>
        ))}
      </div>
      {categories.length > 0 && (
        <select
          aria-label="Category"
          value={category ?? ''}
          onChange={({ currentTarget: { value } }) =>
            dispatch({ type: 'prefs-changed', prefs: { category: value === '' ? null : value } })
          }
        >
          <option value="">All categories</option>
          {categories.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      )}
      <button type="button" class="button secondary" aria-pressed={comparing} onClick={onCompare}>
        <Icon name="diff" /> Compare answers
      </button>
    </div>
  );
}
