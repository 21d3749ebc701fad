import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faultKinds, tallyOf } from './kinds.ts';

/** Another one than that of `npm run bench:faults`, which goes on from 1. */
const firstSeed = 100_000;

for (const kind of faultKinds) {
  test(`${kind.title}: nothing that was reported is lost, and every database opens`, async () => {
    const { details, moments, writes } = await tallyOf(kind, firstSeed, kind.trials.test);
    assert.deepEqual(details, []);
    assert.ok(moments.length >= kind.trials.test);
    assert.ok(writes > 0);
  });
}
