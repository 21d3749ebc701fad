import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { z } from './interval.ts';

const power = 0.8;
/** (z_α/2 + z_β): 1.96 + 0.84. */
const factor = z + normalQuantile(power, 0, 1);

/**
 * Cases needed to settle a paired difference of size `effect` with 80 % power: n = (z_α/2 + z_β)² · Var(d) / δ²
 * (Miller, arXiv 2411.00640). `null` where there is no such number: no effect, or no spread to go by.
 */
export function casesNeeded(variance: number, effect: number): number | null {
  const n = Math.ceil((factor ** 2 * variance) / effect ** 2);
  return Number.isSafeInteger(n) && n > 0 ? n : null;
}

/** The smallest paired difference that `cases` cases show with 80 % power, from the same formula; at most 1. */
export function smallestDetectable(variance: number, cases: number): number {
  return Math.min(1, factor * Math.sqrt(variance / cases));
}
