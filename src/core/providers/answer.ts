import { assertNever } from '../../shared/base/assertNever.ts';
import type { ChunkKind, FinishReason } from '../../shared/model/attempt.ts';
import type { CallError } from '../../shared/model/errors.ts';
import type { WireKind } from '../../shared/model/suite.ts';
import { unknownUsage, type TokenUsage } from '../../shared/model/usage.ts';
import { rateStateOf } from './rateState.ts';
import { redactAnswer, redactBrief } from './redact.ts';
import type { CallResult, StreamEvent } from './spec.ts';
import type { WireCall } from './transport.ts';

/** What the runner has to know about a frame with more than one thing in it: the strongest counts. */
const strength: Readonly<Record<ChunkKind, number>> = { empty: 0, tool: 1, reasoning: 2, text: 3 };

export interface Ending {
  readonly api: WireKind;
  readonly status: CallResult['status'];
  readonly error: CallError | null;
  readonly now: number;
  readonly date: Date;
}

/** Gathers the events of one call. */
export class Answer {
  readonly #text: string[] = [];
  readonly #reasoning: string[] = [];
  readonly #kinds = new Map<number, ChunkKind>();
  #usage: TokenUsage = unknownUsage;
  #costUsd: number | null = null;
  #rawUsage: unknown = null;
  #responseModel: string | null = null;
  #finishReason: FinishReason | null = null;
  readonly #changes: readonly string[];
  #adapted: readonly string[] = [];

  /** `changes`: what was negotiated, besides what the wire format itself cannot carry. */
  constructor(changes: readonly string[]) {
    this.#changes = changes;
  }

  get finished(): boolean {
    return this.#finishReason !== null;
  }

  take(event: StreamEvent): void {
    switch (event.type) {
      case 'text-delta':
        this.#text.push(event.text);
        return this.#mark(event.frame, 'text');
      case 'reasoning-delta':
        this.#reasoning.push(event.text);
        return this.#mark(event.frame, 'reasoning');
      case 'tool-delta':
        return this.#mark(event.frame, 'tool');
      case 'chunk-empty':
        return this.#mark(event.frame, 'empty');
      case 'request-adapted':
        this.#adapted = event.changes;
        return;
      case 'response-started':
        this.#responseModel ??= event.responseModel;
        return;
      case 'usage-reported':
        this.#usage = event.usage;
        this.#costUsd = event.costUsd ?? this.#costUsd;
        this.#rawUsage = event.raw;
        return;
      case 'response-finished':
        this.#finishReason = event.reason;
        return;
      default:
        assertNever(event, 'stream event');
    }
  }

  /** `error: null` is success. Keys in use are taken out of all that a server said. */
  result({ api, status, error, now, date }: Ending, wire: WireCall, secrets: readonly string[]): CallResult {
    const requestId = wire.requestId === null ? null : redactBrief(wire.requestId, secrets);
    const whole = status === 'ok';
    // Counts that came before the end are those so far (Anthropic's first is 1): what was billed is not known.
    const usage = whole || this.finished ? this.#usage : { ...this.#usage, outputTokens: null, reasoningTokens: null };
    return {
      status,
      api,
      adapted: [...new Set([...this.#changes, ...this.#adapted])],
      text: redactAnswer(this.#text.join(''), secrets),
      reasoning: redactAnswer(this.#reasoning.join(''), secrets),
      usage,
      usageSource: usage.outputTokens === null ? null : 'provider',
      reportedCostUsd: whole || this.finished ? this.#costUsd : null,
      rawUsage: withoutSecrets(this.#rawUsage, secrets),
      finishReason: this.#finishReason ?? (whole ? 'unknown' : null),
      responseModel: this.#responseModel === null ? null : redactBrief(this.#responseModel, secrets),
      requestId,
      error: error === null ? null : { ...error, requestId },
      sentAt: wire.sentAt,
      headersAt: wire.headersAt,
      chunks: wire.frames.map((at, frame) => ({ at, kind: this.#kinds.get(frame) ?? 'empty' })),
      rateState: rateStateOf(wire.headers, date),
      finishedAt: whole ? (wire.lastAt ?? now) : now,
    };
  }

  #mark(frame: number, kind: ChunkKind): void {
    const known = this.#kinds.get(frame);
    if (known === undefined || strength[kind] > strength[known]) this.#kinds.set(frame, kind);
  }
}

/** More is no account of tokens, and would be stored with each attempt. */
const longestUsage = 64 * 1024;

function withoutSecrets(raw: unknown, secrets: readonly string[]): unknown {
  const clean = (_: string, value: unknown): unknown => (typeof value === 'string' ? redactAnswer(value, secrets) : value);
  try {
    const json = JSON.stringify(raw);
    return json.length > longestUsage ? null : (JSON.parse(json, clean) as unknown);
  } catch {
    // Nested deeper than the stack reaches.
    return null;
  }
}
