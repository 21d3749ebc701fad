import type { Attempt, AttemptBody, AttemptRecord } from '../../shared/model/attempt.ts';
import type { RunFigures, StoredFigures, StoredSuite } from '../../shared/model/history.ts';
import type { AttemptId, RunId, ScoringId } from '../../shared/model/ids.ts';
import type { ModelReliability } from '../../shared/model/reliability.ts';
import type { RunDetail, RunRecord } from '../../shared/model/run.ts';
import type { CallError } from '../../shared/model/errors.ts';
import type { Grade, GradeRecord, JudgeCall, Rating, ScoringDetail, ScoringRecord } from '../../shared/model/scoring.ts';

/** How the store was found at opening; shown to the user where it is not `ok`. */
export interface StoreHealth {
  /** `partial`: some runs have what only a later version can read. Told of a store that is `restored` or `read-only`, too. */
  readonly state: 'ok' | 'partial' | 'restored' | 'read-only';
  /** For `restored`: the damaged image was set aside under this name. For `read-only`: why. `null` where all is well. */
  readonly message: string | null;
  readonly schemaVersion: number;
  /** Attempts read from run logs at opening. */
  readonly replayed: number;
}

/** A run with the counts that lists show. */
export interface RunListItem {
  readonly run: RunRecord;
  readonly samplesDone: number;
  readonly failed: number;
  /** `null` when the cost of any call is unknown. */
  readonly costUsd: number | null;
  readonly knownCostUsd: number;
  /** By the scoring in force. */
  readonly meanQuality: number | null;
  readonly models: readonly string[];
}

/** A page of the list, the newest run first. */
export interface RunPage {
  /** Default: all. */
  readonly limit?: number;
  /** Runs to leave out before it. */
  readonly offset?: number;
  /** Of this suite only. */
  readonly suitePath?: string;
  /** Those that a user pinned before all others. */
  readonly pinnedFirst?: boolean;
  /** Words that name, suite or models of a run must have. */
  readonly search?: string;
}

export interface StoredError extends CallError {
  readonly attemptId: AttemptId;
  readonly runId: RunId;
  readonly provider: string;
  readonly model: string;
  readonly at: string;
}

/**
 * Keeps runs, attempts and what they were found to be worth. Every write resolves only once it is durable (journal line flushed to disk);
 * writing the same id twice is harmless. One contract test covers every implementation.
 */
export interface Store {
  readonly health: StoreHealth;
  createRun(run: RunRecord, detail: RunDetail): Promise<void>;
  appendAttempt(attempt: Attempt): Promise<void>;
  /** More samples for a run that has ended: it is `running` again, with `detail` in place of the one it had. */
  extendRun(run: RunRecord, detail: RunDetail): Promise<void>;
  /** Replaces the run's row (status, finishedAt, harness, name, baselineAt, pinnedAt). */
  updateRun(run: RunRecord): Promise<void>;
  /** Rejects with `locked` while the run goes on or is being scored, here or in another window. */
  deleteRun(id: RunId): Promise<void>;
  /** Newest first; without those that were pruned. */
  listRuns(page?: RunPage): Promise<readonly RunListItem[]>;
  /** Names of the runs that go on or are being scored, here or in another window. */
  busy(): Promise<readonly string[]>;
  /** Those that were run, the last one first. */
  suites(): Promise<readonly StoredSuite[]>;
  run(id: RunId): Promise<{ readonly run: RunRecord; readonly detail: RunDetail } | null>;
  /**
   * In order of finishing, warm-ups and superseded attempts included; with the scores that they were stored with. Of several
   * final attempts of a sample, made when a run was resumed or failed calls were retried, only the last one is `final` here.
   */
  attempts(runId: RunId): Promise<readonly AttemptRecord[]>;
  /** One that is there already is taken up again, with `detail` in place of the one it had. */
  createScoring(scoring: ScoringRecord, detail: ScoringDetail): Promise<void>;
  /** A further grade of the same answer in the same scoring takes the place of the earlier one. */
  appendGrade(grade: Grade): Promise<void>;
  /** Replaces the scoring's row (status, finishedAt, planned). */
  updateScoring(scoring: ScoringRecord): Promise<void>;
  /** Newest first. */
  scorings(runId: RunId): Promise<readonly ScoringRecord[]>;
  scoringDetail(runId: RunId, id: ScoringId): Promise<ScoringDetail | null>;
  /** One for each answer that was graded. */
  grades(runId: RunId, id: ScoringId): Promise<readonly GradeRecord[]>;
  /** What judges were asked about an answer, and said. */
  judgeCalls(runId: RunId, id: ScoringId, attemptId: AttemptId): Promise<readonly JudgeCall[]>;
  rate(rating: Rating): Promise<void>;
  /** The last word on each attempt; those taken back are left out. */
  ratings(runId: RunId): Promise<readonly Rating[]>;
  /** The run that is the baseline of the suite at this path, if one is. */
  baseline(suitePath: string): Promise<RunId | null>;
  body(runId: RunId, attemptId: AttemptId): Promise<AttemptBody | null>;
  /** As `body` of each; many of one run are read with few looks at the disk. */
  bodies(runId: RunId, attemptIds: readonly AttemptId[]): Promise<readonly (AttemptBody | null)[]>;
  errors(runId: RunId): Promise<readonly StoredError[]>;
  /** By provider and model, over all runs, from this instant (ISO 8601) on. */
  reliability(since: string): Promise<readonly ModelReliability[]>;
  /** Changes whenever anything of the run did; equal logs give equal stamps. `null`: there is no such run. */
  stamp(runId: RunId): Promise<string | null>;
  /** Runs of the suite at this path, the oldest first, pruned ones too, with what is kept of them for history. */
  figures(suitePath: string): Promise<readonly StoredFigures[]>;
  putFigures(runId: RunId, figures: RunFigures): Promise<void>;
  /** A text kept with the run that took long to make and can be made again; `null` where there is none of the run as it is now. */
  view(runId: RunId, name: string): Promise<string | null>;
  /** @param stamp of the run when the text was made */
  putView(runId: RunId, name: string, stamp: string, text: string): Promise<void>;
  /** Drops everything of an ended run but its record and its figures, for good. Rejects like `deleteRun`. */
  pruneRun(id: RunId, figures: RunFigures): Promise<void>;
  /**
   * Takes in whatever happened to the folder, files that were put there, replaced or taken away by other means among it.
   * @param anew runs whose tables are to be made from their logs whatever was known of them
   */
  reread(anew?: readonly RunId[]): Promise<void>;
  /** Writes out what is in memory only, so that the next opening has little to replay. */
  checkpoint(): Promise<void>;
  close(): Promise<void>;
}
