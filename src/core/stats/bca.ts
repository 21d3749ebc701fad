import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { alpha, type Interval } from './interval.ts';
import { percentile, sortSample } from './percentile.ts';

/** Draws, of which there are thousands. */
export type Figures = Float64Array | readonly number[];

/** BCa endpoints from the estimate, its bootstrap draws and its leave-one-out values: Efron 1987, JASA 82:171; Efron and Tibshirani 1993, chapter 14. */
export function bcaInterval(value: number, bootstrap: Figures, jackknife: Figures): Interval | null {
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
function shareBelow(values: Figures, value: number): number {
  let below = 0;
  for (const v of values) below += v < value ? 1 : v === value ? 0.5 : 0;
  return Math.min(values.length - 0.5, Math.max(0.5, below)) / values.length;
}

/** Σ(m − x)³ / (Σ(m − x)²)^1.5: six times the acceleration when fed with leave-one-out values. */
function skewness(values: Figures): number {
  let sum = 0;
  for (const v of values) sum += v;
  const mean = sum / values.length;
  let squares = 0;
  let cubes = 0;
  for (const v of values) {
    squares += (mean - v) ** 2;
    cubes += (mean - v) ** 3;
  }
  return squares > 0 ? cubes / squares ** 1.5 : 0;
}
