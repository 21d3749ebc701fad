import { classifyPreparation, classifyStreamError, subjectOf } from './errors.ts';
import type { ModelParams } from '../../shared/model/suite.ts';
import type { CallContext, GenerateRequest, StreamEvent } from './spec.ts';

/**
 * What every SDK is given, so that it does no more than build a request and parse a stream: the transport sends,
 * times, ends and classifies; the runner retries.
 */
export const sdkOptions = {
  /** The transport puts the real key on the wire, after it has checked the origin: no SDK ever holds it. */
  apiKey: 'set-by-the-transport',
  maxRetries: 0,
  /** The longest that a timer can: time-outs are the transport's. */
  timeout: 2 ** 31 - 1,
  logLevel: 'off',
} as const;

/** Sends the request and opens the stream. Throws `ProviderError` only. */
export async function opened<T>(request: GenerateRequest, call: CallContext, start: () => PromiseLike<T>): Promise<T> {
  try {
    return await start();
  } catch (error) {
    throw classifyPreparation(subjectOf(call.endpoint, request.model), error);
  }
}

/** What an SDK parses out of the stream, as unknown as it came. Throws `ProviderError` only. */
export async function* parsed(request: GenerateRequest, call: CallContext, stream: AsyncIterable<unknown>): AsyncGenerator {
  try {
    yield* stream;
  } catch (error) {
    throw classifyStreamError(subjectOf(call.endpoint, request.model), error);
  }
}

/** The base URL as the SDKs join it: without a slash at its end. */
export function baseUrlOf(call: CallContext): string {
  return call.endpoint.baseUrl.replace(/\/+$/, '');
}

/** Lays only the given ones of optional fields into a request. */
export function given(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));
}

/** Tells which of these parameters, given in the request, the wire format has no field for. */
export function* leftOut({ params }: GenerateRequest, unknown: readonly (keyof ModelParams)[]): Generator<StreamEvent> {
  const changes = unknown.filter((name) => params[name] !== undefined).map((name) => `without ${name}`);
  if (changes.length > 0) yield { type: 'request-adapted', changes };
}
