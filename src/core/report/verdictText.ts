import { formatInterval, formatPlural } from '../../shared/format.ts';
import type { PairwiseResult } from '../../shared/model/comparison.ts';

/** `−0.014 (−0.028 to +0.004)`. */
export function differenceText({ difference }: PairwiseResult): string {
  const interval = formatInterval(difference, signed);
  return interval === '' ? signed(difference.value) : `${signed(difference.value)} (${interval})`;
}

export function verdictText({ verdict, nonInferior, moreCases }: PairwiseResult): string {
  if (verdict === 'better') return 'better';
  if (verdict === 'worse') return nonInferior ? 'worse, within the margin' : 'worse';
  if (nonInferior) return 'as good';
  return moreCases === null ? 'cannot tell' : `cannot tell: ${formatPlural(moreCases, 'more case')} would settle it`;
}

function signed(value: number): string {
  const text = Math.abs(value).toFixed(3);
  if (text === '0.000') return text;
  return value < 0 ? `−${text}` : `+${text}`;
}
