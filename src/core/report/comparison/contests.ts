import type { Estimate, Verdict } from '../../../shared/model/comparison.ts';
import { holm } from '../../stats/holm.ts';
import { verdict } from '../../stats/verdict.ts';

/** Two of a row of competitors, by their places in it: figure of `a` minus that of `b`. */
export interface Contest<T> {
  readonly a: number;
  readonly b: number;
  readonly paired: T;
  /** Corrected. */
  readonly pValue: number | null;
  readonly verdict: Verdict;
}

interface Paired {
  readonly difference: Estimate;
  readonly pValue: number | null;
}

/**
 * Each against each, those against the first one first and as `b`. Holm's correction runs over all of them, even where only
 * those against the first are looked at: who is first is known from the data alone, so that against it is against each.
 */
export function contests<T extends Paired>(count: number, compare: (a: number, b: number) => T | null): Contest<T>[] {
  const found: { readonly a: number; readonly b: number; readonly paired: T }[] = [];
  for (let b = 0; b < count; b++) {
    for (let a = b + 1; a < count; a++) {
      const paired = compare(a, b);
      if (paired) found.push({ a, b, paired });
    }
  }
  const corrected = holm(found.map(({ paired }) => paired.pValue));
  return found.map((contest, i) => {
    const pValue = corrected[i] ?? null;
    return { ...contest, pValue, verdict: verdict(contest.paired.difference, pValue) };
  });
}

/** The leader's contests, by the other one; corrected like those of all against all. */
export function againstLeader<Item, T extends Paired>(
  leader: Item,
  items: readonly Item[],
  compare: (a: Item, b: Item) => T | null,
): Map<Item, Contest<T>> {
  const row = leaderFirst(leader, items);
  const found = contests(row.length, (a, b) => {
    const [own, other] = [row[a], row[b]];
    return own === undefined || other === undefined ? null : compare(own, other);
  });
  return new Map(
    found.flatMap((contest) => {
      const other = row[contest.a];
      return contest.b !== 0 || other === undefined ? [] : [[other, contest] as const];
    }),
  );
}

/** The items with this one in front: as `contests` wants them. */
export function leaderFirst<T>(leader: T, items: readonly T[]): T[] {
  return [leader, ...items.filter((item) => item !== leader)];
}
