import type { IncomingHttpHeaders } from 'node:http';
import type { ApiKind, ModelParams } from '../../shared/model/suite.ts';

export type Effort = NonNullable<ModelParams['reasoningEffort']>;

/** What the demo models take in of a request, whatever its wire format. They follow no sampling parameters. */
export interface DemoRequest {
  readonly model: string;
  readonly system: string;
  readonly prompt: string;
  readonly maxTokens: number | null;
  readonly effort: Effort;
  readonly stream: boolean;
  /** OpenAI Chat's `stream_options.include_usage`; the other formats always send usage. */
  readonly includeUsage: boolean;
}

/** One content chunk; `at` is in ms after the request arrived. */
export interface Piece {
  readonly at: number;
  readonly kind: 'reasoning' | 'text';
  readonly text: string;
  readonly tokens: number;
}

export interface Reply {
  /** When headers and opening frames go out, ms after the request: before the first piece, as real servers do. */
  readonly opensAt: number;
  readonly pieces: readonly Piece[];
  readonly endsAt: number;
  readonly text: string;
  /** The streamed part of the reasoning. */
  readonly reasoning: string;
  readonly inputTokens: number;
  /** Reasoning included. */
  readonly outputTokens: number;
  readonly reasoningTokens: number;
  readonly finish: 'stop' | 'length';
}

/** A reply on its way out, with what makes this response unlike any other. */
export interface Exchange {
  readonly request: DemoRequest;
  readonly reply: Reply;
  /** Hexadecimal; each format puts its own prefix before it. */
  readonly id: string;
  /** Unix time in seconds. */
  readonly created: number;
}

/** SSE text to write `at` ms after the request arrived. */
export interface Frame {
  readonly at: number;
  readonly data: string;
}

export interface IncomingCall {
  readonly path: string;
  readonly search: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

export type FaultKind = 'bad-request' | 'not-found' | 'too-large' | 'rate-limit' | 'server';

/** A call that is not answered. Thrown where it is found; each format has its own body for it. */
export class WireFault extends Error {
  override readonly name = 'WireFault';
  readonly kind: FaultKind;
  /** The parameter at fault, as the format names it. */
  readonly param: string | null;

  constructor(kind: FaultKind, message: string, param: string | null = null) {
    super(message);
    this.kind = kind;
    this.param = param;
  }
}

export const faultStatus: Readonly<Record<FaultKind, number>> = {
  'bad-request': 400,
  'not-found': 404,
  'too-large': 413,
  'rate-limit': 429,
  server: 500,
};

/** One wire format: pure, so that the server alone knows sockets and timers. */
export interface Wire {
  readonly api: ApiKind;
  matches(path: string): boolean;
  /** Throws `WireFault` for a request that the format does not allow. */
  read(call: IncomingCall): DemoRequest;
  /** The answer as a stream, ascending in `at`. */
  frames(exchange: Exchange): readonly Frame[];
  /** The answer in one piece. */
  body(exchange: Exchange): unknown;
  fault(fault: WireFault, id: string): unknown;
  requestId(id: string): Readonly<Record<string, string>>;
}
