import type { Estimate } from '../../shared/model/comparison.ts';
import { z } from './interval.ts';
import { casesNeeded } from './power.ts';

/** How much quality (of 1) may be lost by something that still counts as as good. */
export const defaultMargin = 0.03;

/**
 * The interval of the paired difference lies above −margin (Piaggio et al. 2012, JAMA 308:2594), and n is large enough to
 * have met a loss that would break it: with no spread at all a share of z²/(n + z²) of the cases not seen may be lost (Wilson
 * for 0 of n). Without that a few alike cases would prove anything. What is shown to be better is as good too.
 */
export function isNonInferior({ value, low, n }: Estimate, margin: number): boolean {
  if (low === null) return false;
  const unseen = value - (z ** 2 / (n + z ** 2)) * (1 + value);
  return low > 0 || (low > -margin && unseen > -margin);
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
