import { useState } from 'preact/hooks';
import { formatCount } from '../../src/shared/format.ts';
import type { Comparison } from '../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../src/shared/model/ids.ts';
import type { ComparisonUpdated } from '../../src/shared/protocol/panel.ts';
import { categoriesOf, filterMatrix, sortMatrix } from '../logic/matrix.ts';
import type { Prefs } from '../logic/prefs.ts';
import type { PickedCell } from '../logic/selection.ts';
import { MatrixGrid } from './matrixGrid.tsx';
import { MatrixToolbar } from './matrixToolbar.tsx';
import { Section } from './section.tsx';

interface MatrixSectionProps {
  readonly comparison: Comparison;
  readonly cases: ComparisonUpdated['cases'];
  readonly prefs: Prefs;
  readonly picked: PickedCell | null;
  readonly highlighted: CandidateId | null;
}

/** Rows drawn at first and with each click on "Show more": what a live update can redraw without a hitch. */
const pageSize = 100;

export function MatrixSection({ comparison, cases, prefs, picked, highlighted }: MatrixSectionProps) {
  const [limit, setLimit] = useState(pageSize);
  const [comparing, setComparing] = useState(false);
  const { matrix, matrixTotal, candidates } = comparison;
  const categories = categoriesOf(matrix);
  const category = prefs.category !== null && categories.includes(prefs.category) ? prefs.category : null;
  const rows = sortMatrix(filterMatrix(matrix, prefs.matrixFilter, category), prefs.matrixSort);
  return (
    <Section
      id="cases"
      title="Case by case"
      tools={
        <MatrixToolbar
          filter={prefs.matrixFilter}
          category={category}
          categories={categories}
          comparing={comparing}
          onCompare={() => setComparing(!comparing)}
        />
      }
    >
      <p class="muted" role="status">
        {hint(picked, comparison, comparing)}
      </p>
      {rows.length === 0 ? (
        <p class="nothing">No case fits this filter.</p>
      ) : (
        <MatrixGrid
          rows={rows.slice(0, limit)}
          candidates={candidates}
          cases={cases}
          sort={prefs.matrixSort}
          picked={picked}
          highlighted={highlighted}
          comparing={comparing}
        />
      )}
      {rows.length > limit && (
        <button type="button" class="button secondary" onClick={() => setLimit(limit + pageSize)}>
          Show {formatCount(Math.min(pageSize, rows.length - limit))} more of {formatCount(rows.length)}
        </button>
      )}
      {matrixTotal > matrix.length && (
        <p class="muted">
          The {formatCount(matrix.length)} most telling of {formatCount(matrixTotal)} cases are here; an export holds all of them.
        </p>
      )}
    </Section>
  );
}

function hint(picked: PickedCell | null, { candidates, matrix }: Comparison, comparing: boolean): string {
  if (picked) {
    const model = candidates.find(({ id }) => id === picked.candidateId)?.label;
    const name = matrix.find(({ caseId }) => caseId === picked.caseId)?.name;
    return `Picked ${model} on “${name}”. Pick a second answer in the same row to see both side by side; Escape lets go.`;
  }
  if (comparing) return 'Pick two answers in a row to see them side by side.';
  const figure = matrix.some(({ cells }) => cells.some(({ quality }) => quality !== null)) ? 'score' : 'latency';
  return `Mean ${figure} of each case’s answers. Enter or click opens the answer; Space picks two of a row to compare.`;
}
