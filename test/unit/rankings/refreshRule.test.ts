import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { rankingAge } from '../../../src/core/rankings/age.ts';
import { jittered, nextRefresh, refreshIntervalMs, useLevel } from '../../../src/core/rankings/refreshRule.ts';
import { UseCount } from '../../../src/core/rankings/useCount.ts';
import { at, dayMs, hourMs, noon } from './fakeChain.ts';

const times = (count: number, ageMs: number) => Array.from({ length: count }, () => at(-ageMs).toISOString());

test('a ranking is fresh under 24 h, usable to 7 days, then expired; a time ahead of the clock is never fresh', () => {
  const ages = [0, 24 * hourMs - 1, 24 * hourMs, 7 * dayMs, 7 * dayMs + 1, -60_000, -hourMs, -8 * dayMs];
  assert.deepEqual(
    ages.map((age) => rankingAge(at(-age).toISOString(), noon)),
    ['fresh', 'fresh', 'usable', 'usable', 'expired', 'fresh', 'usable', 'expired'],
  );
  assert.equal(rankingAge('no date', noon), 'expired');
});

test('use is high from 20 reads in 24 h, and low to one read in 7 days', () => {
  assert.equal(useLevel(times(20, 23 * hourMs), noon), 'high');
  assert.equal(useLevel(times(19, 23 * hourMs), noon), 'usual');
  assert.equal(useLevel(times(20, 25 * hourMs), noon), 'usual');
  assert.equal(useLevel(times(2, 6 * dayMs), noon), 'usual');
  assert.equal(useLevel([...times(1, 6 * dayMs), ...times(5, 8 * dayMs)], noon), 'low');
  assert.equal(useLevel([], noon), 'low');
  assert.equal(useLevel(times(30, -dayMs), noon), 'low', 'reads ahead of the clock are none');
});

test('the interval follows use, or what is set', () => {
  const hours = (setting: Parameters<typeof refreshIntervalMs>[0]) =>
    (['high', 'usual', 'low'] as const).map((level) => {
      const ms = refreshIntervalMs(setting, level);
      return ms === null ? null : ms / hourMs;
    });
  assert.deepEqual(hours('auto'), [6, 12, 24]);
  assert.deepEqual(hours('12h'), [12, 12, 12]);
  assert.deepEqual(hours('off'), [null, null, null]);
});

test('jitter moves an interval by a tenth at most, to both sides', () => {
  assert.deepEqual([jittered(1000, 0), jittered(1000, 0.5)], [900, 1000]);
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (random) => {
      const ms = jittered(12 * hourMs, random);
      assert.ok(ms >= 0.9 * 12 * hourMs && ms <= 1.1 * 12 * hourMs);
    }),
  );
});

test('the next refresh is due an interval after the last fetch', () => {
  const fetchedAt = at(-3 * hourMs).toISOString();
  assert.deepEqual(nextRefresh({ fetchedAt, triedAt: fetchedAt }, 12 * hourMs, noon), at(9 * hourMs));
  assert.deepEqual(nextRefresh({ fetchedAt, triedAt: null }, 12 * hourMs, noon, 0), at(9 * hourMs - 1.2 * hourMs));
});

test('a refresh that brought nothing is tried again an hour later, not at once', () => {
  const fetchedAt = at(-20 * hourMs).toISOString();
  assert.deepEqual(nextRefresh({ fetchedAt, triedAt: at(-60_000).toISOString() }, 12 * hourMs, noon), at(hourMs - 60_000));
});

test('nothing is due where nothing was ever fetched, or refreshing is off; a fetch ahead of the clock is due now', () => {
  assert.equal(nextRefresh({ fetchedAt: null, triedAt: noon.toISOString() }, 12 * hourMs, noon), null);
  assert.equal(nextRefresh({ fetchedAt: noon.toISOString(), triedAt: null }, null, noon), null);
  const ahead = at(30 * dayMs).toISOString();
  assert.deepEqual(nextRefresh({ fetchedAt: ahead, triedAt: ahead }, 12 * hourMs, noon), noon);
});

test('a process records no more reads in 24 h than make use high', () => {
  const count = new UseCount();
  const taken = Array.from({ length: 30 }, (_, i) => count.take(at(i)));
  assert.equal(taken.filter(Boolean).length, 20);
  assert.equal(count.take(at(dayMs + hourMs)), true);
});
