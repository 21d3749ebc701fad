import type { RunHandle } from '../../core/bench.ts';
import type { RunId } from '../../shared/model/ids.ts';
import type { RunProgress, RunRecord } from '../../shared/model/run.ts';
import { formatUsd } from '../../shared/format.ts';

/** A run that goes on in this window. */
export interface LiveRun {
  readonly run: RunRecord;
  readonly models: readonly string[];
  progress: RunProgress;
  readonly handle: RunHandle;
}

export type RunChange =
  | { readonly type: 'started' | 'progressed' | 'ended'; readonly runId: RunId }
  /** Renamed or deleted. */
  | { readonly type: 'edited' | 'deleted'; readonly runId: RunId };

/** `12/120 · 1 failed · $0.0031`. */
export function progressText({ done, planned, failed, costUsd }: RunProgress): string {
  return [`${done}/${planned}`, failed > 0 ? `${failed} failed` : null, costUsd === null ? null : formatUsd(costUsd)]
    .filter((part) => part !== null)
    .join(' · ');
}
