import type { RunEstimate } from '../../core/pricing/estimate.ts';
import type { Settling } from '../../core/settle.ts';
import { formatPlural, formatUsd } from '../../shared/format.ts';
import { callLines } from '../run/costDetail.ts';

/** `Ask 24 more cases of the suite's datasets?` */
export function settleQuestion(settling: Exclude<Settling, { kind: 'none' }>): string {
  if (settling.kind === 'repeats') return `Ask each case ${settling.repeats} times in all?`;
  const rest = settling.enough ? '' : ' They are all that is left; to settle it would take more.';
  return `Ask ${formatPlural(settling.rows, 'more case')} of the suite's datasets?${rest}`;
}

/** What adding to a run takes, one fact a line. */
export function settleDetail(estimate: RunEstimate, calls: number, budgetUsd: number | null): string {
  return [
    ...callLines(estimate, calls),
    ...(budgetUsd === null ? [] : [`The suite's budget stops them at ${formatUsd(budgetUsd)}.`]),
    'They are added to this run. It shows that it was added to after a look at its results.',
  ].join('\n');
}
