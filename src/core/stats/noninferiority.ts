import { isNonInferior } from '../../shared/nonInferiority.ts';
import { fewestCases, foresee } from './foresight.ts';
import { z } from './interval.ts';
import type { PairedDifference } from './paired.ts';

/** How much quality (of 1) may be lost by something that still counts as as good. */
export const defaultMargin = 0.03;

/** Cases needed to show non-inferiority with 80 % power if the true differences are like those seen; `null` where their mean is beyond the margin, and after a single case. */
export function casesForNonInferiority(paired: PairedDifference, margin: number): number | null {
  if (paired.variance === null || margin + paired.difference.value <= 0) return null;
  const foreseen = foresee(paired);
  return fewestCases((cases) => isNonInferior(foreseen(cases), margin));
}

/** The same of two that always differ by so much. */
export function casesWithoutSpread(difference: number, margin: number): number | null {
  const room = margin + difference;
  return room <= 0 ? null : Math.floor((z ** 2 * (1 - margin)) / room) + 1;
}
