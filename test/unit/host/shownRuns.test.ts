import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openMemoryStore } from '../../../src/core/store/memoryStore.ts';
import { shownRuns } from '../../../src/host/views/shownRuns.ts';
import type { RunId } from '../../../src/shared/model/ids.ts';
import { makeRun } from '../store/fixtures.ts';
import { detail } from '../bench/viewed.ts';

async function withRuns(count: number) {
  const store = await openMemoryStore();
  const ids: RunId[] = [];
  for (let minute = count - 1; minute >= 0; minute--) {
    const run = makeRun({ status: 'finished', startedAt: `2026-03-02T09:0${minute}:00.000Z` });
    await store.createRun(run, detail);
    ids.push(run.id);
  }
  // Newest first.
  return { store, ids, [Symbol.asyncDispose]: () => store.close() };
}

test('runs that were deleted and can be brought back are not listed, and others take their places', async () => {
  await using made = await withRuns(4);
  const [first, second, third, fourth] = made.ids;
  const listed = async (hidden: readonly (RunId | undefined)[], limit?: number) => {
    const found = await shownRuns(made.store, new Set(hidden.flatMap((id) => id ?? [])), limit === undefined ? {} : { limit });
    return found.map(({ run }) => run.id);
  };
  assert.deepEqual(await listed([first], 2), [second, third]);
  assert.deepEqual(await listed([fourth], 2), [first, second]);
  assert.deepEqual(await listed([second]), [first, third, fourth]);
  assert.deepEqual(await listed(made.ids, 1), []);
});
