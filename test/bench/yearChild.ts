// One measurement of year.ts in a process of its own; argv[2] says which. Prints its figures as JSON.
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { spawnStore } from '../../src/core/benchStore.ts';
import type { BenchStore } from '../../src/core/benchStore.ts';
import { openStore } from '../../src/core/store/openStore.ts';
import type { Store } from '../../src/core/store/spec.ts';
import { loadSqlJs } from '../../src/core/store/sql.ts';
import type { RunId } from '../../src/shared/model/ids.ts';
import { detail, makeAttempt, makeRun } from '../unit/store/fixtures.ts';
import { cliPath } from './child.ts';
import { median } from './table.ts';

type What =
  | 'bare'
  | 'index'
  | 'list'
  | 'pages'
  | 'reliability'
  | 'comparison'
  | 'figures'
  | 'history'
  | 'append'
  | 'straightforward';

export interface YearOrder {
  readonly what: What;
  /** Folders of a store with a million results and of one with a thousand. */
  readonly large: string;
  readonly small: string;
  /** A run of 1,000 results and one of 10,000. */
  readonly runs: { readonly small: RunId; readonly large: RunId };
  /** Of the straightforward database. */
  readonly rows?: number;
}

export interface YearFigures {
  readonly ms: Readonly<Record<string, number>>;
  readonly rssMb: number;
}

export interface AppendFigures {
  readonly together: number;
  readonly stores: readonly { readonly results: number; readonly alone: number; readonly together: number }[];
}

export interface StraightforwardFigures {
  readonly results: number;
  /** Median of an insert with an export and a flush. */
  readonly ms: number;
  readonly rssMb: number;
}

const appends = 400;
const together = 100;
const exportsMeasured = 7;
const insertSql = 'INSERT INTO results VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)';

const nightly = { suitePath: 'nightly.bench.yaml', metric: 'quality', by: 'run' } as const;

const order = JSON.parse(process.argv[2] ?? '') as YearOrder;
console.log(JSON.stringify(await measured()));

async function measured(): Promise<YearFigures | AppendFigures | StraightforwardFigures> {
  switch (order.what) {
    case 'bare':
      return figuresOf({});
    case 'index':
      return await withStore(async (store, openMs) => ({ 'taken in': openMs + (await msOf(() => store.checkpoint())) }));
    case 'list':
      return await withStore(async (_, openMs) => ({ 'open, to the first 50 runs': openMs }));
    case 'pages':
      return await withStore(async (store) => ({ 'the 20 pages of the list, all': await msOf(() => allPages(store)) }));
    case 'reliability':
      return await withStore(async (store) => ({
        'how calls went in a week': await msOf(() => store.reliability('2026-12-20T12:00:00.000Z')),
      }));
    case 'comparison':
      return await withStore(comparisons);
    case 'figures':
      return await withStore(async (store) => ({
        'history of 365 runs, their figures made for it': await msOf(() => store.history(nightly)),
      }));
    case 'history':
      return await withStore(histories);
    case 'append':
      return await appendCosts();
    case 'straightforward':
      return await straightforward(order.rows ?? 0);
  }
}

function figuresOf(ms: YearFigures['ms']): YearFigures {
  return { ms, rssMb: process.memoryUsage.rss() / 1e6 };
}

/** Asks the store in its worker, as the editor does. */
async function withStore(ask: (store: BenchStore, openMs: number) => Promise<YearFigures['ms']>): Promise<YearFigures> {
  const built = (file: string) => new URL(file, pathToFileURL(cliPath));
  const start = performance.now();
  const store = await spawnStore(built('store.worker.js'), order.large, fileURLToPath(built('sql-wasm.wasm')));
  await store.listRuns({ limit: 50 });
  const figures = figuresOf(await ask(store, performance.now() - start));
  await store.close();
  return figures;
}

async function msOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function allPages(store: BenchStore): Promise<void> {
  for (let offset = 0; offset < 1000; offset += 50) await store.listRuns({ limit: 50, offset });
}

async function comparisons(store: BenchStore): Promise<YearFigures['ms']> {
  const { small, large } = order.runs;
  return {
    'comparison of 1,000 results, first': await msOf(() => store.comparison(small)),
    'comparison of 1,000 results, again': await msOf(() => store.comparison(small)),
    'comparison of 10,000 results, first': await msOf(() => store.comparison(large)),
    'comparison of 10,000 results, again': await msOf(() => store.comparison(large)),
  };
}

async function histories(store: BenchStore): Promise<YearFigures['ms']> {
  const latency = { ...nightly, metric: 'latencyP50', by: 'day' } as const;
  return {
    'history of 365 runs, first': await msOf(() => store.history(nightly)),
    'history of 365 runs, again, of latency by day': await msOf(() => store.history(latency)),
  };
}

/** In turns, so that a slow moment of the disk falls on both. */
async function appendCosts(): Promise<AppendFigures> {
  const stores = await Promise.all([order.small, order.large].map((folder) => openStore(folder)));
  const runs = await Promise.all(stores.map(newRun));
  const alone: number[][] = stores.map(() => []);
  const shared: number[][] = stores.map(() => []);
  for (let round = 0; round < appends; round += together) {
    for (const [index, store] of stores.entries()) {
      const run = runs[index];
      if (!run) continue;
      for (let i = 0; i < together; i++) alone[index]?.push(await msOf(() => store.appendAttempt(makeAttempt(run))));
      const attempts = Array.from({ length: together }, () => makeAttempt(run));
      shared[index]?.push((await msOf(() => Promise.all(attempts.map((attempt) => store.appendAttempt(attempt))))) / together);
    }
  }
  await Promise.all(stores.map((store) => store.close()));
  return {
    together,
    stores: [1_000, 1_000_000].map((results, index) => ({
      results,
      alone: median(alone[index] ?? []),
      together: median(shared[index] ?? []),
    })),
  };
}

async function newRun(store: Store): Promise<RunId> {
  const run = makeRun();
  await store.createRun(run, detail);
  return run.id;
}

/** All results with their answers in one sql.js database, which is written whole after each. */
async function straightforward(rows: number): Promise<StraightforwardFigures> {
  const { Database } = await loadSqlJs();
  const database = new Database();
  database.run(`CREATE TABLE results (id TEXT PRIMARY KEY, run_id TEXT, provider TEXT, model TEXT, case_id TEXT, status TEXT,
    tokens_in INTEGER, tokens_out INTEGER, latency_ms REAL, cost_usd REAL, quality REAL, error TEXT, answer TEXT, created_at TEXT)`);
  database.run('CREATE INDEX results_by_run ON results (run_id)');
  let insert = database.prepare(insertSql);
  database.run('BEGIN');
  for (let i = 0; i < rows; i++) insert.run(someRow(i));
  database.run('COMMIT');
  const times: number[] = [];
  for (let round = 0; round < exportsMeasured; round++) {
    const start = performance.now();
    insert.run(someRow(rows + round));
    writeFlushed(join(order.large, 'straightforward.sqlite'), database.export());
    times.push(performance.now() - start);
    // An export ends all statements.
    insert = database.prepare(insertSql);
  }
  return { results: rows, ms: median(times), rssMb: process.resourceUsage().maxRSS / 1000 };
}

function someRow(index: number) {
  const run = `run-${Math.floor(index / 1000)}`;
  const { record, body } = makeAttempt(run as RunId, {}, 'x'.repeat(200));
  const { inputTokens, outputTokens } = record.usage;
  return [
    ...[record.id, run, record.provider, record.model, record.caseId, record.status, inputTokens, outputTokens],
    ...[record.timing.e2eMs, record.cost.usd, record.quality, null, body.answer, record.startedAt],
  ];
}

function writeFlushed(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'w');
  writeSync(file, bytes);
  fsyncSync(file);
  closeSync(file);
}
