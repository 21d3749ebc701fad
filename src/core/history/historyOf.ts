import { setImmediate } from 'node:timers/promises';
import { historyMetricTexts } from '../../shared/historyText.ts';
import { historyMetrics, mostElsewhere } from '../../shared/model/history.ts';
import type {
  CandidateFigures,
  ChangeElsewhere,
  History,
  HistoryMetric,
  HistoryPoint,
  HistoryQuery,
  HistoryRun,
  HistorySeries,
  HistoryStep,
  RunFigures,
  StoredFigures,
} from '../../shared/model/history.ts';
import type { RunRecord } from '../../shared/model/run.ts';
import type { RunViews } from '../runViews.ts';
import type { Store } from '../store/spec.ts';
import { modelLabel } from '../report/comparison/candidateModel.ts';
import { changesOf } from './changesOf.ts';
import { figuresVersion } from './figuresOf.ts';
import { metricOf, type Figure } from './metricOf.ts';
import { pooled } from './pooled.ts';

/** A run with its figures as it is now. */
interface KnownRun {
  readonly run: RunRecord;
  readonly pruned: boolean;
  readonly figures: RunFigures;
}

/**
 * A suite's runs over time. Those that ended early and those of a part are left out: they asked some of the cases only, and cases
 * differ. Figures that are missing or stale are made first, one run after the other, since each may have to be read whole.
 */
export async function historyOf(
  store: Pick<Store, 'figures'>,
  views: Pick<RunViews, 'figures'>,
  query: HistoryQuery,
): Promise<History | null> {
  const stored = await store.figures(query.suitePath);
  const all: KnownRun[] = [];
  for (const one of stored.filter(({ run }) => run.status === 'finished' && !run.part)) {
    const figures = isCurrent(one) ? one.figures : await views.figures(one.run.id);
    if (figures) all.push({ ...one, figures });
  }
  const known = showing(all, query.metric);
  const newest = known.at(-1);
  if (!newest) return null;
  const baseline = baselineOf(stored);
  return {
    query,
    suiteName: newest.run.suiteName,
    runs: known.map(({ run, pruned }) => historyRun(run, pruned, run.id === baseline)),
    series: seriesOf(known, query),
    elsewhere: await elsewhereOf(all, query),
  };
}

/** Of a pruned run there is nothing that others could be made of. */
function isCurrent({ pruned, stamp, figures }: StoredFigures): boolean {
  return pruned || (figures?.stamp === stamp && figures.version === figuresVersion);
}

function showing(runs: readonly KnownRun[], metric: HistoryMetric): readonly KnownRun[] {
  return runs.filter(({ figures }) => figures.candidates.some((candidate) => hasShown(candidate, metric)));
}

/** What whoever looks at one metric would miss. A year of twenty models takes a second: writes get their turn between the metrics. */
async function elsewhereOf(runs: readonly KnownRun[], { metric: shown, by }: HistoryQuery): Promise<ChangeElsewhere[]> {
  const found: ChangeElsewhere[] = [];
  for (const metric of historyMetrics.filter((metric) => metric !== shown)) {
    await setImmediate();
    for (const { label, promptId, points, changes } of seriesOf(showing(runs, metric), { metric, by })) {
      found.push(...changes.map(({ index, ...change }) => ({ ...change, metric, label, promptId, at: points[index]?.at ?? '' })));
    }
  }
  return found.toSorted((a, b) => (a.at < b.at ? 1 : -Number(a.at > b.at))).slice(0, mostElsewhere);
}

/** That every call failed is an error rate, and nothing else. */
function hasShown({ ok, failed }: CandidateFigures, metric: HistoryMetric): boolean {
  return ok > 0 || (metric === 'errorRate' && failed > 0);
}

function baselineOf(stored: readonly StoredFigures[]): string | null {
  const marked = stored.flatMap(({ run: { id, baselineAt } }) => (baselineAt === null ? [] : [{ id, baselineAt }]));
  return marked.toSorted((a, b) => (a.baselineAt < b.baselineAt ? -1 : 1)).at(-1)?.id ?? null;
}

function historyRun({ id, name, startedAt }: RunRecord, pruned: boolean, baseline: boolean): HistoryRun {
  return { id, name, startedAt, pruned, baseline };
}

/** Those of the newest run first, in its order. */
function seriesOf(runs: readonly KnownRun[], { metric, by }: Pick<HistoryQuery, 'metric' | 'by'>): HistorySeries[] {
  const observed = new Map<string, Observed[]>();
  for (const { run, figures } of runs) {
    for (const candidate of figures.candidates) {
      const own = observed.get(keyOf(candidate)) ?? [];
      observed.set(keyOf(candidate), own);
      own.push({ run, candidate, figure: metricOf(candidate, metric) });
    }
  }
  const newestFirst = new Set(runs.toReversed().flatMap(({ figures }) => figures.candidates.map(keyOf)));
  const all = [...newestFirst].map((key) => observed.get(key) ?? []);
  const points = all.map((own) => pointsOf(own, metric, by));
  const changes = changesOf(points, metric);
  return all.flatMap((own, i) => {
    const newest = own.at(-1)?.candidate;
    if (!newest) return [];
    const { label, promptId, provider, model } = newest;
    return [{ label, promptId, provider, model, points: points[i] ?? [], changes: changes[i] ?? [] }];
  });
}

/** A second prompt lengthens the labels of all candidates, and makes them no others. */
function keyOf(candidate: CandidateFigures): string {
  return JSON.stringify([modelLabel(candidate), candidate.promptId]);
}

/** A candidate in one run. */
interface Observed {
  readonly run: RunRecord;
  readonly candidate: CandidateFigures;
  /** `null` where it was not measured. */
  readonly figure: Figure | null;
}

/** A candidate where it was measured. */
type Measured = Observed & { readonly figure: Figure };

function pointsOf(all: readonly Observed[], metric: HistoryMetric, by: HistoryStep): HistoryPoint[] {
  const measured = all.filter((one): one is Measured => one.figure !== null);
  const groups = by === 'run' ? measured.map((one) => [one]) : [...Map.groupBy(measured, dayOf).values()].map(sameQuestions);
  return groups.flatMap((group, i): HistoryPoint[] => {
    const [last, before] = [group.at(-1), groups[i - 1]?.at(-1)];
    const value = pooled(
      group.map(({ figure }) => figure),
      historyMetricTexts[metric].range,
    );
    if (!last || !value) return [];
    return [
      {
        at: by === 'run' ? last.run.startedAt : dayOf(last),
        runs: group.map(({ run }) => run.id),
        value,
        questionsChanged: before !== undefined && before.candidate.questions !== last.candidate.questions,
      },
    ];
  });
}

function dayOf({ run }: Observed): string {
  return new Date(run.startedAt).toISOString().slice(0, 10);
}

/** Of a day on which the questions changed, the runs with those that it ended with: what asked something else has no place in their mean. */
function sameQuestions(day: readonly Measured[]): Measured[] {
  return day.filter(({ candidate }) => candidate.questions === day.at(-1)?.candidate.questions);
}
