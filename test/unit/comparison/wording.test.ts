import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differenceText, listed, points, qualityText } from '../../../src/core/report/comparison/wording.ts';
import { about } from '../../../src/shared/comparisonText.ts';

const single = { low: null, high: null, n: 1, clusters: 1 };

test('figures in sentences', () => {
  assert.deepEqual([-0.004, 0.013, 0.0001, -0.25].map(points), ['−0.4', '+1.3', '0.0', '−25.0']);
  assert.deepEqual([about(328), about(7), about(12_345)], ['about 330', 'about 7', 'about 12,000']);
  assert.equal(listed(['a', 'b', 'c']), 'a, b, c');
  assert.equal(listed(['a', 'b', 'c', 'd', 'e']), 'a, b, c and 2 more');
});

test('an interval stands with its value, or the text says that there is none', () => {
  const wide = { low: -0.021, high: 0.013, n: 40, clusters: 40 };
  assert.equal(differenceText({ value: -0.004, ...wide }), 'difference −0.4 points, 95 % interval −2.1 to +1.3');
  assert.equal(differenceText({ value: -0.5, ...single }), 'difference −50.0 points, no interval from a single case');
  assert.equal(
    qualityText({ value: 0.92, low: 0.85, high: 0.97, n: 40, clusters: 40 }),
    'quality 0.92 (95 % interval 0.85 to 0.97)',
  );
  assert.equal(qualityText({ value: 1, ...single }), 'quality 1.00');
});
