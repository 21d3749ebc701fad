import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { mcnemar, tango } from '../../../src/core/stats/mcnemar.ts';
import { isNonInferior } from '../../../src/core/stats/noninferiority.ts';
import { pairedDifference } from '../../../src/core/stats/paired.ts';
import { seededRandom } from '../../../src/core/stats/random.ts';
import { verdict } from '../../../src/core/stats/verdict.ts';
import { near } from './near.ts';

// t.test(c(.9,.8,1,.4,.7,.95), c(.8,.85,.7,.3,.75,.6), paired=TRUE)
test('graded qualities: the paired t test of R, over the cases that both have', () => {
  const found = pairedDifference([0.9, 0.8, null, 1, 0.4, 0.7, 0.95, 1], [0.8, 0.85, 1, 0.7, 0.3, 0.75, 0.6, null]);
  near(found?.difference.value, 0.125);
  near(found?.difference.low, -0.0529404701457);
  near(found?.difference.high, 0.3029404701457);
  near(found?.pValue, 0.1307795382038);
  assert.equal(found?.difference.n, 6);
});

// binom.test(1, 8)$p.value; binom.test(3, 13)$p.value; mcnemar.test(matrix(c(50,22,40,30),2), correct=FALSE)$p.value
test('McNemar: exact with few discordant cases, else the score test, as in R', () => {
  near(mcnemar({ onlyA: 1, onlyB: 7, n: 21 }), 0.0703125);
  near(mcnemar({ onlyA: 10, onlyB: 3, n: 50 }), 0.09228515625);
  near(mcnemar({ onlyA: 40, onlyB: 22, n: 142 }), 0.0222541248231);
  assert.equal(mcnemar({ onlyA: 0, onlyB: 0, n: 10 }), 1);
  assert.equal(mcnemar({ onlyA: 4, onlyB: 4, n: 10 }), 1);
});

// Fagerland, Lydersen and Laake 2014, Stat Med 33:2850, give −0.517 to −0.026 for the first (their airway data). More digits, and the second: SciPy's
// brentq on the score with p_B from minimize_scalar of the likelihood under p_A − p_B = delta.
test('the interval for pass and fail is that of Tango', () => {
  const first = tango({ onlyA: 1, onlyB: 7, n: 21 });
  near(first.low, -0.517232277);
  near(first.high, -0.026003035);
  const second = tango({ onlyA: 12, onlyB: 5, n: 60 });
  near(second.low, -0.019466459);
  near(second.high, 0.254022498);
});

test('two that agree everywhere may still differ in the cases not seen', () => {
  const binary = pairedDifference([1, 1, 0, 1, 1, 1, 0, 1], [1, 1, 0, 1, 1, 1, 0, 1]);
  near(binary?.difference.low, -0.324407564884);
  near(binary?.difference.high, 0.324407564884);
  const graded = pairedDifference([0.5, 0.7, 0.2, 0.5, 0.5, 0.5, 0.5, 0.5], [0.5, 0.7, 0.2, 0.5, 0.5, 0.5, 0.5, 0.5]);
  near(graded?.difference.low, -0.324407564884);
  assert.equal(graded?.pValue, 1);
});

test('a difference that is the same in every case is tested by its sign', () => {
  const six = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6];
  const found = pairedDifference(
    six.map((q) => q + 0.3),
    six,
  );
  near(found?.pValue, 2 / 64);
  assert.ok((found?.difference.low ?? 1) < 0.3 && (found?.difference.high ?? 0) > 0.3);
});

test('one shared case has a difference but no interval; none has nothing', () => {
  assert.deepEqual(pairedDifference([1, null], [0, 1]), {
    difference: { value: 1, low: null, high: null, n: 1, clusters: 1 },
    pValue: null,
    variance: null,
    differing: 1,
  });
  assert.equal(pairedDifference([null, 1], [1, null]), null);
});

test('turning a pair round turns its figures round; nothing leaves −1 to 1', () => {
  const quality = fc.constantFrom(null, 0, 1 / 3, 0.5, 1);
  fc.assert(
    fc.property(fc.array(fc.tuple(quality, quality)), (cases) => {
      const [a, b] = [cases.map(([x]) => x), cases.map(([, y]) => y)];
      const found = pairedDifference(a, b);
      if (!found) return;
      const back = pairedDifference(b, a)?.difference;
      const { value, low, high } = found.difference;
      near(back?.value, -value, 1e-9);
      if (low === null || high === null) return;
      near(back?.low, -high, 1e-9);
      assert.ok(-1 <= low && low <= value && value <= high && high <= 1);
      assert.ok(found.pValue !== null && found.pValue >= 0 && found.pValue <= 1);
    }),
  );
});

/** How many of 1,000 suites get the verdict that one of two equally good models is better or worse. */
function falseVerdicts(cases: number, quality: (unit: number, shared: number) => number): number {
  const random = seededRandom(3);
  const unit = (): number => random() / 2 ** 32;
  let wrong = 0;
  for (let trial = 0; trial < 1000; trial++) {
    const shared = Array.from({ length: cases }, unit);
    const one = shared.map((s) => quality(unit(), s));
    const other = shared.map((s) => quality(unit(), s));
    const found = pairedDifference(one, other);
    if (found && verdict(found.difference, found.pValue) !== 'cannot-tell') wrong++;
  }
  return wrong;
}

test('equally good models are seldom told apart', () => {
  const passFail = falseVerdicts(60, (unit, shared) => (unit < 0.5 + 0.5 * shared ? 1 : 0));
  assert.ok(passFail <= 60, `${passFail} of 1000 with pass and fail`);
  const graded = falseVerdicts(20, (unit, shared) => 0.5 * shared + 0.5 * unit);
  assert.ok(graded >= 30 && graded <= 70, `${graded} of 1000 with grades`);
});

// t.test gives p = 0.042 and an interval of 0.004 to 0.196; a sign test of four against none gives 0.125.
test('graded steps in a few of many cases are no surer than a sign test of those cases', () => {
  const steps = (differing: number, n: number) =>
    pairedDifference(
      Array.from({ length: n }, (_, i) => (i < differing ? 1 : 0.5)),
      Array<number>(n).fill(0.5),
    );
  const four = steps(4, 20);
  assert.ok(four && (four.difference.low ?? 0) > 0);
  assert.equal(four.pValue, 0.125);
  assert.equal(four.differing, 4);
  assert.equal(verdict(four.difference, four.pValue), 'cannot-tell');
  assert.equal(steps(5, 20)?.pValue, 0.0625);
  near(steps(6, 20)?.pValue, 0.03125);
});

test('two to five cases show nothing, however alike their differences are', () => {
  for (const n of [2, 3, 4, 5]) {
    const nearly = pairedDifference(
      Array.from({ length: n }, (_, i) => 0.8 + i / 1e6),
      Array<number>(n).fill(0.5),
    );
    assert.ok(nearly && verdict(nearly.difference, nearly.pValue) === 'cannot-tell', `better from ${n}`);
    const slightly = pairedDifference([0.99, ...Array<number>(n - 1).fill(1)], Array<number>(n).fill(1));
    assert.ok(slightly && !isNonInferior(slightly.difference, 0.03), `as good from ${n}`);
  }
});
