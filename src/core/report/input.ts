import type { AttemptBody, AttemptRecord } from '../../shared/model/attempt.ts';
import type { Comparison } from '../../shared/model/comparison.ts';

/** What the reports of single attempts are made from. */
export interface ReportInput {
  readonly comparison: Comparison;
  /** Warm-ups and superseded attempts included. */
  readonly attempts: readonly AttemptRecord[];
  /** By attempt id; an attempt without a body (a call that never began) is simply absent. */
  readonly bodies: ReadonlyMap<string, AttemptBody>;
}
