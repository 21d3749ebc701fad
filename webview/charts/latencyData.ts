import type { Comparison, Distribution } from '../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../src/shared/model/ids.ts';
import { identityOf } from '../logic/identity.ts';
import type { LatencyMetric } from '../logic/prefs.ts';

/** One model's row: box from p25 to p75, whisker from the fastest call to p95, a dot for each call. */
export interface LatencyRow {
  readonly id: CandidateId;
  readonly label: string;
  readonly colour: number;
  readonly distribution: Distribution;
  /** As Chart.js takes a floating bar. */
  readonly x: readonly [number, number];
  readonly y: string;
}

export const latencyTitles: Readonly<Record<LatencyMetric, string>> = {
  latencyMs: 'Whole answer',
  ttftMs: 'First token',
  ttfaMs: 'First answer text',
};

/** Fastest median first. Models without a single timed call are left out. */
export function latencyRows({ candidates }: Comparison, metric: LatencyMetric): LatencyRow[] {
  return candidates
    .flatMap(({ id, label, [metric]: distribution }, index): LatencyRow[] => {
      if (distribution === null) return [];
      const { p25, p75 } = distribution;
      return [{ id, label, colour: identityOf(index).colour, distribution, x: [p25, p75], y: label }];
    })
    .sort((a, b) => a.distribution.p50.value - b.distribution.p50.value);
}

/** The metrics that at least one model has calls for. */
export function measuredMetrics({ candidates }: Comparison): LatencyMetric[] {
  return (Object.keys(latencyTitles) as LatencyMetric[]).filter((metric) =>
    candidates.some((candidate) => candidate[metric] !== null),
  );
}

/** Place of the i-th dot across its strip, −0.5 to 0.5: golden-ratio steps spread neighbours without randomness. */
export function spread(index: number): number {
  return ((index * 0.618034) % 1) - 0.5;
}

/** The picture in a sentence, for those who do not see it. */
export function latencySummary(rows: readonly LatencyRow[], format: (ms: number) => string): string {
  const [fastest] = rows;
  const slowest = rows.at(-1);
  if (!fastest || !slowest) return 'No call was timed yet.';
  const of = ({ label, distribution }: LatencyRow) => `${label}, median ${format(distribution.p50.value)}`;
  return rows.length === 1 ? `${of(fastest)}.` : `Fastest: ${of(fastest)}. Slowest: ${of(slowest)}.`;
}
