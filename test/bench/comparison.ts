import { fileURLToPath, pathToFileURL } from 'node:url';
import { spawnStore, type BenchStore } from '../../src/core/benchStore.ts';
import type { Changed } from '../../src/shared/model/changed.ts';
import type { AttemptId, CandidateId, RunId } from '../../src/shared/model/ids.ts';
import { firstPage, type PanelView } from '../../src/shared/model/panelView.ts';
import { makeAttempt, makeRating, temporaryFolder } from '../unit/store/fixtures.ts';
import { cliPath } from './child.ts';
import { recordOf, writeRuns } from './generate.ts';
import { figure, median, printNote, printTable } from './table.ts';

const models = 10;
const rounds = 5;
const pollMs = 50;

interface Figures {
  readonly results: number;
  /** ms. */
  readonly first: number;
  readonly again: number;
  readonly held: number;
  readonly kept: number;
  /** Bytes of JSON. */
  readonly whole: number;
  readonly patch: number;
}

/** The comparison of one run in the store's worker: made, looked at again, read back by a worker that starts, and its change by one answer. */
export async function comparison(): Promise<void> {
  const all: Figures[] = [];
  for (const cases of [100, 1_000, 10_000]) all.push(await measured(cases));
  printTable('Comparison of one run, in the worker', [
    ['results', 'first, ms', `again, median of ${rounds}`, 'held', 'new worker', 'view, kB', 'one more answer, kB'],
    ...all.map(({ results, first, again, held, kept, whole, patch }) => [
      results.toLocaleString('en'),
      ...[first, again, held, kept].map(figure),
      ...[whole, patch].map((bytes) => figure(bytes / 1000)),
    ]),
  ]);
  printNote('first: cold, rows read; again: after a rating; new worker: opened, the panel’s view of the run as it was kept.');
}

async function measured(cases: number): Promise<Figures> {
  await using folder = await temporaryFolder();
  const id = 'run' as RunId;
  const made = { id, suitePath: 'a.bench.yaml', startedAt: new Date(0), models, cases };
  await writeRuns(folder.path, [made]);
  const taken = await opened(folder.path);
  await taken.listRuns();
  await taken.close();

  const store = await opened(folder.path);
  const first = await msOf(() => store.comparison(id));
  const again: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await store.rate(makeRating(id, `run-${round}` as AttemptId));
    again.push(await msOf(() => store.comparison(id)));
  }
  const held = await msOf(() => store.comparison(id));
  // Ends the ratings' log, too.
  await store.updateRun(recordOf(made));
  const isKept = cases * models >= 5_000;
  while (isKept && (await store.view(id, 'comparison')) === null) await new Promise((resolve) => setTimeout(resolve, pollMs));
  await store.close();

  const later = await opened(folder.path);
  let view: Changed<PanelView> | null = null;
  const kept = await msOf(async () => (view = await later.panelView({ runId: id, matrix: firstPage, have: null })));
  const more = { candidateId: 'model-3' as CandidateId, model: 'model-3', provider: 'local', caseId: 'case 5', repeat: 2 };
  await later.appendAttempt(makeAttempt(id, more));
  const patch = await later.panelView({ runId: id, matrix: firstPage, have: markOf(view) });
  await later.close();
  return { results: cases * models, first, again: median(again), held, kept, whole: bytesOf(view), patch: bytesOf(patch) };
}

function opened(folder: string): Promise<BenchStore> {
  const built = (file: string) => new URL(file, pathToFileURL(cliPath));
  return spawnStore(built('store.worker.js'), folder, fileURLToPath(built('sql-wasm.wasm')));
}

function markOf(view: Changed<PanelView> | null): string | null {
  return view && view.mark;
}

function bytesOf(view: Changed<PanelView> | null): number {
  return Buffer.byteLength(JSON.stringify(view));
}

async function msOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
