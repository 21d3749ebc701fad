import type { RunHandle } from '../../core/bench.ts';
import type { RunId } from '../../shared/model/ids.ts';
import type { GradingProgress, RunProgress, RunRecord } from '../../shared/model/run.ts';
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
  /** `edited`: renamed. `baseline`: made the baseline of its suite, or no longer. `rated`: a person has judged one of its answers. */
  | { readonly type: 'edited' | 'deleted' | 'baseline' | 'rated'; readonly runId: RunId };

/** `12/120 · 1 failed · $0.0031`, and once its calls are over `grading 40 of 120`. */
export function progressText({ done, planned, failed, costUsd, grading }: RunProgress): string {
  return [
    `${done}/${planned}`,
    failed > 0 ? `${failed} failed` : null,
    grading && done >= planned && grading.done < grading.planned ? `grading ${gradingText(grading)}` : null,
    costUsd === null || grading?.costUsd === null ? null : formatUsd(costUsd + (grading?.costUsd ?? 0)),
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

/** `40 of 120`. */
export function gradingText({ done, planned }: Pick<GradingProgress, 'done' | 'planned'>): string {
  return `${done} of ${planned}`;
}
