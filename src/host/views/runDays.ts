import type { RunListItem } from '../../core/store/spec.ts';
import { isPinned } from './runTexts.ts';

/** Runs of one day of this machine's calendar; pinned ones are apart. */
export interface RunDay {
  /** `pinned`, or the day as `2026-11-21`. */
  readonly key: string;
  /** Days before today; `null` for the pinned ones. */
  readonly age: number | null;
  readonly items: readonly RunListItem[];
}

const dayMs = 86_400_000;

/** In the order of the list. */
export function runDays(items: readonly RunListItem[], now: Date): RunDay[] {
  const today = dayNumber(now);
  return [...Map.groupBy(items, (item) => (isPinned(item) ? 'pinned' : dayKey(new Date(item.run.startedAt))))].map(
    ([key, ofDay]) => ({ key, age: key === 'pinned' ? null : today - dayNumber(new Date(`${key}T00:00`)), items: ofDay }),
  );
}

function dayKey(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** Counts calendar days: those on which the clocks change have 23 or 25 hours. */
function dayNumber(at: Date): number {
  return Date.UTC(at.getFullYear(), at.getMonth(), at.getDate()) / dayMs;
}
