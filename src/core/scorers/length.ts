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
    const wordCount = countWords(text, enough(args.minWords, args.maxWords));
    const charCount = countCharacters(text, enough(args.minChars, args.maxChars));
    const passed = isBetween(wordCount, args.minWords, args.maxWords) && isBetween(charCount, args.minChars, args.maxChars);
    return { value: passed ? 1 : 0, passed, reason: `${told(wordCount)} words, ${told(charCount)} characters` };
  },
};

/** Told exactly, whatever the limits: an answer may be megabytes, and counting one takes tenths of a second. */
const alwaysCounted = 10_000;

/** From where on more changes nothing. */
function enough(min: number | null, max: number | null): number {
  return Math.max(alwaysCounted, max === null ? (min ?? 0) : max + 1);
}

function told(count: number): string {
  return count < alwaysCounted ? String(count) : `${count} or more`;
}

function countWords(text: string, most: number): number {
  let count = 0;
  let signs = 0;
  for (const { isWordLike } of words.segment(text)) {
    if (isWordLike && ++count >= most) break;
    if (!isWordLike && ++signs > 20 * most) throw new Error('The answer is too long to count its words: most of it is none.');
  }
  return count;
}

function countCharacters(text: string, most: number): number {
  let count = 0;
  for (const _ of characters.segment(text)) if (++count >= most) break;
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
