import { estimateText } from '../../shared/estimateText.ts';
import type { PairwiseResult, Verdict } from '../../shared/model/comparison.ts';
import { about } from '../../shared/comparisonText.ts';

/** `−0.014 (−0.028 to +0.004)`. */
export function differenceText({ difference }: Pick<PairwiseResult, 'difference'>): string {
  return estimateText(difference, signedQuality);
}

export const verdictWords: Readonly<Record<Verdict, string>> = {
  better: 'better',
  worse: 'worse',
  'cannot-tell': 'cannot tell',
};

export function verdictText({ verdict, nonInferior, moreCases }: Omit<PairwiseResult, 'a' | 'b'>): string {
  if (verdict === 'worse' && nonInferior) return 'worse, within the margin';
  if (verdict !== 'cannot-tell') return verdictWords[verdict];
  if (nonInferior) return 'as good';
  if (moreCases === null) return 'cannot tell';
  return `cannot tell: ${about(moreCases)} more ${moreCases === 1 ? 'case' : 'cases'} would settle it`;
}

export function signedQuality(difference: number): string {
  const text = Math.abs(difference).toFixed(3);
  if (text === '0.000') return text;
  return difference < 0 ? `−${text}` : `+${text}`;
}
