import type { Comparison } from '../shared/model/comparison.ts';
import type { Changed } from '../shared/model/changed.ts';
import type { RunFigures } from '../shared/model/history.ts';
import type { AttemptId, RunId, ScoringId } from '../shared/model/ids.ts';
import type { PanelView, PanelViewRequest } from '../shared/model/panelView.ts';
import type { RunDetail, RunRecord } from '../shared/model/run.ts';
import type { ScoringRecord } from '../shared/model/scoring.ts';
import { activeScoring, detailUnder, underScoring, withoutMadeUpFor } from './activeScoring.ts';
import type { AnswerView, ComparisonChoice, RunViewCalls, ScoredRun } from './benchStore.ts';
import type { ReportChoice, ReportFormat } from './renderRun.ts';
import { baselineOf } from './report/baseline/baselineOf.ts';
import type { BaselineData } from './report/baseline/data.ts';
import { compare } from './report/comparison/compare.ts';
import { StoreError } from './store/errors.ts';
import type { Store } from './store/spec.ts';

type ReadStore = Pick<Store, 'run' | 'attempts' | 'scorings' | 'scoringDetail' | 'grades' | 'ratings' | 'baseline'>;

/** Stored runs as people look at them: by a scoring, against a baseline. */
export class RunViews implements Omit<RunViewCalls, 'counts' | 'history'> {
  readonly #store: ReadStore;
  /** The last one made, since it changes seldom and is wanted at every look at a run of its suite. */
  #baseline: { readonly key: string; readonly data: BaselineData } | null = null;

  constructor(store: ReadStore) {
    this.#store = store;
  }

  async scoredRun(runId: RunId, choice?: Pick<ComparisonChoice, 'scoringId'>): Promise<ScoredRun | null> {
    const [found, scorings] = await Promise.all([this.#store.run(runId), this.#store.scorings(runId)]);
    return found && this.#scored(found, scorings, chosen(scorings, choice?.scoringId));
  }

  async comparison(runId: RunId, choice: ComparisonChoice = {}): Promise<Comparison | null> {
    const scored = await this.scoredRun(runId, choice);
    if (scored === null) return null;
    const { run, detail, attempts, scoring, grades } = scored;
    const [ratings, baseline] = await Promise.all([this.#store.ratings(runId), this.#baselineFor(run, choice.baseline)]);
    return compare(run, detail, attempts, { scoring, grades, ratings, baseline });
  }

  async panelView({ runId, scoringId, matrix: query }: PanelViewRequest): Promise<Changed<PanelView> | null> {
    const comparison = await this.comparison(runId, scoringId === undefined ? {} : { scoringId });
    if (comparison === null) return null;
    const { matrix: rows, matrixTotal: total } = comparison;
    const matrix = { query, rows, fitting: rows.length, total, categories: [], cases: {} };
    return { kind: 'whole', mark: '', value: { comparison: { ...comparison, matrix: [] }, matrix } };
  }

  async answer(runId: RunId, attemptId: AttemptId, scoringId?: ScoringId | null): Promise<AnswerView | null> {
    throw new Error(`${runId} ${attemptId} ${scoringId}`);
  }

  async render(format: ReportFormat, runId: RunId, choice?: ReportChoice): Promise<string> {
    throw new Error(`${format} ${runId} ${choice}`);
  }

  async renderFile(format: ReportFormat, runId: RunId, path: string, choice?: ReportChoice): Promise<void> {
    throw new Error(`${format} ${runId} ${path} ${choice}`);
  }

  /** What history keeps of an ended run: as stored, or made anew where that is missing or stale. */
  async figures(runId: RunId): Promise<RunFigures | null> {
    throw new Error(runId);
  }

  async #scored(
    { run, detail }: { readonly run: RunRecord; readonly detail: RunDetail },
    all: readonly ScoringRecord[],
    scoring: ScoringRecord | null,
  ): Promise<ScoredRun> {
    const attempts = withoutMadeUpFor(await this.#store.attempts(run.id));
    if (scoring === null) {
      return { run, detail, attempts, scoring: { active: null, all, leftOut: 0, open: 0 }, grades: [] };
    }
    const [scoringDetail, grades] = await Promise.all([
      this.#store.scoringDetail(run.id, scoring.id),
      this.#store.grades(run.id, scoring.id),
    ]);
    // A log that is gone has taken the detail with it; the grades stand in the index.
    const full = { scoring, detail: scoringDetail ?? nothingExpected, grades };
    const { attempts: scored, leftOut, open } = underScoring(attempts, full);
    const view = { active: scoring.id, all, leftOut, open };
    return { run, detail: detailUnder(detail, full), attempts: scored, scoring: view, grades };
  }

  async #baselineFor(run: RunRecord, wanted: ComparisonChoice['baseline']): Promise<BaselineData | null> {
    if (wanted === null || typeof wanted === 'object') return wanted;
    const id = wanted ?? (await this.#store.baseline(run.suitePath));
    return id === null || id === run.id ? null : this.#baselineOf(id);
  }

  async #baselineOf(id: RunId): Promise<BaselineData | null> {
    const [found, scorings] = await Promise.all([this.#store.run(id), this.#store.scorings(id)]);
    if (!found) return null;
    const key = JSON.stringify([found.run, scorings]);
    const isOver = found.run.status !== 'running' && scorings.every(({ status }) => status !== 'running');
    if (isOver && this.#baseline?.key === key) return this.#baseline.data;
    const { run, detail, attempts } = await this.#scored(found, scorings, activeScoring(scorings));
    const data = baselineOf(run, detail, attempts);
    if (isOver) this.#baseline = { key, data };
    return data;
  }
}

const nothingExpected = { expect: {}, judges: [], prices: {}, endpoints: [] };

function chosen(scorings: readonly ScoringRecord[], wanted: ScoringId | null | undefined): ScoringRecord | null {
  if (wanted === null) return null;
  if (wanted === undefined) return activeScoring(scorings);
  const found = scorings.find(({ id }) => id === wanted);
  if (!found) throw new StoreError('other', `This run has no scoring ${wanted}: choose another one.`);
  return found;
}
