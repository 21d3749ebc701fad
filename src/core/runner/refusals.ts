import type { CallError, ErrorKind } from '../../shared/model/errors.ts';
import type { RetryPolicy } from '../../shared/model/suite.ts';
import type { CallOutcome } from '../providers/spec.ts';
import { isRefusalForLoad } from './retry.ts';
import type { WhyUnsent } from './unsent.ts';

/** A limit may pass: so many refusals in a row, besides the time that they take, are needed to give a model up. */
const fewRefusals = 10;

/** What the next call would be refused for as well. */
const hopelessKinds: ReadonlySet<ErrorKind> = new Set(['authentication', 'model-not-found', 'quota']);
/** So many refusals of that kind in a row, without an answer before them, leave no hope. */
const fewHopeless = 3;

/** Times are ms on the monotonic clock. */
interface Refused {
  readonly calls: number;
  /** First refusal since the last success. */
  readonly since: number;
  /** The server asked for a wait that is longer than the suite allows. */
  readonly until: number;
}

/**
 * The models that are asked no more for now, as their server refuses every call: an hour's Retry-After, or minutes of
 * nothing but refusals, are paid once and not with every sample that is left; a key that is not accepted or a model
 * that is not there is not asked for a thousand times. For one run: the next one tries again.
 */
export class Refusals {
  readonly #policy: RetryPolicy;
  readonly #models = new Map<string, Refused>();
  readonly #hopeless = new Map<string, { readonly calls: number; readonly error: CallError }>();
  readonly #answered = new Set<string>();

  constructor(policy: RetryPolicy) {
    this.#policy = policy;
  }

  note(ref: string, { status, error, finishedAt }: CallOutcome): void {
    if (status === 'ok') {
      this.#models.delete(ref);
      this.#answered.add(ref);
    }
    if (error !== null && hopelessKinds.has(error.kind)) {
      this.#hopeless.set(ref, { calls: (this.#hopeless.get(ref)?.calls ?? 0) + 1, error });
    }
    if (error === null || !isRefusalForLoad(error)) return;
    const known = this.#models.get(ref);
    const asked = error.retryAfterMs ?? 0;
    const until = asked > this.#policy.capMs ? finishedAt + asked : -Infinity;
    this.#models.set(ref, {
      calls: (known?.calls ?? 0) + 1,
      since: known?.since ?? finishedAt,
      until: Math.max(until, known?.until ?? until),
    });
  }

  /** `null` where the model may be called. */
  verdict(ref: string, now: number): WhyUnsent | null {
    const hopeless = this.#hopeless.get(ref);
    if (hopeless && hopeless.calls >= fewHopeless && !this.#answered.has(ref))
      return { reason: 'hopeless', error: hopeless.error };
    const refused = this.#models.get(ref);
    if (!refused) return null;
    if (refused.until > now) return { reason: 'asked-to-wait', ms: refused.until - now };
    if (refused.calls >= fewRefusals && now - refused.since > this.#policy.deadlineMs)
      return { reason: 'only-refusals', ms: now - refused.since };
    return null;
  }
}
