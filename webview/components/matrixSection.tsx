import { useState } from 'preact/hooks';
import type { Comparison } from '../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../src/shared/model/ids.ts';
import type { MatrixPage, MatrixQuery } from '../../src/shared/model/panelView.ts';
import { isUnfiltered } from '../logic/matrix.ts';
import type { PickedCell } from '../logic/selection.ts';
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
}

export function MatrixSection({ comparison, page, wanted, picked, highlighted }: MatrixSectionProps) {
  const [comparing, setComparing] = useState(false);
  const { candidates } = comparison;
  return (
    <Section
      id="cases"
      title="Case by case"
      tools={
        <MatrixToolbar
          query={wanted}
          categories={page.categories}
          comparing={comparing}
          onCompare={() => setComparing(!comparing)}
        />
      }
    >
      <p class="muted" role="status">
        {hint(picked, comparison, page, comparing)}
      </p>
      {/* What is typed must not move the field that it is typed into. */}
      <div class={isUnfiltered(wanted) ? undefined : 'matrix-room'}>
        {page.rows.length > 0 && (
          <MatrixGrid
            page={page}
            wanted={wanted}
            candidates={candidates}
            picked={picked}
            highlighted={highlighted}
            comparing={comparing}
          />
        )}
        <MatrixPager page={page} wanted={wanted} />
      </div>
    </Section>
  );
}

function hint(picked: PickedCell | null, { candidates }: Comparison, { rows }: MatrixPage, comparing: boolean): string {
  if (picked) {
    const model = candidates.find(({ id }) => id === picked.candidateId)?.label;
    const name = rows.find(({ caseId }) => caseId === picked.caseId)?.name;
    return `Picked ${model} on “${name}”. Pick a second answer in the same row to see both side by side; Escape lets go.`;
  }
  if (comparing) return 'Pick two answers in a row to see them side by side.';
  const scored = candidates.some(({ quality }) => quality !== null);
  return `Mean ${scored ? 'score' : 'latency'} of each case’s answers. Enter or click opens the answer; Space picks two of a row to compare.`;
}
