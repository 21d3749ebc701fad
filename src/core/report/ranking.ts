import { markWords } from '../../shared/comparisonText.ts';
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

/** The candidate that tables and charts mark. */
export function markedCandidate({ recommendation }: Pick<Comparison, 'recommendation'>): CandidateId | null {
  return recommendation.marked?.id ?? null;
}

/** In Markdown: `**demo/swift** (recommended)`. `label` is escaped. */
export function markedLabel({ recommendation: { marked } }: Comparison, id: CandidateId, label: string): string {
  return marked?.id === id ? `**${label}** (${markWords[marked.as]})` : label;
}

export function candidateLabel(comparison: Comparison, id: CandidateId): string {
  return comparison.candidates.find((candidate) => candidate.id === id)?.label ?? id;
}
