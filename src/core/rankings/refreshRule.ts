import { isYounger } from './age.ts';

/** When the kept rankings are to be refreshed. */

export const refreshSettings = ['auto', '6h', '12h', '24h', 'off'] as const;
export type RefreshSetting = (typeof refreshSettings)[number];
export type UseLevel = 'high' | 'usual' | 'low';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
const hoursByLevel = { high: 6, usual: 12, low: 24 } as const;
const hoursBySetting = { '6h': 6, '12h': 12, '24h': 24 } as const;
/** Share of an interval by which windows keep apart, to either side. */
const jitterShare = 0.1;
/** After a refresh that brought nothing. */
const retryMs = hourMs;
export const highUsesADay = 20;
const lowUsesAWeek = 1;
/** How far back reads have to be known for the rule. */
export const usesCountForMs = 7 * dayMs;

/** How often rankings are read, by the times (ISO) of their reads. */
export function useLevel(reads: readonly string[], now: Date): UseLevel {
  const within = (ms: number) => reads.filter((at) => isYounger(at, now, ms)).length;
  if (within(dayMs) >= highUsesADay) return 'high';
  return within(usesCountForMs) <= lowUsesAWeek ? 'low' : 'usual';
}

/** Without jitter; `null`: switched off. */
export function refreshIntervalMs(setting: RefreshSetting, level: UseLevel): number | null {
  if (setting === 'off') return null;
  return (setting === 'auto' ? hoursByLevel[level] : hoursBySetting[setting]) * hourMs;
}

/** `random`: in [0, 1); ½ changes nothing. */
export function jittered(ms: number, random: number): number {
  return Math.round(ms * (1 + jitterShare * (2 * random - 1)));
}

export interface LastRefresh {
  /** ISO; when a board last gave or confirmed rankings; `null`: never. */
  readonly fetchedAt: string | null;
  /** ISO; when one was last asked, whatever came of it. */
  readonly triedAt: string | null;
}

/** `null`: switched off, or nothing was ever fetched: the first fetch is the user's. */
export function nextRefresh(last: LastRefresh, intervalMs: number | null, now: Date, random = 0.5): Date | null {
  if (intervalMs === null || last.fetchedAt === null) return null;
  const after = (at: string, ms: number) =>
    isYounger(at, now, Infinity) ? Date.parse(at) + jittered(ms, random) : now.getTime();
  const due = after(last.fetchedAt, intervalMs);
  return new Date(last.triedAt === null ? due : Math.max(due, after(last.triedAt, retryMs)));
}
