import { createHash } from 'node:crypto';
import type { AttemptId } from '../shared/model/ids.ts';
import type { RunDetail } from '../shared/model/run.ts';
import type { Candidate } from '../shared/model/suite.ts';
import type { ScoredRun } from './benchStore.ts';
import { fingerprints } from './report/baseline/fingerprint.ts';
import { group, type Outcome } from './report/comparison/group.ts';

/** To be raised whenever the same run would get other samples: kept ones are then made anew. */
const samplesVersion = 1;

/** A run's samples as far as standings are made of them, by case. */
export interface RunSamples {
  readonly version: number;
  readonly candidates: readonly Candidate[];
  readonly cases: readonly CaseSamples[];
}

/** A case of which there is a sample. */
export interface CaseSamples {
  readonly id: string;
  /** Of its questions and expectations: another one is another case, however it is named. */
  readonly print: string;
  readonly cells: readonly CellSamples[];
}

/** A candidate's samples of a case. Short, since there may be as many as the run has cases and candidates. */
export interface CellSamples {
  /** Place of the candidate. */
  readonly of: number;
  readonly attemptId: AttemptId;
  /** Quality, passed (1 or 0), latency in ms. */
  readonly answers: readonly (readonly [quality: number | null, passed: 0 | 1 | null, latencyMs: number | null])[];
  readonly failed: number;
  /** USD of all samples, retries and cancelled ones included. */
  readonly costUsd: number | null;
}

export function samplesOf({ detail, attempts }: Pick<ScoredRun, 'detail' | 'attempts'>): RunSamples {
  const { cases, groups } = group(detail, attempts);
  const prints = printsOf(detail);
  const cells = cases.map((): CellSamples[] => []);
  for (const [of, { outcomes }] of groups.entries()) {
    for (const [index, own] of Map.groupBy(outcomes, ({ caseIndex }) => caseIndex)) {
      const cell = cellOf(of, own);
      if (cell) cells[index]?.push(cell);
    }
  }
  const found = cases.map(({ id }, index) => ({ id, print: prints[index] ?? '', cells: cells[index] ?? [] }));
  return { version: samplesVersion, candidates: detail.candidates, cases: found.filter((one) => one.cells.length > 0) };
}

/** `null` where the text is of another version, or damaged. */
export function readSamples(text: string): RunSamples | null {
  try {
    const kept = JSON.parse(text) as RunSamples | null;
    return kept?.version === samplesVersion ? kept : null;
  } catch {
    return null;
  }
}

function printsOf({ suite }: RunDetail): string[] {
  const byPrompt = [...fingerprints(suite).values()];
  return suite.cases.map((_, index) => {
    const all = byPrompt.map((prints) => prints[index]).join('\n');
    return createHash('sha256').update(all).digest('hex').slice(0, 16);
  });
}

function cellOf(of: number, outcomes: readonly Outcome[]): CellSamples | null {
  const worst = worstOf(outcomes);
  if (!worst) return null;
  const answered = outcomes.filter(({ record }) => record.status === 'ok');
  return {
    of,
    attemptId: worst.record.id,
    answers: answered.map(({ record: { quality, passed, timing } }) => [quality, passedFlag(passed), timing.e2eMs]),
    failed: outcomes.filter(({ record }) => record.status === 'error').length,
    costUsd: sumOrUnknown(outcomes.map(({ sampleCost }) => sampleCost)),
  };
}

function passedFlag(passed: boolean | null): 0 | 1 | null {
  return passed === null ? null : passed ? 1 : 0;
}

/** A failed one before all, a cancelled one after all. */
function worstOf(outcomes: readonly Outcome[]): Outcome | null {
  return outcomes.reduce<Outcome | null>((worst, one) => (worst && badness(worst) >= badness(one) ? worst : one), null);
}

function badness({ record: { status, quality } }: Outcome): number {
  if (status === 'error') return 2;
  if (status === 'cancelled') return -1;
  return quality === null ? 0 : 1 - quality;
}

/** `null` as soon as one is unknown. */
export function sumOrUnknown(values: readonly (number | null)[]): number | null {
  return values.reduce((sum, value) => (sum === null || value === null ? null : sum + value), 0);
}
