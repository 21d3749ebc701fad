import type { CallError } from '../../shared/model/errors.ts';
import type { ChunkKind, FinishReason } from '../../shared/model/attempt.ts';
import type { ModelParams, RateLimits, WireKind } from '../../shared/model/suite.ts';
import type { TokenUsage, UsageSource } from '../../shared/model/usage.ts';
import type { FrameScanner } from './frames.ts';

/** A resolved server: where to call, in which wire format, with which key. */
export interface Endpoint {
  /** Provider id as models name it: `openai`, `demo`, or an endpoint of the suite. */
  readonly provider: string;
  readonly api: WireKind;
  readonly baseUrl: string;
  /** `null` for servers that need none. */
  readonly apiKey: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Who says that a call may be made: a key, or what this machine is signed in with (Google's ADC, AWS's chain). Absent: a key. */
  readonly credentials?: 'key' | 'google' | 'aws';
  /** What `credentials: 'aws'` signs calls with: like a key, it is laid in for one call. */
  readonly aws?: AwsIdentity;
  /** The header of the key, where it is not the wire format's own. */
  readonly keyHeader?: 'api-key';
  /** How the server differs from OpenAI's own, as far as known before the first call. */
  readonly dialect?: ChatDialect;
  /** The user's own caps for this provider and key. */
  readonly limits?: RateLimits;
}

/** A principal of AWS, for as long as its provider says. */
export interface AwsIdentity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What is known of a server that speaks Chat Completions; what is not is learnt from its refusals. */
export interface ChatDialect {
  /** False where the server refuses `stream_options`, or sends usage without being asked. */
  readonly streamOptions?: boolean;
  readonly tokenLimit?: 'max_tokens' | 'max_completion_tokens';
  /** True where `completion_tokens` leave reasoning out (xAI). */
  readonly reasoningApart?: boolean;
  /** The tag around the reasoning that the server leaves at the beginning of the content. */
  readonly reasoningTag?: string;
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
  /** What the request leaves out or names otherwise than asked: `without seed`. Before any other event. */
  | { readonly type: 'request-adapted'; readonly changes: readonly string[] }
  /** Later ones replace earlier ones: providers send cumulative counts. */
  | { readonly type: 'usage-reported'; readonly usage: TokenUsage; readonly costUsd: number | null; readonly raw: unknown }
  | { readonly type: 'response-finished'; readonly reason: FinishReason; readonly raw: string | null };

/**
 * One adapter per wire format. Yields the events of one call; throws `ProviderError`.
 * `frame` in an event is the ordinal of the data frame on the wire that carried it, from 0:
 * arrival times are taken per frame in the transport, before anyone parses.
 */
export interface Adapter {
  readonly api: WireKind;
  /** Loads the SDK. A call does so by itself, but reading a megabyte of code takes longer than a first token. */
  prepare(): Promise<unknown>;
  /** Makes a scanner for one response, where the wire is not server-sent events. */
  readonly frames?: () => FrameScanner;
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
  /** The wire that was used in the end: a server may have asked for another one. */
  readonly api: WireKind;
  readonly adapted: readonly string[];
  readonly text: string;
  readonly reasoning: string;
  readonly usage: TokenUsage;
  readonly usageSource: UsageSource | null;
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
  /** Whether the thread that took the marks was held up meanwhile, where that is not the engine's own. */
  readonly starved?: boolean;
  /** What the server's headers say of the limits of this key; `null` where they say nothing. */
  readonly rateState: RateState | null;
}

/** What every call ends with, whatever was asked for. */
export type CallOutcome = Pick<
  CallResult,
  | 'status'
  | 'usage'
  | 'usageSource'
  | 'reportedCostUsd'
  | 'requestId'
  | 'error'
  | 'sentAt'
  | 'headersAt'
  | 'finishedAt'
  | 'rateState'
>;

export interface EmbedRequest {
  readonly model: string;
  readonly texts: readonly string[];
}

/** Outcome of one call for embeddings. */
export interface EmbedResult extends CallOutcome {
  /** One for each text, in their order and all of one length; `null` where the call failed. */
  readonly vectors: readonly (readonly number[])[] | null;
}

/** Limits of a key as a server announces them with a response. `null` is unsaid. */
export interface RateState {
  readonly requests: RateWindow | null;
  readonly tokens: RateWindow | null;
}

export interface RateWindow {
  readonly limit: number | null;
  readonly remaining: number | null;
  /** Until the window is full again, in ms from the response's headers. */
  readonly resetMs: number | null;
}

export interface CallTimeouts {
  readonly headersMs: number;
  readonly idleMs: number;
  readonly totalMs: number;
}

/** Makes one call and never throws: failures and cancellations come back as results with what had arrived. */
export interface Caller {
  /** Loads what calls of these need (code, certificates, sign-ins), so that no timed call waits for it. */
  prepare(endpoints: Iterable<Endpoint>, signal: AbortSignal): Promise<void>;
  call(endpoint: Endpoint, request: GenerateRequest, timeouts: CallTimeouts, signal: AbortSignal): Promise<CallResult>;
  /** The vectors of some texts. Like `call`, it never throws. */
  embed(endpoint: Endpoint, request: EmbedRequest, timeouts: CallTimeouts, signal: AbortSignal): Promise<EmbedResult>;
  /** Closes idle sockets. */
  dispose(): void;
}
