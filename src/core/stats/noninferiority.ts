import type { Estimate } from '../../shared/model/comparison.ts';
import { z } from './interval.ts';
import { casesNeeded } from './power.ts';

/** How much quality (of 1) may be lost by something that still counts as as good. */
export const defaultMargin = 0.03;

/** The interval of the difference lies above −margin (Piaggio et al. 2012, JAMA 308:2594). */
export function isNonInferior(difference: Estimate, margin: number): boolean {
  return difference.low !== null && difference.low > -margin;
}

/**
 * Cases needed to show non-inferiority with 80 % power if the true difference is the one seen; `null` where that
 * difference is beyond the margin. Never fewer than bring the interval of two that always differ by so much above it.
 */
export function casesForNonInferiority(difference: number, variance: number, margin: number): number | null {
  const room = margin + difference;
  if (room <= 0) return null;
  const withoutSpread = Math.floor((z ** 2 * (1 - margin)) / room) + 1;
  return Math.max(withoutSpread, casesNeeded(variance, room) ?? 0);
}
