import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { historyMetricTexts } from '../../shared/historyText.ts';
import type { Estimate } from '../../shared/model/comparison.ts';
import type { ChangePoint, HistoryMetric, HistoryPoint } from '../../shared/model/history.ts';
import { changePoints, type Change, type Stretch } from '../stats/changePoints.ts';
import { alpha, clampInterval, estimate } from '../stats/interval.ts';
import { errorOf, scaleOf, type Scale } from './scale.ts';
import { errorOfMean, weightedMean } from './weighted.ts';

/** Where each series changed its level. Other questions end a stretch: what comes after them is compared with itself only. */
export function changesOf(all: readonly (readonly HistoryPoint[])[], metric: HistoryMetric): ChangePoint[][] {
  const { range } = historyMetricTexts[metric];
  const series = all.map((points) => ({
    stretches: stretchesOf(points),
    scale: scaleOf(
      range,
      points.map(({ value }) => value.value),
    ),
  }));
  const found = changePoints(series.map(({ stretches, scale }) => stretches.map(({ points }) => timed(points, scale))));
  return series.map(({ stretches, scale }, i) =>
    stretches.flatMap((stretch, j) => changesWithin(stretch, found[i]?.[j] ?? [], scale, metric)),
  );
}

interface Placed {
  /** Index of its first point in the series. */
  readonly start: number;
  readonly points: readonly HistoryPoint[];
}

function stretchesOf(points: readonly HistoryPoint[]): Placed[] {
  const starts = points.flatMap(({ questionsChanged }, index) => (index === 0 || questionsChanged ? [index] : []));
  return starts.map((start, i) => ({ start, points: points.slice(start, starts[i + 1]) }));
}

function timed(points: readonly HistoryPoint[], scale: Scale): Stretch {
  return points.map(({ value }) => ({ value: scale.on(value.value), error: errorOf(value, scale), n: value.n }));
}

function changesWithin(
  { start, points }: Placed,
  changes: readonly Change[],
  scale: Scale,
  metric: HistoryMetric,
): ChangePoint[] {
  const { better, format } = historyMetricTexts[metric];
  const edges = [0, ...changes.map(({ index }) => index), points.length];
  const levels = edges.slice(1).map((to, i) => levelOf(points.slice(edges[i], to), scale));
  return changes.flatMap(({ index, pValue }, i) => {
    const [before, after] = [levels[i], levels[i + 1]];
    // Costs that hardly scatter differ by ever so little for certain; what no figure on show tells is no change to mark.
    if (!before || !after || format(before.value) === format(after.value)) return [];
    const direction = after.value > before.value === (better === 'higher') ? 'better' : 'worse';
    return [{ index: start + index, before, after, pValue, direction } as const];
  });
}

/** Mean of a stretch, weighted by observations, with a t interval from the scatter of its points. */
function levelOf(points: readonly HistoryPoint[], scale: Scale): Estimate {
  const weights = points.map(({ value }) => value.n);
  const values = points.map(({ value }) => scale.on(value.value));
  const mean = weightedMean(values, weights);
  const half = tQuantile(1 - alpha / 2, points.length - 1) * errorOfMean(values, weights);
  const interval = { low: scale.off(mean - half), high: scale.off(mean + half) };
  return estimate(scale.off(mean), clampInterval(interval, scale.least, scale.most), points.length, null);
}
