import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunId } from '../../../src/shared/model/ids.ts';
import { addRun, opened, rescore } from './viewed.ts';

const started = (hour: number) => ({ startedAt: `2026-03-02T0${hour}:00:00.000Z` });

test('stored runs stand side by side by the scoring in force, the oldest as reference', async () => {
  await using made = await opened();
  const { store, views } = made;
  const later = await addRun(store, started(2));
  const earlier = await addRun(store, started(1));
  const ids = [later.run.id, earlier.run.id];
  const found = await views.compareRuns(ids);
  assert.deepEqual([found?.reference, found?.models[0]?.shared], [earlier.run.id, 2]);
  assert.equal(found?.models[0]?.runs[1]?.change?.quality?.difference.value, 0);
  await rescore(store, later);
  // One case is now held against other expectations, the other one is not in the scoring: nobody graded it.
  const [model] = (await views.compareRuns(ids))?.models ?? [];
  assert.deepEqual([model?.shared, model?.runs[1]?.change?.quality], [1, null]);
});

test('another reference reads no run again, and a change of one reads only that', async () => {
  await using made = await opened();
  const { store, views, calls } = made;
  const [a, b] = [await addRun(store, started(1)), await addRun(store, started(2))];
  const ids = [a.run.id, b.run.id];
  await views.compareRuns(ids);
  const read = () => calls.splice(0).filter((call) => call.startsWith('attempts '));
  assert.equal(read().length, 2);
  assert.equal((await views.compareRuns(ids, b.run.id))?.reference, b.run.id);
  assert.deepEqual(read(), []);
  await store.updateRun({ ...b.run, name: 'Renamed' });
  assert.deepEqual((await views.compareRuns(ids))?.runs[1]?.name, 'Renamed');
  assert.deepEqual(read(), [`attempts ${b.run.id}`]);
});

test('runs that are gone are left out, and with fewer than two there is nothing to compare', async () => {
  await using made = await opened();
  const { store, views } = made;
  const [a, b] = [await addRun(store, started(1)), await addRun(store, started(2))];
  const gone = 'gone' as string as RunId;
  assert.equal((await views.compareRuns([gone, a.run.id, b.run.id], gone))?.reference, a.run.id);
  assert.equal(await views.compareRuns([a.run.id, a.run.id, gone]), null);
});
