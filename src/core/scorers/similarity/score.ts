import type { ScorerArgs } from '../../../shared/model/scorer.ts';
import type { ScoredAnswer, Verdict01 } from '../spec.ts';
import { normalise } from '../text.ts';
import { bleu } from './bleu.ts';
import { levenshteinShare } from './levenshtein.ts';
import { refuseLonger } from './limits.ts';
import { rouge } from './rouge.ts';

/** Of both texts, before anything is made of them: splitting tens of megabytes into words would use up the thread's memory. */
const maxLength = 1_000_000;

/** White space at both ends aside. Throws where a text is too long for the metric. */
export function scoreSimilarity(answer: ScoredAnswer, { value: wanted, metric, threshold }: ScorerArgs['similarity']): Verdict01 {
  refuseLonger(answer.text.length + wanted.length, maxLength);
  const value = similarity(normalise(answer.text, false), normalise(wanted, false), metric);
  return { value, passed: value >= threshold, reason: `similarity ${value.toFixed(2)}` };
}

/** 0 to 1, and 1 for equal texts by every metric, those without a word included. */
function similarity(found: string, wanted: string, metric: ScorerArgs['similarity']['metric']): number {
  if (found === wanted) return 1;
  switch (metric) {
    case 'levenshtein':
      return levenshteinShare(found, wanted);
    case 'rouge1':
    case 'rouge2':
    case 'rougeL':
      return rouge(found, wanted, metric);
    case 'bleu':
      return bleu(found, wanted);
  }
}
