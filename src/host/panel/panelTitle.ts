import type { RunRecord } from '../../shared/model/run.ts';

/**
 * `Support replies · 10:20`, of another day `Support replies · 2026-08-27 02:00`: runs of a suite have one name, those of
 * a schedule one time of day, and their tabs stand side by side. UTC, as in the panel.
 */
export function panelTitle({ name, startedAt }: Pick<RunRecord, 'name' | 'startedAt'>, now: Date): string {
  const [day, time] = [startedAt.slice(0, 10), startedAt.slice(11, 16)];
  return `${name} · ${day === now.toISOString().slice(0, 10) ? time : `${day} ${time}`}`;
}
