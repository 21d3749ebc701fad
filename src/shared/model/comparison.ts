import type { ErrorKind } from './errors.ts';
import type { CandidateId, RunId, ScoringId } from './ids.ts';
import type { RunRecord, RunStatus } from './run.ts';
import type { ScoringRecord } from './scoring.ts';
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

/** A scorer that could not grade some answers. */
export interface ScorerFailures {
  /** `javascript`, `judge`. */
  readonly scorer: string;
  readonly scores: number;
  /** Of the first of them. */
  readonly reason: string;
}

/** Answers that were cut off. */
export interface CutOff {
  readonly answers: number;
  /** The suite's `maxOutputTokens`; `null`: it sets none, so that the limit was the model's or its server's. */
  readonly limit: number | null;
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
  /** By category, where the suite has categories: the 40 with the most cases. */
  readonly qualityByCategory: Readonly<Record<string, Estimate>>;
  /** Where the suite has `classify` expectations. */
  readonly classification: Classification | null;
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
  /** The same by scorer, the most frequent first. */
  readonly failedScorers: readonly ScorerFailures[];
  /** `null` where no answer was, and in speed tests, which cut off on purpose. */
  readonly cutOff: CutOff | null;
  readonly contaminated: number;
  /** On the cost–quality Pareto front. */
  readonly pareto: boolean;
}

/** How well labels were found: `classify` over the whole suite. */
export interface Classification {
  /** Mean F1 over the labels that were expected; interval from a bootstrap over cases. */
  readonly macroF1: Estimate;
  readonly labels: readonly LabelFigures[];
}

export interface LabelFigures {
  readonly label: string;
  /** Answers in which it was expected. */
  readonly expected: number;
  /** `null` where it was never named. */
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
}

/** `better`: the interval of the paired difference lies above 0; `worse`: below; else `cannot-tell`. */
export type Verdict = 'better' | 'worse' | 'cannot-tell';

/**
 * Quality of `a` minus quality of `b`, paired by case, repeats averaged first. p is corrected by Holm over all pairs of
 * the run: which one is the best is known from the data only, so that each against it is each against each.
 */
export interface PairwiseResult {
  readonly a: CandidateId;
  readonly b: CandidateId;
  readonly difference: Estimate;
  readonly pValue: number | null;
  readonly verdict: Verdict;
  /** The interval of the difference lies above −margin. */
  readonly nonInferior: boolean;
  /** Further cases that would settle a difference of this size at 80 % power, as one of the pairs that are open; for cannot-tell only. */
  readonly moreCases: number | null;
}

export interface Recommendation {
  /** What to choose, in one sentence with its figures. */
  readonly headline: string;
  /** How sure that is and what would make it surer; at most five sentences, the most important first. */
  readonly details: readonly string[];
  readonly bestQuality: CandidateId | null;
  readonly cheapest: CandidateId | null;
  readonly fastest: CandidateId | null;
  /** The cheapest candidate that is non-inferior to the best (mission A13). */
  readonly cheapestAsGood: CandidateId | null;
  /** Share of the cost saved by `cheapestAsGood` against `bestQuality`, paired by case; bootstrap interval. `null` where the two are one. */
  readonly saving: Estimate | null;
  readonly margin: number;
  readonly marked: Marked | null;
}

/**
 * The candidate that tables mark, so that they say what the headline does: what it takes, or, while the verdict is open, the
 * highest score. Nobody where scores are level, and where there is nobody to choose from.
 */
export interface Marked {
  readonly id: CandidateId;
  readonly as: 'recommended' | 'highest';
}

/** Who leads in one thing, and whether that is settled. */
export interface Leader {
  readonly id: CandidateId;
  /** Those not shown to be behind it, by the paired difference with Holm's correction. Empty: it is settled. */
  readonly rivals: readonly CandidateId[];
}

export interface Leaders {
  readonly quality: Leader | null;
  /** Mean cost of a sample; by the paired difference of costs. */
  readonly cost: Leader | null;
  /** Median latency; by the paired difference of logarithms. */
  readonly speed: Leader | null;
}

/** One part of the cases: a category. */
export interface CategoryBreakdown {
  readonly category: string;
  readonly cases: number;
  readonly leader: Leader | null;
  /** In the order of the candidates, those without a quality left out. */
  readonly candidates: readonly CategoryFigures[];
}

export interface CategoryFigures {
  readonly id: CandidateId;
  readonly quality: Estimate;
  /** Against the category's leader, paired, Holm over the category's pairs; `null` for the leader itself. */
  readonly verdict: Verdict | null;
  readonly difference: Estimate | null;
}

/** Prompt variants over all models: which wording works better. */
export interface PromptBreakdown {
  readonly promptId: string;
  /** Mean over models and cases. */
  readonly quality: Estimate | null;
  readonly costPerSample: Estimate | null;
  readonly latencyP50: number | null;
  /** Against the best variant, paired by case (models averaged first); `null` for that variant itself. */
  readonly verdict: Verdict | null;
  readonly difference: Estimate | null;
}

/**
 * Resamples of the cases, the same ones for all candidates: what weights of one's own are applied to, so that a ranking by
 * them has an uncertainty too.
 */
export interface Replicates {
  readonly draws: number;
  readonly candidates: readonly CandidateReplicates[];
}

/** `draws` figures each; `null`: not known for this candidate. */
export interface CandidateReplicates {
  readonly id: CandidateId;
  readonly quality: readonly number[] | null;
  /** Mean of a sample. */
  readonly costUsd: readonly number[] | null;
  /** Median, ms. */
  readonly latencyMs: readonly number[] | null;
  /**
   * What the draws are of, where it is not what the candidate's summary says: estimated for all cases that any candidate has a
   * figure for, since it lacks some of them. Absent where it lacks none.
   */
  readonly level?: { readonly quality: number | null; readonly costUsd: number | null; readonly latencyMs: number | null };
}

/** Ranking by pairwise judgements: Bradley–Terry, ties ½. */
export interface PairwiseRanking {
  readonly judgedPairs: number;
  /** The strongest first. */
  readonly candidates: readonly RankedCandidate[];
}

export interface RankedCandidate {
  readonly id: CandidateId;
  /** Probability of beating an average candidate of this run, 0–1. */
  readonly strength: Estimate;
  /** Rank with its bootstrap interval, from 1. */
  readonly rank: Estimate;
  readonly won: number;
  readonly tied: number;
  readonly lost: number;
}

/** What judges said and cost: a line of its own, in no candidate's cost. */
export interface JudgingSummary {
  readonly judges: readonly JudgeSummary[];
  readonly calls: number;
  readonly cost: TotalCost;
  /** Between the judges, where there are several. */
  readonly agreement: Agreement | null;
}

export type TotalCost = Omit<CostSummary, 'perSample'>;

export interface JudgeSummary {
  /** `provider/model`. */
  readonly judge: string;
  /** Answers that it gave a value for, and those where it failed. */
  readonly judged: number;
  readonly failed: number;
  readonly cost: TotalCost;
  /** Labels of candidates that are this very model, and of others of its family: a judge favours its own. */
  readonly itself: readonly string[];
  readonly family: readonly string[];
  /** With people's ratings; `null` while there are none of answers that it judged. */
  readonly agreement: Agreement | null;
}

/** How far two graders say the same: passed or not. */
export interface Agreement {
  /** Share of answers on which both say the same, with its Wilson interval. */
  readonly share: Estimate;
  /** Cohen's kappa; `null` where both always say the same one thing. */
  readonly kappa: number | null;
}

export interface HumanSummary {
  readonly rated: number;
  /** Mean rating on 0–1. */
  readonly byCandidate: readonly { readonly id: CandidateId; readonly rating: Estimate }[];
  /** Ratings against what all scorers together said. */
  readonly agreement: Agreement | null;
}

/** A way to settle what is open. */
export interface MoreData {
  readonly pair: readonly [CandidateId, CandidateId];
  /** Further cases that would settle it at 80 % power. */
  readonly cases: number;
  /**
   * Repeats of each case that would do as well, in all; `null` where no number of them would, since the cases differ too much or
   * are too few, and where it is not known, since each was asked once.
   */
  readonly repeats: number | null;
}

/** Which scoring the qualities are of. */
export interface ScoringView {
  /** `null`: the scores that the attempts were stored with. */
  readonly active: ScoringId | null;
  /** Newest first. */
  readonly all: readonly ScoringRecord[];
  /** Answers that the active scoring does not hold, because their cases are not in it. */
  readonly leftOut: number;
  /** Answers that it has still to grade. */
  readonly open: number;
}

/** This run against the baseline of its suite. */
export interface BaselineComparison {
  /** `null` for a baseline read from a file. */
  readonly runId: RunId | null;
  readonly name: string;
  readonly startedAt: string;
  readonly candidates: readonly BaselineChange[];
  /** Labels that only one of the runs has. */
  readonly onlyNow: readonly string[];
  readonly onlyThen: readonly string[];
  /** Cases left out, because they are new or their question or expectations changed. */
  readonly casesLeftOut: number;
}

/** One candidate against the one of the same label and prompt in the baseline: now minus then. */
export interface BaselineChange {
  readonly id: CandidateId;
  /** Cases that both runs asked in the same words and with the same expectations. */
  readonly comparable: number;
  readonly quality: { readonly difference: Estimate; readonly verdict: Verdict; readonly pValue: number | null } | null;
  /** Now ÷ then, paired by case; bootstrap interval. */
  readonly costRatio: Estimate | null;
  readonly latencyRatio: Estimate | null;
  /** The greatest first; at most `changesLimit` of each. */
  readonly regressions: readonly CaseChange[];
  readonly improvements: readonly CaseChange[];
  readonly regressed: number;
  readonly improved: number;
}

export interface CaseChange {
  readonly caseId: string;
  readonly name: string;
  /** Mean quality over the repeats. */
  readonly before: number;
  readonly after: number;
  readonly answersBefore: number;
  readonly answersAfter: number;
  /** By Fisher's exact test on passed answers, Holm over the candidate's cases: never with one answer each. */
  readonly significant: boolean;
  /** A final attempt of now: what a click opens. */
  readonly attemptId: string | null;
}

export const changesLimit = 100;

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
  readonly scoring: ScoringView;
  /** Every pair: those against the best by quality first, with the best as `b`. */
  readonly pairs: readonly PairwiseResult[];
  readonly recommendation: Recommendation;
  readonly leaders: Leaders;
  /** Empty where the suite has fewer than two categories. */
  readonly categories: readonly CategoryBreakdown[];
  /** Empty where the suite has one prompt. */
  readonly prompts: readonly PromptBreakdown[];
  /** `null` while the run goes on, with fewer than two cases, and with more than 40 candidates. */
  readonly replicates: Replicates | null;
  readonly ranking: PairwiseRanking | null;
  readonly judging: JudgingSummary | null;
  readonly people: HumanSummary | null;
  readonly moreData: MoreData | null;
  readonly baseline: BaselineComparison | null;
  /** The smallest difference of two candidates' qualities that so many cases show with 80 % power, by the spread seen; `null` where nothing was seen. */
  readonly detectable: number | null;
  /** Sorted worst and most different first; at most `matrixLimit` rows. */
  readonly matrix: readonly MatrixRow[];
  readonly matrixTotal: number;
  /** Of the suite; `null`: it sets none. Absent in reports of versions that did not say, like what follows. */
  readonly budgetUsd?: number | null;
  /** Nobody is billed: all models and judges are demo models. */
  readonly playMoney?: boolean;
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
