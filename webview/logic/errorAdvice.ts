import type { ErrorKind } from '../../src/shared/model/errors.ts';

/** A kind of failure in words, for table cells and lists. */
export const errorTitles: Readonly<Record<ErrorKind, string>> = {
  authentication: 'key refused',
  permission: 'no permission',
  'rate-limit': 'rate limit',
  quota: 'quota used up',
  'model-not-found': 'model not found',
  'unsupported-parameter': 'unsupported parameter',
  'needs-responses-api': 'needs Responses API',
  'bad-request': 'bad request',
  'context-length': 'prompt too long',
  'content-filter': 'content filter',
  timeout: 'timeout',
  stall: 'stalled',
  network: 'network',
  server: 'server error',
  overloaded: 'overloaded',
  'malformed-response': 'malformed response',
  'token-count-mismatch': 'token mismatch',
  other: 'other error',
};

/** What to do about it: the panel holds kinds and counts only, the full message is with each answer. */
export const errorAdvice: Readonly<Record<ErrorKind, string>> = {
  authentication: 'Set the provider’s key again: it is missing, wrong or revoked.',
  permission: 'Ask the provider’s account owner to allow this key to use the model.',
  'rate-limit': 'Lower “concurrency” in the suite, or raise the provider’s limit.',
  quota: 'Add credit to the provider’s account.',
  'model-not-found': 'Check the model’s name against the provider’s list.',
  'unsupported-parameter': 'Remove the parameter from “params” for this model.',
  'needs-responses-api': 'Give the model an endpoint with “api: openai-responses”.',
  'bad-request': 'Open an answer of this model to read what the provider objects to.',
  'context-length': 'Shorten the prompt, or take a model with a larger context.',
  'content-filter': 'The provider refused the prompt or the answer: reword the case, or leave it out.',
  timeout: 'Raise “timeouts” in the suite, or lower “concurrency”.',
  stall: 'The stream stopped half-way: run again, and raise “timeouts” if it stays.',
  network: 'Check the connection, the proxy and the endpoint’s address.',
  server: 'The provider failed: run again later.',
  overloaded: 'The provider is busy: run again later, or lower “concurrency”.',
  'malformed-response': 'The endpoint does not speak its wire format: check “api” and “baseUrl”.',
  'token-count-mismatch': 'The answer is not as long as was asked for: leave this model out of fixed-length speed tests.',
  other: 'Open an answer of this model to read the message.',
};
