import type { Attempt, AttemptBody, AttemptRecord } from '../../shared/model/attempt.ts';
import type { AttemptId, RunId } from '../../shared/model/ids.ts';
import type { RunDetail, RunRecord } from '../../shared/model/run.ts';
import type { CallError } from '../../shared/model/errors.ts';

/** How the store was found at opening; shown to the user where it is not `ok`. */
export interface StoreHealth {
  readonly state: 'ok' | 'restored' | 'read-only';
  /** For `restored`: the damaged image was set aside under this name. For `read-only`: why. */
  readonly message: string | null;
  readonly schemaVersion: number;
  /** Attempts replayed from journals at opening. */
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
  readonly meanQuality: number | null;
  readonly models: readonly string[];
}

export interface StoredError extends CallError {
  readonly attemptId: AttemptId;
  readonly runId: RunId;
  readonly provider: string;
  readonly model: string;
  readonly at: string;
}

/**
 * Keeps runs and attempts. Every write resolves only once it is durable (journal line flushed to disk);
 * writing the same id twice is harmless. One contract test covers every implementation.
 */
export interface Store {
  readonly health: StoreHealth;
  createRun(run: RunRecord, detail: RunDetail): Promise<void>;
  appendAttempt(attempt: Attempt): Promise<void>;
  /** Replaces the run's row (status, finishedAt, harness, name). */
  updateRun(run: RunRecord): Promise<void>;
  deleteRun(id: RunId): Promise<void>;
  /** Newest first. */
  listRuns(limit?: number): Promise<readonly RunListItem[]>;
  run(id: RunId): Promise<{ readonly run: RunRecord; readonly detail: RunDetail } | null>;
  /** In order of finishing, warm-ups and superseded attempts included. */
  attempts(runId: RunId): Promise<readonly AttemptRecord[]>;
  body(attemptId: AttemptId): Promise<AttemptBody | null>;
  errors(runId: RunId): Promise<readonly StoredError[]>;
  /** Writes the image out, so that the next opening has little to replay. */
  checkpoint(): Promise<void>;
  close(): Promise<void>;
}
