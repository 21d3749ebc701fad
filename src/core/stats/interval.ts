import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import type { Estimate } from '../../shared/model/comparison.ts';

/** Share of intervals that should hold the true value (docs: 95 % unless set). */
export const confidence = 0.95;
export const alpha = 1 - confidence;
/** Two-sided standard normal quantile of `confidence`: 1.96. */
export const z = normalQuantile(1 - alpha / 2, 0, 1);

/** Differences of figures from 0 to 1 that are smaller than this are rounding of the arithmetic, not spread. */
export const roundingError = 1e-12;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Numbers with the cluster (the case) that each belongs to; the arrays run in parallel. Cluster numbers are small integers, not necessarily dense. */
export interface ClusteredSample {
  readonly values: readonly number[];
  readonly clusters: readonly number[];
}

export function clampInterval({ low, high }: Interval, least: number, most: number): Interval {
  return { low: Math.min(most, Math.max(least, low)), high: Math.max(least, Math.min(most, high)) };
}

/** The wider of two at each end. */
export function hull(a: Interval, b: Interval): Interval {
  return { low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) };
}

/** An interval made apart from its value (bootstrap, rounding at a bound) is widened to hold it. */
export function estimate(value: number, interval: Interval | null, n: number, clusters: number | null): Estimate {
  return {
    value,
    low: interval && Math.min(interval.low, value),
    high: interval && Math.max(interval.high, value),
    n,
    clusters,
  };
}
