import type { RateLimits, Suite } from '../../shared/model/suite.ts';
import type { CallOutcome, Endpoint } from '../providers/spec.ts';
import { minuteMs } from './lastMinute.ts';
import type { PacedResult, PaceRequest } from './pacer.ts';
import { isRefusalForLoad, type Try } from './retry.ts';

/** Output tokens expected where nothing else is known, until the usage is. */
export const usualOutputTokens = 1000;
/** English text in current tokenizers. */
const charsPerToken = 4;

/** Tokens of a call before it is made. */
export function expectedTokens(inputChars: number, outputTokens: number): number {
  return Math.ceil(inputChars / charsPerToken) + outputTokens;
}

interface Paced {
  readonly endpoint: Endpoint;
  readonly model: string;
  readonly tokens: number;
}

type PacedSuite = Pick<Suite, 'retries' | 'pacing' | 'timing' | 'concurrency'>;

/** What a call asks of the pacer. */
export function paceRequest(turn: Try, suite: PacedSuite, { endpoint, model, tokens }: Paced): PaceRequest {
  const { capMs, deadlineMs } = suite.retries;
  return {
    model,
    tokens,
    limits: limitsOf(suite, endpoint.limits ?? {}),
    headroom: suite.pacing.headroom,
    notBefore: turn.attempt === 1 ? null : turn.readyAt,
    // What is counted by the minute is always waited for.
    patienceMs: Math.max(capMs, minuteMs),
    deadline: turn.firstSentAt === null ? Infinity : turn.firstSentAt + deadlineMs,
  };
}

/** The stricter of the suite's limits and the user's own. How many calls a run makes at once is up to its lanes, but in timing mode nothing beside them counts. */
function limitsOf({ pacing, timing, concurrency }: PacedSuite, own: RateLimits): RateLimits {
  return {
    concurrency: Math.min(timing === null ? Infinity : concurrency, own.concurrency ?? Infinity),
    requestsPerMinute: Math.min(pacing.requestsPerMinute ?? Infinity, own.requestsPerMinute ?? Infinity),
    tokensPerMinute: Math.min(pacing.tokensPerMinute ?? Infinity, own.tokensPerMinute ?? Infinity),
  };
}

/** What the pacer learns of a call that is over; `pause` is how long its server is to be left alone. */
export function pacedResult(result: CallOutcome, pause: number): PacedResult {
  const { status, error, usage, rateState, headersAt } = result;
  const { inputTokens, outputTokens } = usage;
  const known = inputTokens === null || outputTokens === null ? null : inputTokens + outputTokens;
  return {
    outcome: isRefusalForLoad(error) ? 'refused' : status === 'ok' ? 'ok' : 'failed',
    pauseMs: pause,
    tokens: wasRefused(result) ? 0 : known,
    rateState,
    headersAt,
  };
}

/** Of a permit for a call that was not made after all. */
export const notUsed: PacedResult = { outcome: 'failed', pauseMs: 0, tokens: 0, rateState: null, headersAt: null };

/** Answered with an HTTP error, or never sent. A stream that broke off, or headers that never came, may well be billed. */
export function wasRefused({ error, sentAt }: CallOutcome): boolean {
  return error !== null && (sentAt === null || (error.httpStatus !== null && error.httpStatus >= 400));
}
