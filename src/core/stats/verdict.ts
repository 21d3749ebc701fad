import type { Estimate, Verdict } from '../../shared/model/comparison.ts';
import { alpha } from './interval.ts';

/** `better` or `worse` needs both: an interval that leaves out 0, and a p-value that stands after Holm's correction. */
export function verdict(difference: Estimate, correctedP: number | null): Verdict {
  if (correctedP === null || correctedP >= alpha) return 'cannot-tell';
  if (difference.low !== null && difference.low > 0) return 'better';
  return difference.high !== null && difference.high < 0 ? 'worse' : 'cannot-tell';
}
