/** Kinds of failed calls, after mission row B10. Callers branch on the kind, never on the message. */
export const errorKinds = [
  'authentication',
  'permission',
  'rate-limit',
  'quota',
  'model-not-found',
  'unsupported-parameter',
  'needs-responses-api',
  'bad-request',
  'context-length',
  'content-filter',
  'timeout',
  'stall',
  'network',
  'server',
  'overloaded',
  'malformed-response',
  'token-count-mismatch',
  'other',
] as const;
export type ErrorKind = (typeof errorKinds)[number];

/** How far the call had come: before the socket, waiting for headers, in the stream, or reading what it said. */
export type ErrorStage = 'prepare' | 'connect' | 'headers' | 'stream' | 'parse';

/** A failed call. Built where it arises; every text in it has passed the redactor. */
export interface CallError {
  readonly kind: ErrorKind;
  readonly stage: ErrorStage;
  readonly message: string;
  /** What the user can do about it, in a sentence. */
  readonly advice: string;
  readonly retryable: boolean;
  /** Wait that the server asked for, in milliseconds. */
  readonly retryAfterMs: number | null;
  readonly httpStatus: number | null;
  /** The provider's own error code or type, as sent. */
  readonly providerCode: string | null;
  readonly requestId: string | null;
}
