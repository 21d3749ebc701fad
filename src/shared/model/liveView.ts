import type { ErrorKind } from './errors.ts';
import type { AttemptId, CandidateId } from './ids.ts';

/** One model of a run that goes on. */
export interface LiveModel {
  readonly candidateId: CandidateId;
  readonly done: number;
  readonly planned: number;
  readonly failed: number;
  readonly inFlight: number;
  /** By what ended within the window; `null` until it is long enough to tell. */
  readonly callsPerSecond: number | null;
  /** Output tokens; `null` as well where a count is unknown. */
  readonly tokensPerSecond: number | null;
}

/** An answer, or a failure, that has just come. */
export interface LiveAnswer {
  readonly attemptId: AttemptId;
  readonly candidateId: CandidateId;
  readonly caseId: string;
  /** Its beginning; `null` where the call failed. */
  readonly text: string | null;
  readonly latencyMs: number | null;
  readonly quality: number | null;
  readonly errorKind: ErrorKind | null;
}

/** When the calls will be over at the pace of the window: the model that takes longest says. */
export interface TimeLeft {
  readonly ms: number;
  readonly slowest: CandidateId;
}

export interface LiveView {
  /** How far back the rates look, in ms. */
  readonly windowMs: number;
  readonly models: readonly LiveModel[];
  /** `null` while one of the models that are not done has no pace yet. */
  readonly timeLeft: TimeLeft | null;
  /** `null`: the suite sets none. */
  readonly budgetUsd: number | null;
  /** The newest first. */
  readonly newest: readonly LiveAnswer[];
}
