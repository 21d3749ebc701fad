import type { RunRecord } from '../../shared/model/run.ts';

/** `Support replies · 10:20`: runs of a suite have one name, and their tabs stand side by side. UTC, as in the panel. */
export function panelTitle({ name, startedAt }: Pick<RunRecord, 'name' | 'startedAt'>): string {
  return `${name} · ${startedAt.slice(11, 16)}`;
}
