import tCdf from '@stdlib/stats-base-dists-t-cdf';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import type { Estimate } from '../../shared/model/comparison.ts';
import { alpha, clampInterval, estimate, z, type Interval } from './interval.ts';
import { mcnemar, tango, type Discordant } from './mcnemar.ts';
import { roundingError } from './mean.ts';

/** Qualities of one candidate by case, repeats averaged; `null` where the case has none. Two of them run in parallel. */
export type CaseQualities = readonly (number | null)[];

export interface PairedDifference {
  /** A − B over the cases that both have. */
  readonly difference: Estimate;
  /** Two-sided, not yet corrected; `null` with fewer than two cases. */
  readonly pValue: number | null;
  /** Var(d) over the cases; `null` with fewer than two. */
  readonly variance: number | null;
  /** Cases with d ≠ 0: all that a verdict can rest on. */
  readonly differing: number;
}

/** Fewer differing cases settle nothing: even where all of them point the same way, 2 · ½⁵ = 0.06. */
export const leastDiffering = 6;

interface Test {
  readonly interval: Interval;
  readonly pValue: number;
}

/**
 * Paired difference of two qualities (0–1): d = A − B for each case that both answered, with the t interval
 * and test on SE = sd(d)/√n (Miller, arXiv 2411.00640). Where all figures are pass or fail:
 * McNemar's test and the interval that goes with it. `null` where they share no case.
 *
 * Graded qualities that tie in most cases are far from normal, and t would call four equal steps in twenty cases a
 * difference. So no p-value is smaller than the sign test's could be with so many differing cases, and the interval
 * of fewer cases than any sign test can settle also allows for the cases not seen.
 */
export function pairedDifference(a: CaseQualities, b: CaseQualities): PairedDifference | null {
  const pairs = a.flatMap((x, i) => {
    const y = b[i] ?? null;
    return x === null || y === null ? [] : [{ x, y }];
  });
  const n = pairs.length;
  if (n === 0) return null;
  const d = pairs.map(({ x, y }) => x - y);
  const mean = d.reduce((sum, v) => sum + v, 0) / n;
  const differing = d.filter((v) => Math.abs(v) > roundingError).length;
  if (n === 1) return { difference: estimate(mean, null, n, n), pValue: null, variance: null, differing };
  const variance = d.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (n - 1);
  const passOrFail = pairs.every(({ x, y }) => isPassOrFail(x) && isPassOrFail(y));
  const test = passOrFail
    ? passFailTest({ onlyA: d.filter((v) => v === 1).length, onlyB: d.filter((v) => v === -1).length, n })
    : Math.sqrt(variance) > roundingError
      ? gradedTest(mean, Math.sqrt(variance / n), n, differing)
      : constantTest(mean, n);
  return { difference: estimate(mean, clampInterval(test.interval, -1, 1), n, n), pValue: test.pValue, variance, differing };
}

function isPassOrFail(quality: number): boolean {
  return quality === 0 || quality === 1;
}

function passFailTest(counts: Discordant): Test {
  return { interval: tango(counts), pValue: mcnemar(counts) };
}

function gradedTest(mean: number, error: number, n: number, differing: number): Test {
  const { interval, pValue } = tTest(mean, error, n);
  const unseen = constantTest(mean, n).interval;
  const wider = { low: Math.min(interval.low, unseen.low), high: Math.max(interval.high, unseen.high) };
  return { interval: n < leastDiffering ? wider : interval, pValue: Math.max(pValue, Math.min(1, 2 * 0.5 ** differing)) };
}

function tTest(mean: number, error: number, n: number): Test {
  const half = tQuantile(1 - alpha / 2, n - 1) * error;
  return { interval: { low: mean - half, high: mean + half }, pValue: 2 * tCdf(-Math.abs(mean) / error, n - 1) };
}

/**
 * The same difference in every case. sd(d) = 0 would claim certainty from two cases; instead, a share of the
 * cases not seen may go either way, up to Wilson's bound for 0 of n. It agrees with Tango's interval where
 * that one applies. The p-value is the sign test's.
 */
function constantTest(mean: number, n: number): Test {
  const unseen = z ** 2 / (n + z ** 2);
  return {
    interval: { low: mean - unseen * (1 + mean), high: mean + unseen * (1 - mean) },
    pValue: Math.abs(mean) > roundingError ? 2 * 0.5 ** n : 1,
  };
}
