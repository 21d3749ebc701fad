import type { RunHandle } from '../../core/bench.ts';
import type { RunId } from '../../shared/model/ids.ts';
import type { GradingProgress, RunProgress, RunRecord } from '../../shared/model/run.ts';
import { formatUsd } from '../../shared/format.ts';
import { l10n } from '../words.ts';

/** A run that goes on in this window. */
export interface LiveRun {
  readonly run: RunRecord;
  readonly models: readonly string[];
  progress: RunProgress;
  readonly handle: RunHandle;
}

export type RunChange =
  | { readonly type: 'started' | 'progressed' | 'ended'; readonly runId: RunId }
  /** `edited`: renamed, pinned or unpinned. `baseline`: made the baseline of its suite, or no longer. `rated`: a person has judged one of its answers. */
  | { readonly type: 'edited' | 'deleted' | 'baseline' | 'rated'; readonly runId: RunId };

/** `12/120 · 1 failed · $0.0031`; once its calls are over `120/120 · grading 40 of 120 · $0.0054`. */
export function progressText(progress: RunProgress): string {
  const { done, planned, failed, costUsd, grading } = progress;
  return [
    `${done}/${planned}`,
    failed > 0 ? l10n.t('{0} failed', failed) : null,
    isGrading(progress) ? countText(progress) : null,
    costUsd === null || grading?.costUsd === null ? null : formatUsd(costUsd + (grading?.costUsd ?? 0)),
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

/** `12/120`, then `grading 40 of 120`. */
export function countText(progress: RunProgress): string {
  return isGrading(progress) ? l10n.t('grading {0}', gradingText(progress.grading)) : `${progress.done}/${progress.planned}`;
}

/** `12 of 120 calls done`, then `40 of 120 answers graded`. */
export function spokenCount(progress: RunProgress): string {
  if (isGrading(progress)) return l10n.t('{0} answers graded', gradingText(progress.grading));
  return l10n.t('{0} of {1} calls done', progress.done, progress.planned);
}

/** `40 of 120`. */
export function gradingText({ done, planned }: GradingProgress): string {
  return l10n.t('{0} of {1}', done, planned);
}

/** The calls are over, and answers have still to be graded. */
function isGrading(progress: RunProgress): progress is RunProgress & { readonly grading: GradingProgress } {
  const { done, planned, grading } = progress;
  return grading !== null && done >= planned && grading.done < grading.planned;
}
