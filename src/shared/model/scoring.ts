import type { Score } from './attempt.ts';
import type { AttemptId, CandidateId, RunId, ScoringId } from './ids.ts';
import type { ScorerSpec } from './scorer.ts';
import type { EndpointSpec } from './suite.ts';
import type { Cost, PriceRow, TokenUsage } from './usage.ts';

/** What one judge (or embedding model) said of one answer. */
export interface Judgement {
  /** `provider/model`. */
  readonly judge: string;
  /** 0 to 1; `null` where the call failed or the judge answered out of its format: a failure of the scorer, not a 0. */
  readonly value: number | null;
  readonly reason: string;
  /** Of all calls behind it; a pair of candidates shares its two calls half and half. */
  readonly cost: Cost;
}

/** How one candidate's answer did against another's. */
export interface Outcome {
  readonly opponent: CandidateId;
  /** 1 won, 0 lost, ½ a tie or orders that disagree; between them where judges differ. */
  readonly value: number;
}

/** `run`: the scoring that belongs to the run itself. `rescore`: a later pass over the stored answers. */
export type ScoringTrigger = 'run' | 'rescore';
export type ScoringStatus = 'running' | 'finished' | 'cancelled' | 'failed';

/** One pass of scoring over the answers of a run. Runs whose scorers all work at once have none: their attempts carry their scores. */
export interface ScoringRecord {
  readonly id: ScoringId;
  readonly runId: RunId;
  readonly trigger: ScoringTrigger;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  readonly status: ScoringStatus;
  /** Why, where status is failed or cancelled. */
  readonly statusMessage: string | null;
  /** Answers to be graded. */
  readonly planned: number;
  /** What it went by, for people: `expectations of support.bench.yaml`. */
  readonly source: string;
}

/** What a scoring needs to be explained later; stored once with it. */
export interface ScoringDetail {
  /** By case id. Answers to other cases are not part of this scoring. */
  readonly expect: Readonly<Record<string, readonly ScorerSpec[]>>;
  /** Judges and embedding models, `provider/model`. */
  readonly judges: readonly string[];
  /** Of the judges, pinned. */
  readonly prices: Readonly<Record<string, PriceRow>>;
  readonly endpoints: readonly EndpointSpec[];
}

/** One answer as one scoring sees it: takes the place of the attempt's own scores. */
export interface GradeRecord {
  readonly scoringId: ScoringId;
  readonly runId: RunId;
  readonly attemptId: AttemptId;
  readonly at: string;
  readonly scores: readonly Score[];
  readonly quality: number | null;
  readonly passed: boolean | null;
  /** Of all judges' calls for this answer; `usd: 0` where none was made, `null` where one is unknown. */
  readonly cost: Cost;
  /** Calls of judges made for this answer; a pair's are counted for the first of the two. */
  readonly calls: number;
}

/** One call of a judge in full, kept outside the main image of the store. */
export interface JudgeCall {
  readonly judge: string;
  readonly scorer: 'judge' | 'pairwise' | 'embedding';
  readonly system: string;
  readonly prompt: string;
  readonly answer: string;
  readonly usage: TokenUsage;
  readonly cost: Cost;
  readonly error: string | null;
}

export interface Grade {
  readonly record: GradeRecord;
  readonly calls: readonly JudgeCall[];
}

/** Where grades go before anyone hears of them. */
export interface GradeSink {
  createScoring(scoring: ScoringRecord, detail: ScoringDetail): Promise<void>;
  /** Resolves once the grade is on disk. */
  appendGrade(grade: Grade): Promise<void>;
  updateScoring(scoring: ScoringRecord): Promise<void>;
}

/** What a person thinks of an answer. The last word on an attempt counts; one with nothing in it takes the rating back. */
export interface Rating {
  readonly runId: RunId;
  readonly attemptId: AttemptId;
  readonly at: string;
  readonly thumb: 'up' | 'down' | null;
  /** 1 to 5. */
  readonly stars: number | null;
  readonly note: string;
}
