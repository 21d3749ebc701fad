import type { Scorer } from './spec.ts';
import type { ScorerArgs } from '../../shared/model/scorer.ts';

const words = new Intl.Segmenter('en', { granularity: 'word' });
const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Words and characters as people count them, in any script; white space at both ends does not count. */
export const length: Scorer<'length'> = {
  name: 'length',
  describe: (args) => `length ${limits(args)}`,
  score(answer, args) {
    const text = answer.text.trim();
    const wordCount = countWords(text);
    const charCount = countCharacters(text);
    const passed = isBetween(wordCount, args.minWords, args.maxWords) && isBetween(charCount, args.minChars, args.maxChars);
    return { value: passed ? 1 : 0, passed, reason: `${wordCount} words, ${charCount} characters` };
  },
};

function countWords(text: string): number {
  let count = 0;
  for (const segment of words.segment(text)) if (segment.isWordLike) count++;
  return count;
}

function countCharacters(text: string): number {
  let count = 0;
  for (const _ of characters.segment(text)) count++;
  return count;
}

function isBetween(count: number, min: number | null, max: number | null): boolean {
  return count >= (min ?? 0) && count <= (max ?? Number.POSITIVE_INFINITY);
}

function limits({ minWords, maxWords, minChars, maxChars }: ScorerArgs['length']): string {
  return [range(minWords, maxWords, 'words'), range(minChars, maxChars, 'characters')].filter(Boolean).join(', ');
}

function range(min: number | null, max: number | null, unit: string): string {
  if (min !== null && max !== null) return `${min}–${max} ${unit}`;
  if (min !== null) return `≥ ${min} ${unit}`;
  return max === null ? '' : `≤ ${max} ${unit}`;
}
