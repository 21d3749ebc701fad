import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Comparisons } from '../../../src/core/comparisons.ts';
import { openMemoryStore } from '../../../src/core/store/memoryStore.ts';
import { makeAttempt } from '../store/fixtures.ts';
import { addRun, rescore } from './viewed.ts';

test('a large run that is over is kept with its comparison, which is read where the run and its baseline are as they were', async () => {
  const store = await openMemoryStore();
  const { run: base } = await addRun(store, { baselineAt: '2026-03-05T00:00:00.000Z' });
  const filled = await addRun(store);
  const { id } = filled.run;
  const first = new Comparisons(store, { keptFrom: 2 });
  const made = await first.seen(id);
  await first.kept();
  /** By somebody who has nothing in memory. */
  const isRead = async (choice = {}): Promise<boolean> => {
    const comparisons = new Comparisons(store, { keptFrom: 2 });
    const seen = (await comparisons.seen(id, choice)) ?? assert.fail();
    assert.equal(seen.comparison.baseline?.name ?? null, 'baseline' in choice ? null : base.name);
    await comparisons.kept();
    return seen.detail === null;
  };
  assert.equal(await isRead(), true);
  assert.equal(await isRead({ baseline: null }), false, 'another baseline than the usual');
  const read = await new Comparisons(store).seen(id);
  assert.deepEqual([read?.comparison, read?.rows], [made?.comparison, made?.rows]);
  await store.appendAttempt(makeAttempt(base.id, { caseId: 'a', repeat: 2 }));
  assert.equal(await isRead(), false, 'the baseline changed');
  assert.equal(await isRead(), true);
  await rescore(store, filled);
  assert.equal(await isRead(), false, 'the run changed');
  assert.equal(await isRead({ scoringId: null }), false, 'another scoring than the one in force');
  await store.close();
});

test('what is small or goes on is not kept', async () => {
  const store = await openMemoryStore();
  const { run: small } = await addRun(store);
  const { run: going } = await addRun(store, { status: 'running' });
  for (const [id, keptFrom] of [[small.id, 3] as const, [going.id, 1] as const]) {
    const comparisons = new Comparisons(store, { keptFrom });
    await comparisons.seen(id);
    await comparisons.kept();
    assert.equal(await store.view(id, 'comparison'), null);
  }
  await store.close();
});

test('that a comparison cannot be kept hurts nobody', async () => {
  const store = await openMemoryStore();
  const { run } = await addRun(store);
  const refuse = () => Promise.reject(new Error('The disk is full.'));
  const full = new Proxy(store, {
    get: (target, name) => {
      const value: unknown = name === 'putView' || name === 'putFigures' ? refuse : Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  const comparisons = new Comparisons(full, { keptFrom: 1 });
  assert.equal((await comparisons.seen(run.id))?.comparison.totals.done, 2);
  await comparisons.kept();
  await store.close();
});
