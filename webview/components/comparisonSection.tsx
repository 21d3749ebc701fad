import type { Comparison } from '../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../src/shared/model/ids.ts';
import { columns, visibleColumns, type ColumnGroup } from '../logic/columns.ts';
import { footnotes } from '../logic/footnotes.ts';
import { tableAsMarkdown } from '../logic/markdown.ts';
import type { Prefs } from '../logic/prefs.ts';
import { sortCandidates } from '../logic/sort.ts';
import { comparedCandidates } from '../logic/standing.ts';
import { ComparisonTable } from './comparisonTable.tsx';
import { usePanel } from './context.ts';
import { Icon } from './icon.tsx';
import { Popup } from './popup.tsx';

interface ComparisonSectionProps {
  readonly comparison: Comparison;
  readonly prefs: Prefs;
  readonly highlighted: CandidateId | null;
}

export function ComparisonSection({ comparison, prefs, highlighted }: ComparisonSectionProps) {
  const { post } = usePanel();
  const all = comparedCandidates(comparison);
  const shown = visibleColumns(prefs.columns, all);
  const rows = sortCandidates(all, prefs.sort, shown);
  const notes = footnotes(comparison.candidates, shown);
  return (
    <section aria-labelledby="comparison-heading">
      <div class="section-head">
        <h2 id="comparison-heading">Comparison</h2>
        <div class="toolbar">
          <Popup id="columns" label="Columns" icon="list-selection">
            <ColumnChoice prefs={prefs} />
          </Popup>
          <button
            type="button"
            class="button secondary"
            onClick={() => post({ type: 'text-copied', text: tableAsMarkdown(rows, shown, notes) })}
          >
            <Icon name="copy" /> Copy table
          </button>
        </div>
      </div>
      <ComparisonTable rows={rows} columns={shown} notes={notes} sort={prefs.sort} highlighted={highlighted} />
      {notes.length > 0 && (
        <ol class="footnotes">
          {notes.map(({ mark, text }) => (
            <li key={mark}>
              <sup>{mark}</sup> {text}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function ColumnChoice({ prefs }: { readonly prefs: Prefs }) {
  const { dispatch } = usePanel();
  const groups = Map.groupBy(columns, ({ group }): ColumnGroup => group);
  return (
    <div class="column-choice">
      {[...groups].map(([group, members]) => (
        <fieldset key={group}>
          <legend>{group}</legend>
          {members.map(({ id, title, description }) => (
            <label key={id} title={description}>
              <input
                type="checkbox"
                checked={prefs.columns.includes(id)}
                onChange={({ currentTarget }) => {
                  const others = prefs.columns.filter((column) => column !== id);
                  dispatch({ type: 'prefs-changed', prefs: { columns: currentTarget.checked ? [...others, id] : others } });
                }}
              />
              {title}
            </label>
          ))}
        </fieldset>
      ))}
    </div>
  );
}
