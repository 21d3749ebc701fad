import type { Estimate } from '../../shared/model/comparison.ts';
import { clampInterval, estimate, z, type Interval } from '../stats/interval.ts';
import { addHistograms, histogramPercentile } from '../stats/logHistogram.ts';
import type { Figure } from './metricOf.ts';
import { armsOf, scaleOf } from './scale.ts';
import { errorOfMean, weightedMean } from './weighted.ts';

/**
 * The figure of several runs that asked the same: means and shares weighted by their observations, percentiles from the added
 * distributions.
 *
 * The runs asked the same cases, so what an interval allows for (which cases were chosen) went wrong in all of them alike, and to
 * average them takes nothing off it: its arms are the weighted means of the runs' own, which is right for runs that depend on
 * one another entirely and wide for all others (the standard error of a sum is at most the sum of the standard errors). What differs
 * from run to run is added to that, as independent: z times the standard error of the mean that follows from their scatter.
 * One run without an interval leaves the whole without one.
 */
export function pooled(figures: readonly Figure[], range: readonly [low: number, high: number] | null): Estimate | null {
  const [first, ...more] = figures.map(({ value }) => value);
  if (first === undefined || more.length === 0) return first ?? null;
  const all = [first, ...more];
  const answers = all.map(({ n }) => n);
  const values = all.map(({ value }) => value);
  const value = percentileOfAll(figures) ?? weightedMean(values, answers);
  const n = answers.reduce((sum, own) => sum + own, 0);
  const cases = all.flatMap(({ clusters }) => clusters ?? []);
  return estimate(value, intervalAround(value, all, range), n, cases.length === 0 ? null : Math.max(...cases));
}

function percentileOfAll(figures: readonly Figure[]): number | null {
  const all = figures.flatMap(({ percentile }) => percentile ?? []);
  const [first] = all;
  return first ? histogramPercentile(addHistograms(all.map(({ histogram }) => histogram)), first.p) : null;
}

function intervalAround(
  value: number,
  all: readonly Estimate[],
  range: readonly [low: number, high: number] | null,
): Interval | null {
  const values = all.map((one) => one.value);
  const scale = scaleOf(range, [value, ...values]);
  const arms = all.flatMap((one) => {
    const found = armsOf(one, scale);
    return found ? [found] : [];
  });
  if (arms.length < all.length) return null;
  const answers = all.map(({ n }) => n);
  const between = z * errorOfMean(values.map(scale.on), answers);
  const arm = (own: readonly number[]): number => Math.hypot(weightedMean(own, answers), between);
  const low = scale.off(scale.on(value) - arm(arms.map(([below]) => below)));
  const high = scale.off(scale.on(value) + arm(arms.map(([, above]) => above)));
  return clampInterval({ low, high }, scale.least, scale.most);
}
