import { formatMs } from '../../shared/format.ts';
import type { CallError } from '../../shared/model/errors.ts';
import { unknownUsage } from '../../shared/model/usage.ts';
import { callError, subjectOf } from '../providers/errors.ts';
import type { CallResult, Endpoint } from '../providers/spec.ts';

/** Why a call is not made, though the sample wants it. */
export type WhyUnsent =
  | { readonly reason: 'asked-to-wait'; readonly ms: number }
  | { readonly reason: 'only-refusals'; readonly ms: number }
  | { readonly reason: 'limit-announced'; readonly ms: number }
  | { readonly reason: 'deadline-passed' }
  /** Refused for what no waiting changes: the key, the model's name, the credit. */
  | { readonly reason: 'hopeless'; readonly error: CallError };

/** The record of a call that would be refused, or that the provider's limits leave no room for. */
export function unsent(endpoint: Endpoint, model: string, why: WhyUnsent, now: number): CallResult {
  return {
    status: 'error',
    api: endpoint.api,
    adapted: [],
    text: '',
    reasoning: '',
    usage: unknownUsage,
    usageSource: null,
    reportedCostUsd: null,
    rawUsage: null,
    finishReason: null,
    responseModel: null,
    requestId: null,
    error: unsentError(endpoint, model, why),
    sentAt: null,
    headersAt: null,
    chunks: [],
    finishedAt: now,
    rateState: null,
  };
}

export function unsentError(endpoint: Endpoint, model: string, why: WhyUnsent): CallError {
  if (why.reason === 'hopeless') {
    const message = `${endpoint.provider}/${model} was not called again: ${why.error.message}`;
    return { ...why.error, stage: 'prepare', message, retryable: false, requestId: null };
  }
  return callError(subjectOf(endpoint, model), {
    kind: 'rate-limit',
    stage: 'prepare',
    retryable: false,
    ...wording(endpoint.provider, `${endpoint.provider}/${model}`, why),
  });
}

function wording(
  provider: string,
  ref: string,
  why: Exclude<WhyUnsent, { reason: 'hopeless' }>,
): { message: string; advice: string } {
  switch (why.reason) {
    case 'asked-to-wait':
      return {
        message: `${ref} was not called: ${provider} asked to wait ${formatMs(why.ms)} more`,
        advice: 'Run again then, or raise retries.capMs in the suite to wait for it.',
      };
    case 'only-refusals':
      return {
        message: `${ref} was not called: ${provider} has refused every call to it for ${formatMs(why.ms)}`,
        advice: `${provider} limits the calls of this key. Run again later, or set limits.requestsPerMinute in the suite.`,
      };
    case 'limit-announced':
      return {
        message: `${ref} was not called: ${provider}'s limit for this key is nearly used up, and full again in ${formatMs(why.ms)}`,
        advice: 'The rest is left to others who use this key. Run again later, or lower limits.headroom in the suite.',
      };
    case 'deadline-passed':
      return {
        message: `${ref} was not called again: ${provider}'s limits left no room for it before retries.deadlineMs was over`,
        advice: 'Raise retries.deadlineMs in the suite, or lower its concurrency.',
      };
  }
}
