import type { RunId } from '../../shared/model/ids.ts';
import type { RunRecord, RunStatus } from '../../shared/model/run.ts';
import { lastAnsweredRun, lastWholeRun } from '../lastWholeRun.ts';
import type { RunListItem, Store } from '../store/spec.ts';
import { StoreError } from '../store/errors.ts';
import type { DataParts } from './parts.ts';
import type { PruneReport } from './spec.ts';

export async function prunable({ store }: Pick<DataParts, 'store'>, before: string): Promise<PruneReport> {
  const found = await runsToPrune(store, before);
  return { pruned: found.length, results: resultsOf(found) };
}

export async function prune({ store, views }: Pick<DataParts, 'store' | 'views'>, before: string): Promise<PruneReport> {
  const done: RunListItem[] = [];
  for (const item of await runsToPrune(store, before)) {
    const figures = await views.figures(item.run.id);
    if (figures === null) continue;
    try {
      await store.pruneRun(item.run.id, figures);
      done.push(item);
    } catch (error) {
      // It was taken up again meanwhile.
      if (!(error instanceof StoreError) || error.kind !== 'locked') throw error;
    }
  }
  return { pruned: done.length, results: resultsOf(done) };
}

/** Somebody writes it, or knows more of it than this version. */
const untouched: ReadonlySet<RunStatus> = new Set(['running', 'partial']);

/** The oldest first. What its suite's last results rest on stays whatever its age, and so does whatever was pinned, was made a baseline or goes on. */
async function runsToPrune(store: Store, before: string): Promise<readonly RunListItem[]> {
  const limit = Date.parse(before);
  if (Number.isNaN(limit)) throw new StoreError('other', `“${before}” is no date: write one such as 2026-01-31.`);
  const items = await store.listRuns();
  const last = new Set([...Map.groupBy(items, ({ run }) => run.suitePath).values()].flatMap(lastOfSuite));
  const old = items.filter(
    ({ run }) => Date.parse(run.startedAt) < limit && !isKept(run) && !untouched.has(run.status) && !last.has(run.id),
  );
  const free: RunListItem[] = [];
  for (const item of old) {
    const scorings = await store.scorings(item.run.id);
    if (scorings.every(({ status }) => status !== 'running')) free.unshift(item);
  }
  return free;
}

/** Beside the newest run, which may be of one case or have no answers, the one that tells of the whole suite. */
function lastOfSuite(runs: readonly RunListItem[]): readonly RunId[] {
  return [runs[0], lastWholeRun(runs), lastAnsweredRun(runs)].flatMap((item) => item?.run.id ?? []);
}

function isKept({ baselineAt, pinnedAt = null }: RunRecord): boolean {
  return baselineAt !== null || pinnedAt !== null;
}

function resultsOf(items: readonly RunListItem[]): number {
  return items.reduce((sum, { samplesDone }) => sum + samplesDone, 0);
}
