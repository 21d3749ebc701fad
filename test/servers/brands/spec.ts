import type { IncomingHttpHeaders } from 'node:http';
import type { ErrorKind } from '../../../src/shared/model/errors.ts';
import type { FinishReason } from '../../../src/shared/model/attempt.ts';
import type { ModelParams } from '../../../src/shared/model/suite.ts';
import type { PriceRow, TokenUsage } from '../../../src/shared/model/usage.ts';
import type { ListProvider } from '../modelLists.ts';
import type { Refusal } from '../refusals.ts';

export interface Asked {
  readonly method: string;
  /** With the query, as sent. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** As sent: a signature covers it. */
  readonly raw: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What goes onto the socket at once. `comment` is no frame: it must leave no mark. */
export interface Sent {
  readonly kind: 'text' | 'reasoning' | 'empty' | 'comment';
  readonly bytes: Buffer;
}

/** What the model says, in pieces. */
export interface Said {
  readonly reasoning: readonly string[];
  readonly text: readonly string[];
}

export interface Refused {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** `<key>` stands for the key of the request, which some providers repeat. */
  readonly body: string;
}

/** A refusal, and what it must be taken for. */
export interface Misfortune extends Refused {
  readonly kind: ErrorKind;
  readonly retryAfterMs: number | null;
  readonly advice: RegExp;
}

/** `null` where the server never says such a thing. */
export interface Misfortunes {
  readonly key: Misfortune | null;
  readonly model: Misfortune | null;
  readonly rate: Misfortune | null;
  readonly down: Misfortune | null;
}

/** What must be made of an answer. */
export interface Heard {
  readonly text: string;
  /** How reasoning comes: as deltas, as a count alone, or not at all. */
  readonly reasoning: 'streamed' | 'counted' | null;
  readonly usage: TokenUsage;
  readonly finish: FinishReason;
  /** The model that says it answered. */
  readonly model: string | null;
  /** Requests until the provider takes one. */
  readonly tries: number;
  readonly adapted: readonly string[];
}

export interface Bill {
  /** `reported`: by the provider, with the answer. `null`: nobody knows. */
  readonly by: PriceRow['source'] | 'reported' | null;
  /** Worked out by hand from the published price. */
  readonly usd: number | null;
  readonly estimated: boolean;
}

/** A provider as it behaves on the wire, after its documents: what it takes, what it refuses, and what it sends. */
export interface BrandServer {
  /** The brand's id. */
  readonly id: string;
  /** Which of several ways of calling the brand this is. */
  readonly way: string | null;
  /** `null`: the brand's default. */
  readonly model: string | null;
  /** Of the base URL, after the origin. */
  readonly base: string;
  /** `null` where none is sent. */
  readonly key: string | null;
  /** The model that a call is for; `null` where this is the address of no call. */
  readonly modelOf: (asked: Asked) => string | null;
  readonly authorized: (asked: Asked) => boolean;
  /** What is wrong with a request by somebody who may ask, for a model that there is. */
  readonly refuses: (asked: Asked) => Refused | null;
  readonly contentType: string;
  readonly requestIdHeader: string;
  readonly answers: (said: Said, asked: Asked) => readonly Sent[];
  readonly params: ModelParams;
  /** Of the body of the request that is answered; `undefined`: must not be there. */
  readonly wants: Readonly<Record<string, unknown>>;
  readonly heard: Heard;
  readonly misfortunes: Misfortunes;
  readonly bill: Bill;
  readonly list: ListProvider | null;
}

export const nameOf = ({ id, way }: BrandServer): string => (way === null ? id : `${id} (${way})`);

/** 20 tokens in, 4 of them from the cache; 12 out, 5 of them reasoning. */
export const usage: TokenUsage = {
  inputTokens: 20,
  outputTokens: 12,
  reasoningTokens: 5,
  cachedInputTokens: 4,
  cacheWriteTokens: null,
};

export function sse(kind: Sent['kind'], value: unknown, event?: string): Sent {
  const data = typeof value === 'string' ? value : JSON.stringify(value);
  return { kind, bytes: Buffer.from(`${event === undefined ? '' : `event: ${event}\n`}data: ${data}\n\n`) };
}

export const comment = (text: string): Sent => ({ kind: 'comment', bytes: Buffer.from(`: ${text}\n\n`) });
export const done: Sent = sse('empty', '[DONE]');

export const bearer =
  (key: string) =>
  ({ headers }: Asked): boolean =>
    headers.authorization === `Bearer ${key}` && headers['api-key'] === undefined && headers['x-api-key'] === undefined;

const usualAdvice: Partial<Record<ErrorKind, RegExp>> = {
  authentication: /key for .+ was not accepted by http.+Set a valid key/,
  'model-not-found': /no-such-model/,
  'rate-limit': /Lower the concurrency, or wait/,
  overloaded: /is overloaded\. Try again later/,
  server: /had an error of its own\. Try again later/,
};

interface Fate {
  readonly status: number;
  readonly kind: ErrorKind;
  readonly headers?: Readonly<Record<string, string>>;
  readonly retryAfterMs?: number;
  readonly advice?: RegExp;
}

export function misfortune(body: object | string, { status, kind, headers = {}, retryAfterMs, advice }: Fate): Misfortune {
  return {
    status,
    kind,
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    retryAfterMs: retryAfterMs ?? null,
    advice: advice ?? usualAdvice[kind] ?? /\w/,
  };
}

/** One of the refusals that are tested for their kind; `headers` are added. */
export function asIn(
  refusals: readonly Refusal[] | undefined,
  name: string,
  more: Partial<Pick<Fate, 'headers' | 'retryAfterMs' | 'advice'>> = {},
): Misfortune {
  const found = refusals?.find((refusal) => refusal.name === name);
  if (found === undefined) throw new Error(`There is no refusal "${name}"`);
  const { body, status, kind, headers, retryAfterMs, advice } = found;
  return misfortune(body.replaceAll('test-model', 'no-such-model'), {
    status,
    kind,
    headers: { ...headers, ...more.headers },
    ...(retryAfterMs !== null && { retryAfterMs }),
    ...(advice !== undefined && { advice: new RegExp(advice.source.replaceAll('test-model', 'no-such-model')) }),
    ...more,
  });
}

/** After so many seconds, as most say it. */
export const retryAfter = (seconds: number): Pick<Fate, 'headers' | 'retryAfterMs'> => ({
  headers: { 'retry-after': String(seconds) },
  retryAfterMs: seconds * 1000,
});
