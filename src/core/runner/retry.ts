import type { CallError } from '../../shared/model/errors.ts';
import type { RetryPolicy } from '../../shared/model/suite.ts';
import type { CallOutcome, RateState } from '../providers/spec.ts';

/** One of the tries at a call. Times are ms on the monotonic clock. */
export interface Try {
  /** From 1. */
  readonly attempt: number;
  /** When it could have been sent, had a place been free: for a retry the end of its back-off. */
  readonly readyAt: number;
  /** `null` in the first. */
  readonly firstSentAt: number | null;
}

/** Whether the server says that it has too much to do, or we ask too much of it. */
export function isRefusalForLoad(error: CallError | null): boolean {
  return error?.kind === 'rate-limit' || error?.kind === 'overloaded';
}

/**
 * How long to leave the server alone after the n-th attempt at a sample failed, in ms, or `null` where it asks for a
 * longer wait than the suite allows.
 *
 * Back-off is exponential with full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter", 2015): calls that
 * failed together do not come back together. A Retry-After, or else the reset of a limit that the refusal says is used
 * up, is a floor, not a suggestion.
 */
export function pauseMs(
  error: CallError,
  rateState: RateState | null,
  attempt: number,
  policy: RetryPolicy,
  random: () => number,
): number | null {
  const jittered = random() * Math.min(policy.capMs, policy.baseMs * 2 ** (attempt - 1));
  const floor = error.retryAfterMs ?? (error.kind === 'rate-limit' ? usedUpMs(rateState) : 0);
  return floor > policy.capMs ? null : floor + jittered;
}

function usedUpMs(rateState: RateState | null): number {
  const resets = [rateState?.requests, rateState?.tokens].map((window) => (window?.remaining === 0 ? (window.resetMs ?? 0) : 0));
  return Math.max(...resets);
}

/** Whether another attempt may begin after `pause`. Times are ms on the monotonic clock. */
export function mayRetry(
  error: CallError,
  attempt: number,
  policy: RetryPolicy,
  times: { readonly firstSentAt: number; readonly beginsAt: number },
): boolean {
  return error.retryable && attempt <= policy.max && times.beginsAt <= times.firstSentAt + policy.deadlineMs;
}

/** The try that comes after one that is over, where there is to be one. */
export function nextTry(made: Try, result: CallOutcome, pause: number | null, policy: RetryPolicy): Try | null {
  if (result.error === null || pause === null) return null;
  const firstSentAt = made.firstSentAt ?? result.sentAt ?? result.finishedAt;
  const readyAt = result.finishedAt + pause;
  if (!mayRetry(result.error, made.attempt, policy, { firstSentAt, beginsAt: readyAt })) return null;
  return { attempt: made.attempt + 1, readyAt, firstSentAt };
}
