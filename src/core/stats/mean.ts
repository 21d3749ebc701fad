import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import type { Estimate } from '../../shared/model/comparison.ts';
import { alpha, clampInterval, estimate, type ClusteredSample } from './interval.ts';
import { effectiveWilson, wilson } from './wilson.ts';

export interface ClusteredMean {
  readonly mean: number;
  /** Standard error; `null` with fewer than two clusters. */
  readonly error: number | null;
  readonly n: number;
  readonly clusters: number;
}

/**
 * Mean over all observations with a standard error clustered by case, since repeats of a case are not
 * independent: Miller, Adding Error Bars to Evals, arXiv 2411.00640. The factor C/(C − 1) for C
 * clusters (CR1) makes it sd/√n where every case was run once.
 */
export function clusteredMean({ values, clusters }: ClusteredSample): ClusteredMean | null {
  const n = values.length;
  if (n === 0) return null;
  const mean = values.reduce((sum, v) => sum + v, 0) / n;
  // By cluster, in the order in which they come.
  const residuals: number[] = [];
  const seats: number[] = [];
  for (let i = 0; i < n; i++) {
    const seat = (seats[clusters[i] ?? 0] ??= residuals.length);
    residuals[seat] = (residuals[seat] ?? 0) + (values[i] ?? mean) - mean;
  }
  const count = residuals.length;
  const squares = residuals.reduce((sum, r) => sum + r * r, 0);
  const error = count < 2 ? null : Math.sqrt((count / (count - 1)) * squares) / n;
  return { mean, error, n, clusters: count };
}

/** Mean with its t interval on C − 1 degrees of freedom, cut at the bounds of the figure. */
export function meanEstimate(sample: ClusteredSample, least = -Infinity, most = Infinity): Estimate | null {
  const found = clusteredMean(sample);
  if (!found) return null;
  const { mean, error, n, clusters } = found;
  if (error === null) return estimate(mean, null, n, clusters);
  const half = tQuantile(1 - alpha / 2, clusters - 1) * error;
  return estimate(mean, clampInterval({ low: mean - half, high: mean + half }, least, most), n, clusters);
}

/**
 * Mean of figures from 0 to 1. Passes and failures of cases that were run once each have Wilson's interval, all else that of
 * as many passes and failures as would have the same clustered error.
 */
export function unitMeanEstimate(sample: ClusteredSample): Estimate | null {
  const found = clusteredMean(sample);
  if (!found) return null;
  const { mean, error, n, clusters } = found;
  if (error === null) return estimate(mean, null, n, clusters);
  const once = n === clusters && sample.values.every((v) => v === 0 || v === 1);
  return estimate(mean, once ? wilson(mean, clusters) : effectiveWilson(mean, error, clusters), n, clusters);
}
