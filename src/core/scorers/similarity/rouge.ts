import { l as rougeL, n as rougeN } from 'js-rouge';
import { refuseLonger } from './limits.ts';
import { rougeTokens } from './words.ts';

/** Most pairs of words for the longest common subsequence: a second. */
const maxPairs = 25_000_000;
/** Most words of both texts together: about what the library takes. */
const maxWords = 20_000;

/**
 * ROUGE-N and ROUGE-L (Lin, *ROUGE: A Package for Automatic Evaluation of Summaries*, 2004) as F1, with the tokens of
 * google-research's rouge-score; L over the whole text, as its `rougeL`.
 */
export function rouge(found: string, wanted: string, metric: 'rouge1' | 'rouge2' | 'rougeL'): number {
  const [a, b] = [rougeTokens(found).length, rougeTokens(wanted).length];
  if (a === 0 || b === 0) return 0;
  refuseLonger(a + b, maxWords);
  const options = { caseSensitive: true, tokenizer: rougeTokens };
  if (metric !== 'rougeL') return rougeN(found, wanted, { ...options, n: metric === 'rouge1' ? 1 : 2 });
  refuseLonger(a * b, maxPairs);
  return rougeL(found, wanted, { ...options, segmenter: (text) => [text] });
}
