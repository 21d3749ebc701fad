import { runCostTexts } from '../../src/shared/comparisonText.ts';
import { formatInterval, formatPlural, formatQuality, formatTimingRun } from '../../src/shared/format.ts';
import type { CandidateSummary, Comparison, Estimate } from '../../src/shared/model/comparison.ts';
import type { RunStatus } from '../../src/shared/model/run.ts';
import type { Standing } from './standing.ts';

/** A difference in quality: `+0.04`, `−0.06`, `±0.00`. */
export function signedQuality(difference: number): string {
  const size = Math.abs(difference).toFixed(2);
  if (size === '0.00') return '±0.00';
  return `${difference < 0 ? '−' : '+'}${size}`;
}

/** A difference and its interval: `−0.04`, `−0.06 to −0.02`; the first alone where there is no interval. */
export function differenceTexts(difference: Estimate): string[] {
  const interval = formatInterval(difference, signedQuality);
  return [signedQuality(difference.value), ...(interval === '' ? [] : [interval])];
}

/** What a pair of models rests on: `24 cases, p = 0.004 (Holm). About 140 more cases would settle a difference of this size.` */
export function pairTitle(standing: Standing): string | undefined {
  if (standing.kind !== 'compared') return undefined;
  const { difference, pValue, moreCases } = standing;
  const p = pValue === null ? '' : `, ${pText(pValue)} (Holm)`;
  const more = moreCases === null ? '' : ` About ${moreCases} more cases would settle a difference of this size.`;
  return `${formatPlural(difference.n, 'case')}${p}.${more}`;
}

/** `p = 0.0042`, `p < 0.001`. */
export function pText(pValue: number): string {
  return `p ${pValue < 0.001 ? '< 0.001' : `= ${Number(pValue.toPrecision(2))}`}`;
}

/** `95 % interval 0.89 to 0.97, 24 cases`. */
export function intervalText(estimate: Estimate, format: (value: number) => string = formatQuality): string {
  const behind = estimate.clusters === null ? `n = ${estimate.n}` : formatPlural(estimate.clusters, 'case');
  const interval = formatInterval(estimate, format);
  return interval === '' ? `Too few for an interval: ${behind}` : `95 % interval ${interval}, ${behind}`;
}

/** `openai · n = 72 · 8 in flight`: what stands behind every figure of the row. Wraps between its parts alone. */
export function samplesText({ provider, ok, concurrency }: CandidateSummary): string {
  const measured = ok === 0 ? ['no answers'] : [`n = ${ok}`, `${concurrency} in flight`];
  return [provider, ...measured].map((part) => part.replaceAll(' ', '\u00A0')).join('\u00A0· ');
}

export const statusText: Readonly<Record<RunStatus, string>> = {
  running: 'Running',
  finished: 'Finished',
  cancelled: 'Cancelled',
  failed: 'Failed',
  interrupted: 'Interrupted',
  partial: 'Shown in part',
};

/** `5 models · 24 cases · 360 samples · $0.31 without judging · judging $0.012`. */
export function scopeText(comparison: Comparison): string {
  const { candidates, matrixTotal, totals, timing } = comparison;
  const prompts = Math.max(1, new Set(candidates.map(({ promptId }) => promptId)).size);
  return [
    formatPlural(candidates.length / prompts, 'model'),
    ...(prompts > 1 ? [formatPlural(prompts, 'prompt')] : []),
    formatPlural(matrixTotal, 'case'),
    formatPlural(totals.planned, 'sample'),
    ...runCostTexts(comparison),
    ...(timing === null ? [] : [`speed test: ${formatTimingRun(timing)}`]),
  ].join(' · ');
}
