import { firstPage } from '../../../src/shared/model/panelView.ts';
import type { FromPanel, ToPanel } from '../../../src/shared/protocol/panel.ts';
import {
  fiveModels,
  fixture,
  longNames,
  manyModels,
  twins,
  viewOf,
  type Fixture,
  type FixtureOptions,
  type ModelTraits,
} from './fixture.ts';
import { caseAnswersFixture, liveFixture } from './answers.ts';
import { historyFixture, type HistoryOptions } from './history.ts';

export interface Variant {
  /** What the host sends. */
  readonly messages: readonly ToPanel[];
  /** What it sends once the panel asks. */
  readonly answers?: { readonly [Type in FromPanel['type']]?: readonly ToPanel[] };
  /** What the user then clicks: CSS selectors. */
  readonly clicks?: readonly string[];
}

const shown = (of: Fixture, query = firstPage): ToPanel[] => [
  { type: 'view-updated', view: { kind: 'whole', mark: 'one', value: viewOf(of, query) } },
  { type: 'offers-updated', offers: of.offers },
];
const updated = (options?: FixtureOptions): ToPanel[] => shown(fixture(options));

/** Its answers are being scored again, and it is the baseline of its suite. */
function rescoring(): ToPanel[] {
  const { comparison, ...rest } = fixture({ rich: true });
  const all = comparison.scoring.all.map((one, index) => (index === 0 ? { ...one, status: 'running' as const } : one));
  const run = { ...comparison.run, baselineAt: comparison.run.startedAt };
  return shown({ ...rest, comparison: { ...comparison, run, scoring: { ...comparison.scoring, all } } });
}

/** The second of the models has the highest quality by the cases that it answered; what the first would save may be nothing. */
function misled(): ToPanel[] {
  const { comparison, ...rest } = fixture({ rich: true });
  const { candidates, replicates, recommendation } = comparison;
  const misleading = candidates[1];
  const higher = candidates.map((one) => {
    return one === misleading && one.quality ? { ...one, failed: 9, quality: { ...one.quality, value: 0.98, high: 1 } } : one;
  });
  const level = {
    quality: 0.81,
    costUsd: misleading?.cost.perSample?.value ?? null,
    latencyMs: misleading?.latencyMs?.p50.value ?? null,
  };
  const levelled = replicates && {
    ...replicates,
    candidates: replicates.candidates.map((one) => (one.id === misleading?.id ? { ...one, level } : one)),
  };
  const saving = recommendation.saving && { ...recommendation.saving, value: 0.05, low: -0.02, high: 0.12 };
  const told = { ...comparison, candidates: higher, replicates: levelled, recommendation: { ...recommendation, saving } };
  return shown({ ...rest, comparison: told });
}

/** The panel at its history, which the host answers with. */
function overTime(options: HistoryOptions, run: FixtureOptions = {}, clicks: readonly string[] = []): Variant {
  const of = fixture(run);
  const { by = 'run', metric = 'quality' } = options;
  const history = historyFixture(of.comparison, options);
  return {
    messages: shown(of),
    answers: { 'history-requested': [{ type: 'history-updated', query: { metric, by }, history }] },
    clicks: ['#history-tab', '#history .canvas-box, #history .link', ...clicks],
  };
}

/** The panel at its answers, with one case open. */
function answersOf(run: FixtureOptions, clicks: readonly string[] = []): Variant {
  const of = fixture(run);
  const found = caseAnswersFixture(of);
  return {
    messages: shown(of),
    answers: { 'case-requested': [{ type: 'case-answers', query: found.query, found }] },
    clicks: ['#answers-tab', '.answer-card', ...clicks],
  };
}

/** A run that goes on. */
function liveOf(run: FixtureOptions): Variant {
  const of = fixture({ ...run, status: 'running', done: 0.4 });
  const { planned, done, failed } = of.comparison.totals;
  const progress = { done, planned, failed, inFlight: 20, costUsd: 0.1834, grading: null };
  return {
    messages: [...shown(of), { type: 'progress-updated', progress }],
    answers: { 'live-watched': [{ type: 'live-updated', live: liveFixture(of) }] },
  };
}

const broken: readonly ModelTraits[] = fiveModels.map((model, index) => ({
  ...model,
  failures: 1,
  errorKind: (['authentication', 'rate-limit', 'model-not-found', 'network', 'timeout'] as const)[index] ?? 'other',
}));

/** By name of the picture. */
export const variants: Readonly<Record<string, Variant>> = {
  finished: { messages: updated() },
  rich: { messages: updated({ rich: true }) },
  'rich-open': {
    messages: updated({ rich: true }),
    clicks: ['.pick', '.section-nav li:last-child a', '.changes .button'],
  },
  'rich-many': { messages: updated({ rich: true, models: manyModels(12) }) },
  'rich-long': { messages: updated({ rich: true, models: longNames }) },
  misled: { messages: misled() },
  rescoring: { messages: rescoring() },
  grading: {
    messages: [
      ...updated({ status: 'running' }),
      {
        type: 'progress-updated',
        progress: {
          done: 360,
          planned: 360,
          failed: 4,
          inFlight: 0,
          costUsd: 0.31,
          grading: { done: 40, planned: 120, failed: 1, costUsd: 0.012 },
        },
      },
    ],
  },
  running: {
    messages: [
      ...updated({ status: 'running', done: 0.4 }),
      {
        type: 'progress-updated',
        progress: { done: 152, planned: 360, failed: 4, inFlight: 21, costUsd: 0.1834, grading: null },
      },
    ],
  },
  'all-failed': { messages: updated({ models: broken, cases: 8 }) },
  'twenty-models': { messages: updated({ models: manyModels(20), cases: 60 }) },
  'unknown-cost': { messages: updated({ models: fiveModels.map((model) => ({ ...model, usd: null })) }) },
  'not-scored': { messages: updated({ scored: false }) },
  'not-started': { messages: updated({ status: 'running', done: 0 }) },
  'single-model': { messages: updated({ models: fiveModels.slice(0, 1), cases: 3, repeats: 1 }) },
  twins: { messages: updated({ models: twins }) },
  'long-names': { messages: updated({ models: longNames }) },
  missing: { messages: [{ type: 'run-missing', message: 'It was deleted, or stems from another workspace.' }] },
  notice: { messages: [...updated(), { type: 'notice-shown', message: 'The report was saved to reports/support.html.' }] },
  'model-open': { messages: updated(), clicks: ['.candidate:nth-of-type(3) .model-name', '.column-quality .sort'] },
  charts: { messages: updated(), clicks: ['#charts-tab', 'figure summary'] },
  answers: answersOf({}),
  'answers-many': answersOf({ models: manyModels(12) }),
  'answers-picked': answersOf({}, [
    '.answer-card:nth-child(4) .codicon-diff',
    '.answer-card:nth-child(2) .codicon-note',
    '.answer-card .link',
  ]),
  live: liveOf({}),
  'live-many': liveOf({ models: manyModels(20), cases: 60 }),
  'history-1': overTime({ runs: 1 }),
  'history-12': overTime({ runs: 12 }),
  'history-12-two': overTime({ runs: 12 }, { models: fiveModels.slice(0, 2) }),
  'history-60': overTime({ runs: 60 }, { models: manyModels(8) }),
  'history-day': overTime({ runs: 90, by: 'day' }, {}, ['#history .segments button:last-child']),
  'history-chosen': overTime({ runs: 60 }, { models: manyModels(8) }, ['.legend li:nth-child(2) button', '#history summary']),
  'history-table': overTime({ runs: 12 }, {}, ['#history summary']),
  'history-cost': overTime({ runs: 30, metric: 'costPerSample' }, { models: fiveModels.slice(0, 4) }),
  get 'history-2000'() {
    return overTime({ runs: 2000 }, { models: manyModels(8) });
  },
  'history-failed': {
    messages: updated(),
    answers: { 'history-requested': [{ type: 'history-failed', message: 'The results store is busy.' }] },
    clicks: ['#history-tab', '#history .link'],
  },
  pages: { messages: updated({ cases: 2314, repeats: 1 }), clicks: ['#answers-tab'] },
  'pages-last': {
    messages: shown(fixture({ cases: 2314, repeats: 1 }), { ...firstPage, offset: 2300 }),
    clicks: ['#answers-tab'],
  },
  'pages-none': {
    messages: shown(fixture({ cases: 2314, repeats: 1 }), { ...firstPage, category: 'gone' }),
    clicks: ['#answers-tab'],
  },
  interrupted: { messages: updated({ status: 'interrupted', done: 0.5 }) },
  get large() {
    return { messages: updated({ models: manyModels(10), cases: 10_000, repeats: 1 }) };
  },
  'columns-open': { messages: updated(), clicks: ['.anchor-columns'] },
  'export-open': { messages: updated(), clicks: ['.anchor-export'] },
};
