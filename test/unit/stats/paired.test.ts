import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { mcnemar, tango } from '../../../src/core/stats/mcnemar.ts';
import { pairedDifference, pairedReal } from '../../../src/core/stats/paired.ts';
import { verdict } from '../../../src/core/stats/verdict.ts';
import { isNonInferior } from '../../../src/shared/nonInferiority.ts';
import { near } from './near.ts';

// a <- c(.9,.8,1,.4,.7,.95); b <- c(.8,.85,.7,.3,.75,.6); t.test(a, b, paired=TRUE) has the lower end and p. The upper one:
// d <- a-b; G <- pmax(d,0); L <- pmax(-d,0); w(x): Wilson's interval for mean(x) with n = mean(x)*(1-mean(x))/(var(x)/6)*(qnorm(.975)/qt(.975,5))^2
// mean(d) + sqrt((w(G)[2]-mean(G))^2 + (mean(L)-w(L)[1])^2 - 2*cor(G,L)*(w(G)[2]-mean(G))*(mean(L)-w(L)[1]))
test('graded qualities: the paired t test of R, and at each end the wider of its interval and the one by square-and-add', () => {
  const found = pairedDifference([0.9, 0.8, null, 1, 0.4, 0.7, 0.95, 1], [0.8, 0.85, 1, 0.7, 0.3, 0.75, 0.6, null]);
  near(found?.difference.value, 0.125);
  near(found?.difference.low, -0.0529404701457);
  near(found?.difference.high, 0.3506123393001);
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
    byCase: [1],
    differing: 1,
    passOrFail: true,
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

// a <- c(12.5,3.1,40.2,8.8,19.9,5.5,7.7); b <- c(10.1,3.3,31,9.4,14.2,5.1,8.9); t.test(a, b, paired=TRUE); var(a-b)
test('figures without bounds: the paired t test of R', () => {
  const found = pairedReal([12.5, 3.1, 40.2, null, 8.8, 19.9, 5.5, 7.7], [10.1, 3.3, 31, 7, 9.4, 14.2, 5.1, 8.9]);
  near(found?.difference.value, 2.242857142857);
  near(found?.difference.low, -1.332624566371);
  near(found?.difference.high, 5.818338852086);
  near(found?.pValue, 0.175704903531);
  near(found?.variance, 14.94619047619);
});

test('costs that differ by the same amount everywhere are certain from six cases on, however small they are', () => {
  const costs = (n: number, cost: number) => Array.from({ length: n }, (_, i) => cost + i * 1e-6);
  const six = pairedReal(costs(6, 3e-6), costs(6, 2e-6));
  assert.ok(six && (six.difference.low ?? 0) > 0);
  assert.equal(verdict(six.difference, six.pValue), 'better');
  const five = pairedReal(costs(5, 3e-6), costs(5, 2e-6));
  assert.deepEqual([five?.difference.low, five?.pValue], [null, 0.0625]);
  assert.equal(pairedReal(costs(6, 2e-6), costs(6, 2e-6))?.pValue, 1);
  assert.equal(pairedReal([1, null], [null, 1]), null);
});

// t.test gives p = 0.042 and an interval of 0.004 to 0.196; a sign test of four against none gives 0.125.
test('graded steps in a few of many cases are no surer than a sign test of those cases', () => {
  const steps = (differing: number, n: number) =>
    pairedDifference(
      Array.from({ length: n }, (_, i) => (i < differing ? 1 : 0.5)),
      Array<number>(n).fill(0.5),
    );
  const four = steps(4, 20);
  assert.ok(four);
  assert.equal(four.pValue, 0.125);
  assert.equal(four.differing, 4);
  assert.equal(verdict(four.difference, four.pValue), 'cannot-tell');
  assert.equal(steps(5, 20)?.pValue, 0.0625);
  near(steps(6, 20)?.pValue, 0.03125);
});

// 40 ties and ten gains of a tenth: t.test gives 0.009 to 0.031. One failure would undo most of it.
test('many ties and a few small gains do not show that nothing is ever lost', () => {
  const found = pairedDifference([...Array<number>(40).fill(0.9), ...Array<number>(10).fill(1)], Array<number>(50).fill(0.9));
  assert.ok(found && (found.difference.low ?? 0) < -0.03);
  assert.ok(!isNonInferior(found.difference, 0.03));
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
