import type { ErrorKind } from './model/errors.ts';

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
