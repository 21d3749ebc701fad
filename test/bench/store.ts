import { openStore } from '../../src/core/store/openStore.ts';
import type { Store } from '../../src/core/store/spec.ts';
import type { RunId } from '../../src/shared/model/ids.ts';
import { detail, makeAttempt, makeRun, temporaryFolder } from '../unit/store/fixtures.ts';
import { figure, median, printTable } from './table.ts';

const sizes = [1_000, 100_000];
const appends = 400;
const together = 100;
const resultsPerRun = 10_000;

/** What one more durable result costs in a small and in a larger store, and opening it again. */
export async function store(): Promise<void> {
  await using folder = await temporaryFolder();
  const rows = [['results in the store', 'alone, ms', `of ${together} at once, ms`, 'open, ms']];
  const costs: number[] = [];
  let filled = 0;
  for (const size of sizes) {
    const writer = await openStore(folder.path);
    filled = await fill(writer, filled, size);
    await writer.close();

    const start = performance.now();
    const store = await openStore(folder.path);
    await store.listRuns();
    const openMs = performance.now() - start;
    const alone = await appendAlone(store, await newRun(store));
    const shared = await appendTogether(store, await newRun(store));
    costs.push(alone);
    rows.push([size.toLocaleString('en'), alone.toFixed(3), shared.toFixed(3), figure(openMs)]);
    filled += 2 * appends;
    await store.close();
  }
  const [small = NaN, large = NaN] = costs;
  rows.push(['larger ÷ smaller', figure(large / small), '', '']);
  printTable(`Store: a durable append, median of ${appends} (no checkpoint falls among them)`, rows);
}

async function newRun(store: Store): Promise<RunId> {
  const run = makeRun();
  await store.createRun(run, detail);
  return run.id;
}

async function fill(store: Store, from: number, to: number): Promise<number> {
  for (let done = from; done < to; done += resultsPerRun) {
    const run = makeRun();
    await store.createRun(run, detail);
    const count = Math.min(resultsPerRun, to - done);
    await Promise.all(Array.from({ length: count }, () => store.appendAttempt(makeAttempt(run.id))));
    await store.updateRun({ ...run, status: 'finished', finishedAt: run.startedAt });
  }
  return to;
}

async function appendAlone(store: Store, run: RunId): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < appends; i++) {
    const attempt = makeAttempt(run);
    const start = performance.now();
    await store.appendAttempt(attempt);
    times.push(performance.now() - start);
  }
  return median(times);
}

async function appendTogether(store: Store, run: RunId): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < appends; i += together) {
    const attempts = Array.from({ length: together }, () => makeAttempt(run));
    const start = performance.now();
    await Promise.all(attempts.map((attempt) => store.appendAttempt(attempt)));
    times.push((performance.now() - start) / together);
  }
  return median(times);
}
