import type { AttemptRecord } from '../../../shared/model/attempt.ts';
import type { RunDetail, RunRecord } from '../../../shared/model/run.ts';
import type { RunBesideOthers } from '../../../shared/model/runsComparison.ts';
import { answeredCases } from '../baseline/baselineOf.ts';
import type { BaselineCase } from '../baseline/data.ts';
import { fingerprints } from '../baseline/fingerprint.ts';
import { modelLabel } from '../comparison/candidateModel.ts';
import { group } from '../comparison/group.ts';

/** What of a run others are held against. */
export interface RunData {
  readonly run: RunBesideOthers;
  readonly candidates: readonly CandidateData[];
}

export interface CandidateData {
  /** The label of its model, without its prompt. */
  readonly model: string;
  /** `provider/model`: suites may call different models by one label. */
  readonly ref: string;
  readonly promptId: string;
  readonly failed: number;
  /** Most calls in flight while one of its answers was timed. */
  readonly concurrency: number;
  /** Those with an answer. */
  readonly cases: readonly BaselineCase[];
}

/** `attempts` have the scores of the run's active scoring. */
export function runDataOf(run: RunRecord, detail: RunDetail, attempts: readonly AttemptRecord[]): RunData {
  const prints = fingerprints(detail.suite);
  const { id, name, suiteName, suitePath, startedAt, status, part = null } = run;
  return {
    run: { id, name, suiteName, suitePath, startedAt, status, part },
    candidates: group(detail, attempts).groups.map((own) => ({
      model: modelLabel(own.candidate),
      ref: `${own.candidate.provider}/${own.candidate.model}`,
      promptId: own.candidate.promptId,
      concurrency: own.outcomes.reduce((most, { record }) => Math.max(most, record.status === 'ok' ? record.concurrency : 0), 0),
      failed: own.outcomes.filter(({ record }) => record.status === 'error').length,
      cases: answeredCases(detail.suite.cases, own, prints).map(({ testCase }) => testCase),
    })),
  };
}
