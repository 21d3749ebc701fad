import type { RunListItem } from '../../core/store/spec.ts';
import { formatCount } from '../../shared/format.ts';
import type { RunProgress, RunRecord } from '../../shared/model/run.ts';
import { l10n } from '../words.ts';

/** An ended run of which calls, or grades of answers, are left to be made. */
export function isUnfinished({ run, samplesDone }: Pick<RunListItem, 'run' | 'samplesDone'>): boolean {
  if (isUntouchable(run)) return false;
  return run.status !== 'finished' || samplesDone < run.plannedSamples;
}

/** An ended run of which some calls failed. */
export function hasFailures({ run, failed }: Pick<RunListItem, 'run' | 'failed'>): boolean {
  return !isUntouchable(run) && failed > 0;
}

function isUntouchable({ status }: Pick<RunRecord, 'status'>): boolean {
  return status === 'running' || status === 'partial';
}

/** `with 180 of 300 calls left`. */
export function openText({ plannedSamples }: Pick<RunRecord, 'plannedSamples'>, { done }: Pick<RunProgress, 'done'>): string {
  if (done >= plannedSamples) return l10n.t('before all answers were graded');
  return l10n.t('with {0} of {1} calls left', formatCount(plannedSamples - done), formatCount(plannedSamples));
}
