import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import type { Estimate } from '../../shared/model/comparison.ts';
import { bootstrapInterval } from './bootstrap.ts';
import { alpha, estimate, hull, type Interval } from './interval.ts';
import type { CaseFigures } from './paired.ts';
import { toUnits } from './units.ts';

/**
 * Σa/Σb over the cases that both have, such as a share of the cost, with an interval over cases (they are drawn as pairs,
 * so that dear cases stay dear for both): at each end the wider of BCa's and of the t interval of its logarithm. BCa's alone held the
 * truth in 84 to 88 % of simulated suites of 10 cases and in 90 % of 25, the two together in 92 to 94 %. `null` where they share
 * no case or b comes to nothing.
 */
export function ratioOfMeans(a: CaseFigures, b: CaseFigures): Estimate | null {
  const cases = a.flatMap((x, i) => (x !== null && (b[i] ?? null) !== null ? [i] : []));
  const units = toUnits(cases);
  const [above, below] = [new Float64Array(units.count), new Float64Array(units.count)];
  for (const [i, unit] of units.of.entries()) {
    const index = cases[i] ?? 0;
    above[unit] = (above[unit] ?? 0) + (a[index] ?? 0);
    below[unit] = (below[unit] ?? 0) + (b[index] ?? 0);
  }
  const ratio = (weights: Uint16Array): number => weightedSum(above, weights) / weightedSum(below, weights);
  const value = ratio(new Uint16Array(units.count).fill(1));
  if (!Number.isFinite(value)) return null;
  const drawn = bootstrapInterval(units, ratio);
  const interval = drawn && hull(drawn, logInterval(value, deviations(cases.map((i) => [a[i] ?? 0, b[i] ?? 0]))));
  return estimate(value, interval, cases.length, cases.length);
}

/** Lower end of the ratio's interval as one of so many that are all to hold the truth in 95 %: Bonferroni, on the logarithm, which is about t. */
export function lowOfSeveral({ value, low, n }: Estimate, comparisons: number): number | null {
  if (low === null || !(low > 0)) return low;
  const quantile = (count: number): number => tQuantile(1 - alpha / (2 * count), n - 1);
  return value * (low / value) ** (quantile(comparisons) / quantile(1));
}

/** How far each case's share of Σa is from its share of Σb: what the logarithm of the ratio varies by (Cochran 1977, Sampling Techniques, 6.5). */
function deviations(pairs: readonly (readonly [a: number, b: number])[]): number[] {
  const [above, below] = [pairs.reduce((sum, [x]) => sum + x, 0), pairs.reduce((sum, [, y]) => sum + y, 0)];
  return pairs.map(([x, y]) => (above === 0 ? 0 : x / above) - y / below);
}

function logInterval(value: number, shares: readonly number[]): Interval {
  const n = shares.length;
  const error = Math.sqrt((n / (n - 1)) * shares.reduce((sum, d) => sum + d * d, 0));
  const factor = Math.exp(tQuantile(1 - alpha / 2, n - 1) * error);
  return { low: value / factor, high: value * factor };
}

function weightedSum(values: Float64Array, weights: Uint16Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] ?? 0) * (weights[i] ?? 0);
  return sum;
}
