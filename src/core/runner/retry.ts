import type { CallError } from '../../shared/model/errors.ts';
import type { RetryPolicy } from '../../shared/model/suite.ts';

/**
 * How long to wait before the next attempt, in ms, or `null` when there should be none: the error is not of a kind that
 * passes, the attempts are used up, or the server asks for a longer wait than the suite allows.
 *
 * Back-off is exponential with full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter", 2015): calls that
 * failed together do not come back together. A Retry-After is a floor, not a suggestion.
 */
export function retryDelayMs(error: CallError, attempt: number, policy: RetryPolicy, random: () => number): number | null {
  if (!error.retryable || attempt > policy.max) return null;
  const ceiling = Math.min(policy.capMs, policy.baseMs * 2 ** (attempt - 1));
  const jittered = random() * ceiling;
  if (error.retryAfterMs === null) return jittered;
  return error.retryAfterMs > policy.capMs ? null : error.retryAfterMs + jittered;
}
