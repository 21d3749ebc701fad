import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { detectableAfter } from '../../stats/detectable.ts';
import { fewestCases, foresee } from '../../stats/foresight.ts';
import { alpha, roundingError, z } from '../../stats/interval.ts';
import { leastDiffering, type PairedDifference } from '../../stats/paired.ts';
import { casesNeeded, smallestDetectable, zPower } from '../../stats/power.ts';

/** What the tests in use can show, by the spread that was seen of a pair. */

/**
 * Cases in all that would tell a difference of the size seen from 0: as many as the test and the interval in use ask for, but
 * enough that, at the share seen, the fewest that a test can settle would differ.
 * `open`: pairs of the run that are not told apart yet, which Holm's correction makes this one share its 5 % with.
 */
export function casesToTell(paired: PairedDifference, open: number): number | null {
  const { difference, variance, differing, passOrFail } = paired;
  if (variance === null || Math.abs(difference.value) <= roundingError) return null;
  const needed = passOrFail ? passedToTell(difference.value, variance, open) : gradedToTell(paired, open);
  return needed && Math.max(needed, Math.ceil((differingNeeded(open) * difference.n) / differing));
}

/** By the power formula, which is right for McNemar's test. Where all cases differ alike there is no spread to go by: only too few of them. */
function passedToTell(difference: number, variance: number, open: number): number | null {
  return variance > roundingError ? casesNeeded(variance, correctedEffect(difference, open)) : leastDiffering;
}

function gradedToTell({ difference, byCase, passOrFail }: PairedDifference, open: number): number | null {
  const ahead = byCase.map((d) => d * Math.sign(difference.value));
  const foreseen = foresee({ byCase: ahead, passOrFail });
  return fewestCases((cases) => {
    const { value, low, standardError } = foreseen(cases);
    return low > 0 && value > tQuantile(1 - alpha / (2 * open), cases - 1) * standardError;
  });
}

/** The difference that is as easily told by one comparison alone as this one is by one of so many. */
export function correctedEffect(difference: number, open: number): number {
  return (Math.abs(difference) * (z + zPower)) / (normalQuantile(1 - alpha / (2 * open), 0, 1) + zPower);
}

/**
 * So many cases, all of them one way, have a sign test's p below the corrected 5 %; and so many have to be expected for that many
 * to come in four of five runs (Poisson, by its normal approximation).
 */
function differingNeeded(open: number): number {
  const least = Math.max(leastDiffering, Math.floor(Math.log2((2 * open) / alpha)) + 1);
  return (zPower / 2 + Math.sqrt(zPower ** 2 / 4 + least - 0.5)) ** 2;
}

/** Cases from which what was not seen (a share of z²/(n + z²), Wilson for 0 of n) cannot undo a gain of this size. */
export function casesBeyondUnseen(gain: number): number {
  return Math.floor((z ** 2 * (1 - gain)) / gain) + 1;
}

/** What so many cases show of a typical pair: the middle one of those that differ anywhere. */
export function detectableBy(pairs: readonly PairedDifference[]): number | null {
  const differing = pairs.filter(({ variance }) => variance).toSorted((x, y) => byFormula(x) - byFormula(y));
  const middle = differing[Math.floor((differing.length - 1) / 2)];
  return middle ? detectableAfter(middle) : null;
}

function byFormula({ variance, difference }: PairedDifference): number {
  return smallestDetectable(variance ?? 0, difference.n);
}
