import { figuresVersion } from '../../../src/core/history/figuresOf.ts';
import { historyOf } from '../../../src/core/history/historyOf.ts';
import { logHistogram } from '../../../src/core/stats/logHistogram.ts';
import type { Estimate } from '../../../src/shared/model/comparison.ts';
import type { CandidateFigures, History, HistoryQuery, RunFigures, StoredFigures } from '../../../src/shared/model/history.ts';
import type { RunId } from '../../../src/shared/model/ids.ts';
import { makeRun } from '../store/fixtures.ts';

export const suitePath = 'suites/support.bench.yaml';

export function query(changes: Partial<HistoryQuery> = {}): HistoryQuery {
  return { suitePath, metric: 'quality', by: 'run', ...changes };
}

export function estimate(value: number, arm = 0.03, n = 200): Estimate {
  return { value, low: value - arm, high: value + arm, n, clusters: 100 };
}

export function candidate(label: string, changes: Partial<CandidateFigures> = {}): CandidateFigures {
  const latency = Array.from({ length: 200 }, (_, i) => 500 + 2 * i);
  return {
    label,
    promptId: 'main',
    provider: 'openai',
    model: label,
    questions: 'first',
    ok: 200,
    failed: 0,
    quality: estimate(0.9),
    passRate: null,
    costPerSample: estimate(0.001, 0.0001),
    knownCostUsd: 0.2,
    latencyMs: { p50: estimate(700, 20), p95: estimate(880, 40), histogram: logHistogram(latency) },
    ttftMs: null,
    tokensPerSecond: null,
    ...changes,
  };
}

export function figures(candidates: readonly CandidateFigures[], changes: Partial<RunFigures> = {}): RunFigures {
  return { version: figuresVersion, stamp: 'now', candidates, ...changes };
}

/** Run number i of a suite that runs every six hours. */
export function stored(i: number, candidates: readonly CandidateFigures[], changes: Partial<StoredFigures> = {}): StoredFigures {
  const startedAt = new Date(Date.UTC(2026, 9, 1, 3) + i * 6 * 3_600_000).toISOString();
  const id = `${String(i).padStart(8, '0')}-run` as RunId;
  const run = makeRun({ id, name: 'Support', suiteName: 'Support', suitePath, status: 'finished', startedAt });
  return { run, pruned: false, stamp: 'now', figures: figures(candidates), ...changes };
}

const unwanted = {
  figures: async (id: RunId): Promise<RunFigures | null> => {
    throw new Error(`The figures of ${id} are there already.`);
  },
};

/** History of these runs; `views` makes what is missing. */
export function historyFrom(
  all: readonly StoredFigures[],
  changes: Partial<HistoryQuery> = {},
  views: typeof unwanted = unwanted,
): Promise<History | null> {
  return historyOf({ figures: async () => all }, views, query(changes));
}
