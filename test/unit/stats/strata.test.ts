import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pairedDifference } from '../../../src/core/stats/paired.ts';
import { differenceOverStrata, meanOfStrata } from '../../../src/core/stats/strata.ts';

const close = (a: number | null | undefined, b: number) => assert.ok(Math.abs((a ?? NaN) - b) < 1e-9, `${a} is not ${b}`);

test('every stratum weighs the same, and their intervals add up like independent ones', () => {
  const found = meanOfStrata([
    { value: 0.5, low: 0.2, high: 0.6, n: 10, clusters: 10 },
    { value: 0.9, low: 0.5, high: 1, n: 90, clusters: 30 },
  ]);
  close(found?.value, 0.7);
  close(found?.low, 0.7 - Math.hypot(0.3, 0.4) / 2);
  close(found?.high, 0.7 + Math.hypot(0.1, 0.1) / 2);
  assert.deepEqual([found?.n, found?.clusters], [100, 40]);
});

test('one part without an interval leaves the mean without one, and no parts are no mean', () => {
  assert.equal(meanOfStrata([{ value: 0.5, low: null, high: null, n: 1, clusters: 1 }])?.low, null);
  assert.equal(meanOfStrata([]), null);
});

/** d is 1 in the first cases and 0 in the rest. */
function paired(ones: number, of: number) {
  const found = pairedDifference(
    Array.from({ length: of }, (_, i) => Number(i < ones)),
    Array<number>(of).fill(0),
  );
  assert.ok(found);
  return found;
}

test('a difference over strata is as sure as the cases behind it', () => {
  const strong = differenceOverStrata([paired(20, 40), paired(20, 40)]);
  const weak = differenceOverStrata([paired(2, 40), paired(1, 40)]);
  close(strong?.difference.value, 0.5);
  assert.ok((strong?.pValue ?? 1) < 0.001 && (strong?.difference.low ?? 0) > 0);
  // Three cases that differ, all one way: the sign test's 2 · ½³.
  close(weak?.pValue, 0.25);
});

test('a difference that is the same in every case is no surer than its sign', () => {
  close(differenceOverStrata([paired(3, 3), paired(3, 3)])?.pValue, 2 * 0.5 ** 6);
  assert.equal(differenceOverStrata([paired(1, 1)])?.pValue, null);
});
