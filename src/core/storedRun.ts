import type { RunId } from '../shared/model/ids.ts';
import type { RunDetail, RunRecord } from '../shared/model/run.ts';
import type { ScoringRecord } from '../shared/model/scoring.ts';
import type { BenchStore } from './benchStore.ts';
import type { RunCounts } from './runCounts.ts';
import { partialError } from './store/errors.ts';
import type { Store } from './store/spec.ts';

export interface EndedRun {
  readonly run: RunRecord;
  readonly detail: RunDetail;
}

/** @param then what can be done with a running one once it has ended */
export async function endedRun(store: Store, runId: RunId, then: string): Promise<EndedRun> {
  const found = await store.run(runId);
  if (!found) throw new Error(`There is no run ${runId} in this store.`);
  if (found.run.status === 'running')
    throw new Error(`“${found.run.name}” is still running. Wait until it has ended, then ${then}.`);
  if (found.run.status === 'partial') throw partialError(runId);
  return found;
}

/** How much there is of a run that is there. */
export async function countsOf(store: Pick<BenchStore, 'counts'>, runId: RunId): Promise<RunCounts> {
  const counts = await store.counts(runId);
  if (!counts) throw new Error(`There is no run ${runId} in this store.`);
  return counts;
}

/** How something ended whose engine died. */
export interface FailedEnd {
  readonly status: 'failed';
  readonly statusMessage: string;
  readonly finishedAt: string;
}

/** With the run's own scoring, which nobody carries on. A run whose extension could not be begun stays as it was. */
export async function failRun(store: Store, runId: RunId, end: FailedEnd): Promise<void> {
  const found = await store.run(runId);
  if (found?.run.status !== 'running') return;
  for (const scoring of await store.scorings(runId)) {
    if (scoring.trigger === 'run') await failScoring(store, scoring, end);
  }
  await store.updateRun({ ...found.run, ...end });
}

export async function failScoring(store: Store, { id, runId }: ScoringRecord, end: FailedEnd): Promise<void> {
  const found = (await store.scorings(runId)).find((scoring) => scoring.id === id);
  if (found?.status === 'running') await store.updateScoring({ ...found, ...end });
}

/** No run is the baseline of the suite at this path any more. */
export async function clearBaseline(store: Store, suitePath: string): Promise<void> {
  for (let id = await store.baseline(suitePath); id !== null; id = await store.baseline(suitePath)) {
    const found = await store.run(id);
    if (!found) throw new Error(`The baseline of ${suitePath} cannot be read. Delete its run ${id}, then choose another one.`);
    await store.updateRun({ ...found.run, baselineAt: null });
  }
}
