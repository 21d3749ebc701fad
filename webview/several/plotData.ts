import type { Estimate } from '../../src/shared/model/comparison.ts';
import type { RunId } from '../../src/shared/model/ids.ts';
import type { ModelOverRuns, RunsComparison } from '../../src/shared/model/runsComparison.ts';

/** One model's quality in a run. */
export interface PlotDot {
  readonly runId: RunId;
  /** Place of the run, from 0. */
  readonly place: number;
  readonly quality: Estimate;
  /** Of the cases that it shares with the others: only such dots may be held against one another. */
  readonly shared: boolean;
}

export interface PlotScale {
  readonly from: number;
  readonly to: number;
}

/** In the order of the runs, which is that of time. */
export function dotsOf({ runs }: Pick<RunsComparison, 'runs'>, model: ModelOverRuns): PlotDot[] {
  return model.runs.flatMap(({ runId, quality, basis }) => {
    const place = runs.findIndex(({ id }) => id === runId);
    return quality && place >= 0 ? [{ runId, place, quality, shared: basis === 'shared' }] : [];
  });
}

/** What all models share, so that their plots can be held side by side: tenths that hold every interval. */
export function scaleOf(comparison: Pick<RunsComparison, 'models'>): PlotScale {
  const known = comparison.models.flatMap(({ runs }) => runs.flatMap(({ quality }) => quality ?? []));
  const least = known.reduce((low, one) => Math.min(low, one.low ?? one.value), 1);
  const most = known.reduce((high, one) => Math.max(high, one.high ?? one.value), 0);
  if (known.length === 0) return { from: 0, to: 1 };
  const from = Math.min(0.9, Math.floor(least * 10 + 1e-9) / 10);
  const to = Math.max(from + 0.1, Math.ceil(most * 10 - 1e-9) / 10);
  return { from, to };
}
