// A suite's runs over time, as the store's thread would tell of them.
import type { Comparison } from '../../../src/shared/model/comparison.ts';
import type { Estimate } from '../../../src/shared/model/comparison.ts';
import type {
  ChangePoint,
  History,
  HistoryMetric,
  HistoryPoint,
  HistoryRun,
  HistoryStep,
} from '../../../src/shared/model/history.ts';
import type { RunId } from '../../../src/shared/model/ids.ts';
import { generator, mean, normal } from './figures.ts';

export interface HistoryOptions {
  readonly runs: number;
  readonly by?: HistoryStep;
  readonly metric?: HistoryMetric;
}

const dayMs = 86_400_000;

/**
 * The last run is the one on show. The first model falls to another level after two thirds, the second rises after a quarter;
 * the questions change after a third, and one model of the past is not in the run any more.
 */
export function historyFixture({ run, runId, candidates }: Comparison, options: HistoryOptions): History {
  const { runs: count, by = 'run', metric = 'quality' } = options;
  const random = generator(11);
  const end = Date.parse(run.startedAt);
  const step = by === 'day' ? dayMs : dayMs * 3.1;
  const runs: HistoryRun[] = Array.from({ length: count }, (_, index) => ({
    id: index === count - 1 ? runId : (`run-${index}` as RunId),
    name: run.name,
    startedAt: new Date(end - (count - 1 - index) * step - (index === count - 1 ? 0 : 3_600_000 * random())).toISOString(),
    pruned: index < count / 6,
    baseline: count > 4 && index === Math.floor(count * 0.7),
  }));
  const asked = Math.floor(count / 3);
  const models = candidates.flatMap((candidate) => {
    const level = metric === 'quality' ? candidate.quality?.value : candidate.cost.perSample?.value;
    const { label, promptId, provider, model } = candidate;
    return level === undefined ? [] : [{ label, promptId, provider, model, level }];
  });
  const gone = {
    label: 'gpt-4.1-mini',
    promptId: 'prompt 1',
    provider: 'openai',
    model: 'gpt-4.1-mini',
    level: models[0]?.level ?? 0.7,
  };
  const series = [...models, ...(count > 1 ? [gone] : [])].map(({ level, ...who }, place) => {
    const until = who.label === gone.label ? Math.ceil(count / 2) : count;
    const change = [Math.floor((2 * count) / 3), Math.max(1, Math.floor(count / 4))][place] ?? null;
    const shift = place === 0 ? 0.85 : place === 1 ? 1.12 : 1;
    const points = runs.slice(0, until).map(({ id, startedAt }, index): HistoryPoint => {
      const target = level * (change !== null && index < change ? 1 / shift : 1) * (index < asked ? 0.93 : 1);
      const value = Math.max(0, target * (1 + 0.025 * normal(random)));
      const runsOf = by === 'day' && index % 7 === 3 ? [id, `${id}-again` as RunId] : [id];
      return {
        at: by === 'day' ? startedAt.slice(0, 10) : startedAt,
        runs: runsOf,
        value: around(value, metric),
        questionsChanged: index === asked && index > 0,
      };
    });
    return { ...who, points, changes: change !== null && count > 8 ? [changeAt(points, change, metric)] : [] };
  });
  return {
    query: { suitePath: run.suitePath, metric, by },
    suiteName: run.suiteName,
    runs,
    series,
    elsewhere: elsewhereFor(metric, runs),
  };
}

function elsewhereFor(shown: HistoryMetric, runs: readonly HistoryRun[]): History['elsewhere'] {
  const at = runs.at(-2)?.startedAt;
  if (shown === 'latencyP50' || at === undefined) return [];
  const [before, after] = [around(1200, 'latencyP50'), around(2400, 'latencyP50')];
  return [{ metric: 'latencyP50', label: 'atlas', promptId: 'main', at, before, after, pValue: 0.01, direction: 'worse' }];
}

function around(value: number, metric: HistoryMetric): Estimate {
  const most = metric === 'quality' ? 1 : Infinity;
  const middle = Math.min(most, value);
  return { value: middle, low: middle * 0.95, high: Math.min(most, middle * 1.05), n: 72, clusters: 24 };
}

function changeAt(points: readonly HistoryPoint[], index: number, metric: HistoryMetric): ChangePoint {
  const level = (some: readonly HistoryPoint[]) => around(mean(some.map(({ value }) => value.value)), metric);
  const [before, after] = [level(points.slice(0, index)), level(points.slice(index))];
  const rose = after.value > before.value;
  return { index, before, after, pValue: 0.0031, direction: rose === (metric === 'quality') ? 'better' : 'worse' };
}
