import type { Comparison } from '../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../src/shared/model/ids.ts';
import type { MatrixPage, MatrixQuery } from '../../src/shared/model/panelView.ts';
import { isUnfiltered } from '../logic/matrix.ts';
import type { PickedCell } from '../logic/selection.ts';
import type { Target } from './answersTab.tsx';
import { MatrixGrid } from './matrixGrid.tsx';
import { MatrixPager } from './matrixPager.tsx';
import { MatrixToolbar } from './matrixToolbar.tsx';
import { Section } from './section.tsx';

interface MatrixSectionProps {
  readonly comparison: Comparison;
  readonly page: MatrixPage;
  /** Which cases the user wants to see; the page comes a moment later. */
  readonly wanted: MatrixQuery;
  readonly picked: PickedCell | null;
  readonly highlighted: CandidateId | null;
  /** The case whose answers are shown. */
  readonly chosen: string | null;
  readonly onOpen: (at: Target) => void;
}

export function MatrixSection({ comparison, page, wanted, picked, highlighted, chosen, onOpen }: MatrixSectionProps) {
  return (
    <Section id="cases" title="Case by case" tools={<MatrixToolbar query={wanted} categories={page.categories} />}>
      <p class="muted" role="status">
        {hint(picked, comparison, page)}
      </p>
      {/* What is typed must not move the field that it is typed into. */}
      <div class={isUnfiltered(wanted) ? undefined : 'matrix-room'}>
        {page.rows.length > 0 && (
          <MatrixGrid
            page={page}
            wanted={wanted}
            candidates={comparison.candidates}
            picked={picked}
            highlighted={highlighted}
            chosen={chosen}
            onOpen={onOpen}
          />
        )}
        <MatrixPager page={page} wanted={wanted} />
      </div>
    </Section>
  );
}

function hint(picked: PickedCell | null, { candidates }: Comparison, { rows }: MatrixPage): string {
  if (picked) {
    const model = candidates.find(({ id }) => id === picked.candidateId)?.label;
    const name = rows.find(({ caseId }) => caseId === picked.caseId)?.name;
    return `Picked ${model}${name === undefined ? '' : ` on “${name}”`}. Pick a second answer to the same case to see both in the diff; Escape lets go.`;
  }
  const scored = candidates.some(({ quality }) => quality !== null);
  return `Mean ${scored ? 'score' : 'latency'} of each case’s answers. Enter or click shows a case’s answers; Space picks two of a row to compare.`;
}
