import type { JudgingEstimate, RunEstimate } from '../../core/pricing/estimate.ts';
import { formatPlural, formatUsd } from '../../shared/format.ts';
import { plainMessage } from '../plainMessage.ts';
import { l10n } from '../words.ts';

/** What the question before a costly run tells besides the amount; one fact a line. */
export function costDetail(estimate: RunEstimate, calls: number, budgetUsd: number | null): string {
  return [
    ...callLines(estimate, calls),
    estimate.unknownModels.length === 0
      ? null
      : l10n.t('Prices in the suite make it known (`prices:`, 0 for a server that bills nobody).'),
    budgetUsd === null ? null : l10n.t('Its budget stops the run at {0}, as far as prices are known.', formatUsd(budgetUsd)),
    l10n.t('From which amount on to ask is a setting: llmBench.confirmAboveUsd.'),
  ]
    .filter((line) => line !== null)
    .join('\n');
}

/** The calls of a run, those of its judges, and whose price is not known. */
export function callLines({ lowUsd, highUsd, unknownModels, judging }: RunEstimate, calls: number): string[] {
  const range = lowUsd === null || highUsd === null ? null : rangeText({ low: lowUsd, high: highUsd });
  return [
    `${formatPlural(calls, 'call')}${range === null ? '' : `, ${range}`}.`,
    ...(judging === null ? [] : [judgingLine(judging)]),
    ...(range === null ? pricelessLines(unknownModels) : unpricedLines(unknownModels)),
  ];
}

/** Judges and embedding models. */
function judgingLine({ calls, costUsd }: JudgingEstimate): string {
  return l10n.t(
    'Grading takes {0}{1}.',
    formatPlural(calls, 'more call'),
    costUsd === null ? '' : l10n.t(': {0}, which is in it', rangeText(costUsd)),
  );
}

export function pricelessLines(models: readonly string[]): string[] {
  return models.length === 0 ? [] : [l10n.t('No price is known: {0}.', plainMessage(models.join(', ')))];
}

export function unpricedLines(models: readonly string[]): string[] {
  return models.length === 0 ? [] : [l10n.t('Not in it, because no price is known: {0}.', plainMessage(models.join(', ')))];
}

/** `roughly $0.5 to $4.20`. */
export function rangeText({ low, high }: NonNullable<JudgingEstimate['costUsd']>): string {
  return l10n.t('roughly {0} to {1}', formatUsd(low), formatUsd(high));
}
