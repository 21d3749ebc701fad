import { clampInterval, z, type Interval } from './interval.ts';

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
