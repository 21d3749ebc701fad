import { formatCount, formatPercent } from '../../shared/format.ts';
import type { Timing } from '../../shared/model/attempt.ts';
import type { CallError } from '../../shared/model/errors.ts';
import { callError, subjectOf } from '../providers/errors.ts';
import type { CallResult, Endpoint } from '../providers/spec.ts';

/** Mission B3: how far an answer of a fixed-length speed test may be off, as a share of the length asked for. */
const tolerance = 0.1;

/**
 * What is wrong with an answer as a sample of a fixed-length speed test; `null` where nothing is. Speeds of answers
 * of different lengths do not compare, and one without a speed tells nothing.
 */
export function lengthError(
  endpoint: Endpoint,
  model: string,
  { usage, usageSource, requestId }: CallResult,
  { e2eTokensPerSecond }: Timing,
  asked: number,
): CallError | null {
  const message = lengthMessage(usage.outputTokens, usageSource === 'estimated', e2eTokensPerSecond, asked);
  if (message === null) return null;
  const ref = `${endpoint.provider}/${model}`;
  const detail = { kind: 'token-count-mismatch', stage: 'parse', message: `${ref} ${message}`, retryable: false } as const;
  return { ...callError(subjectOf(endpoint, model), detail), requestId };
}

function lengthMessage(tokens: number | null, estimated: boolean, speed: number | null, asked: number): string | null {
  const wanted = `${formatCount(asked)} tokens were asked for`;
  if (tokens === null) return `did not say how many tokens its answer has; ${wanted}`;
  const counted = `answered with ${formatCount(tokens)} tokens${estimated ? ', by an estimate of ours,' : ''}`;
  const off = Math.abs(tokens - asked) / asked;
  if (off > tolerance) {
    return `${counted} where ${wanted}: ${formatPercent(off)} off, ${formatPercent(tolerance)} are allowed`;
  }
  return speed !== null && speed > 0 ? null : `${counted} in a time that cannot be measured: they have no speed`;
}
