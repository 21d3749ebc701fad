import assert from 'node:assert/strict';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Attempt } from '../../../src/shared/model/attempt.ts';
import type { RunId } from '../../../src/shared/model/ids.ts';
import type { RunRecord } from '../../../src/shared/model/run.ts';
import { catalogName, derivedFolder, imageNameOf, logsFolder } from '../../../src/core/store/layout.ts';
import { openStore } from '../../../src/core/store/openStore.ts';
import type { OpenStoreOptions } from '../../../src/core/store/openStore.ts';
import type { Store } from '../../../src/core/store/spec.ts';
import { detail, makeAttempt, makeFailure, makeGrade, makeRating, makeRun, makeScoring, scoringDetail } from './fixtures.ts';

export interface Filled {
  readonly run: RunRecord;
  readonly attempts: readonly Attempt[];
}

/** A finished run of two attempts. */
export async function fill(store: Store, changes: Partial<RunRecord> = {}): Promise<Filled> {
  const run = makeRun(changes);
  const attempts = [makeAttempt(run.id), makeFailure(run.id)];
  await store.createRun(run, detail);
  for (const attempt of attempts) await store.appendAttempt(attempt);
  const finished = makeRun({ ...run, status: 'finished' });
  await store.updateRun(finished);
  return { run: finished, attempts };
}

/** A run that was scored again, extended and rated after it had ended. */
export async function fillAndScore(store: Store): Promise<Filled> {
  const filled = await fill(store);
  const { run, attempts } = filled;
  const scoring = makeScoring(run.id);
  await store.createScoring(scoring, scoringDetail);
  for (const { record } of attempts) await store.appendGrade(makeGrade(scoring, record.id));
  await store.updateScoring({ ...scoring, status: 'finished', finishedAt: '2026-03-02T09:05:00.000Z' });
  const extended = makeRun({ ...run, status: 'running', extensions: 1 });
  await store.extendRun(extended, { ...detail, suite: { ...detail.suite, repeats: 2 } });
  await store.updateRun({ ...extended, status: 'finished', baselineAt: '2026-03-03T00:00:00.000Z' });
  for (const { record } of attempts) await store.rate(makeRating(run.id, record.id));
  return filled;
}

export async function assertHolds(store: Store, { run, attempts }: Filled): Promise<void> {
  assert.deepEqual(await store.run(run.id), { run, detail });
  assert.deepEqual(
    await store.attempts(run.id),
    attempts.map(({ record }) => record),
  );
  for (const { record, body } of attempts) assert.deepEqual(await store.body(run.id, record.id), body);
  assert.equal((await store.errors(run.id)).length, attempts.filter(({ record }) => record.error).length);
}

/** All that a store can say of one run. */
export async function allOf(store: Store, { run, attempts }: Filled) {
  const scorings = await store.scorings(run.id);
  const each = scorings.map(async ({ id }) => [
    await store.scoringDetail(run.id, id),
    await store.grades(run.id, id),
    await Promise.all(attempts.map(({ record }) => store.judgeCalls(run.id, id, record.id))),
  ]);
  return [
    await store.run(run.id),
    await store.stamp(run.id),
    await store.attempts(run.id),
    await store.errors(run.id),
    scorings,
    await Promise.all(each),
    await store.ratings(run.id),
    await store.baseline(run.suitePath),
    await store.listRuns(),
    await store.suites(),
    await store.figures(run.suitePath),
    await store.reliability(''),
  ];
}

/** Opens, looks, and closes again. */
export async function visit<T>(folder: string, look: (store: Store) => Promise<T>, options: OpenStoreOptions = {}): Promise<T> {
  const store = await openStore(folder, options);
  try {
    return await look(store);
  } finally {
    await store.close();
  }
}

export async function logNames(folder: string): Promise<string[]> {
  return (await readdir(join(folder, logsFolder))).filter((name) => name.endsWith('.jsonl'));
}

export function catalogPath(folder: string): string {
  return join(folder, catalogName);
}

export function imagePath(folder: string, runId: RunId): string {
  return join(folder, derivedFolder, imageNameOf(runId));
}

/** Takes away all that can be made of the logs. */
export async function removeDerived(folder: string): Promise<void> {
  await rm(catalogPath(folder), { force: true });
  await rm(join(folder, derivedFolder), { recursive: true, force: true });
}
