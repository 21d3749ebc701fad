import type { PreparedRun } from '../../core/prepareRun.ts';
import { isPlayMoney } from '../run/costDetail.ts';

type Planned = Pick<PreparedRun, 'estimate' | 'suite'>;

/** What a run on save may cost at most: `null` where that is not known. Made-up prices are nobody's money. */
export function highestUsd(runs: readonly Planned[]): number | null {
  let sum = 0;
  for (const { estimate, suite } of runs) {
    if (isPlayMoney(suite)) continue;
    if (estimate.highUsd === null || estimate.unknownModels.length > 0) return null;
    sum += estimate.highUsd;
  }
  return sum;
}
