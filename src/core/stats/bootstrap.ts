import { bcaInterval, type Figures } from './bca.ts';
import { alpha, type ClusteredSample, type Interval } from './interval.ts';
import type { SortedSample } from './percentile.ts';
import { ResampledPercentiles } from './resample.ts';
import { resamplesOf, toUnits, type Units } from './units.ts';

export const mostDraws = 2000;
/** Fewer clusters than this leave too few different resamples for an interval. */
export const leastClusters = 5;

/** Figures of a sample, each with its resamples and with its values when one unit is left out. */
export interface Bootstrapped {
  readonly value: number;
  readonly draws: Figures;
  readonly jackknife: Figures;
}

/** `evaluate` makes the figures of a resample: how often each unit is in it. It must not keep the array. */
export function bootstrap(
  units: Units,
  evaluate: (weights: Uint16Array) => readonly number[],
  draws = mostDraws,
): Bootstrapped[] {
  const weights = new Uint16Array(units.count);
  const values = evaluate(weights.fill(1));
  const jackknife = collect(values.length, units.count, (left) => evaluate(weights.fill(1).fill(0, left, left + 1)));
  const resamples = resamplesOf(units.count, draws);
  const drawn = collect(values.length, draws, (i) => evaluate(resamples[i] ?? weights));
  return values.map((value, i) => ({ value, draws: drawn[i] ?? [], jackknife: jackknife[i] ?? [] }));
}

/** BCa interval of one figure. `null` with fewer than five clusters, or where some resample has no such figure. */
export function bootstrapInterval(units: Units, evaluate: (weights: Uint16Array) => number): Interval | null {
  if (units.count < leastClusters) return null;
  const [found] = bootstrap(units, (weights) => [evaluate(weights)]);
  if (!found || ![...found.draws, ...found.jackknife].every(Number.isFinite)) return null;
  return bcaInterval(found.value, found.draws, found.jackknife);
}

/**
 * BCa bootstrap intervals of percentiles. Whole cases are resampled, since repeats of a case are not independent. `null` with
 * fewer than five cases, and where the sample probably does not reach beyond the percentile (see `reaches`).
 */
export function percentileIntervals(sample: ClusteredSample, ps: readonly number[], sorted?: SortedSample): (Interval | null)[] {
  const units = toUnits(sample.clusters);
  if (units.count < leastClusters) return ps.map(() => null);
  const resampled = new ResampledPercentiles(sample.values, units, ps, sorted);
  const found = bootstrap(units, (weights) => resampled.evaluate(weights));
  return found.map(({ value, draws, jackknife }, i) =>
    reaches(ps[i] ?? 0, sample.values.length) ? bcaInterval(value, draws, jackknife) : null,
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

/** `rows` results of `width` numbers each, by column. */
function collect(width: number, rows: number, row: (index: number) => readonly number[]): Float64Array[] {
  const columns = Array.from({ length: width }, () => new Float64Array(rows));
  for (let i = 0; i < rows; i++) {
    const values = row(i);
    for (let j = 0; j < width; j++) {
      const column = columns[j];
      if (column) column[i] = values[j] ?? NaN;
    }
  }
  return columns;
}
