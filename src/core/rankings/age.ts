import type { RankingAge } from '../../shared/model/rankings.ts';

const hourMs = 60 * 60 * 1000;
const freshMs = 24 * hourMs;
/** Longest age at which a kept ranking is an answer. */
const usableMs = 7 * 24 * hourMs;
/** Clocks of machines that share a folder differ by so much without being wrong. */
const skewMs = 5 * 60 * 1000;

/** Negative where the clock was moved back since. */
export function ageMs(fetchedAt: string, now: Date): number {
  return now.getTime() - Date.parse(fetchedAt);
}

/** A time ahead of the clock was written while the clock was wrong: never fresh, and usable no further off than an old one. */
export function rankingAge(fetchedAt: string, now: Date): RankingAge {
  const age = ageMs(fetchedAt, now);
  if (!(Math.abs(age) <= usableMs)) return 'expired';
  return isYounger(fetchedAt, now, freshMs) ? 'fresh' : 'usable';
}

/** Whether it is known to be younger than that. */
export function isYounger(fetchedAt: string, now: Date, thanMs: number): boolean {
  const age = ageMs(fetchedAt, now);
  return age >= -skewMs && Math.max(age, 0) < thanMs;
}
