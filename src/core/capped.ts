import type { Suite } from '../shared/model/suite.ts';
import { isPlayMoney } from '../shared/playMoney.ts';

/**
 * An estimate is one: what was agreed to is where the run stops. Under 0, which is agreed to where nobody is billed, models without a
 * known price could not be called either; made-up prices are held against nothing.
 */
export function capped(suite: Suite, maxUsd: number | null): Suite {
  if (maxUsd === null || maxUsd === 0 || isPlayMoney(suite)) return suite;
  return { ...suite, budgetUsd: Math.min(suite.budgetUsd ?? maxUsd, maxUsd) };
}
