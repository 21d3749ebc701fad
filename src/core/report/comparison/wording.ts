import { formatInterval, formatQuality } from '../../../shared/format.ts';
import { about, listText } from '../../../shared/comparisonText.ts';
import type { Estimate, MoreData } from '../../../shared/model/comparison.ts';

/** A difference of qualities in points of 100, signed: `−0.4`. */
export function points(difference: number): string {
  const text = Math.abs(difference * 100).toFixed(1);
  if (text === '0.0') return text;
  return difference < 0 ? `−${text}` : `+${text}`;
}

/** `difference −0.4 points, 95 % interval −2.1 to +1.3`. */
export function differenceText(difference: Estimate): string {
  const interval = formatInterval(difference, points);
  return `difference ${points(difference.value)} points, ${interval ? `95 % interval ${interval}` : 'no interval from a single case'}`;
}

/** `quality 0.92 (95 % interval 0.85 to 0.97)`. */
export function qualityText(quality: Estimate): string {
  const interval = formatInterval(quality, formatQuality);
  return `quality ${formatQuality(quality.value)}${interval && ` (95 % interval ${interval})`}`;
}

/** `about 120 more cases`, `about 120 more cases, or 8 repeats of each,`. */
export function moreDataText({ cases, repeats }: MoreData): string {
  const more = `${about(cases)} more ${cases === 1 ? 'case' : 'cases'}`;
  return repeats === null ? more : `${more}, or ${repeats} repeats of each,`;
}

/** Up to three names; more are counted. */
export function listed(names: readonly string[]): string {
  return listText(names, 3);
}
