import tCdf from '@stdlib/stats-base-dists-t-cdf';
import type { Estimate } from '../../shared/model/comparison.ts';
import { estimate, type Interval } from './interval.ts';
import type { PairedDifference } from './paired.ts';

/**
 * Mean of estimates from independent samples that weigh the same, such as the suites of a benchmark. The interval recovers
 * variances from those of the parts at each end: Zou and Donner 2008, Statistics in Medicine 27:1693. `null` where there are none.
 */
export function meanOfStrata(parts: readonly Estimate[]): Estimate | null {
  if (parts.length === 0) return null;
  const value = parts.reduce((sum, part) => sum + part.value, 0) / parts.length;
  const n = parts.reduce((sum, part) => sum + part.n, 0);
  const clusters = parts.reduce<number | null>((sum, part) => addKnown(sum, part.clusters), 0);
  return estimate(value, intervalOf(parts, value), n, clusters);
}

function addKnown(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}

function intervalOf(parts: readonly Estimate[], value: number): Interval | null {
  let [below, above] = [0, 0];
  for (const part of parts) {
    if (part.low === null || part.high === null) return null;
    below += (part.value - part.low) ** 2;
    above += (part.high - part.value) ** 2;
  }
  return { low: value - Math.sqrt(below) / parts.length, high: value + Math.sqrt(above) / parts.length };
}

/**
 * The same of paired differences, with a two-sided t test on Welch and Satterthwaite's degrees of freedom; as in
 * `pairedDifference`, p is never smaller than the sign test's could be with so many differing cases. By simulation
 * (two or three strata of 10 to 60 cases) equal models are told apart in at most 5 %.
 */
export function differenceOverStrata(parts: readonly PairedDifference[]): Pick<PairedDifference, 'difference' | 'pValue'> | null {
  const difference = meanOfStrata(parts.map((part) => part.difference));
  return difference && { difference, pValue: pValueOf(parts, difference.value * parts.length) };
}

function pValueOf(parts: readonly PairedDifference[], total: number): number | null {
  let [variance, freedom, differing] = [0, 0, 0];
  for (const part of parts) {
    const { n } = part.difference;
    if (part.variance === null) return null;
    const own = part.variance / n;
    variance += own;
    freedom += own ** 2 / (n - 1);
    differing += part.differing;
  }
  const signs = Math.min(1, 2 * 0.5 ** differing);
  if (!(variance > 0)) return signs;
  return Math.max(signs, 2 * tCdf(-Math.abs(total) / Math.sqrt(variance), variance ** 2 / freedom));
}
