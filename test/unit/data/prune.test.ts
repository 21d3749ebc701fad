import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Data } from '../../../src/core/data/data.ts';
import { detail, makeRun, makeScoring, scoringDetail } from '../store/fixtures.ts';
import { addRun, openAt, someFigures, workshop } from './stores.ts';

test('old runs are pruned; baselines, what is pinned, what goes on and the newest run of a suite are not', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  const old = await addRun(one.store, { startedAt: '2026-01-01T00:00:00.000Z' }, 3);
  const baseline = await addRun(one.store, { startedAt: '2026-01-02T00:00:00.000Z', baselineAt: '2026-01-03T00:00:00.000Z' });
  const pinned = await addRun(one.store, { startedAt: '2026-01-02T00:00:00.000Z', pinnedAt: '2026-01-03T00:00:00.000Z' });
  const scored = await addRun(one.store, { startedAt: '2026-01-03T00:00:00.000Z' });
  await one.store.createScoring(makeScoring(scored.id), scoringDetail);
  const running = makeRun({ startedAt: '2026-01-04T00:00:00.000Z' });
  await one.store.createRun(running, detail);
  const newest = await addRun(one.store, { startedAt: '2026-02-01T00:00:00.000Z' });
  const onlyOne = await addRun(one.store, { startedAt: '2025-01-01T00:00:00.000Z', suitePath: 'other.bench.yaml' });

  assert.deepEqual(await one.data.prunable('2026-03-01'), { pruned: 1, results: 3 });
  assert.deepEqual(await one.data.prune('2026-03-01'), { pruned: 1, results: 3 });
  const left = (await one.store.listRuns()).map(({ run }) => run.id);
  assert.deepEqual(new Set(left), new Set([baseline.id, pinned.id, scored.id, running.id, newest.id, onlyOne.id]));
  const [kept] = await one.store.figures(old.suitePath);
  assert.deepEqual([kept?.run.id, kept?.pruned, kept?.figures?.version], [old.id, true, someFigures.version]);
  assert.deepEqual(await one.data.prune('2026-03-01'), { pruned: 0, results: 0 });
  assert.equal((await one.data.size()).prunedRuns, 1);
});

test('a newer run of a part, one that was cancelled or one without answers does not have the last whole run pruned', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  const on = (month: string) => `2026-${month}-01T00:00:00.000Z`;
  const older = await addRun(one.store, { startedAt: on('01') });
  const whole = await addRun(one.store, { startedAt: on('02') });
  const unanswered = await addRun(one.store, { startedAt: on('03') }, 0);
  await addRun(one.store, { startedAt: on('04'), status: 'cancelled' }, 1);
  const part = { cases: 1, ofCases: 3, models: 1, ofModels: 1, timing: false };
  const newest = await addRun(one.store, { startedAt: on('05'), part }, 1);
  assert.equal((await one.data.prune(on('06'))).pruned, 2);
  const left = (await one.store.listRuns()).map(({ run }) => run.id);
  assert.deepEqual(left, [newest.id, unanswered.id, whole.id]);
  assert.ok(!left.includes(older.id));
});

test('runs that began at the instant or later stay', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  for (const startedAt of ['2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z']) await addRun(one.store, { startedAt });
  assert.equal((await one.data.prune('2026-01-01T00:00:00.000Z')).pruned, 0);
  assert.equal((await one.data.prune('2026-01-01T00:00:00.001Z')).pruned, 1);
});

test('a run of which no figures can be made stays, and no date is refused', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  for (const startedAt of ['2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z']) await addRun(one.store, { startedAt });
  const data = new Data(one.store, { figures: async () => null }, one.folder);
  assert.equal((await data.prune('2026-03-01')).pruned, 0);
  assert.equal((await one.store.listRuns()).length, 2);
  await assert.rejects(one.data.prune('soon'), /no date/);
});

test('the size tells logs and what is derived of them apart', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  assert.deepEqual(await one.data.size().then(({ runs, results, logBytes }) => [runs, results, logBytes]), [0, 0, 0]);
  await addRun(one.store, {}, 3);
  await one.store.checkpoint();
  const { runs, results, logBytes, derivedBytes } = await one.data.size();
  assert.deepEqual([runs, results], [1, 3]);
  assert.ok(logBytes > 1000);
  assert.ok(derivedBytes > 1000);
});
