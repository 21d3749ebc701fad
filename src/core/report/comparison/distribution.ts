import type { AttemptRecord } from '../../../shared/model/attempt.ts';
import type { Distribution } from '../../../shared/model/comparison.ts';
import { percentileIntervals } from '../../stats/bootstrap.ts';
import { estimate, type ClusteredSample } from '../../stats/interval.ts';
import { percentile, sortSample, thin } from '../../stats/percentile.ts';
import type { Outcome } from './group.ts';

const drawnPoints = 200;

/** A figure of each outcome that has it, clustered by case. */
export function sampleOf(outcomes: readonly Outcome[], figure: (record: AttemptRecord) => number | null): ClusteredSample {
  const values: number[] = [];
  const clusters: number[] = [];
  for (const { record, caseIndex } of outcomes) {
    const value = figure(record);
    if (value === null) continue;
    values.push(value);
    clusters.push(caseIndex);
  }
  return { values, clusters };
}

/** `null` where nothing was measured. */
export function distributionOf(sample: ClusteredSample): Distribution | null {
  const sorted = sortSample(sample.values);
  if (!sorted) return null;
  const n = sorted.length;
  const clusters = new Set(sample.clusters).size;
  const [median, tail] = percentileIntervals(sample, [0.5, 0.95], sorted);
  return {
    n,
    mean: sorted.reduce((sum, v) => sum + v, 0) / n,
    min: percentile(sorted, 0),
    max: percentile(sorted, 1),
    p25: percentile(sorted, 0.25),
    p50: estimate(percentile(sorted, 0.5), median ?? null, n, clusters),
    p75: percentile(sorted, 0.75),
    p90: percentile(sorted, 0.9),
    p95: estimate(percentile(sorted, 0.95), tail ?? null, n, clusters),
    p99: percentile(sorted, 0.99),
    sorted: thin(sorted, drawnPoints),
  };
}
