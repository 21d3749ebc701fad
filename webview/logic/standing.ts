import type { CandidateSummary, Comparison, Estimate, Verdict } from '../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../src/shared/model/ids.ts';
import { pairBetween } from '../../src/shared/pairBetween.ts';

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

type Pairs = Pick<Comparison, 'pairs' | 'recommendation'>;

function standingOf(id: CandidateId, comparison: Pairs): Standing {
  const { bestQuality } = comparison.recommendation;
  if (bestQuality === null) return { kind: 'unknown' };
  return id === bestQuality ? { kind: 'best' } : standingBetween(comparison, id, bestQuality);
}

/** How `id` did against `other`. */
export function standingBetween({ pairs, recommendation }: Pairs, id: CandidateId, other: CandidateId): Standing {
  const pair = pairBetween(pairs, id, other, recommendation.margin);
  if (!pair) return { kind: 'unknown' };
  const { difference, verdict, nonInferior, moreCases, pValue } = pair;
  return { kind: 'compared', verdict, difference, asGood: nonInferior, moreCases, pValue };
}

/** The verdict in a word or two. `worse` within the margin keeps its name: the interval does lie below 0. */
export function standingText(standing: Standing): string {
  if (standing.kind === 'best') return 'highest';
  if (standing.kind === 'unknown') return 'not compared';
  if (standing.verdict === 'cannot-tell') return standing.asGood ? 'as good' : 'cannot tell';
  return standing.verdict;
}
