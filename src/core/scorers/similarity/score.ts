import type { ScorerArgs } from '../../../shared/model/scorer.ts';
import type { ScoredAnswer, Verdict01 } from '../spec.ts';
import { normalise } from '../text.ts';
import { bleu } from './bleu.ts';
import { levenshteinShare } from './levenshtein.ts';
import { rouge } from './rouge.ts';

/** White space at both ends aside. Throws where a text is too long for the metric. */
export function scoreSimilarity(answer: ScoredAnswer, { value: wanted, metric, threshold }: ScorerArgs['similarity']): Verdict01 {
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
