import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openMemoryStore } from '../../../src/core/store/memoryStore.ts';
import { failRun, failScoring } from '../../../src/core/storedRun.ts';
import { detail, makeFinishedScoring, makeRun, makeScoring, scoringDetail } from '../store/fixtures.ts';

const end = { status: 'failed', statusMessage: 'The engine stopped.', finishedAt: '2026-03-01T10:09:00.000Z' } as const;

test('a run whose engine died fails with its own scoring, and with no other one', async () => {
  const store = await openMemoryStore();
  const run = makeRun();
  const own = makeScoring(run.id, { trigger: 'run', createdAt: run.startedAt });
  const other = makeScoring(run.id);
  await store.createRun(run, detail);
  for (const scoring of [own, other]) await store.createScoring(scoring, scoringDetail);
  await store.updateRun({ ...run, name: 'Renamed meanwhile' });
  await failRun(store, run.id, end);
  assert.deepEqual((await store.run(run.id))?.run, { ...run, name: 'Renamed meanwhile', ...end });
  assert.deepEqual(await store.scorings(run.id), [other, { ...own, ...end }]);
  await store.close();
});

test('what had ended, or was never begun, stays as it was', async () => {
  const store = await openMemoryStore();
  const run = makeRun({ status: 'finished' });
  const own = makeFinishedScoring(run.id, '2026-03-01T10:05:00.000Z', { trigger: 'run' });
  await store.createRun(run, detail);
  await store.createScoring(own, scoringDetail);
  await failRun(store, run.id, end);
  await failScoring(store, own, end);
  await failScoring(store, makeScoring(run.id), end);
  await failRun(store, makeRun().id, end);
  assert.deepEqual((await store.run(run.id))?.run, run);
  assert.deepEqual(await store.scorings(run.id), [own]);
  assert.equal((await store.listRuns()).length, 1);
  await store.close();
});
