import type { CandidateId } from './ids.ts';
import type { ScorerSpec } from './scorer.ts';
import type { PriceRow } from './usage.ts';

/** Wire formats that a suite or a setting may name for a server of the user's own. */
export const apiKinds = ['openai-chat', 'openai-responses', 'anthropic', 'gemini'] as const;
export type ApiKind = (typeof apiKinds)[number];

/** All ways in which a model is reached: one adapter each. The last is no wire: the editor's own models, called in its host. */
export const wireKinds = [...apiKinds, 'vertex-anthropic', 'bedrock-converse', 'vscode-lm'] as const;
export type WireKind = (typeof wireKinds)[number];

/** Sampling parameters; an absent one is not sent, so that the provider's default holds. */
export interface ModelParams {
  readonly maxOutputTokens?: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
  readonly reasoningEffort?: 'minimal' | 'low' | 'medium' | 'high';
}

/** Caps for one provider and key; an absent one does not hold. */
export interface RateLimits {
  /** Calls in flight. */
  readonly concurrency?: number;
  readonly requestsPerMinute?: number;
  /** Input and output together. */
  readonly tokensPerMinute?: number;
}

/** A server of the user's own, named in a suite or in the settings; models name it as `<id>/<model>`. */
export interface EndpointSpec {
  readonly id: string;
  readonly api: ApiKind;
  /** With the version segment where the wire format has one, as the SDKs take it: `http://localhost:8000/v1`. */
  readonly baseUrl: string;
  /** Environment variable that the CLI reads the key from. */
  readonly keyEnv?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ModelSpec {
  /** `provider/model` as written. */
  readonly ref: string;
  readonly provider: string;
  readonly model: string;
  /** Unique within the suite. */
  readonly label: string;
  /** The suite's params with the model's own laid over them. */
  readonly params: ModelParams;
}

export interface PromptSpec {
  /** Unique within the suite: given, or `prompt 1` … */
  readonly id: string;
  readonly system?: string;
  /** With `{{var}}` places. */
  readonly template: string;
}

export interface CaseSpec {
  /** Unique within the suite. */
  readonly id: string;
  readonly name: string;
  readonly category: string | null;
  readonly vars: Readonly<Record<string, string>>;
  readonly expect: readonly ScorerSpec[];
}

export interface Thresholds {
  /** Least mean quality, 0–1. */
  readonly quality?: number;
  /** Least pass rate, 0–1. */
  readonly passRate?: number;
  readonly p50LatencyMs?: number;
  readonly p95LatencyMs?: number;
  readonly p95TtftMs?: number;
  /** Most USD for the whole run. */
  readonly costUsd?: number;
  /** Most failed samples as a share, 0–1. */
  readonly errorRate?: number;
  /** Most quality (of 1) that a model may be shown to have lost against the baseline: 0 allows no shown loss. */
  readonly qualityDrop?: number;
  /** Most that a model's cost for a sample may be shown to have risen against the baseline, as a share: 0.1 is 10 %. */
  readonly costRise?: number;
  /** Most that a model's latency may be shown to have risen against the baseline, as a share. */
  readonly latencyRise?: number;
}

/** A model that grades and is not compared: a judge, or an embedding model. */
export interface GraderSpec {
  /** `provider/model` as written. */
  readonly ref: string;
  readonly provider: string;
  readonly model: string;
  readonly kind: 'judge' | 'embedding';
}

export interface RetryPolicy {
  /** Attempts after the first. */
  readonly max: number;
  /** First back-off in ms, doubled with each retry, with full jitter. */
  readonly baseMs: number;
  /** Longest single wait in ms; a server that asks for more fails the sample. */
  readonly capMs: number;
  /** No attempt of a sample begins later than this after its first was sent, ms. */
  readonly deadlineMs: number;
}

export interface Timeouts {
  /** Until response headers, ms. */
  readonly headersMs: number;
  /** Longest gap between chunks, ms. */
  readonly idleMs: number;
  /** The whole call, ms. */
  readonly totalMs: number;
}

/** Pacing of every provider in a run: the user's own settings for a provider may be stricter, and then hold. */
export interface PacingPolicy {
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
  /** Share of the limit that a provider announces in its headers, 0–1, that is left to others who use the same key. */
  readonly headroom: number;
}

/** Measuring speed before all else: few calls at once, and answers of one length. */
export interface TimingMode {
  /** Length that every answer is to have, in tokens; one off by more than 10 % is an error (mission B3). `null`: any. */
  readonly outputTokens: number | null;
}

/** A suite file, parsed, validated, its datasets read and its templates checked. Plain data: crosses threads. */
export interface Suite {
  readonly name: string;
  readonly description: string;
  /** SHA-256 of the file's text and of every dataset it reads. */
  readonly hash: string;
  readonly models: readonly ModelSpec[];
  readonly endpoints: readonly EndpointSpec[];
  /** By `provider/model`. */
  readonly prices: Readonly<Record<string, PriceRow>>;
  readonly prompts: readonly PromptSpec[];
  readonly cases: readonly CaseSpec[];
  readonly repeats: number;
  /** Calls in flight at each provider. */
  readonly concurrency: number;
  readonly pacing: PacingPolicy;
  /** `null` in a run where speed is not the first question. */
  readonly timing: TimingMode | null;
  /** Warm-up calls for each model, marked and left out of statistics. */
  readonly warmup: number;
  readonly retries: RetryPolicy;
  readonly timeouts: Timeouts;
  readonly budgetUsd: number | null;
  readonly thresholds: Thresholds;
  /** Every model that an expectation asks to grade, once. */
  readonly graders: readonly GraderSpec[];
  /** Quality (of 1) that may be lost by what still counts as as good. */
  readonly margin: number;
}

/** One column of the comparison: a model entry under a prompt variant. */
export interface Candidate {
  readonly id: CandidateId;
  /** What people see: the model's label, with the prompt's id where there are several prompts. */
  readonly label: string;
  readonly provider: string;
  readonly model: string;
  readonly promptId: string;
}
