import type { RunId, ScoringId } from '../shared/model/ids.ts';
import type { RunDetail } from '../shared/model/run.ts';
import type { ScoringRecord } from '../shared/model/scoring.ts';
import { activeScoring, detailUnder, underScoring, type FullScoring } from './activeScoring.ts';
import type { ComparisonChoice, ScoredRun } from './benchStore.ts';
import { StoreError } from './store/errors.ts';
import type { Store } from './store/spec.ts';

export type ScoredStore = Pick<Store, 'run' | 'attempts' | 'scorings' | 'scoringDetail' | 'grades'>;

/** All that a scoring says of a run; `null` where there is no such run. */
export async function scoredRun(
  store: ScoredStore,
  runId: RunId,
  choice: Pick<ComparisonChoice, 'scoringId'> = {},
): Promise<ScoredRun | null> {
  const [found, all] = await Promise.all([store.run(runId), store.scorings(runId)]);
  if (!found) return null;
  const { run, detail } = found;
  const scoring = scoringOf(all, choice.scoringId);
  const attempts = await store.attempts(runId);
  if (scoring === null) {
    return { run, detail, attempts, scoring: { active: null, all, leftOut: 0, open: 0 }, grades: [] };
  }
  const full = await fullScoring(store, scoring);
  const { attempts: scored, leftOut, open } = underScoring(attempts, full);
  const view = { active: scoring.id, all, leftOut, open };
  return { run, detail: detailUnder(detail, full), attempts: scored, scoring: view, grades: full.grades };
}

/** A run with the expectations that a scoring went by. */
export async function scoredDetail(
  store: Pick<Store, 'run' | 'scoringDetail'>,
  runId: RunId,
  scoring: ScoringRecord | null,
): Promise<RunDetail | null> {
  const [found, detail] = await Promise.all([store.run(runId), scoring && store.scoringDetail(runId, scoring.id)]);
  return found && (scoring ? detailUnder(found.detail, { scoring, detail: detail ?? nothingExpected }) : found.detail);
}

/** The scoring in force where none is wanted by its id. */
export function scoringOf(all: readonly ScoringRecord[], wanted: ScoringId | null | undefined): ScoringRecord | null {
  if (wanted === null) return null;
  if (wanted === undefined) return activeScoring(all);
  const found = all.find(({ id }) => id === wanted);
  if (!found) throw new StoreError('other', `This run has no scoring ${wanted}: choose another one.`);
  return found;
}

export async function fullScoring(store: ScoredStore, scoring: ScoringRecord): Promise<FullScoring> {
  const [detail, grades] = await Promise.all([
    store.scoringDetail(scoring.runId, scoring.id),
    store.grades(scoring.runId, scoring.id),
  ]);
  // A log that is gone has taken the detail with it; the grades stand in the index.
  return { scoring, detail: detail ?? nothingExpected, grades };
}

const nothingExpected = { expect: {}, judges: [], prices: {}, endpoints: [] };
