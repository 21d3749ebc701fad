import { mostTellingFirst } from '../../src/shared/comparisonText.ts';
import { formatQuality } from '../../src/shared/format.ts';
import type { BaselineChange, CandidateSummary, CaseChange } from '../../src/shared/model/comparison.ts';

/** A change of one case for one model. */
export interface ListedChange {
  readonly change: CaseChange;
  readonly candidate: CandidateSummary;
  /** Place in the run's own order, for its mark. */
  readonly index: number;
}

/** Of all models: what is shown before what may be chance, then the greatest first. */
export function listedChanges(
  changes: readonly BaselineChange[],
  candidates: readonly CandidateSummary[],
  side: 'regressions' | 'improvements',
): ListedChange[] {
  return changes
    .flatMap((one) => {
      const index = candidates.findIndex(({ id }) => id === one.id);
      const candidate = candidates[index];
      return candidate ? one[side].filter(readsDifferently).map((change) => ({ change, candidate, index })) : [];
    })
    .toSorted((a, b) => mostTellingFirst(a.change, b.change));
}

/** What changed by less than is shown says nothing in a list. */
function readsDifferently({ before, after }: CaseChange): boolean {
  return formatQuality(before) !== formatQuality(after);
}
