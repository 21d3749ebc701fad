import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { bcaInterval } from '../../../src/core/stats/bca.ts';
import { percentileIntervals } from '../../../src/core/stats/bootstrap.ts';
import type { ClusteredSample } from '../../../src/core/stats/interval.ts';
import { percentile, sortSample } from '../../../src/core/stats/percentile.ts';
import { seededRandom, type Random } from '../../../src/core/stats/random.ts';
import { ResampledPercentiles } from '../../../src/core/stats/resample.ts';
import { near } from './near.ts';

// data = np.array([12,15,9,30,22,17,11,14,45,19.]); b = [17+7*sin(1.7*i)+3*cos(.3*i) for i in range(200)]
// scipy.stats.bootstrap((data,), np.mean, n_resamples=0, method='BCa',
//   bootstrap_result=SimpleNamespace(bootstrap_distribution=np.array(b))).confidence_interval
test('BCa endpoints are those of SciPy', () => {
  const data = [12, 15, 9, 30, 22, 17, 11, 14, 45, 19];
  const sum = data.reduce((a, b) => a + b);
  const draws = Array.from({ length: 200 }, (_, i) => 17 + 7 * Math.sin(i * 1.7) + 3 * Math.cos(i * 0.3));
  const jackknife = data.map((left) => (sum - left) / 9);
  const interval = bcaInterval(sum / 10, draws, jackknife);
  near(interval?.low, 10.257725697288);
  near(interval?.high, 26.765578416898);
});

/** The same thing done plainly: draw cases, pool their values, sort, take the percentile. */
function plainIntervals({ values, clusters }: ClusteredSample, p: number, random: Random) {
  const cases = [...Map.groupBy(values.keys(), (i) => clusters[i]).values()].map((indexes) => indexes.map((i) => values[i] ?? 0));
  const of = (drawn: readonly number[][]): number => {
    const sample = sortSample(drawn.flat());
    return sample ? percentile(sample, p) : 0;
  };
  const draws = Array.from({ length: 2000 }, () => of(cases.map(() => cases[random() % cases.length] ?? [])));
  const jackknife = cases.map((_, left) => of(cases.filter((_, i) => i !== left)));
  return bcaInterval(of(cases), draws, jackknife);
}

function latencies(cases: number, repeats: (index: number) => number, random: Random): ClusteredSample {
  const clusters = Array.from({ length: cases }, (_, i) => Array<number>(repeats(i)).fill(i)).flat();
  const slow = Array.from({ length: cases }, () => (random() / 2 ** 32) * 500);
  return { values: clusters.map((c) => 500 + (slow[c] ?? 0) - 150 * Math.log((random() + 1) / 2 ** 32)), clusters };
}

test('dealing many cases into blocks leaves the interval as it is', () => {
  const sample = latencies(400, (i) => 1 + (i % 3), seededRandom(5));
  const plain = plainIntervals(sample, 0.5, seededRandom(9));
  const [found] = percentileIntervals(sample, [0.5]);
  assert.ok(plain && found);
  const within = 0.15 * (plain.high - plain.low);
  near(found.low, plain.low, within);
  near(found.high, plain.high, within);
});

test('percentiles of a resample are those of its values written out', () => {
  const observations = fc.array(fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.nat(5)), { minLength: 1, maxLength: 60 });
  const weights = fc.array(fc.nat(3), { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(observations, weights, fc.double({ noNaN: true, min: 0, max: 1 }), (pairs, times, p) => {
      const written = sortSample(pairs.flatMap(([value, unit]) => Array<number>(times[unit] ?? 0).fill(value)));
      fc.pre(written !== null);
      const units = { count: 6, clusters: 6, of: Uint16Array.from(pairs, ([, unit]) => unit) };
      const values = pairs.map(([value]) => value);
      const [found] = new ResampledPercentiles(values, units, [p]).evaluate(Uint16Array.from(times));
      near(found, percentile(written, p), 1e-9);
    }),
  );
});

test('the same sample always has the same interval, in whatever order it comes', () => {
  for (const cases of [20, 300]) {
    const { values, clusters } = latencies(cases, () => 2, seededRandom(1));
    const turned = { values: values.toReversed(), clusters: clusters.toReversed() };
    assert.deepEqual(percentileIntervals(turned, [0.5]), percentileIntervals({ values, clusters }, [0.5]));
  }
});

test('fewer than five cases have no interval, however often they were run', () => {
  assert.deepEqual(percentileIntervals({ values: [1, 2, 3, 4, 5, 6, 7, 8], clusters: [0, 0, 1, 1, 2, 2, 3, 3] }, [0.5, 0.95]), [
    null,
    null,
  ]);
});

test('an interval needs as many samples as reach beyond the percentile: 6 for a median, 72 for a p95', () => {
  const given = (n: number) => {
    const values = Array.from({ length: n }, (_, i) => i);
    return percentileIntervals({ values, clusters: values }, [0.5, 0.95]).map((interval) => interval !== null);
  };
  assert.deepEqual(
    [given(5), given(6), given(71), given(72)],
    [
      [false, false],
      [true, false],
      [true, false],
      [true, true],
    ],
  );
});

test('nine in ten intervals of a median hold it', () => {
  const random = seededRandom(77);
  let held = 0;
  for (let trial = 0; trial < 100; trial++) {
    const values = Array.from({ length: 40 }, () => random() / 2 ** 32);
    const [interval] = percentileIntervals({ values, clusters: [...values.keys()] }, [0.5]);
    if (interval && interval.low <= 0.5 && interval.high >= 0.5) held++;
  }
  assert.ok(held >= 88, `${held} of 100`);
});

test('intervals are ordered and within the sample', () => {
  const observations = fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.nat(8)), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(observations, (pairs) => {
      const values = pairs.map(([v]) => v);
      for (const interval of percentileIntervals({ values, clusters: pairs.map(([, c]) => c) }, [0.5, 0.95])) {
        if (!interval) continue;
        assert.ok(Math.min(...values) <= interval.low && interval.low <= interval.high && interval.high <= Math.max(...values));
      }
    }),
    { numRuns: 40 },
  );
});
