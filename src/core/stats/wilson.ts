import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { alpha, clampInterval, roundingError, z, type Interval } from './interval.ts';

/**
 * Score interval of a proportion: Wilson 1927, JASA 22:209; without continuity correction.
 * `n` is the number of independent observations: cases, where each was repeated.
 */
export function wilson(share: number, n: number): Interval {
  const z2 = z * z;
  const centre = (share + z2 / (2 * n)) / (1 + z2 / n);
  const half = (z / (1 + z2 / n)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n));
  return clampInterval({ low: centre - half, high: centre + half }, 0, 1);
}

/**
 * Wilson's interval of a mean of figures from 0 to 1 with its standard error over so many clusters: n is the number of
 * passes and failures that would have this error (Korn and Graubard 1998, Survey Methodology 24:193, with their t for z).
 * It leans away from the bound that the figures crowd at, as a t interval does not: in simulated suites of 25 cases with
 * a mean of 0.95 that one held it in 87 % of runs, this one in 97 %. Without any spread the clusters are n.
 */
export function effectiveWilson(mean: number, error: number, clusters: number): Interval {
  if (error <= roundingError) return wilson(mean, clusters);
  const t = tQuantile(1 - alpha / 2, clusters - 1);
  return wilson(mean, ((mean * (1 - mean)) / error ** 2) * (z / t) ** 2);
}
