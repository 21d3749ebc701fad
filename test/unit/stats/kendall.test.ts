import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { kendallTauB } from '../../../src/core/stats/kendall.ts';
import { near } from './near.ts';

// SciPy 1.17.1: scipy.stats.kendalltau(a, b).statistic
const references: readonly (readonly [a: readonly number[], b: readonly number[], tau: number])[] = [
  [[1, 2, 3, 4, 5], [1, 2, 3, 4, 5], 1],
  [[0.91, 0.78, 0.66, 0.81, 0.5, 0.78], [41, 54.1, 30, 54.1, 22, 18], 0.35714285714285715],
  [[12, 2, 1, 12, 2], [1, 4, 7, 1, 0], -0.4714045207910316],
  [[1, 1, 2, 2, 3, 3, 4], [4, 1, 3, 3, 2, 5, 1], -0.16222142113076254],
];

for (const [a, b, tau] of references) {
  test(`tau-b of ${a.join(' ')} and ${b.join(' ')} is SciPy's ${tau}`, () => {
    near(kendallTauB(zipped(a, b)) ?? Number.NaN, tau, 1e-12);
  });
}

test('an order of which one side is all alike has no tau', () => {
  assert.equal(kendallTauB(zipped([1, 1, 1], [1, 2, 3])), null);
  assert.equal(kendallTauB(zipped([1, 2, 3], [5, 5, 5])), null);
  assert.equal(kendallTauB([]), null);
});

test('turning one side round turns the sign, and swapping the sides changes nothing', () => {
  const figure = fc.integer({ min: 0, max: 6 });
  fc.assert(
    fc.property(fc.array(fc.tuple(figure, figure), { minLength: 2, maxLength: 12 }), (pairs) => {
      const tau = kendallTauB(pairs);
      const turned = kendallTauB(pairs.map(([a, b]) => [a, -b]));
      assert.equal(kendallTauB(pairs.map(([a, b]) => [b, a])), tau);
      if (tau === null || turned === null) assert.equal(turned, tau);
      else near(turned, -tau, 1e-12);
    }),
  );
});

function zipped(a: readonly number[], b: readonly number[]): readonly (readonly [number, number])[] {
  return a.map((figure, i) => [figure, b[i] ?? Number.NaN]);
}
