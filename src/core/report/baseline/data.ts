import type { RunId } from '../../../shared/model/ids.ts';

/** What of a run another one is held against. Comes from the store, or from a JSON report: then `runId` may be of another store. */
export interface BaselineData {
  readonly runId: RunId | null;
  readonly name: string;
  readonly startedAt: string;
  readonly candidates: readonly BaselineCandidate[];
}

/** Found again by label and prompt. */
export interface BaselineCandidate {
  readonly label: string;
  readonly promptId: string;
  readonly cases: readonly BaselineCase[];
}

/** The answers to one case, by repeat. */
export interface BaselineCase {
  readonly caseId: string;
  /** Of the question as sent and of what is expected: another one is another case, whatever its name. */
  readonly fingerprint: string;
  readonly answers: readonly BaselineAnswer[];
}

export interface BaselineAnswer {
  readonly quality: number | null;
  readonly passed: boolean | null;
  readonly costUsd: number | null;
  readonly latencyMs: number | null;
}
