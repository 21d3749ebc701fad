import type { PreparedRun } from '../../core/prepareRun.ts';
import { isPlayMoney } from '../../shared/playMoney.ts';

type Planned = Pick<PreparedRun, 'estimate' | 'suite'>;

/** What a run on save may cost at most: `null` where that is not known. Made-up prices are nobody's money. */
export function highestUsd(runs: readonly Planned[]): number | null {
  if (runs.some(({ estimate, suite }) => !isPlayMoney(suite) && isUnknown(estimate))) return null;
  return knownUsd(runs);
}

/** The same without those whose price is not known. */
export function knownUsd(runs: readonly Planned[]): number {
  return runs.reduce((sum, { estimate, suite }) => sum + (isPlayMoney(suite) ? 0 : (estimate.highUsd ?? 0)), 0);
}

/**
 * Whether the next of several runs is still within the sum that was agreed to for all of them. They are read anew when they begin,
 * and may have become dearer since; an unknown cost is within none.
 */
export function within(mostUsd: number): (run: Planned) => boolean {
  const begun: Planned[] = [];
  return (run) => {
    const usd = highestUsd([...begun, run]);
    if (usd === null || usd > mostUsd) return false;
    begun.push(run);
    return true;
  };
}

function isUnknown({ highUsd, unknownModels }: Planned['estimate']): boolean {
  return highUsd === null || unknownModels.length > 0;
}
