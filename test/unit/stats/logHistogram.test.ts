import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { addHistograms, countOf, histogramPercentile, logHistogram } from '../../../src/core/stats/logHistogram.ts';
import { percentile, sortSample } from '../../../src/core/stats/percentile.ts';

const values = fc.array(fc.oneof(fc.double({ min: 1e-3, max: 1e7, noNaN: true }), fc.constant(0)), {
  minLength: 1,
  maxLength: 60,
});

test('a percentile read from a histogram is off by 1 % at most', () => {
  fc.assert(
    fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (all, p) => {
      const exact = percentile(sortSample(all) ?? assert.fail(), p);
      const read = histogramPercentile(logHistogram(all), p) ?? assert.fail();
      assert.ok(Math.abs(read - exact) <= 0.01 * exact, `${read} for ${exact}`);
    }),
  );
});

test('added histograms are the histogram of all values', () => {
  fc.assert(
    fc.property(values, values, (a, b) => {
      assert.deepEqual(addHistograms([logHistogram(a), logHistogram(b)]), logHistogram([...a, ...b]));
      assert.equal(countOf(logHistogram(a)), a.length);
    }),
  );
});

test('bins are the powers of 1.02 that the stored figures are said to have, ascending', () => {
  const above = (power: number) => 1.02 ** power * (1 + 1e-9);
  assert.deepEqual(logHistogram([above(9), 0, above(-3), above(9), 1.02 ** 9 * 0.99, 0]), {
    zeros: 2,
    bins: [
      [-2, 1],
      [9, 1],
      [10, 2],
    ],
  });
});

test('without values there is no percentile', () => {
  assert.equal(histogramPercentile(logHistogram([]), 0.5), null);
  assert.equal(histogramPercentile(addHistograms([]), 0.5), null);
});
