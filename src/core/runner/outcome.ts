import { formatPlural } from '../../shared/format.ts';
import type { RunRecord, RunStatus } from '../../shared/model/run.ts';
import { gradingBudgetMessage, gradingCancelMessage, gradingLostMessage, lostText } from './grading/endings.ts';

/** How it stands with a run when nothing of it goes on any more. */
export interface Standing {
  readonly storeError: string | null;
  /** Of ours. */
  readonly fault: string | null;
  /** The cap that one more call could have passed. */
  readonly capReached: string | null;
  /** Origins that cannot be reached any more. */
  readonly lost: readonly string[];
  readonly cancelled: boolean;
  /** Calls that were to be made now and were not, or not to their end. */
  readonly open: number;
  /** Answers without a grade. */
  readonly ungraded: number;
  /** Where only failed calls were to be made again: the run as it was before, and the samples that it never had. */
  readonly retried: { readonly run: RunRecord; readonly absent: number } | null;
}

export interface Ending {
  readonly status: Exclude<RunStatus, 'running' | 'partial'>;
  readonly statusMessage: string | null;
}

export function outcomeOf(standing: Standing): Ending {
  const { storeError, fault, ungraded, retried } = standing;
  if (storeError !== null) return ended('failed', `Results could not be stored, so the run was stopped: ${storeError}`);
  if (fault !== null) return ended('failed', `The engine failed, so the run was stopped: ${fault}`);
  const cut = cutShort(standing);
  if (retried !== null && retried.absent > 0) return endedAsBefore(retried.run);
  // What was not called again stands as it was: a failure is a result.
  if (retried !== null && ungraded === 0) return ended('finished', cut?.statusMessage ?? null);
  return cut ?? ended('finished', null);
}

function cutShort(standing: Standing): Ending | null {
  const { capReached, lost, cancelled, open, ungraded, retried } = standing;
  const calls = formatPlural(open, 'call was', 'calls were');
  const notMade = retried === null ? `${calls} not made` : `${calls} not made again`;
  if (capReached !== null) {
    if (open === 0)
      return ended('cancelled', `${gradingBudgetMessage(capReached, ungraded)} Resume the run with a larger budget.`);
    const message = `One more call could have passed the budget of ${capReached}: ${notMade}.`;
    return ended('cancelled', `${message} Resume the run with a larger budget, or lower params.maxOutputTokens in the suite.`);
  }
  if (cancelled) {
    if (open === 0 && ungraded > 0) return ended('cancelled', gradingCancelMessage(ungraded));
    if (retried !== null) return ended('cancelled', open === 0 ? null : `Cancelled: ${notMade}.`);
    return ended('cancelled', `Cancelled with ${formatPlural(open, 'call')} not finished.`);
  }
  if (lost.length === 0 || open + ungraded === 0) return null;
  const message = open === 0 ? gradingLostMessage(lost, ungraded) : `${lostText(lost)}: ${notMade}.`;
  return ended('interrupted', `${message} Check the connection, then resume the run.`);
}

function endedAsBefore({ status, statusMessage }: RunRecord): Ending {
  return ended(status === 'running' || status === 'partial' ? 'interrupted' : status, statusMessage);
}

function ended(status: Ending['status'], statusMessage: string | null): Ending {
  return { status, statusMessage };
}
