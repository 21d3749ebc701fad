import { formatInterval, formatPercent } from './format.ts';
import type { Estimate } from './model/comparison.ts';

/** Figures with their intervals in words, the same in the panel and in reports. */

/** `371 to 453 ms`: a unit that both ends have is said once. Empty where n is too small for an interval. */
export function intervalText(estimate: Estimate | null, format: (value: number) => string): string {
  return formatInterval(estimate, format).replace(/^(\S+)( \S+)( to \S+)\2$/, '$1$3$2');
}

/** `0.93 (0.89 to 0.97)`; the figure alone where n is too small for an interval. */
export function estimateText(estimate: Estimate, format: (value: number) => string): string {
  const interval = intervalText(estimate, format);
  return interval === '' ? format(estimate.value) : `${format(estimate.value)} (${interval})`;
}

/** A share in whole percent, closer at both ends, where whole ones would claim none or all: `69 %`, `0.4 %`, `−12 %`. */
export function shareText(share: number): string {
  const size = Math.abs(share);
  return `${share < 0 ? '−' : ''}${formatPercent(size < 0.01 || size > 0.9 ? size : Math.round(size * 100) / 100)}`;
}

/** `62 to 74 %`; empty where n is too small for an interval, and where it is so narrow that it reads as one figure. */
export function shareInterval(share: Estimate): string {
  const [low, high] = formatInterval(share, shareText).split(' to ');
  return low === high ? '' : intervalText(share, shareText);
}

/** Not where the interval of the saving holds that there is none. */
export function isSavingShown({ low }: Estimate): boolean {
  return low === null || low > 0;
}

/** `saves 69 % (62 to 74 %)`, `saves 5 % (−2 to 12 %): cannot tell`. */
export function savingText(saving: Estimate, estimated: boolean): string {
  const interval = shareInterval(saving);
  const open = isSavingShown(saving) ? '' : ': cannot tell';
  return `saves ${estimated ? '~' : ''}${shareText(saving.value)}${interval && ` (${interval})`}${open}`;
}

/** A ratio of now to then as a change: `+12 %` for 1.12, `−8 %`, `±0 %`. */
export function changeOfRatio(ratio: number): string {
  const text = formatPercent(Math.round(Math.abs(ratio - 1) * 1000) / 1000);
  if (text === '0 %') return '±0 %';
  return `${ratio < 1 ? '−' : '+'}${text}`;
}

/**
 * Which way a ratio of now to then is shown to have gone: its interval leaves out 1. `unchanged`: to the digits on show it went
 * nowhere, and neither does its interval.
 */
export type RatioVerdict = 'rose' | 'fell' | 'unchanged' | 'cannot-tell';

export function ratioVerdict({ value, low, high }: Estimate): RatioVerdict {
  if (low === null || high === null) return 'cannot-tell';
  if ([value, low, high].every((ratio) => changeOfRatio(ratio) === '±0 %')) return 'unchanged';
  if (low > 1) return 'rose';
  return high < 1 ? 'fell' : 'cannot-tell';
}

/** `+12 % (+3 to +20 %)`, `unchanged`. */
export function ratioText(ratio: Estimate): string {
  return ratioVerdict(ratio) === 'unchanged' ? 'unchanged' : estimateText(ratio, changeOfRatio);
}
