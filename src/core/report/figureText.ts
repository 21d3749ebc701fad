import { formatInterval, formatPercent, formatPlural } from '../../shared/format.ts';
import type { Agreement, Estimate } from '../../shared/model/comparison.ts';

/** `371 to 453 ms`: a unit that both ends have is said once. Empty where n is too small for an interval. */
export function intervalText(estimate: Estimate | null, format: (value: number) => string): string {
  return formatInterval(estimate, format).replace(/^(\S+)( \S+)( to \S+)\2$/, '$1$3$2');
}

/** `0.93 (0.89 to 0.97)`; the figure alone where n is too small for an interval. */
export function estimateText(estimate: Estimate, format: (value: number) => string): string {
  const interval = intervalText(estimate, format);
  return interval === '' ? format(estimate.value) : `${format(estimate.value)} (${interval})`;
}

/** A ratio of now to then as a change: `+12 %` for 1.12, `−8 %`, `±0 %`. */
export function changeOfRatio(ratio: number): string {
  const text = formatPercent(Math.round(Math.abs(ratio - 1) * 1000) / 1000);
  if (text === '0 %') return '±0 %';
  return `${ratio < 1 ? '−' : '+'}${text}`;
}

/** Which way a ratio of now to then is shown to have gone: its interval leaves out 1. */
export function ratioVerdict({ low, high }: Estimate): 'rose' | 'fell' | 'cannot-tell' {
  if (low !== null && low > 1) return 'rose';
  return high !== null && high < 1 ? 'fell' : 'cannot-tell';
}

/** `saves 69 % (62 to 74 %)`; what is lost is said as such: `costs 4 % more (−1 to 9 %)`. */
export function savingText(saving: Estimate, estimated: boolean): string {
  const mark = estimated ? '~' : '';
  if (saving.value >= 0) return `saves ${mark}${estimateText(saving, signedShare)}`;
  const loss = { ...saving, value: -saving.value, low: turned(saving.high), high: turned(saving.low) };
  const interval = intervalText(loss, signedShare);
  return `costs ${mark}${signedShare(loss.value)} more${interval && ` (${interval})`}`;
}

/** `88 % of 72 answers (79 to 93 %), kappa 0.71`. */
export function agreementText({ share, kappa }: Agreement): string {
  const interval = intervalText(share, formatPercent);
  const beyondChance = kappa === null ? '' : `, kappa ${kappa < 0 ? '−' : ''}${Math.abs(kappa).toFixed(2)}`;
  return `${formatPercent(share.value)} of ${formatPlural(share.n, 'answer')}${interval && ` (${interval})`}${beyondChance}`;
}

/** `p 0.021`, `p < 0.001`. */
export function pText(pValue: number): string {
  return pValue < 0.001 ? 'p < 0.001' : `p ${pValue.toFixed(3)}`;
}

function turned(value: number | null): number | null {
  return value === null ? null : -value;
}

/** Two digits are enough of an estimate; near 0 and 1 they would round away what there is. */
function signedShare(share: number): string {
  const size = Math.abs(share);
  const rounded = size < 0.1 || size > 0.9 ? size : Math.round(size * 100) / 100;
  return `${share < 0 ? '−' : ''}${formatPercent(rounded)}`;
}
