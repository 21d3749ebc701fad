import type { AttemptRecord } from '../shared/model/attempt.ts';
import type { RunDetail } from '../shared/model/run.ts';
import type { GradeRecord, ScoringDetail, ScoringRecord } from '../shared/model/scoring.ts';

/**
 * The scoring that a run is seen by where nobody asks for another: of those that are finished, the one that ended last, else its
 * own. That one ends anew whenever the run is gone on with, and does not take the place of what a user has scored again since.
 * `null`: the attempts' own scores. The list of runs has the same rule in SQL (`store/countsSql.ts`).
 */
export function activeScoring(scorings: readonly ScoringRecord[]): ScoringRecord | null {
  const able = scorings.filter(({ trigger, status }) => trigger === 'run' || status === 'finished');
  return able.reduce<ScoringRecord | null>((last, one) => (last === null || isLater(one, last) ? one : last), null);
}

function isLater(a: ScoringRecord, b: ScoringRecord): boolean {
  const [ofA, ofB] = [inForceSince(a), inForceSince(b)];
  return ofA === ofB ? a.id > b.id : ofA > ofB;
}

function inForceSince({ trigger, createdAt, finishedAt }: ScoringRecord): string {
  return trigger === 'run' ? createdAt : (finishedAt ?? createdAt);
}

/** A scoring with all that it says. */
export interface FullScoring {
  readonly scoring: ScoringRecord;
  readonly detail: ScoringDetail;
  readonly grades: readonly GradeRecord[];
}

export interface ScoredAttempts {
  readonly attempts: readonly AttemptRecord[];
  /** Answers to cases that are not part of the scoring. */
  readonly leftOut: number;
  /** Answers that have no grade yet. */
  readonly open: number;
}

/** What can be graded: the answer that a sample counts by. */
export function isGradable({ final, warmup, status }: AttemptRecord): boolean {
  return final && !warmup && status === 'ok';
}

/** The attempts with the scores of a scoring in place of their own. */
export function underScoring(attempts: readonly AttemptRecord[], { scoring, detail, grades }: FullScoring): ScoredAttempts {
  const byAttempt = new Map(grades.map((grade) => [grade.attemptId, grade]));
  let leftOut = 0;
  let open = 0;
  const scored = attempts.map((attempt): AttemptRecord => {
    if (!isGradable(attempt)) return attempt;
    const grade = byAttempt.get(attempt.id);
    if (grade) return { ...attempt, scores: grade.scores, quality: grade.quality, passed: grade.passed };
    const isPart = Object.hasOwn(detail.expect, attempt.caseId);
    // Cases without a scorer that takes long have their scores at once, and no part in the run's own scoring.
    if (!isPart && scoring.trigger === 'run') return attempt;
    if (isPart) open++;
    else leftOut++;
    return { ...attempt, scores: scoring.trigger === 'run' ? attempt.scores : [], quality: null, passed: null };
  });
  return { attempts: scored, leftOut, open };
}

/** The run's detail with the expectations that the scoring went by. */
export function detailUnder(detail: RunDetail, { scoring, detail: { expect } }: Omit<FullScoring, 'grades'>): RunDetail {
  if (scoring.trigger === 'run') return detail;
  const cases = detail.suite.cases.map((spec) => {
    const own = Object.hasOwn(expect, spec.id) ? expect[spec.id] : undefined;
    return own ? { ...spec, expect: own } : spec;
  });
  return { ...detail, suite: { ...detail.suite, cases } };
}
