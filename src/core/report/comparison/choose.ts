import type { CandidateSummary } from '../../../shared/model/comparison.ts';
import type { Pair } from './pairs.ts';

/** What stands out, before it is put into words. */
export interface Choice {
  readonly best: CandidateSummary | null;
  readonly cheapest: CandidateSummary | null;
  readonly fastest: CandidateSummary | null;
  /** The cheapest that is as good as the best: the best itself where nothing cheaper is; `null` where its cost is unknown. */
  readonly cheapestAsGood: CandidateSummary | null;
  /** Cost saved by `cheapestAsGood` against `best`, 0–1. */
  readonly saving: number | null;
}

export function choose(best: CandidateSummary | null, summaries: readonly CandidateSummary[], pairs: readonly Pair[]): Choice {
  const asGood = new Set(pairs.filter(({ result }) => result.nonInferior).map(({ result }) => result.a));
  const fullCost = best && costOf(best);
  const cheapestAsGood = best && fullCost !== null ? least([best, ...summaries.filter((s) => asGood.has(s.id))], costOf) : null;
  return {
    best,
    cheapest: least(summaries, costOf),
    fastest: least(summaries, (s) => s.latencyMs?.p50.value ?? null),
    cheapestAsGood,
    saving: cheapestAsGood && fullCost ? 1 - (costOf(cheapestAsGood) ?? fullCost) / fullCost : null,
  };
}

/** Mean USD of a sample. */
export function costOf(summary: CandidateSummary): number | null {
  return summary.cost.perSample?.value ?? null;
}

/** The first of those with the least figure; those without the figure do not take part. */
export function least<T>(items: readonly T[], figure: (item: T) => number | null): T | null {
  let found: { readonly item: T; readonly value: number } | null = null;
  for (const item of items) {
    const value = figure(item);
    if (value !== null && (!found || value < found.value)) found = { item, value };
  }
  return found && found.item;
}
