import type { CandidateSummary } from '../../../shared/model/comparison.ts';

/** Mean USD of a sample. */
export function costOf(summary: CandidateSummary): number | null {
  return summary.cost.perSample?.value ?? null;
}

/** What a choice goes by. */
export interface Standing {
  readonly quality: number | null;
  readonly cost: number | null;
  /** That it was judged on. */
  readonly cases: number;
}

export const noStanding: Standing = { quality: null, cost: null, cases: 0 };

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
export function highestQuality<T>(items: readonly T[], figures: (item: T) => Standing): T | null {
  const judged = items.flatMap((item) => {
    const { quality, cost } = figures(item);
    return quality === null ? [] : [{ item, quality, price: cost ?? Infinity, cases: figures(item).cases }];
  });
  const best = seenOnMost(judged, ({ cases }) => cases).reduce<(typeof judged)[number] | null>((found, next) => {
    const ahead = found === null ? 1 : next.quality - found.quality;
    return found === null || ahead > 0 || (ahead === 0 && next.price < found.price) ? next : found;
  }, null);
  return best && best.item;
}
