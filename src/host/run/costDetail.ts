import type { RunEstimate } from '../../core/pricing/estimate.ts';
import { formatPlural, formatUsd } from '../../shared/format.ts';
import { plainMessage } from '../plainMessage.ts';

/** What the question before a costly run tells besides the amount; one fact a line. */
export function costDetail({ lowUsd, highUsd, unknownModels }: RunEstimate, calls: number, budgetUsd: number | null): string {
  return [
    `${formatPlural(calls, 'call')}, roughly ${formatUsd(lowUsd)} to ${formatUsd(highUsd)}.`,
    unknownModels.length === 0 ? null : `Not in it, because no price is known: ${plainMessage(unknownModels.join(', '))}.`,
    budgetUsd === null ? null : `The suite's budget stops the run at ${formatUsd(budgetUsd)}.`,
    'From which amount on to ask is a setting: llmBench.confirmAboveUsd.',
  ]
    .filter((line) => line !== null)
    .join('\n');
}
