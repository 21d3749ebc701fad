import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { holm } from '../../../src/core/stats/holm.ts';
import { casesForNonInferiority, casesWithoutSpread } from '../../../src/core/stats/noninferiority.ts';
import { pairedDifference } from '../../../src/core/stats/paired.ts';
import { paretoFront } from '../../../src/core/stats/pareto.ts';
import { casesNeeded, repeatsNeeded, smallestDetectable } from '../../../src/core/stats/power.ts';
import { verdict } from '../../../src/core/stats/verdict.ts';
import { isNonInferior } from '../../../src/shared/nonInferiority.ts';
import { near } from './near.ts';

function difference(low: number | null, high: number | null, n = 200) {
  return { value: 0, low, high, n, clusters: n };
}

// p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
test('Holm corrects as R does, and passes over what was not tested', () => {
  const corrected = holm([0.01, 0.04, null, 0.03, 0.005]);
  for (const [i, expected] of [0.03, 0.06, null, 0.06, 0.02].entries()) {
    if (expected === null) assert.equal(corrected[i], null);
    else near(corrected[i], expected);
  }
  assert.deepEqual(holm([0.9, 0.8]), [1, 1]);
});

// (qnorm(.975)+qnorm(.8))^2 * .09/.05^2 = 282.56; … * .09/.02^2 = 1765.998; (qnorm(.975)+qnorm(.8)) * sqrt(.09/50)
test('cases for 80 % power, and the smallest difference seen with it', () => {
  assert.equal(casesNeeded(0.09, 0.05), 283);
  assert.equal(casesNeeded(0.09, -0.02), 1766);
  near(smallestDetectable(0.09, 50), 0.118861194348);
  assert.equal(smallestDetectable(0.25, 1), 1);
});

// k <- qnorm(.975)+qnorm(.8); .06/(40*.1^2/k^2-.03) = 2.86; with .2 for .03 the room is negative
test('repeats that do as well as more cases, where the cases themselves do not differ too much', () => {
  const plan = { withinVariance: 0.06, cases: 40, effect: 0.1 };
  assert.equal(repeatsNeeded({ ...plan, betweenVariance: 0.03 }), 3);
  assert.equal(repeatsNeeded({ ...plan, betweenVariance: 0.2 }), null);
  assert.equal(repeatsNeeded({ ...plan, betweenVariance: 0.03, withinVariance: 0 }), 1);
  assert.equal(repeatsNeeded({ ...plan, betweenVariance: 0, effect: 0 }), null);
});

test('no effect or no spread: no number of cases', () => {
  assert.equal(casesNeeded(0.09, 0), null);
  assert.equal(casesNeeded(0, 0.1), null);
  assert.equal(casesNeeded(0, 0), null);
});

test('non-inferior means that the whole interval lies above the margin', () => {
  assert.equal(isNonInferior(difference(-0.029, 0.5), 0.03), true);
  assert.equal(isNonInferior(difference(-0.03, 0.5), 0.03), false);
  assert.equal(isNonInferior(difference(null, null), 0.03), false);
});

test('however narrow the interval, as good needs so many cases that a loss beyond the margin would have been met', () => {
  assert.equal(isNonInferior(difference(-0.001, 0.001, 124), 0.03), false);
  assert.equal(isNonInferior(difference(-0.001, 0.001, 125), 0.03), true);
});

test('what is shown to be better is as good too', () => {
  assert.equal(isNonInferior(difference(0.01, 0.1, 20), 0.03), true);
});

test('cases to show non-inferiority: the power formula, where many cases of every kind differ', () => {
  const differing = (by: number) => {
    const found = pairedDifference(
      Array.from({ length: 400 }, (_, i) => 0.5 + by + (i % 2 === 0 ? 0.3 : -0.3)),
      Array<number>(400).fill(0.5),
    );
    assert.ok(found);
    return casesForNonInferiority(found, 0.03);
  };
  // (qnorm(.975)+qnorm(.8))^2 * .09/.025^2 = 1130.2; square-and-add reaches a little further.
  const needed = differing(-0.005) ?? 0;
  assert.ok(needed >= 1131 && needed < 1131 * 1.08, `${needed}`);
  assert.equal(differing(-0.03), null);
});

test('two that always agree need just as many cases as bring their interval above the margin', () => {
  const n = casesWithoutSpread(0, 0.03) ?? 0;
  const agreeing = (cases: number) => {
    const found = pairedDifference(Array<number>(cases).fill(1), Array<number>(cases).fill(1));
    return found !== null && isNonInferior(found.difference, 0.03);
  };
  assert.deepEqual([agreeing(n - 1), agreeing(n)], [false, true]);
});

test('one step in many cases promises no fewer than perfect agreement does', () => {
  // The power formula alone: 60, of which 60 are there and do not do.
  const found = pairedDifference([1, ...Array<number>(59).fill(1)], [0, ...Array<number>(59).fill(1)]);
  assert.ok(found && !isNonInferior(found.difference, 0.03));
  assert.ok((casesForNonInferiority(found, 0.03) ?? 0) >= 80);
});

test('a verdict needs the interval and the corrected p-value', () => {
  assert.equal(verdict(difference(0.01, 0.2), 0.02), 'better');
  assert.equal(verdict(difference(-0.2, -0.01), 0.02), 'worse');
  assert.equal(verdict(difference(0.01, 0.2), 0.08), 'cannot-tell');
  assert.equal(verdict(difference(-0.01, 0.2), 0.02), 'cannot-tell');
  assert.equal(verdict(difference(0, 0.2), 0.04), 'cannot-tell');
  assert.equal(verdict(difference(null, null), null), 'cannot-tell');
});

test('the Pareto front keeps what nothing beats, and equals of it', () => {
  const points = [
    { id: 'dear', cost: 3, quality: 0.9 },
    { id: 'beaten', cost: 2, quality: 0.5 },
    { id: 'cheap', cost: 1, quality: 0.6 },
    { id: 'cheap twin', cost: 1, quality: 0.6 },
    { id: 'dearer twin', cost: 1.5, quality: 0.6 },
  ];
  assert.deepEqual(
    paretoFront(points).map(({ id }) => id),
    ['cheap', 'cheap twin', 'dear'],
  );
});

test('exactly the points that none dominates are on the front', () => {
  const grid = fc.integer({ min: 0, max: 5 });
  fc.assert(
    fc.property(fc.array(fc.record({ cost: grid, quality: grid }), { maxLength: 20 }), (points) => {
      const front = new Set(paretoFront(points));
      for (const p of points) {
        const dominated = points.some(
          (q) => q.cost <= p.cost && q.quality >= p.quality && (q.cost < p.cost || q.quality > p.quality),
        );
        assert.equal(front.has(p), !dominated);
      }
    }),
  );
});
