import type { CallError } from '../../shared/model/errors.ts';
import type { ChunkKind, FinishReason } from '../../shared/model/attempt.ts';
import type { ApiKind, ModelParams } from '../../shared/model/suite.ts';
import type { TokenUsage } from '../../shared/model/usage.ts';

/** A resolved server: where to call, in which wire format, with which key. */
export interface Endpoint {
  /** Provider id as models name it: `openai`, `demo`, or an endpoint of the suite. */
  readonly provider: string;
  readonly api: ApiKind;
  readonly baseUrl: string;
  /** `null` for servers that need none. */
  readonly apiKey: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

export interface GenerateRequest {
  readonly model: string;
  readonly system: string | null;
  readonly prompt: string;
  readonly params: ModelParams;
}

/** `raw` keeps what the provider said beside what we made of it. Tags are noun-verb. */
export type StreamEvent =
  | { readonly type: 'text-delta'; readonly text: string; readonly frame: number }
  | { readonly type: 'reasoning-delta'; readonly text: string; readonly frame: number }
  | { readonly type: 'tool-delta'; readonly frame: number }
  /** A chunk without content: role only, ping, usage only. Never a first token. */
  | { readonly type: 'chunk-empty'; readonly frame: number }
  | { readonly type: 'response-started'; readonly responseId: string | null; readonly responseModel: string | null }
  /** Later ones replace earlier ones: providers send cumulative counts. */
  | { readonly type: 'usage-reported'; readonly usage: TokenUsage; readonly costUsd: number | null; readonly raw: unknown }
  | { readonly type: 'response-finished'; readonly reason: FinishReason; readonly raw: string | null };

/**
 * One adapter per wire format. Yields the events of one call; throws `ProviderError`.
 * `frame` in an event is the ordinal of the data frame on the wire that carried it, from 0:
 * arrival times are taken per frame in the transport, before anyone parses.
 */
export interface Adapter {
  readonly api: ApiKind;
  /** Loads the SDK. A call does so by itself, but reading a megabyte of code takes longer than a first token. */
  prepare(): Promise<unknown>;
  stream(request: GenerateRequest, call: CallContext): AsyncIterable<StreamEvent>;
}

export interface CallContext {
  readonly endpoint: Endpoint;
  /** The transport's fetch for this call: marks times, refuses other origins. */
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
}

/** The only error an adapter or the transport throws. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly detail: CallError;

  constructor(detail: CallError, options?: ErrorOptions) {
    super(detail.message, options);
    this.detail = detail;
  }
}

/** Outcome of one call with its marks: all in ms on the monotonic clock of `Clock.now()`, absolute. */
export interface CallResult {
  readonly status: 'ok' | 'error' | 'cancelled';
  readonly text: string;
  readonly reasoning: string;
  readonly usage: TokenUsage;
  readonly reportedCostUsd: number | null;
  readonly rawUsage: unknown;
  readonly finishReason: FinishReason | null;
  readonly responseModel: string | null;
  readonly requestId: string | null;
  readonly error: CallError | null;
  readonly sentAt: number | null;
  readonly headersAt: number | null;
  readonly chunks: readonly { readonly at: number; readonly kind: ChunkKind }[];
  readonly finishedAt: number;
}

export interface CallTimeouts {
  readonly headersMs: number;
  readonly idleMs: number;
  readonly totalMs: number;
}

/** Makes one call and never throws: failures and cancellations come back as results with what had arrived. */
export interface Caller {
  /** Loads what these wire formats need, so that no timed call waits for code to be read. */
  prepare(apis: Iterable<ApiKind>): Promise<void>;
  call(endpoint: Endpoint, request: GenerateRequest, timeouts: CallTimeouts, signal: AbortSignal): Promise<CallResult>;
  /** Closes idle sockets. */
  dispose(): void;
}
