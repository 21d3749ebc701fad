import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mulberry32 } from '../../engine/random.ts';
import { brokenLaws, simulate, worlds } from './simulation.ts';

// The long version, with 1,000 runs of more sizes, is a part of `npm run bench`.
for (const world of worlds) {
  test(`verdicts and intervals keep what they promise: ${world.name}`, () => {
    const runs = 300;
    const draw = mulberry32(7);
    const rates = simulate({ world, cases: 50, repeats: world.repeats.at(-1) ?? 1, runs, draw });
    assert.deepEqual(brokenLaws(rates, runs), [], JSON.stringify(rates));
  });
}
