import type { PairwiseResult, Verdict } from './model/comparison.ts';
import type { CandidateId } from './model/ids.ts';
import { isNonInferior } from './nonInferiority.ts';

/** How `id` did against `other`, whichever way round the pairs hold it. */
export function pairBetween(
  pairs: readonly PairwiseResult[],
  id: CandidateId,
  other: CandidateId,
  margin: number,
): PairwiseResult | null {
  const pair = pairs.find(({ a, b }) => a === id && b === other);
  if (pair) return pair;
  const turned = pairs.find(({ a, b }) => a === other && b === id);
  return turned ? reversed(turned, margin) : null;
}

const opposite: Readonly<Record<Verdict, Verdict>> = { better: 'worse', worse: 'better', 'cannot-tell': 'cannot-tell' };

function reversed(pair: PairwiseResult, margin: number): PairwiseResult {
  const { value, low, high } = pair.difference;
  const difference = { ...pair.difference, value: -value, low: high === null ? null : -high, high: low === null ? null : -low };
  return {
    ...pair,
    a: pair.b,
    b: pair.a,
    difference,
    verdict: opposite[pair.verdict],
    nonInferior: isNonInferior(difference, margin),
  };
}
