import type { AttemptId, CandidateId, RunId } from './ids.ts';
import type { RunStatus } from './run.ts';

/** What the newest runs say of a suite, for the editor's own places: lenses, decorations, test items. No larger than the suite. */
export interface SuiteFigures {
  /** The last finished run of the whole suite, where there is none the last that ended with a result, and what it came to; `null`: none yet. */
  readonly whole: RunStanding | null;
  /** The one before it, by the same rule; `null`: there is none. */
  readonly previous: RunId | null;
  /** By case id: the last result of each model, of runs of a part of the suite too, since the newest whole run that was finished. */
  readonly cases: Readonly<Record<string, CaseStanding>>;
}

export interface RunStanding extends Standing {
  readonly runId: RunId;
  readonly startedAt: string;
  readonly status: RunStatus;
  readonly plannedSamples: number;
  /** Of the suite file at that time: differs from the file's now where it was edited since. */
  readonly suiteHash: string;
}

/** Over answered samples, all models together; `null` is unknown. */
export interface Standing {
  /** Mean, 0 to 1. */
  readonly quality: number | null;
  /** Share of samples with expectations that met them all. */
  readonly passRate: number | null;
  /** USD of all samples, retries included. */
  readonly costUsd: number | null;
  readonly latencyP50Ms: number | null;
  /** Samples. */
  readonly answered: number;
  readonly failed: number;
}

/** Of one wording of the case: what models said to an earlier one is left out. */
export interface CaseStanding extends Standing {
  /** When the newest run that holds the case began. */
  readonly startedAt: string;
  /** Of the suite file when its results were made: several where models that were not run again answered an earlier one. */
  readonly suiteHashes: readonly string[];
  readonly models: readonly CellStanding[];
}

/** One candidate on one case, over its repeats. */
export interface CellStanding extends Standing {
  readonly runId: RunId;
  readonly candidateId: CandidateId;
  readonly label: string;
  readonly provider: string;
  readonly model: string;
  readonly promptId: string;
  /** Of the repeats the one with the lowest quality, a failed one before all. */
  readonly attemptId: AttemptId;
}
