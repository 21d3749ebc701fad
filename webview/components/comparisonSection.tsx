import type { Comparison } from '../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../src/shared/model/ids.ts';
import { columns, initialColumnIds, visibleColumns, type Column, type ColumnGroup, type ColumnId } from '../logic/columns.ts';
import { fitTable } from '../logic/fitting.ts';
import { footnotes } from '../logic/footnotes.ts';
import { tableAsMarkdown } from '../logic/markdown.ts';
import type { Prefs } from '../logic/prefs.ts';
import { sortCandidates } from '../logic/sort.ts';
import { comparedCandidates } from '../logic/standing.ts';
import { ComparisonTable } from './comparisonTable.tsx';
import { usePanel } from './context.ts';
import { Icon } from './icon.tsx';
import { Popup } from './popup.tsx';
import { useTheme } from './useTheme.ts';
import { useMeasure, useWidth } from './useWidth.ts';

interface ComparisonSectionProps {
  readonly comparison: Comparison;
  readonly prefs: Prefs;
  readonly highlighted: CandidateId | null;
}

export function ComparisonSection({ comparison, prefs, highlighted }: ComparisonSectionProps) {
  const { post } = usePanel();
  const all = comparedCandidates(comparison);
  const { ref, width } = useWidth<HTMLElement>();
  const measure = useMeasure(useTheme());
  const chosen = visibleColumns(prefs.columns ?? initialColumnIds, all);
  const rows = sortCandidates(all, prefs.sort, chosen);
  const { shown, folded, form } = fitTable(chosen, all, {
    available: width,
    measure,
    sorted: prefs.sort?.column ?? null,
    byHand: prefs.columns !== null,
  });
  const notes = footnotes(comparison, shown);
  return (
    <section id="comparison" class="section" aria-labelledby="comparison-heading" tabIndex={-1} ref={ref}>
      <div class="section-head">
        <h2 id="comparison-heading">Comparison</h2>
        <div class="toolbar">
          <Popup id="columns" label="Columns" icon="list-selection">
            <ColumnChoice shown={prefs.columns ?? shown.map(({ id }) => id)} byHand={prefs.columns !== null} />
          </Popup>
          <button
            type="button"
            class="button secondary"
            onClick={() => post({ type: 'text-copied', text: tableAsMarkdown(rows, chosen, footnotes(comparison, chosen)) })}
          >
            <Icon name="copy" /> Copy table
          </button>
        </div>
      </div>
      <ComparisonTable rows={rows} columns={shown} form={form} notes={notes} sort={prefs.sort} highlighted={highlighted} />
      {folded.length > 0 && <p class="folded">{foldedText(folded)}</p>}
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

function foldedText(folded: readonly Column[]): string {
  return `${folded.map(({ title }) => title).join(', ')}: in each row’s details.`;
}

interface ColumnChoiceProps {
  readonly shown: readonly ColumnId[];
  readonly byHand: boolean;
}

/** The first choice starts from the columns that have room. */
function ColumnChoice({ shown, byHand }: ColumnChoiceProps) {
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
                checked={shown.includes(id)}
                onChange={({ currentTarget }) => {
                  const others = shown.filter((column) => column !== id);
                  dispatch({ type: 'prefs-changed', prefs: { columns: currentTarget.checked ? [...others, id] : others } });
                }}
              />
              {title}
            </label>
          ))}
        </fieldset>
      ))}
      {byHand && (
        <button
          type="button"
          class="button secondary"
          onClick={() => dispatch({ type: 'prefs-changed', prefs: { columns: null } })}
        >
          As many as fit
        </button>
      )}
    </div>
  );
}
