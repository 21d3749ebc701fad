import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Data } from '../../../src/core/data/data.ts';
import type { WholeFormat } from '../../../src/core/data/spec.ts';
import { diskFiles } from '../../../src/core/store/files.ts';
import type { StoreFiles } from '../../../src/core/store/files.ts';
import { openStore } from '../../../src/core/store/openStore.ts';
import type { OpenStoreOptions } from '../../../src/core/store/openStore.ts';
import type { Store } from '../../../src/core/store/spec.ts';
import type { RunFigures } from '../../../src/shared/model/history.ts';
import type { RunId } from '../../../src/shared/model/ids.ts';
import type { RunRecord } from '../../../src/shared/model/run.ts';
import {
  detail,
  makeAttempt,
  makeFailure,
  makeGrade,
  makeRating,
  makeRun,
  makeScoring,
  scoringDetail,
  temporaryFolder,
} from '../store/fixtures.ts';

export const someFigures: RunFigures = { version: 1, stamp: 'then', candidates: [] };

/** A store with what is done with it as a whole. */
export interface Opened extends AsyncDisposable {
  readonly folder: string;
  readonly store: Store;
  readonly data: Data;
}

export async function openAt(folder: string, options: OpenStoreOptions = {}): Promise<Opened> {
  const store = await openStore(folder, options);
  const data = new Data(store, { figures: async () => someFigures }, folder, options);
  return { folder, store, data, [Symbol.asyncDispose]: () => store.close() };
}

/** A folder of its own, in which stores, backups and exports find room side by side. */
export async function workshop() {
  const folder = await temporaryFolder();
  return {
    path: (...parts: string[]) => join(folder.path, ...parts),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

/** An ended run. */
export async function addRun(store: Store, changes: Partial<RunRecord> = {}, results = 2): Promise<RunRecord> {
  const running = makeRun({ ...changes, status: 'running' });
  await store.createRun(running, detail);
  for (let i = 0; i < results; i++) await store.appendAttempt(makeAttempt(running.id, {}, `Antwort ${i}: „30 Tage“, 日本語 🎉`));
  const run: RunRecord = { ...running, status: 'finished', finishedAt: '2026-03-01T10:05:00.000Z', ...changes };
  await store.updateRun(run);
  return run;
}

/** Runs with everything that a store can hold. */
export async function fillRichly(store: Store): Promise<readonly RunRecord[]> {
  const plain = await addRun(store, { startedAt: '2026-01-01T10:00:00.000Z', name: 'Größe, "quoted"\n=1+1' });
  const rich = await addRun(store, { startedAt: '2026-02-01T10:00:00.000Z', baselineAt: '2026-02-03T10:00:00.000Z' }, 0);
  const answers = [makeAttempt(rich.id), makeAttempt(rich.id, { quality: null }, '=HYPERLINK("x")'), makeFailure(rich.id)];
  const extended = { ...detail, suite: { ...detail.suite, repeats: 2 } };
  await store.extendRun({ ...rich, status: 'running', extensions: 1 }, extended);
  for (const answer of answers) await store.appendAttempt(answer);
  await store.updateRun({ ...rich, extensions: 1 });
  await scoreTwice(store, rich.id, answers[0]?.record.id ?? makeAttempt(rich.id).record.id);
  for (const { record } of answers) await store.rate(makeRating(rich.id, record.id, { note: 'erst' }));
  for (const { record } of answers.slice(1))
    await store.rate(makeRating(rich.id, record.id, { thumb: null, stars: null, note: '' }));
  const cancelled = await addRun(
    store,
    { startedAt: '2026-03-01T10:00:00.000Z', status: 'cancelled', statusMessage: 'by you' },
    1,
  );
  return [plain, rich, cancelled];
}

async function scoreTwice(store: Store, runId: RunId, attemptId: Parameters<typeof makeGrade>[1]): Promise<void> {
  for (const createdAt of ['2026-03-02T09:00:00.000Z', '2026-03-03T09:00:00.000Z']) {
    const scoring = makeScoring(runId, { createdAt });
    await store.createScoring(scoring, scoringDetail);
    await store.appendGrade(
      makeGrade(scoring, attemptId, { at: '2026-03-03T09:00:00.000Z', quality: null, passed: null, scores: [] }),
    );
    await store.appendGrade(makeGrade(scoring, attemptId, { at: '2026-03-03T09:00:01.000Z' }));
    await store.updateScoring({ ...scoring, planned: 5 });
    await store.updateScoring({ ...scoring, status: 'finished', finishedAt: createdAt });
  }
}

/** All that a store says of its runs, by the public reads. */
export async function everythingIn(store: Store): Promise<unknown> {
  const runs = [];
  for (const item of await store.listRuns()) {
    const { id } = item.run;
    const attempts = await store.attempts(id);
    const scorings = await store.scorings(id);
    runs.push({
      item,
      run: await store.run(id),
      attempts,
      bodies: await Promise.all(attempts.map((attempt) => store.body(id, attempt.id))),
      errors: await store.errors(id),
      scorings,
      details: await Promise.all(scorings.map((scoring) => store.scoringDetail(id, scoring.id))),
      grades: await Promise.all(scorings.map((scoring) => store.grades(id, scoring.id))),
      calls: await Promise.all(
        scorings.flatMap((scoring) => attempts.map((attempt) => store.judgeCalls(id, scoring.id, attempt.id))),
      ),
      ratings: await store.ratings(id),
    });
  }
  return { runs, suites: await store.suites(), baseline: await store.baseline('suites/support.bench.yaml') };
}

export async function exported({ data, folder }: Opened, format: WholeFormat): Promise<string> {
  const path = `${folder}-${Math.random()}.${format}`;
  await data.exportAll(path, format);
  return await readFile(path, 'utf8');
}

export async function logsIn(folder: string): Promise<string[]> {
  return (await readdir(join(folder, 'runs'))).filter((name) => name.endsWith('.jsonl')).sort();
}

export async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(join(folder, 'runs'))).sort();
}

/** Files that work for so many changes of a folder, and then no more. */
export function dyingFiles(steps: number): { readonly files: StoreFiles; died(): boolean } {
  let left = steps;
  const step = async <T>(work: () => Promise<T>): Promise<T> => {
    if (left-- <= 0) throw new Error('dead');
    return await work();
  };
  const files: StoreFiles = {
    ...diskFiles,
    rename: (from, to) => step(() => diskFiles.rename(from, to)),
    unlink: (path) => step(() => diskFiles.unlink(path)),
    open: (path, flags) => (flags === 'wx' ? step(() => diskFiles.open(path, flags)) : diskFiles.open(path, flags)),
  };
  return { files, died: () => left < 0 };
}
