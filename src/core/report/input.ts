import type { AttemptBody, AttemptRecord } from '../../shared/model/attempt.ts';
import type { Comparison } from '../../shared/model/comparison.ts';
import type { GradeRecord, Rating } from '../../shared/model/scoring.ts';
import type { Thresholds } from '../../shared/model/suite.ts';
import type { Weights } from '../../shared/weights.ts';

/** What the reports of single attempts are made from. */
export interface ReportInput {
  readonly comparison: Comparison;
  /** Warm-ups and superseded attempts included. */
  readonly attempts: readonly AttemptRecord[];
  /** By attempt id; an attempt without a body (a call that never began) is simply absent. */
  readonly bodies: ReadonlyMap<string, AttemptBody>;
  /** Of the scoring on show; absent where the answers have the scores that they were stored with. */
  readonly grades?: readonly GradeRecord[];
  readonly ratings?: readonly Rating[];
  /** Ids of the cases that expect something: without a verdict, an answer to one of them is not graded. */
  readonly expecting?: ReadonlySet<string>;
  /** Of the suite, with the user's own laid over them. */
  readonly thresholds?: Thresholds;
  /** Of the user's own, in place of the usual ones. */
  readonly weights?: Weights;
}
