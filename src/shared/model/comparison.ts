import type { ErrorKind } from './errors.ts';
import type { CandidateId, RunId } from './ids.ts';
import type { RunRecord, RunStatus } from './run.ts';
import type { WireKind } from './suite.ts';
import type { PriceRow } from './usage.ts';

/** A figure with its 95 % interval. `low`/`high` are `null` where n is too small for an interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  /** Observations behind it; for clustered figures `clusters` is the number of cases. */
  readonly n: number;
  readonly clusters: number | null;
}

/** Observations from which a percentile holds still: ten lie beyond it. With fewer it is shown with a mark. */
export const samplesNeeded = { p90: 100, p95: 200, p99: 1000 } as const;

export function isRough(percentile: keyof typeof samplesNeeded, n: number): boolean {
  return n < samplesNeeded[percentile];
}

/** A latency distribution in ms (or tokens/s for speeds). */
export interface Distribution {
  readonly n: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  readonly p25: number;
  readonly p50: Estimate;
  readonly p75: number;
  readonly p90: number;
  readonly p95: Estimate;
  readonly p99: number;
  /** At most 200 evenly chosen order statistics, ascending: enough to draw, never all samples. */
  readonly sorted: readonly number[];
}

export interface CostSummary {
  /** `null` when any call's cost is unknown: see `unknownCalls`. */
  readonly totalUsd: number | null;
  /** Sum over the calls whose cost is known. */
  readonly knownUsd: number;
  readonly unknownCalls: number;
  /** Mean USD for one sample, retries included; `null` when unknown. */
  readonly perSample: Estimate | null;
  readonly estimated: boolean;
}

export interface ErrorCount {
  readonly kind: ErrorKind;
  readonly count: number;
  /** What to do about it, from the first such error. */
  readonly advice: string;
}

/** Time that samples spent before they were sent, in ms: never part of a latency. */
export interface Waiting {
  /** From being ready to being sent, for want of a place or of a limit's allowance. */
  readonly queueP50: number;
  readonly queueMax: number;
  /** Answered samples that waited between attempts, and the longest such wait of one sample in all. */
  readonly backedOff: number;
  readonly backoffMax: number;
}

/** A way in which requests had to differ from what the suite asks for: `without temperature`. */
export interface Adaptation {
  readonly change: string;
  readonly calls: number;
}

export interface CandidateSummary {
  readonly id: CandidateId;
  readonly label: string;
  readonly provider: string;
  readonly model: string;
  readonly promptId: string;
  readonly planned: number;
  readonly ok: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly retries: number;
  readonly quality: Estimate | null;
  readonly passRate: Estimate | null;
  /** By category, where the suite has categories. */
  readonly qualityByCategory: Readonly<Record<string, Estimate>>;
  readonly latencyMs: Distribution | null;
  readonly ttftMs: Distribution | null;
  readonly ttfaMs: Distribution | null;
  readonly tpotMs: Distribution | null;
  readonly decodeTokensPerSecond: Distribution | null;
  readonly e2eTokensPerSecond: Distribution | null;
  /** Highest concurrency at which these latencies were taken. */
  readonly concurrency: number;
  /** `null` where nothing was answered. */
  readonly waiting: Waiting | null;
  /** Output tokens of all answers per second of the candidate's time in the run, from its first call to its last. Models of one provider share that time. */
  readonly throughput: number | null;
  /** Share of samples, failed ones counted, that met each of the suite's latency limits; `null` where it sets none. */
  readonly goodput: Estimate | null;
  /** How its answers were had. Those of `vscode-lm` are timed in the editor's own process. */
  readonly apis: readonly WireKind[];
  /** The most frequent first. */
  readonly adaptations: readonly Adaptation[];
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly reasoningTokens: number | null;
  /** Calls whose token counts are a tokenizer's estimate. */
  readonly estimatedUsageCalls: number;
  /** Pinned to the run; `null` where none is known. */
  readonly price: PriceRow | null;
  readonly cost: CostSummary;
  readonly errors: readonly ErrorCount[];
  readonly scorerFailures: number;
  readonly contaminated: number;
  /** On the cost–quality Pareto front. */
  readonly pareto: boolean;
}

/** `better`: the interval of the paired difference lies above 0; `worse`: below; else `cannot-tell`. */
export type Verdict = 'better' | 'worse' | 'cannot-tell';

/** Quality of `a` minus quality of `b`, paired by case, repeats averaged first; p is Holm-corrected. */
export interface PairwiseResult {
  readonly a: CandidateId;
  readonly b: CandidateId;
  readonly difference: Estimate;
  readonly pValue: number | null;
  readonly verdict: Verdict;
  /** The interval of the difference lies above −margin. */
  readonly nonInferior: boolean;
  /** Further cases that would settle a difference of this size at 80 % power; for cannot-tell only. */
  readonly moreCases: number | null;
}

export interface Recommendation {
  /** What to choose, in one sentence with its figures. */
  readonly headline: string;
  /** How sure that is and what would make it surer; zero to three sentences. */
  readonly details: readonly string[];
  readonly bestQuality: CandidateId | null;
  readonly cheapest: CandidateId | null;
  readonly fastest: CandidateId | null;
  /** The cheapest candidate that is non-inferior to the best (mission A13). */
  readonly cheapestAsGood: CandidateId | null;
  /** Cost saved by `cheapestAsGood` against `bestQuality`, 0–1. */
  readonly saving: number | null;
  readonly margin: number;
}

export interface MatrixCell {
  readonly candidateId: CandidateId;
  readonly ok: number;
  readonly failed: number;
  /** Mean over the repeats. */
  readonly quality: number | null;
  readonly latencyMs: number | null;
  readonly costUsd: number | null;
  readonly errorKind: ErrorKind | null;
  /** The final attempt of the first repeat: what a click opens. */
  readonly attemptId: string | null;
}

export interface MatrixRow {
  readonly caseId: string;
  readonly name: string;
  readonly category: string | null;
  readonly cells: readonly MatrixCell[];
}

export interface TimingRun {
  /** Length that every answer was to have, in tokens; `null`: any. */
  readonly outputTokens: number | null;
  /** Calls in flight, over all providers together. */
  readonly concurrency: number;
  /** Calls to each model before measuring. */
  readonly warmup: number;
}

/** Everything the comparison shows of one run; bounded in size however many attempts there are. */
export interface Comparison {
  readonly runId: RunId;
  readonly run: RunRecord;
  readonly status: RunStatus;
  /** How a run was made that measured speed before all else; `null`: it did not. */
  readonly timing: TimingRun | null;
  readonly candidates: readonly CandidateSummary[];
  /** Every pair against the best by quality. */
  readonly pairs: readonly PairwiseResult[];
  readonly recommendation: Recommendation;
  /** Sorted worst and most different first; at most `matrixLimit` rows. */
  readonly matrix: readonly MatrixRow[];
  readonly matrixTotal: number;
  /** Of the whole run. Samples leave warm-up calls out; the cost counts every call. */
  readonly totals: {
    readonly done: number;
    readonly planned: number;
    readonly failed: number;
    readonly costUsd: number | null;
    readonly knownCostUsd: number;
    readonly unknownCostCalls: number;
    readonly contaminated: number;
    /** Output tokens of all answers per second, from the first call of the run to its last. */
    readonly throughput: number | null;
  };
}

export const matrixLimit = 500;
