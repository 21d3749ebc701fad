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
  const byCandidate = new Map<CandidateId, Placed[]>(detail.candidates.map(({ id }) => [id, []]));
  for (const record of attempts) {
    const index = caseIndex.get(record.caseId);
    if (!record.warmup && index !== undefined) byCandidate.get(record.candidateId)?.push({ record, caseIndex: index });
  }
  const groups = detail.candidates.map((candidate) => {
    const own = (byCandidate.get(candidate.id) ?? []).sort(inOrder);
    return { candidate, attempts: own.map(({ record }) => record), outcomes: outcomesOf(own) };
  });
  return { cases, groups };
}

type Placed = Pick<Outcome, 'record' | 'caseIndex'>;

function inOrder({ record: a, caseIndex: i }: Placed, { record: b, caseIndex: j }: Placed): number {
  return i - j || a.repeat - b.repeat || a.attempt - b.attempt || (a.id < b.id ? -1 : Number(a.id > b.id));
}

function outcomesOf(placed: readonly Placed[]): Outcome[] {
  const costs = new Map<SampleId, number | null>();
  for (const { record } of placed) {
    const { sampleId, cost } = record;
    const before = costs.get(sampleId);
    costs.set(sampleId, before === null || cost.usd === null ? null : (before ?? 0) + cost.usd);
  }
  return placed
    .filter(({ record }) => record.final)
    .map(({ record, caseIndex }) => ({ record, caseIndex, sampleCost: costs.get(record.sampleId) ?? null }));
}
