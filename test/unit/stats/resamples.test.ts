import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { lowOfSeveral, ratioOfMeans } from '../../../src/core/stats/ratio.ts';
import { caseResamples, replicateMeans, replicateMedians } from '../../../src/core/stats/replicates.ts';
import { mulberry32 } from '../../engine/random.ts';
import { near } from './near.ts';

const a = [12, 15, 9, 30, 22, 17, 11, 14, 45, 19];
const b = [20, 21, 18, 33, 40, 25, 13, 20, 52, 31];

// scipy.stats.bootstrap((a, b), lambda a, b, axis=-1: a.sum(axis)/b.sum(axis), paired=True, n_resamples=500000, random_state=1, method='BCa')
// d <- a/sum(a)-b/sum(b); log(sum(a)/sum(b)) + c(-1, 1)*qt(.975, 9)*sqrt(10/9*sum(d^2)), exponentiated: 0.602279, 0.838456
test('a ratio over cases has the wider of the BCa interval of SciPy and the t interval of its logarithm', () => {
  const found = ratioOfMeans([...a, null, 7], [...b, 5, null]);
  near(found?.value, 194 / 273);
  near(found?.low, 0.602279211726, 1e-9);
  near(found?.high, 0.838456030062, 1e-9);
  // One case far off, and BCa's lower end (SciPy: 0.619) leaves out less than the symmetric one does.
  const skewed = ratioOfMeans([...a, 300], [...b, 60]);
  assert.ok(skewed?.high && skewed.high > 3);
  assert.deepEqual([found?.n, found?.clusters], [10, 10]);
});

test('a ratio to nothing is not known, and one of few cases has no interval', () => {
  assert.equal(ratioOfMeans([1, 2], [0, 0]), null);
  assert.equal(ratioOfMeans([1, null], [null, 1]), null);
  assert.deepEqual(ratioOfMeans([1, 2, 3], [2, 4, 6]), { value: 0.5, low: null, high: null, n: 3, clusters: 3 });
  assert.equal(ratioOfMeans([1, 1, 1, 1, 1], [0, 0, 0, 0, 1])?.low, null);
});

test('a ratio that is the same in every case is certain', () => {
  const found = ratioOfMeans(
    b.map((cost) => cost * 0.25),
    b,
  );
  near(found?.low, 0.25, 1e-12);
  near(found?.high, 0.25, 1e-12);
});

/** Share of 400 suites whose interval holds the truth; costs differ by a factor of e and more, half of it shared. */
function ratiosHeld(cases: number): number {
  const draw = mulberry32(3);
  const spread = (): number => Math.exp(draw() + draw() + draw() - 1.5);
  let held = 0;
  for (let trial = 0; trial < 400; trial++) {
    const common = Array.from({ length: cases }, spread);
    const found = ratioOfMeans(
      common.map((cost) => cost * spread()),
      common.map((cost) => 2 * cost * spread()),
    );
    if ((found?.low ?? 1) <= 0.5 && 0.5 <= (found?.high ?? 0)) held++;
  }
  return held / 400;
}

test('the interval of a ratio holds it with few cases too', () => {
  for (const cases of [10, 25]) assert.ok(ratiosHeld(cases) >= 0.9, `${cases} cases: ${ratiosHeld(cases)}`);
});

test('one of several ratios is shown to lie above what it alone would show', () => {
  const found = ratioOfMeans(b, a);
  assert.ok(found?.low && found.low > 1);
  near(lowOfSeveral(found, 1), found.low, 1e-12);
  // exp(log(r) - log(r/low) * qt(1-.05/10, 9)/qt(.975, 9))
  near(lowOfSeveral(found, 5), found.value * (found.low / found.value) ** (3.249835542 / 2.262157163), 1e-6);
  assert.equal(lowOfSeveral({ ...found, low: null }, 5), null);
});

test('nine in ten intervals of a ratio hold it', () => {
  const draw = mulberry32(3);
  let held = 0;
  for (let trial = 0; trial < 100; trial++) {
    const costs = Array.from({ length: 40 }, () => -Math.log(1 - draw()));
    const found = ratioOfMeans(
      costs.map((cost) => cost * (0.1 + 0.4 * draw())),
      costs,
    );
    if (found && (found.low ?? 1) <= 0.3 && 0.3 <= (found.high ?? 0)) held++;
  }
  assert.ok(held >= 88, `${held} of 100`);
});

test('candidates share their resamples: what is a constant ahead in every case stays so in every draw', () => {
  const resamples = caseResamples(10, 200);
  const [own, ahead] = [a, a.map((v) => v + 3)].map((values) => replicateMeans(values, resamples));
  assert.equal(own?.length, 200);
  assert.ok(new Set(own).size > 50);
  for (const [i, value] of (ahead ?? []).entries()) near(value - (own?.[i] ?? NaN), 3, 1e-9);
  const medians = replicateMedians({ values: a, clusters: [...a.keys()] }, resamples);
  const later = replicateMedians({ values: a.map((v) => v + 3), clusters: [...a.keys()] }, resamples);
  for (const [i, value] of (later ?? []).entries()) near(value - (medians?.[i] ?? NaN), 3, 1e-9);
});

test('resamples spread as the mean does', () => {
  const values = Array.from({ length: 500 }, (_, i) => Math.sin(i));
  const means = replicateMeans(values, caseResamples(500, 2000)) ?? [];
  const centre = means.reduce((sum, v) => sum + v, 0) / means.length;
  const spread = Math.sqrt(means.reduce((sum, v) => sum + (v - centre) ** 2, 0) / means.length);
  near(spread, Math.sqrt(0.5 / 500), 0.002);
});

test('one known case has no replicates; a resample without the known cases has the mean of all', () => {
  const resamples = caseResamples(30, 200);
  const one = Array.from({ length: 30 }, (_, i) => (i === 4 ? 1 : null));
  assert.equal(replicateMeans(one, resamples), null);
  assert.equal(replicateMedians({ values: [1, 2], clusters: [4, 4] }, resamples), null);
  const two = replicateMeans(
    one.map((v, i) => (i === 9 ? 0 : v)),
    resamples,
  );
  assert.deepEqual([...new Set(two)].sort((x, y) => x - y).at(0), 0);
  assert.ok(two?.includes(1) && two.includes(0.5));
  assert.deepEqual(replicateMeans([], caseResamples(0, 5)), null);
});

test('replicates are finite and within their figures', () => {
  const figure = fc.option(fc.double({ min: 0, max: 100, noNaN: true }), { nil: null });
  fc.assert(
    fc.property(fc.array(figure, { minLength: 1, maxLength: 30 }), (values) => {
      const known = values.flatMap((v, i) => (v === null ? [] : [{ v, i }]));
      const resamples = caseResamples(values.length, 50);
      const sample = { values: known.map(({ v }) => v), clusters: known.map(({ i }) => i) };
      for (const found of [replicateMeans(values, resamples), replicateMedians(sample, resamples)]) {
        assert.equal(found === null, known.length < 2);
        for (const v of found ?? []) assert.ok(v >= Math.min(...sample.values) - 1e-9 && v <= Math.max(...sample.values) + 1e-9);
      }
    }),
  );
});
