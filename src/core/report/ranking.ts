import type { CandidateSummary, Comparison } from '../../shared/model/comparison.ts';
import type { CandidateId } from '../../shared/model/ids.ts';

/** Best quality first, then the cheaper, then the quicker; what is unknown comes last. */
export function ranked(candidates: readonly CandidateSummary[]): readonly CandidateSummary[] {
  return candidates.toSorted(
    (a, b) =>
      ascending(negated(a.quality?.value), negated(b.quality?.value)) ||
      ascending(a.cost.perSample?.value, b.cost.perSample?.value) ||
      ascending(a.latencyMs?.p50.value, b.latencyMs?.p50.value),
  );
}

function negated(value: number | undefined): number | undefined {
  return value === undefined ? undefined : -value;
}

function ascending(a: number | undefined, b: number | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return a - b;
}

/** The candidate that the recommendation points at, to be marked in tables. */
export function chosenCandidate({ recommendation }: Comparison): CandidateId | null {
  return recommendation.cheapestAsGood ?? recommendation.bestQuality;
}

export function candidateLabel(comparison: Comparison, id: CandidateId): string {
  return comparison.candidates.find((candidate) => candidate.id === id)?.label ?? id;
}
