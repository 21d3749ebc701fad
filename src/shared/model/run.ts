import type { Attempt, AttemptRecord } from './attempt.ts';
import type { RunId, ScoringId } from './ids.ts';
import type { GradeRecord, ScoringRecord } from './scoring.ts';
import type { RunPart } from './selection.ts';
import type { Candidate, Suite } from './suite.ts';
import type { PriceRow } from './usage.ts';

/**
 * `interrupted` is a run whose process died, found at the next start, or that lost its way to a server. What it lacks can be made up for.
 * `failed` is a run that could not be carried out at all; single failed calls leave a run `finished`.
 * `partial` is one that a later version of the tool wrote to: what this one cannot read of it is missing, and nothing of it may
 * be changed. Like `interrupted` of a dead process, it is found and never written.
 */
export type RunStatus = 'running' | 'finished' | 'cancelled' | 'failed' | 'interrupted' | 'partial';

export interface RunRecord {
  readonly id: RunId;
  /** Shown in lists: the suite's name, unless renamed. */
  readonly name: string;
  /** `test`: the Test Explorer, runs on save among them. `agent`: a tool of an agent, or a chat. */
  readonly triggeredBy: 'user' | 'cli' | 'test' | 'agent';
  readonly suiteName: string;
  /** Relative to the workspace or working directory where it lies inside it. */
  readonly suitePath: string;
  readonly suiteHash: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly status: RunStatus;
  /** Why, where it is not finished; of a finished one, which of its failed calls were to be made again and were not. */
  readonly statusMessage: string | null;
  readonly plannedSamples: number;
  readonly toolVersion: string;
  readonly harness: HarnessReport | null;
  /** When it was made the baseline of its suite; the latest of a suite's runs is in force. `null`: it is none. */
  readonly baselineAt: string | null;
  /** How often samples were added after a look at the results: each look makes a chance find likelier. */
  readonly extensions: number;
  /** Absent or `null`: the whole suite was run. Runs of a part are no point of its history. */
  readonly part?: RunPart | null;
  /** When a user pinned it, which keeps it from being pruned by age; absent or `null`: they did not. */
  readonly pinnedAt?: string | null;
}

/** The harness checking itself: delays in ms of its own event loop while the run went on. */
export interface HarnessReport {
  readonly loopDelayP50Ms: number;
  readonly loopDelayP99Ms: number;
  readonly loopDelayMaxMs: number;
  /** How late calls were sent that were due; absent where none was, and in runs of versions that did not say. */
  readonly scheduleDelayP99Ms?: number;
  readonly contaminatedSamples: number;
  readonly samples: number;
  readonly nodeVersion: string;
  readonly platform: string;
}

/** What a run needs to be explained and repeated years later; stored once with the run. */
export interface RunDetail {
  readonly suite: Suite;
  readonly candidates: readonly Candidate[];
  /** By `provider/model`; absent = no price known = cost unknown. */
  readonly prices: Readonly<Record<string, PriceRow>>;
}

export interface RunProgress {
  readonly done: number;
  readonly planned: number;
  readonly failed: number;
  readonly inFlight: number;
  /** `null` as soon as one call's cost is unknown. */
  readonly costUsd: number | null;
  /** Answers that scorers with a thread or model of their own still have to grade; `null` where there are no such scorers. */
  readonly grading: GradingProgress | null;
}

export interface GradingProgress {
  readonly done: number;
  readonly planned: number;
  /** Answers on which a scorer failed. */
  readonly failed: number;
  /** Of the judges' calls so far; `null` as soon as one is unknown. */
  readonly costUsd: number | null;
}

/** What the engine tells while a run goes on. An `attempt-finished` is sent only after the attempt is durable. */
export type RunEvent =
  | { readonly type: 'run-started'; readonly run: RunRecord; readonly candidates: readonly Candidate[] }
  | { readonly type: 'attempt-started'; readonly runId: RunId; readonly sampleId: string; readonly attempt: number }
  | { readonly type: 'attempt-finished'; readonly runId: RunId; readonly record: AttemptRecord; readonly progress: RunProgress }
  | { readonly type: 'answer-graded'; readonly runId: RunId; readonly grade: GradeRecord; readonly progress: RunProgress }
  | { readonly type: 'run-finished'; readonly run: RunRecord };

/** What the engine tells while the stored answers of a run are scored again. */
export type ScoringEvent =
  | {
      readonly type: 'answer-rescored';
      readonly scoringId: ScoringId;
      readonly grade: GradeRecord;
      readonly progress: GradingProgress;
    }
  | { readonly type: 'scoring-finished'; readonly scoring: ScoringRecord };

/** Where finished attempts go before anyone hears of them. Resolves once the attempt is on disk. */
export interface AttemptSink {
  append(attempt: Attempt): Promise<void>;
}
