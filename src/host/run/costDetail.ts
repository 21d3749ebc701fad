import type { JudgingEstimate, RunEstimate } from '../../core/pricing/estimate.ts';
import { formatPlural, formatUsd } from '../../shared/format.ts';
import type { Suite } from '../../shared/model/suite.ts';
import { plainMessage } from '../plainMessage.ts';

/** The demo models' prices are made up: nobody is billed for them. */
export function isPlayMoney({ models, graders }: Pick<Suite, 'models' | 'graders'>): boolean {
  return [...models, ...graders].every(({ provider }) => provider === 'demo');
}

/** What the question before a costly run tells besides the amount; one fact a line. */
export function costDetail(estimate: RunEstimate, calls: number, budgetUsd: number | null): string {
  return [
    ...callLines(estimate, calls),
    budgetUsd === null ? null : `The suite's budget stops the run at ${formatUsd(budgetUsd)}.`,
    'From which amount on to ask is a setting: llmBench.confirmAboveUsd.',
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
    ...unpricedLines(unknownModels),
  ];
}

/** Judges and embedding models. */
function judgingLine({ calls, costUsd }: JudgingEstimate): string {
  return `Grading takes ${formatPlural(calls, 'more call')}${costUsd === null ? '' : `: ${rangeText(costUsd)}, which is in it`}.`;
}

export function unpricedLines(models: readonly string[]): string[] {
  return models.length === 0 ? [] : [`Not in it, because no price is known: ${plainMessage(models.join(', '))}.`];
}

/** `roughly $0.5 to $4.20`. */
export function rangeText({ low, high }: NonNullable<JudgingEstimate['costUsd']>): string {
  return `roughly ${formatUsd(low)} to ${formatUsd(high)}`;
}
