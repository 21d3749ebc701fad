import type { CallError } from './errors.ts';
import type { AttemptId, CandidateId, RunId, SampleId } from './ids.ts';
import type { Judgement, Outcome } from './scoring.ts';
import type { WireKind } from './suite.ts';
import type { Cost, TokenUsage, UsageSource } from './usage.ts';

export type ChunkKind = 'text' | 'reasoning' | 'tool' | 'empty';

/** Arrival of one stream chunk: `t` in ms after `sent`, taken where the bytes arrive. */
export interface ChunkMark {
  readonly t: number;
  readonly kind: ChunkKind;
}

/**
 * Marks of one attempt on the monotonic clock, in ms. `null` means the attempt did not come so far.
 * `enqueued` is when the sample entered the queue; all others are relative to it.
 */
export interface AttemptMarks {
  readonly sent: number | null;
  readonly headers: number | null;
  readonly firstDelta: number | null;
  readonly firstText: number | null;
  readonly lastDelta: number | null;
  readonly finished: number;
}

/**
 * Latencies of one attempt in ms and speeds in tokens/s; definitions and sources in docs of `core/stats/timing.ts`.
 * `null` is unknown or not applicable, never 0.
 */
export interface Timing {
  readonly queueMs: number | null;
  /** Time spent waiting between the attempts of this sample so far. */
  readonly backoffMs: number;
  readonly ttftMs: number | null;
  readonly ttfaMs: number | null;
  readonly e2eMs: number | null;
  readonly tpotMs: number | null;
  readonly decodeTokensPerSecond: number | null;
  readonly e2eTokensPerSecond: number | null;
  /** enqueued → finished: what the user of a queue waits, retries included. */
  readonly totalMs: number;
}

/** One scorer's view of one answer. A scorer that failed has `value: null` and says why: a failure is not a 0. */
export interface Score {
  /** Scorer and its argument, as the user would recognise it: `contains "30 days"`. */
  readonly name: string;
  readonly scorer: string;
  /** 0 to 1. */
  readonly value: number | null;
  readonly passed: boolean | null;
  readonly weight: number;
  /** Why it got this value, or why the scorer failed. */
  readonly reason: string;
  /** Of `classify`: what was to be named and what was; `null` where the answer names none of the labels, or several. */
  readonly label?: { readonly expected: string; readonly predicted: string | null };
  /** Of `judge`, `pairwise` and `embedding`: who said what, at what cost. */
  readonly judgements?: readonly Judgement[];
  /** Of `pairwise`: against whom with which result, all judges together. */
  readonly outcomes?: readonly Outcome[];
}

export type AttemptStatus = 'ok' | 'error' | 'cancelled';
export type FinishReason = 'stop' | 'length' | 'content-filter' | 'tool-calls' | 'refusal' | 'other' | 'unknown';

/** One request on the wire (or the failure to make it). A retry is a new attempt of the same sample. */
export interface AttemptRecord {
  readonly id: AttemptId;
  readonly runId: RunId;
  readonly sampleId: SampleId;
  readonly candidateId: CandidateId;
  readonly provider: string;
  /** The model id as requested. */
  readonly model: string;
  /** The model id that the server says answered, as sent. */
  readonly responseModel: string | null;
  /** How it was reached in the end; `null` in runs of versions that did not say. Timings of `vscode-lm` are the host's. */
  readonly api: WireKind | null;
  /** Where the request had to differ from what the suite asks for: `without temperature`. Empty where it did not. */
  readonly adapted: readonly string[];
  readonly promptId: string;
  readonly caseId: string;
  readonly category: string | null;
  /** From 1. */
  readonly repeat: number;
  /** From 1. */
  readonly attempt: number;
  /** True for the last attempt of its sample: retried attempts are superseded and enter no statistic but the error count. */
  readonly final: boolean;
  readonly warmup: boolean;
  readonly status: AttemptStatus;
  /** ISO 8601, wall clock. */
  readonly startedAt: string;
  readonly timing: Timing;
  /** Most calls of ours in flight at the same server with the same key while this one was, itself included; 0 where it was never sent. */
  readonly concurrency: number;
  readonly requestedTokens: number | null;
  readonly usage: TokenUsage;
  readonly usageSource: UsageSource | null;
  readonly cost: Cost;
  /** Weighted mean of the scores, 0 to 1; `null` where the case expects nothing, a scorer failed, or some are still to come. */
  readonly quality: number | null;
  /** Every scorer passed; `null` where nothing is expected, a scorer failed, or some are still to come. */
  readonly passed: boolean | null;
  readonly scores: readonly Score[];
  readonly error: CallError | null;
  readonly finishReason: FinishReason | null;
  /** The provider's request id: its response header. */
  readonly requestId: string | null;
  /** Chunks arrived while the harness itself was starved (> 10 ms late), or the machine slept. */
  readonly contaminated: boolean;
}

/** The large part of an attempt, kept outside the main image of the store. */
export interface AttemptBody {
  readonly answer: string;
  readonly reasoning: string;
  readonly marks: AttemptMarks;
  readonly chunks: readonly ChunkMark[];
}

export interface Attempt {
  readonly record: AttemptRecord;
  readonly body: AttemptBody;
}
