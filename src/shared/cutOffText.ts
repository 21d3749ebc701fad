import { formatCount, formatPlural } from './format.ts';
import type { CutOff } from './model/comparison.ts';

/** `2 of 12 answers ended at maxOutputTokens (300): they may be graded too low; raise it`. */
export function cutOffText({ answers, limit }: CutOff, ok: number): string {
  const counted = `${formatCount(answers)} of ${formatPlural(ok, 'answer')} ended at`;
  return limit === null
    ? `${counted} the model’s or its server’s limit of output tokens: they may be graded too low; set maxOutputTokens higher`
    : `${counted} maxOutputTokens (${formatCount(limit)}): they may be graded too low; raise it`;
}
