import type { AttemptRecord } from '../../shared/model/attempt.ts';
import type { RunId, SampleId } from '../../shared/model/ids.ts';
import type { RunRecord } from '../../shared/model/run.ts';
import type { GradeRecord } from '../../shared/model/scoring.ts';
import type { ResumeWhat } from '../prepareResume.ts';
import type { Store } from '../store/spec.ts';
import { countedAttempts, isWanted, sampleStates } from './samples.ts';
import { Tally, type TallyCounts } from './tally.ts';

/** What a stored run has, as far as one that goes on must know: made where its rows are, and a small part of them. */
export interface RunAccount {
  readonly run: RunRecord;
  /** Samples that are not called again. */
  readonly kept: readonly SampleId[];
  /** Of those that are, the ones with attempts that failed, and with how many. */
  readonly tries: readonly (readonly [SampleId, number])[];
  /** Of what is kept; the cost is that of all. */
  readonly counts: TallyCounts;
  /** It counts for the budget. */
  readonly spentUsd: number;
  /** How long it went on; its clock stands still while nothing of it does. */
  readonly elapsedMs: number;
  /** Models that answered, by `provider/model`. */
  readonly answered: readonly string[];
}

/** `null` where there is no such run. */
export async function runAccount(
  store: Pick<Store, 'run' | 'attempts' | 'scorings' | 'grades'>,
  runId: RunId,
  what: ResumeWhat,
): Promise<RunAccount | null> {
  const attempts = await store.attempts(runId);
  const own = (await store.scorings(runId)).find(({ trigger }) => trigger === 'run');
  const grades = own ? await store.grades(runId, own.id) : [];
  // Last, so that who goes on with it already is noticed.
  const found = await store.run(runId);
  return found && { run: found.run, ...accountOf(attempts, grades, what) };
}

/** @param attempts in order of finishing */
export function accountOf(
  attempts: readonly AttemptRecord[],
  grades: readonly Pick<GradeRecord, 'cost'>[],
  what: ResumeWhat,
): Omit<RunAccount, 'run'> {
  const states = sampleStates(attempts);
  const wanted = (id: SampleId): boolean => isWanted(what, states.get(id));
  const kept = [...countedAttempts(attempts).values()].filter(({ sampleId }) => !wanted(sampleId));
  const tries = new Map<SampleId, number>();
  for (const { sampleId, warmup, status } of attempts) {
    if (!warmup && status === 'error' && wanted(sampleId)) tries.set(sampleId, (tries.get(sampleId) ?? 0) + 1);
  }
  const tally = new Tally(0);
  tally.countEarlier(attempts, kept);
  return {
    kept: kept.map(({ sampleId }) => sampleId),
    tries: [...tries],
    counts: tally.counts,
    spentUsd: spentUsd(attempts, grades),
    elapsedMs: attempts.reduce((longest, { timing }) => Math.max(longest, timing.totalMs), 0),
    answered: [...new Set(attempts.filter(({ status }) => status === 'ok').map(refOf))],
  };
}

/**
 * A call of unknown cost counts as the dearest of its model, a grade of unknown cost as the dearest one: a cap that errs, errs on
 * the safe side.
 */
export function spentUsd(attempts: readonly AttemptRecord[], grades: readonly Pick<GradeRecord, 'cost'>[]): number {
  const called = attempts.map((attempt) => ({ of: refOf(attempt), usd: attempt.cost.usd }));
  const judged = grades.map(({ cost }) => ({ of: '', usd: cost.usd }));
  const dearest = new Map<string, number>();
  for (const { of, usd } of [...called, ...judged]) dearest.set(of, Math.max(dearest.get(of) ?? 0, usd ?? 0));
  return [...called, ...judged].reduce((sum, { of, usd }) => sum + (usd ?? dearest.get(of) ?? 0), 0);
}

function refOf({ provider, model }: AttemptRecord): string {
  return `${provider}/${model}`;
}
