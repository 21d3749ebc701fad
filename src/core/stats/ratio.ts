import type { Estimate } from '../../shared/model/comparison.ts';
import { bootstrapInterval } from './bootstrap.ts';
import { estimate } from './interval.ts';
import type { CaseFigures } from './paired.ts';
import { toUnits } from './units.ts';

/**
 * Σa/Σb over the cases that both have, such as a share of the cost, with a BCa interval over cases (they are drawn
 * as pairs, so that dear cases stay dear for both). `null` where they share no case or b comes to nothing.
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
  return estimate(value, bootstrapInterval(units, ratio), cases.length, cases.length);
}

function weightedSum(values: Float64Array, weights: Uint16Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] ?? 0) * (weights[i] ?? 0);
  return sum;
}
