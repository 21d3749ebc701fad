import type { AttemptRecord } from '../../../shared/model/attempt.ts';
import type { CandidateId, SampleId } from '../../../shared/model/ids.ts';
import type { RunDetail } from '../../../shared/model/run.ts';
import type { Candidate, CaseSpec } from '../../../shared/model/suite.ts';

/** A final attempt with what its whole sample cost and the place of its case in the suite. */
export interface Outcome {
  readonly record: AttemptRecord;
  readonly caseIndex: number;
  /** USD of all attempts of the sample; `null` where one of them is unknown. */
  readonly sampleCost: number | null;
}

/** All of one candidate's attempts, warm-up calls apart. */
export interface CandidateGroup {
  readonly candidate: Candidate;
  readonly attempts: readonly AttemptRecord[];
  readonly outcomes: readonly Outcome[];
}

export interface Grouped {
  readonly cases: readonly CaseSpec[];
  readonly groups: readonly CandidateGroup[];
}

/**
 * Sorts attempts to their candidates and cases. Those of a candidate or case that the run does not know are left out. Their order
 * is made the suite's: sums of floating-point numbers depend on it, and the same attempts are to give the same figures.
 */
export function group(detail: RunDetail, attempts: readonly AttemptRecord[]): Grouped {
  const { cases } = detail.suite;
  const caseIndex = new Map(cases.map((spec, index) => [spec.id, index]));
  const byCandidate = new Map<CandidateId, AttemptRecord[]>(detail.candidates.map(({ id }) => [id, []]));
  for (const attempt of attempts) {
    if (!attempt.warmup && caseIndex.has(attempt.caseId)) byCandidate.get(attempt.candidateId)?.push(attempt);
  }
  const groups = detail.candidates.map((candidate) => {
    const own = (byCandidate.get(candidate.id) ?? []).sort(inOrderOf(caseIndex));
    return { candidate, attempts: own, outcomes: outcomesOf(own, caseIndex) };
  });
  return { cases, groups };
}

function inOrderOf(caseIndex: ReadonlyMap<string, number>): (a: AttemptRecord, b: AttemptRecord) => number {
  return (a, b) =>
    (caseIndex.get(a.caseId) ?? 0) - (caseIndex.get(b.caseId) ?? 0) ||
    a.repeat - b.repeat ||
    a.attempt - b.attempt ||
    (a.id < b.id ? -1 : Number(a.id > b.id));
}

function outcomesOf(attempts: readonly AttemptRecord[], caseIndex: ReadonlyMap<string, number>): Outcome[] {
  const costs = new Map<SampleId, number | null>();
  for (const { sampleId, cost } of attempts) {
    const before = costs.get(sampleId);
    costs.set(sampleId, before === null || cost.usd === null ? null : (before ?? 0) + cost.usd);
  }
  return attempts
    .filter((record) => record.final)
    .map((record) => ({
      record,
      caseIndex: caseIndex.get(record.caseId) ?? 0,
      sampleCost: costs.get(record.sampleId) ?? null,
    }));
}
