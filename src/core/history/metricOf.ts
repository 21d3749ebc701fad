import type { Estimate } from '../../shared/model/comparison.ts';
import type { CandidateFigures, HistoryMetric, LogHistogram, Spread } from '../../shared/model/history.ts';
import { estimate } from '../stats/interval.ts';
import { wilson } from '../stats/wilson.ts';

/** A candidate's figure in one run. */
export interface Figure {
  readonly value: Estimate;
  /** Of percentiles: what those of several runs are read from. */
  readonly percentile: { readonly p: number; readonly histogram: LogHistogram } | null;
}

/** `null` where nothing was measured. */
export function metricOf(figures: CandidateFigures, metric: HistoryMetric): Figure | null {
  switch (metric) {
    case 'quality':
      return plain(figures.quality);
    case 'passRate':
      return plain(figures.passRate);
    case 'costPerSample':
      return plain(figures.costPerSample);
    case 'latencyP50':
      return percentileOf(figures.latencyMs, 'p50');
    case 'latencyP95':
      return percentileOf(figures.latencyMs, 'p95');
    case 'ttftP50':
      return percentileOf(figures.ttftMs, 'p50');
    case 'tokensPerSecond':
      return percentileOf(figures.tokensPerSecond, 'p50');
    case 'errorRate':
      return plain(errorRate(figures));
  }
}

function plain(value: Estimate | null): Figure | null {
  return value && { value, percentile: null };
}

const levels = { p50: 0.5, p95: 0.95 } as const;

function percentileOf(spread: Spread | null, which: keyof typeof levels): Figure | null {
  return spread && { value: spread[which], percentile: { p: levels[which], histogram: spread.histogram } };
}

function errorRate({ ok, failed }: CandidateFigures): Estimate | null {
  const n = ok + failed;
  return n === 0 ? null : estimate(failed / n, wilson(failed / n, n), n, null);
}
