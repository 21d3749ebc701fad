import type { ChunkKind, Timing } from '../../shared/model/attempt.ts';
import type { TokenUsage } from '../../shared/model/usage.ts';

export interface ArrivedChunk {
  /** Where its bytes arrived, ms, on the clock of the other marks. */
  readonly at: number;
  readonly kind: ChunkKind;
}

/** Marks of one attempt in ms. All are taken on one monotonic clock; its zero does not matter. */
export interface TimingInput {
  /** When the sample entered the queue. */
  readonly enqueuedAt: number;
  /** When this attempt could have been sent, had a place been free: `enqueuedAt`, or on a retry the end of its back-off. */
  readonly readyAt: number;
  /** When the request was written; `null` where it never was. */
  readonly sentAt: number | null;
  readonly chunks: readonly ArrivedChunk[];
  readonly finishedAt: number;
  readonly backoffMs: number;
  readonly usage: TokenUsage;
  /** True where the reasoning tokens that are billed also came as deltas; false for hidden or merely summarised reasoning. */
  readonly reasoningStreamed: boolean;
  /** Tokens in the first delta, where something knows them. */
  readonly firstChunkTokens?: number | null;
}

export interface DeltaMarks {
  readonly firstDelta: number | null;
  readonly firstText: number | null;
  readonly lastDelta: number | null;
}

/**
 * The deltas that everything is measured from. Chunks without content (role only, empty, usage only) never
 * count: vllm-project/vllm#3768. A tool-call delta carries tokens and so can be the last one, but the first
 * token of an answer is text or reasoning, as in AIPerf's TTFT.
 */
export function deltaMarks(chunks: readonly ArrivedChunk[]): DeltaMarks {
  const first = (accept: (kind: ChunkKind) => boolean): number | null => chunks.find((c) => accept(c.kind))?.at ?? null;
  return {
    firstDelta: first((kind) => kind === 'text' || kind === 'reasoning'),
    firstText: first((kind) => kind === 'text'),
    lastDelta: chunks.findLast((c) => c.kind !== 'empty')?.at ?? null,
  };
}

/**
 * Latencies and speeds of one attempt.
 *
 * - TTFT: first text or reasoning delta − sent (AIPerf, inference-perf, Artificial Analysis).
 * - TTFA: first text delta − sent (AIPerf's TTFO).
 * - E2E: last content delta − sent (vLLM, AIPerf): a trailing usage chunk carries no token.
 * - end-to-end speed: N_out / E2E, N_out being the provider's own count, reasoning included.
 * - TPOT and decode speed: see `tokenPace`.
 *
 * A quantity whose marks or token counts are missing is `null`.
 */
export function deriveTiming(input: TimingInput): Timing {
  const { sentAt, usage } = input;
  const marks = deltaMarks(input.chunks);
  const sinceSent = (at: number | null): number | null => (at === null || sentAt === null ? null : at - sentAt);
  const e2eMs = sinceSent(marks.lastDelta);
  return {
    queueMs: sentAt === null ? null : sentAt - input.readyAt,
    backoffMs: input.backoffMs,
    ttftMs: sinceSent(marks.firstDelta),
    ttfaMs: sinceSent(marks.firstText),
    e2eMs,
    ...tokenPace(input),
    e2eTokensPerSecond: perSecond(usage.outputTokens, e2eMs),
    totalMs: input.finishedAt - input.enqueuedAt,
  };
}

/** Arrivals closer together than this say more of the network and of our own reading than of the model's pace. */
const leastStreamMs = 5;

/**
 * TPOT = (last − first delta) / (N − 1), N ≥ 2 (vLLM, inference-perf), and decode speed =
 * (N − N_first chunk) / (last − first delta) (Artificial Analysis' output speed).
 *
 * Reasoning that is billed but not streamed is left out on both sides: its tokens from N, and its time, since
 * the window then opens with the first delta of the answer proper. Where N_first chunk is not known, the N
 * tokens are taken to be spread evenly over the chunks, so that the first arrival (several chunks may come in
 * one packet) held its share of them. An answer that arrived (nearly) all at once has no pace: both are `null`.
 */
function tokenPace(input: TimingInput): Pick<Timing, 'tpotMs' | 'decodeTokensPerSecond'> {
  const streamed = input.chunks.filter((c) => c.kind !== 'empty' && (input.reasoningStreamed || c.kind !== 'reasoning'));
  const start = streamed[0]?.at;
  const end = streamed.at(-1)?.at;
  const tokens = streamedTokens(input);
  if (start === undefined || end === undefined || end - start < leastStreamMs || tokens === null || tokens < 2) {
    return { tpotMs: null, decodeTokensPerSecond: null };
  }
  const firstShare = streamed.filter((c) => c.at === start).length / streamed.length;
  const firstTokens = input.firstChunkTokens ?? Math.max(1, tokens * firstShare);
  return {
    tpotMs: (end - start) / (tokens - 1),
    decodeTokensPerSecond: tokens > firstTokens ? perSecond(tokens - firstTokens, end - start) : null,
  };
}

/**
 * Output tokens that came as deltas of the answer. A provider that names no reasoning count is taken to have
 * hidden none, unless it streamed a summary of its reasoning: then the count of the rest is unknown.
 */
function streamedTokens({ usage, reasoningStreamed, chunks }: TimingInput): number | null {
  if (usage.outputTokens === null) return null;
  if (reasoningStreamed) return usage.outputTokens;
  if (usage.reasoningTokens === null) return chunks.some((c) => c.kind === 'reasoning') ? null : usage.outputTokens;
  return usage.outputTokens - usage.reasoningTokens;
}

function perSecond(tokens: number | null, ms: number | null): number | null {
  return tokens === null || ms === null || ms <= 0 ? null : (tokens / ms) * 1000;
}

/** Gaps between content deltas in ms, to be pooled over samples: AIPerf's inter-chunk latency. A chunk may hold several tokens. */
export function interChunkGaps(chunks: readonly ArrivedChunk[]): number[] {
  const content = chunks.filter((c) => c.kind !== 'empty');
  return content.slice(1).map((chunk, i) => chunk.at - (content[i]?.at ?? chunk.at));
}
