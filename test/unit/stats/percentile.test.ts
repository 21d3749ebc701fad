import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { percentile, sortSample, thin, type SortedSample } from '../../../src/core/stats/percentile.ts';
import { near } from './near.ts';

const numbers = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1 });

function sortedOf(values: readonly number[]): SortedSample {
  const sample = sortSample(values);
  assert.ok(sample);
  return sample;
}

// Rscript -e 'quantile(c(3,1,4,1,5,9,2,6), c(0,.05,.25,.5,.9,.95,1), type=7)'
test('percentiles are those of R type 7', () => {
  const sample = sortedOf([3, 1, 4, 1, 5, 9, 2, 6]);
  for (const [p, expected] of [
    [0, 1],
    [0.05, 1],
    [0.25, 1.75],
    [0.5, 3.5],
    [0.9, 6.9],
    [0.95, 7.95],
    [1, 9],
  ] as const) {
    near(percentile(sample, p), expected, 1e-12);
  }
});

test('nothing has no percentiles', () => {
  assert.equal(sortSample([]), null);
});

test('percentiles grow with p and stay within the sample', () => {
  const share = fc.double({ noNaN: true, min: 0, max: 1 });
  fc.assert(
    fc.property(numbers, share, share, (values, p, q) => {
      const sample = sortedOf(values);
      const [low, high] = [percentile(sample, Math.min(p, q)), percentile(sample, Math.max(p, q))];
      assert.ok(low <= high && low >= Math.min(...values) && high <= Math.max(...values));
    }),
  );
});

test('thinning keeps both ends, the order, and the limit', () => {
  const sample = sortedOf(Array.from({ length: 1001 }, (_, i) => 1000 - i));
  assert.deepEqual(thin(sample, 5), [0, 250, 500, 750, 1000]);
  assert.deepEqual(thin(sortedOf([2, 1]), 200), [1, 2]);
});
