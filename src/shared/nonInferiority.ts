import type { Estimate } from './model/comparison.ts';

/** z² of a 95 % interval: 1.96². */
const z2 = 3.841458820694124;

/**
 * The interval of the paired difference lies above −margin (Piaggio et al. 2012, JAMA 308:2594), and n is large enough to
 * have met a loss that would break it: with no spread at all a share of z²/(n + z²) of the cases not seen may be lost (Wilson
 * for 0 of n). Without that a few alike cases would prove anything. What is shown to be better is as good too.
 */
export function isNonInferior({ value, low, n }: Pick<Estimate, 'value' | 'low' | 'n'>, margin: number): boolean {
  if (low === null) return false;
  const unseen = value - (z2 / (n + z2)) * (1 + value);
  return low > 0 || (low > -margin && unseen > -margin);
}
