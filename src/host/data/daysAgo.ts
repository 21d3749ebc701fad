const dayMs = 86_400_000;
/** A century: beyond it there is nothing, and dates have an end. */
export const mostDays = 36_500;

/** The instant so many days before, ISO 8601; `null` for what is no whole number of days from 1 on. */
export function daysAgo(days: number, now: Date): string | null {
  if (!Number.isInteger(days) || days < 1) return null;
  return new Date(now.getTime() - Math.min(days, mostDays) * dayMs).toISOString();
}
