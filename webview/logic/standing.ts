import type { CandidateSummary, Comparison, Estimate, PairwiseResult, Verdict } from '../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../src/shared/model/ids.ts';

/** How a candidate stands to the one with the best quality. */
export type Standing =
  | { readonly kind: 'best' }
  | {
      readonly kind: 'compared';
      readonly verdict: Verdict;
      /** This candidate's quality minus the best's. */
      readonly difference: Estimate;
      /** The interval of the difference lies above −margin. */
      readonly asGood: boolean;
      readonly moreCases: number | null;
    }
  | { readonly kind: 'unknown' };

export interface ComparedCandidate {
  readonly candidate: CandidateSummary;
  /** Place in the run's own order: gives the candidate its colour and shape everywhere. */
  readonly index: number;
  readonly standing: Standing;
}

export function comparedCandidates(comparison: Comparison): ComparedCandidate[] {
  return comparison.candidates.map((candidate, index) => ({
    candidate,
    index,
    standing: standingOf(candidate.id, comparison),
  }));
}

function standingOf(id: CandidateId, { pairs, recommendation }: Comparison): Standing {
  const best = recommendation.bestQuality;
  if (best === null) return { kind: 'unknown' };
  if (id === best) return { kind: 'best' };
  const pair = pairs.find(({ a, b }) => (a === id && b === best) || (a === best && b === id));
  if (!pair) return { kind: 'unknown' };
  return compared(pair.a === id ? pair : reversed(pair), recommendation.margin);
}

function compared({ difference, verdict, moreCases }: PairwiseResult, margin: number): Standing {
  const asGood = difference.low !== null && difference.low > -margin;
  return { kind: 'compared', verdict, difference, asGood, moreCases };
}

const opposite: Readonly<Record<Verdict, Verdict>> = { better: 'worse', worse: 'better', 'cannot-tell': 'cannot-tell' };

function reversed(pair: PairwiseResult): PairwiseResult {
  const { value, low, high } = pair.difference;
  return {
    ...pair,
    a: pair.b,
    b: pair.a,
    verdict: opposite[pair.verdict],
    difference: { ...pair.difference, value: -value, low: high === null ? null : -high, high: low === null ? null : -low },
  };
}

/** The verdict in a word or two. `worse` within the margin keeps its name: the interval does lie below 0. */
export function standingText(standing: Standing): string {
  if (standing.kind === 'best') return 'highest';
  if (standing.kind === 'unknown') return 'not compared';
  if (standing.verdict === 'cannot-tell') return standing.asGood ? 'as good' : 'cannot tell';
  return standing.verdict;
}
