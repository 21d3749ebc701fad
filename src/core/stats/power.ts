import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { z } from './interval.ts';

export const power = 0.8;
/** One-sided standard normal quantile of `power`: 0.84. */
export const zPower = normalQuantile(power, 0, 1);
/** (z_α/2 + z_β): 1.96 + 0.84. */
const factor = z + zPower;

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

export interface RepeatPlan {
  /** Var over the cases of the difference that endless repeats would show. */
  readonly betweenVariance: number;
  /** Mean over the cases of the variance of d with one answer each. */
  readonly withinVariance: number;
  readonly cases: number;
  readonly effect: number;
}

/**
 * Answers to each case, in all, that settle a difference of size `effect` with 80 % power on the cases there are: repeats take
 * Var(d) down to between + within/K (Miller, arXiv 2411.00640, section 3.2). `null` where no number of them is enough.
 */
export function repeatsNeeded({ betweenVariance, withinVariance, cases, effect }: RepeatPlan): number | null {
  const room = (cases * effect ** 2) / factor ** 2 - betweenVariance;
  const repeats = Math.max(1, Math.ceil(withinVariance / room));
  return room > 0 && Number.isSafeInteger(repeats) ? repeats : null;
}
