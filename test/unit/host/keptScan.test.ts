import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeptScan } from '../../../src/host/suites/keptScan.ts';

/** Scans end when the test says so. */
function opened() {
  const scans: PromiseWithResolvers<string>[] = [];
  const state = { told: 0 };
  const kept = new KeptScan<string>({
    scan: () => {
      const scan = Promise.withResolvers<string>();
      scans.push(scan);
      return scan.promise;
    },
    isSame: (before, now) => before === now,
    tell: () => state.told++,
  });
  /** The next scan there is, which may have to wait for another. */
  const begun = async (index: number): Promise<PromiseWithResolvers<string>> => {
    for (let turn = 0; turn < 20 && scans.length <= index; turn++) await Promise.resolve();
    return scans[index] ?? assert.fail(`scan ${index} was not begun`);
  };
  return { kept, scans, state, begun };
}

test('nothing is scanned before somebody asks, and then once for all who ask', async () => {
  const { kept, scans, begun } = opened();
  await kept.look();
  assert.equal(scans.length, 0);
  const asked = [kept.get(), kept.get()];
  (await begun(0)).resolve('a');
  assert.deepEqual(await Promise.all(asked), ['a', 'a']);
  assert.equal(scans.length, 1);
});

test('a look that finds the same tells nobody; one that finds something else does', async () => {
  const { kept, state, begun } = opened();
  const first = kept.get();
  (await begun(0)).resolve('a');
  await first;
  for (const [index, found, told] of [
    [1, 'a', 0],
    [2, 'b', 1],
    [3, 'b', 1],
  ] as const) {
    const look = kept.look();
    (await begun(index)).resolve(found);
    await look;
    assert.deepEqual([state.told, await kept.get()], [told, found]);
  }
});

test('who asks while there is a look is given what it finds', async () => {
  const { kept, begun } = opened();
  const first = kept.get();
  (await begun(0)).resolve('a');
  await first;
  const look = kept.look();
  const scan = await begun(1);
  const asked = kept.get();
  scan.resolve('b');
  await look;
  assert.equal(await asked, 'b');
});

test('of looks that overlap none is lost: each is held against the one before', async () => {
  const { kept, state, begun } = opened();
  const first = kept.get();
  (await begun(0)).resolve('a');
  await first;
  const looks = [kept.look(), kept.look()];
  (await begun(1)).resolve('b');
  (await begun(2)).resolve('b');
  await Promise.all(looks);
  assert.equal(state.told, 1);
});

test('what is forgotten is told at once and scanned anew; a look from before says nothing more', async () => {
  const { kept, scans, state, begun } = opened();
  const first = kept.get();
  (await begun(0)).resolve('a');
  await first;
  const look = kept.look();
  const outdated = await begun(1);
  kept.forget();
  assert.equal(state.told, 1);
  const asked = kept.get();
  (await begun(2)).resolve('c');
  outdated.resolve('b');
  await look;
  assert.deepEqual([await asked, await kept.get(), state.told, scans.length], ['c', 'c', 1, 3]);
});

test('a scan that failed is told of to who asks, and the next look makes another', async () => {
  const { kept, state, begun } = opened();
  const first = kept.get();
  (await begun(0)).reject(new Error('no folder'));
  await assert.rejects(first, /no folder/);
  const look = kept.look();
  (await begun(1)).resolve('a');
  await look;
  assert.deepEqual([await kept.get(), state.told], ['a', 1]);
});
