import type { CandidateSummary, Estimate } from '../../../shared/model/comparison.ts';

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

/** Those that were seen on at least half of the cases that any was: one that failed on most must not win by the rest. */
export function seenOnMost<T>(items: readonly T[], cases: (item: T) => number): readonly T[] {
  const most = Math.max(0, ...items.map(cases));
  return items.filter((item) => cases(item) * 2 >= most);
}

/** The highest mean quality, the cheaper where equal, of those that were judged on most cases. */
export function highestQuality<T>(
  items: readonly T[],
  quality: (item: T) => Estimate | null,
  cost: (item: T) => number | null,
): T | null {
  const judged = items.filter((item) => quality(item) !== null);
  const value = (item: T): number => quality(item)?.value ?? 0;
  const price = (item: T): number => cost(item) ?? Infinity;
  return seenOnMost(judged, (item) => quality(item)?.clusters ?? 0).reduce<T | null>((best, item) => {
    const ahead = best === null ? 1 : value(item) - value(best);
    return best === null || ahead > 0 || (ahead === 0 && price(item) < price(best)) ? item : best;
  }, null);
}
