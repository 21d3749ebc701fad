import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { alpha, type ClusteredSample, type Interval } from './interval.ts';
import { percentile, sortSample } from './percentile.ts';
import { seededRandom, type Random } from './random.ts';
import { ResampledPercentiles, type Units } from './resample.ts';

const draws = 2000;
const seed = 20_240_501;
/** Fewer clusters than this leave too few different resamples for an interval. */
const leastClusters = 5;
/**
 * More clusters than this are dealt at random into so many equal blocks, and blocks are resampled: blocks of
 * independent cases are as exchangeable as the cases, and the time stays bounded.
 */
const mostUnits = 200;

/**
 * BCa bootstrap intervals of percentiles: Efron 1987, JASA 82:171; Efron and Tibshirani 1993, chapter 14.
 * Whole cases are resampled, since repeats of a case are not independent. `null` with fewer than five cases,
 * and where the sample probably does not reach beyond the percentile (see `reaches`).
 */
export function percentileIntervals(sample: ClusteredSample, ps: readonly number[]): (Interval | null)[] {
  const units = toUnits(sample.clusters);
  if (units.count < leastClusters) return ps.map(() => null);
  const resampled = new ResampledPercentiles(sample.values, units, ps);
  const weights = new Uint16Array(units.count);
  const estimates = resampled.evaluate(weights.fill(1));
  const jackknife = collect(ps.length, units.count, (left) => resampled.evaluate(weights.fill(1).fill(0, left, left + 1)));
  const resamples = resamplesOf(units.count);
  const bootstrap = collect(ps.length, draws, (i) =>
    resampled.evaluate(resamples.subarray(i * units.count, (i + 1) * units.count)),
  );
  return estimates.map((value, i) =>
    reaches(ps[i] ?? 0, sample.values.length) ? bcaInterval(value, bootstrap[i] ?? [], jackknife[i] ?? []) : null,
  );
}

/**
 * No resample goes beyond the greatest value, and that one lies below the p-th percentile with probability pⁿ.
 * Above α/2 an interval would claim too much: that of a p95 from 36 samples held it in 82 % of simulated runs,
 * from 72 in 92 %, from 100 in 94 %. So a median needs 6 samples, a p95 72.
 */
function reaches(p: number, n: number): boolean {
  return Math.max(p, 1 - p) ** n <= alpha / 2;
}

/** BCa endpoints from the estimate, its bootstrap draws and its leave-one-out values. */
export function bcaInterval(value: number, bootstrap: readonly number[], jackknife: readonly number[]): Interval | null {
  const sorted = sortSample(bootstrap);
  if (!sorted) return null;
  const bias = normalQuantile(shareBelow(bootstrap, value), 0, 1);
  const acceleration = skewness(jackknife) / 6;
  const endpoint = (level: number): number => {
    const shifted = bias + normalQuantile(level, 0, 1);
    return percentile(sorted, normalCdf(bias + shifted / (1 - acceleration * shifted), 0, 1));
  };
  return { low: endpoint(alpha / 2), high: endpoint(1 - alpha / 2) };
}

/** Ties count half, and the share stays off 0 and 1, where the normal quantile is infinite. */
function shareBelow(values: readonly number[], value: number): number {
  const below = values.reduce((sum, v) => sum + (v < value ? 1 : v === value ? 0.5 : 0), 0);
  return Math.min(values.length - 0.5, Math.max(0.5, below)) / values.length;
}

/** Σ(m − x)³ / (Σ(m − x)²)^1.5: six times the acceleration when fed with leave-one-out values. */
function skewness(values: readonly number[]): number {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  let squares = 0;
  let cubes = 0;
  for (const v of values) {
    squares += (mean - v) ** 2;
    cubes += (mean - v) ** 3;
  }
  return squares > 0 ? cubes / squares ** 1.5 : 0;
}

function toUnits(clusters: readonly number[]): Units {
  const distinct = [...new Set(clusters)];
  const count = Math.min(distinct.length, mostUnits);
  if (distinct.length > mostUnits) shuffle(distinct, seededRandom(seed + 1));
  const unitOf = new Map(distinct.map((cluster, i) => [cluster, i % count]));
  return { count, clusters: distinct.length, of: Uint16Array.from(clusters, (cluster) => unitOf.get(cluster) ?? 0) };
}

function shuffle(items: number[], random: Random): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = below(i + 1, random);
    const kept = items[i] ?? 0;
    items[i] = items[j] ?? 0;
    items[j] = kept;
  }
}

function below(limit: number, random: Random): number {
  return Math.floor((random() * limit) / 2 ** 32);
}

let kept: { readonly units: number; readonly weights: Uint16Array } | null = null;

/**
 * All resamples of so many units, one after the other: how often each unit is in it. They depend on nothing but the seed,
 * and the distributions of one comparison mostly have the same number of units: the last ones are kept.
 */
function resamplesOf(units: number): Uint16Array {
  if (kept?.units === units) return kept.weights;
  const random = seededRandom(seed);
  const weights = new Uint16Array(draws * units);
  for (let start = 0; start < weights.length; start += units) {
    for (let i = 0; i < units; i++) {
      const unit = start + below(units, random);
      weights[unit] = (weights[unit] ?? 0) + 1;
    }
  }
  kept = { units, weights };
  return weights;
}

/** `rows` results of `width` numbers each, by column. */
function collect(width: number, rows: number, row: (index: number) => readonly number[]): number[][] {
  const columns = Array.from({ length: width }, (): number[] => []);
  for (let i = 0; i < rows; i++) {
    for (const [j, value] of row(i).entries()) columns[j]?.push(value);
  }
  return columns;
}
