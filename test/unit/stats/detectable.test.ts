import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { detectableAfter, detectableBefore } from '../../../src/core/stats/detectable.ts';
import { mcnemar } from '../../../src/core/stats/mcnemar.ts';
import { leastDiffering, pairedDifference } from '../../../src/core/stats/paired.ts';
import { near } from './near.ts';

// pw <- function(n, psi, del) { q <- (1+del/psi)/2; s <- 0; for (D in 1:n) { k <- 0:D
//   p <- sapply(k, function(x) if (D < 25) min(1, 2*pbinom(min(x,D-x), D, .5)) else 2*pnorm(-abs(2*x-D)/sqrt(D)))
//   s <- s + dbinom(D, n, psi)*sum(dbinom(k[p < .05 & 2*k > D], D, q)) }; s }
// uniroot(function(d) pw(n, .2, d)-.8, c(1e-6, .2)); for 20 cases uniroot(function(d) pw(20, d, d)-.8, c(.2, 1))
test('the difference that 80 % of suites find, by the exact power of the test in use', () => {
  near(detectableBefore(20), 0.366459351256, 2e-6);
  near(detectableBefore(50), 0.175728163695, 2e-6);
  near(detectableBefore(100), 0.127298923016, 2e-6);
  near(detectableBefore(200), 0.086703332771, 2e-6);
});

/** Share of 2,000 suites in which the better model is found. */
function found(cases: number, difference: number, disagreement: number): number {
  const discordant = Math.max(difference, disagreement);
  let state = 12_345;
  const draw = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  let told = 0;
  for (let run = 0; run < 2000; run++) {
    let [onlyA, onlyB] = [0, 0];
    for (let i = 0; i < cases; i++) {
      const chance = draw();
      if (chance < (discordant + difference) / 2) onlyA++;
      else if (chance < discordant) onlyB++;
    }
    if (onlyA > onlyB && mcnemar({ onlyA, onlyB, n: cases }) < 0.05) told++;
  }
  return told / 2000;
}

test('a difference of the stated size is found in four of five suites, of any number of cases', () => {
  for (const cases of [20, 50, 100, 200, 500]) {
    for (const disagreement of [0.1, 0.2, 0.4]) {
      const share = found(cases, detectableBefore(cases, disagreement), disagreement);
      assert.ok(share >= 0.775 && share <= 0.825, `${share} of ${cases} cases at ${disagreement}`);
    }
  }
});

test('it is at most 1, and too few cases detect nothing', () => {
  for (let cases = 1; cases < leastDiffering; cases++) near(detectableBefore(cases), 1);
  assert.ok(detectableBefore(leastDiffering) < 1);
});

test('so large that the fewest cases a test can settle would differ', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: leastDiffering, max: 400 }),
      fc.double({ min: 0.01, max: 0.9, noNaN: true }),
      (cases, share) => {
        const size = detectableBefore(cases, share);
        assert.ok(Math.max(size, share) * cases > leastDiffering - 1, `${size}`);
        assert.ok(size > 0 && size <= 1);
      },
    ),
    { numRuns: 50 },
  );
});

test('after a run: pass and fail by the share of cases that differed', () => {
  const a = Array.from({ length: 50 }, (_, i) => (i < 6 ? 1 : 0));
  const b = Array.from({ length: 50 }, (_, i) => (i >= 46 ? 1 : 0));
  const paired = pairedDifference(a, b);
  assert.ok(paired);
  near(detectableAfter(paired), detectableBefore(50, 0.2));
});

test('after a run: too few cases for the sign test detect nothing, however they are graded', () => {
  const paired = pairedDifference([1, 1, 1, 1], [0, 0.25, 0.5, 0.75]);
  assert.equal(paired && detectableAfter(paired), 1);
});

test('after a run: grades that mostly tie need enough cases that differ, and none is known where nothing differs', () => {
  const half = Array<number>(25).fill(0.5);
  const paired = pairedDifference([0.75, 0.25, ...half.slice(2)], half);
  assert.ok(paired);
  // 0.25 times the 0.296 at which six of 25 cases differ in four of five suites.
  assert.ok((detectableAfter(paired) ?? 0) >= 0.25 * detectableBefore(25, 0.001) - 1e-6);
  const same = pairedDifference(half, half);
  assert.equal(same && detectableAfter(same), null);
});
