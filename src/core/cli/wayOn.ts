import type { RunRecord } from '../../shared/model/run.ts';

/** What to type next where a run left something undone; `null` where all was answered. */
export function wayOnText({ id, status }: Pick<RunRecord, 'id' | 'status'>, failed: number): string | null {
  if (status === 'partial') return null;
  const run = id.slice(0, 8);
  if (status !== 'finished') return `To go on where it stopped: llm-bench resume ${run}`;
  return failed > 0 ? `To call again what failed: llm-bench retry ${run}` : null;
}
