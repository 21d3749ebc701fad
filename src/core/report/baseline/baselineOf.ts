import type { AttemptRecord } from '../../../shared/model/attempt.ts';
import type { RunDetail, RunRecord } from '../../../shared/model/run.ts';
import type { CaseSpec } from '../../../shared/model/suite.ts';
import { group, type CandidateGroup, type Outcome } from '../comparison/group.ts';
import type { BaselineAnswer, BaselineCase, BaselineData } from './data.ts';
import { fingerprints } from './fingerprint.ts';

/** What of a run another one can be held against. `attempts` have the scores of the run's active scoring. */
export function baselineOf(run: RunRecord, detail: RunDetail, attempts: readonly AttemptRecord[]): BaselineData {
  const prints = fingerprints(detail.suite);
  return {
    runId: run.id,
    name: run.name,
    startedAt: run.startedAt,
    candidates: group(detail, attempts).groups.map((own) => ({
      label: own.candidate.label,
      promptId: own.candidate.promptId,
      cases: answeredCases(detail.suite.cases, own, prints).map(({ testCase }) => testCase),
    })),
  };
}

export interface AnsweredCase {
  readonly testCase: BaselineCase;
  readonly name: string;
  /** In the order of the repeats. */
  readonly outcomes: readonly Outcome[];
}

/** A candidate's cases that have an answer. */
export function answeredCases(
  cases: readonly CaseSpec[],
  { candidate, outcomes }: CandidateGroup,
  prints: ReadonlyMap<string, readonly string[]>,
): AnsweredCase[] {
  const own = prints.get(candidate.promptId) ?? [];
  const answered = Map.groupBy(
    outcomes.filter(({ record }) => record.status === 'ok'),
    ({ caseIndex }) => caseIndex,
  );
  return cases.flatMap(({ id, name }, index) => {
    const [outcomes, print] = [answered.get(index), own[index]];
    if (!outcomes || print === undefined) return [];
    return [{ testCase: { caseId: id, fingerprint: print, answers: outcomes.map(answerOf) }, name, outcomes }];
  });
}

function answerOf({ record, sampleCost }: Outcome): BaselineAnswer {
  return {
    quality: record.quality,
    passed: record.passed,
    costUsd: record.cost.usd === null ? null : sampleCost,
    latencyMs: record.timing.e2eMs,
  };
}
