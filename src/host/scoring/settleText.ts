import type { RunEstimate } from '../../core/pricing/estimate.ts';
import type { Settling } from '../../core/settle.ts';
import { formatPlural, formatUsd } from '../../shared/format.ts';
import { callLines } from '../run/costDetail.ts';
import { l10n } from '../words.ts';

/** `Ask 24 more cases of the suite's datasets?` */
export function settleQuestion(settling: Exclude<Settling, { kind: 'none' }>): string {
  if (settling.kind === 'repeats') return l10n.t('Ask each case {0} times in all?', settling.repeats);
  const rest = settling.enough ? '' : l10n.t(' They are all that is left; to settle it would take more.');
  return l10n.t("Ask {0} of the suite's datasets?{1}", formatPlural(settling.rows, 'more case'), rest);
}

/** What adding to a run takes, one fact a line. */
export function settleDetail(estimate: RunEstimate, calls: number, budgetUsd: number | null): string {
  return [
    ...callLines(estimate, calls),
    ...(budgetUsd === null ? [] : [l10n.t("The suite's budget stops them at {0}.", formatUsd(budgetUsd))]),
    l10n.t('They are added to this run. It shows that it was added to after a look at its results.'),
  ].join('\n');
}
