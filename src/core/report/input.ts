import type { AttemptBody, AttemptRecord } from '../../shared/model/attempt.ts';
import type { Comparison } from '../../shared/model/comparison.ts';
import type { GradeRecord, Rating } from '../../shared/model/scoring.ts';
import type { Thresholds } from '../../shared/model/suite.ts';
import type { Weights } from '../../shared/weights.ts';

/** What reports are made from. */
export interface ReportInput {
  readonly comparison: Comparison;
  /** Warm-ups and superseded attempts included. */
  readonly attempts: readonly AttemptRecord[];
  /** By attempt id, of those whose answers the report shows; an attempt without a body (a call that never began) is simply absent. */
  readonly bodies: ReadonlyMap<string, AttemptBody>;
  readonly ratings?: readonly Rating[];
  /** Ids of the cases that expect something: without a verdict, an answer to one of them is not graded. */
  readonly expecting?: ReadonlySet<string>;
  /** Of the suite, with the user's own laid over them. */
  readonly thresholds?: Thresholds;
  /** Of the user's own, in place of the usual ones. */
  readonly weights?: Weights;
}

/** An attempt with all that belongs to it. */
export interface AnsweredAttempt {
  readonly record: AttemptRecord;
  /** `null`: the call never began. */
  readonly body: AttemptBody | null;
  /** Of the scoring on show; `null` where the answer has the scores that it was stored with. */
  readonly grade: GradeRecord | null;
  readonly rating: Rating | null;
}

/** In order of finishing. Handed on in groups: there may be too many to hold, or to wait for one by one. */
export type AnsweredAttempts = AsyncIterable<readonly AnsweredAttempt[]> | Iterable<readonly AnsweredAttempt[]>;
