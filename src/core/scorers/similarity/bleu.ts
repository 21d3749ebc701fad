import { refuseLonger } from './limits.ts';
import { bleuTokens } from './words.ts';

/** Most words of both texts together: a tenth of a second. */
const maxWords = 50_000;
const maxOrder = 4;

/** What a precision of no match at all counts as many matches as, so that one missing order does not make the whole 0. */
const epsilon = 0.1;

/**
 * Sentence BLEU-4 against one reference (Papineni et al., 2002) with smoothing method 1 of Chen and Cherry (2014): NLTK's
 * `sentence_bleu(…, smoothing_function=SmoothingFunction().method1, auto_reweigh=True)`. By the last, an answer of fewer
 * than four words is judged by the orders that it has.
 */
export function bleu(found: string, wanted: string): number {
  const [candidate, reference] = [bleuTokens(found), bleuTokens(wanted)];
  refuseLonger(candidate.length + reference.length, maxWords);
  const orders = Math.min(maxOrder, candidate.length);
  const matches = Array.from({ length: orders }, (_, index) => matchingGrams(candidate, reference, index + 1));
  if ((matches[0] ?? 0) === 0) return 0;
  const logs = matches.map((count, index) => Math.log((count || epsilon) / (candidate.length - index)));
  const mean = logs.reduce((sum, log) => sum + log, 0) / orders;
  return Math.exp(mean) * brevityPenalty(candidate.length, reference.length);
}

function brevityPenalty(candidate: number, reference: number): number {
  return candidate > reference ? 1 : Math.exp(1 - reference / candidate);
}

/** N-grams of the candidate that stand in the reference, each at most as often as there. */
function matchingGrams(candidate: readonly string[], reference: readonly string[], order: number): number {
  const left = new Map<string, number>();
  for (const gram of grams(reference, order)) left.set(gram, (left.get(gram) ?? 0) + 1);
  let matches = 0;
  for (const gram of grams(candidate, order)) {
    const count = left.get(gram) ?? 0;
    if (count === 0) continue;
    matches++;
    left.set(gram, count - 1);
  }
  return matches;
}

function* grams(tokens: readonly string[], order: number): Generator<string> {
  // No token has a space in it.
  for (let start = 0; start + order <= tokens.length; start++) yield tokens.slice(start, start + order).join(' ');
}
