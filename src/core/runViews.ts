import type { Comparison } from '../shared/model/comparison.ts';
import type { RunId, ScoringId } from '../shared/model/ids.ts';
import type { RunDetail, RunRecord } from '../shared/model/run.ts';
import type { ScoringRecord } from '../shared/model/scoring.ts';
import { activeScoring, detailUnder, underScoring, withoutMadeUpFor } from './activeScoring.ts';
import type { ComparisonChoice, RunViewCalls, ScoredRun } from './benchStore.ts';
import { baselineOf } from './report/baseline/baselineOf.ts';
import type { BaselineData } from './report/baseline/data.ts';
import { compare } from './report/comparison/compare.ts';
import { StoreError } from './store/errors.ts';
import type { Store } from './store/spec.ts';

type ReadStore = Pick<Store, 'run' | 'attempts' | 'scorings' | 'scoringDetail' | 'grades' | 'ratings' | 'baseline'>;

/** Stored runs as people look at them: by a scoring, against a baseline. */
export class RunViews implements RunViewCalls {
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

  async #scored(
    { run, detail }: { readonly run: RunRecord; readonly detail: RunDetail },
    all: readonly ScoringRecord[],
    scoring: ScoringRecord | null,
  ): Promise<ScoredRun> {
    const attempts = withoutMadeUpFor(await this.#store.attempts(run.id));
    if (scoring === null) {
      return { run, detail, attempts, scoring: { active: null, all, leftOut: 0, open: 0 }, grades: [] };
    }
    const [scoringDetail, grades] = await Promise.all([this.#store.scoringDetail(scoring.id), this.#store.grades(scoring.id)]);
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
