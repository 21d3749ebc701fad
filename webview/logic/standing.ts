import type { CandidateSummary, Comparison, Estimate, PairwiseResult, Verdict } from '../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../src/shared/model/ids.ts';

/** How a candidate stands to another: in the table to the one with the best quality. */
export type Standing =
  | { readonly kind: 'best' }
  | {
      readonly kind: 'compared';
      readonly verdict: Verdict;
      /** This candidate's quality minus the best's. */
      readonly difference: Estimate;
      /** Shown to lose no more than the margin. */
      readonly asGood: boolean;
      readonly moreCases: number | null;
      /** Corrected by Holm; `null` where there is none. */
      readonly pValue: number | null;
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

function standingOf(id: CandidateId, { pairs, recommendation: { bestQuality } }: Comparison): Standing {
  if (bestQuality === null) return { kind: 'unknown' };
  return id === bestQuality ? { kind: 'best' } : standingBetween(pairs, id, bestQuality);
}

/** How `id` did against `other`. */
export function standingBetween(pairs: readonly PairwiseResult[], id: CandidateId, other: CandidateId): Standing {
  const pair = pairs.find(({ a, b }) => a === id && b === other);
  if (pair) return compared(pair);
  const turned = pairs.find(({ a, b }) => a === other && b === id);
  return turned ? compared(reversed(turned)) : { kind: 'unknown' };
}

function compared({ difference, verdict, nonInferior, moreCases, pValue }: PairwiseResult): Standing {
  return { kind: 'compared', verdict, difference, asGood: nonInferior, moreCases, pValue };
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
    // As good was shown of `a` alone; it holds for `b` too where that is not even behind.
    nonInferior: pair.nonInferior && value <= 0,
  };
}

/** The verdict in a word or two. `worse` within the margin keeps its name: the interval does lie below 0. */
export function standingText(standing: Standing): string {
  if (standing.kind === 'best') return 'highest';
  if (standing.kind === 'unknown') return 'not compared';
  if (standing.verdict === 'cannot-tell') return standing.asGood ? 'as good' : 'cannot tell';
  return standing.verdict;
}
