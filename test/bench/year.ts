import { mkdtemp, rm, stat, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunId } from '../../src/shared/model/ids.ts';
import { runNode } from './child.ts';
import { writeRuns } from './generate.ts';
import type { MadeRun } from './generate.ts';
import { figure, printNote, printTable } from './table.ts';
import type { AppendFigures, StraightforwardFigures, YearFigures, YearOrder } from './yearChild.ts';

const dayMs = 24 * 60 * 60 * 1000;
const nightly = 365;
const models = 10;
/** The straightforward design is measured up to here: at a million it takes some gigabytes of memory. */
const straightforwardSizes = [1_000, 100_000];

/** A year of results: 1,000,000 in 1,000 runs, and what then is asked most often, each in a process of its own. */
export async function year(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'llm-bench-year-'));
  try {
    const [large, small] = [join(folder, 'large'), join(folder, 'small')];
    const runs = runsOfYear();
    await timed('Logs written', () => writeRuns(large, runs));
    await writeRuns(small, runs.slice(-1));
    const order = { large, small, runs: { small: idAt(0), large: bigRun } };
    const opening = await measure<YearFigures>({ ...order, what: 'index' });
    printNote(`Taken in by the store, once: ${figure(opening.ms['taken in'] ?? NaN)} ms; ${await sizes(large)}`);
    printYear(await measure<YearFigures>({ ...order, what: 'bare' }), await asked(order));
    const append = await measure<AppendFigures>({ ...order, what: 'append' });
    printStraightforward(append, await straightforward(order));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const bigRun = 'run-of-10000' as RunId;

/** 365 nights of one suite, other runs between them, and a large one. */
function runsOfYear(): MadeRun[] {
  const start = Date.parse('2026-01-01T02:00:00.000Z');
  const made = (index: number, cases: number, suitePath: string): MadeRun => ({
    id: idAt(index),
    suitePath,
    startedAt: new Date(start + (index % nightly) * dayMs + Math.floor(index / nightly) * 60_000),
    models,
    cases,
  });
  const thousands = Array.from({ length: 981 }, (_, i) =>
    made(i, 100, i < nightly ? 'nightly.bench.yaml' : `other-${i % 9}.bench.yaml`),
  );
  const halves = Array.from({ length: 18 }, (_, i) => made(981 + i, 50, 'small.bench.yaml'));
  const large = { ...made(999, 1000, 'large.bench.yaml'), id: bigRun };
  return [large, ...halves, ...thousands];
}

function idAt(index: number): RunId {
  return `run-${String(index).padStart(4, '0')}` as RunId;
}

type Base = Omit<YearOrder, 'what' | 'rows'>;

async function measure<Figures>(order: YearOrder): Promise<Figures> {
  const script = fileURLToPath(new URL('yearChild.ts', import.meta.url));
  return JSON.parse(await runNode([script, JSON.stringify(order)])) as Figures;
}

const questions = ['list', 'pages', 'reliability', 'comparison', 'figures', 'history'] as const;

async function asked(order: Base): Promise<Map<string, YearFigures>> {
  const figures = new Map<string, YearFigures>();
  for (const what of questions) figures.set(what, await measure<YearFigures>({ ...order, what }));
  return figures;
}

function printYear(bare: YearFigures, asked: ReadonlyMap<string, YearFigures>): void {
  const rows = [['in a fresh process', 'ms', 'memory over a bare process, MB']];
  for (const { ms, rssMb } of asked.values()) {
    for (const [name, time] of Object.entries(ms)) rows.push([name, figure(time), figure(rssMb - bare.rssMb)]);
  }
  printTable('A year of results: 1,000,000 in 1,000 runs', rows);
}

async function straightforward(order: Base): Promise<StraightforwardFigures[]> {
  const figures: StraightforwardFigures[] = [];
  for (const rows of straightforwardSizes) figures.push(await measure({ ...order, what: 'straightforward', rows }));
  return figures;
}

function printStraightforward(append: AppendFigures, others: readonly StraightforwardFigures[]): void {
  const rows = [['a durable append', 'results', 'alone, ms', `of ${append.together} at once, ms`]];
  for (const { results, alone, together } of append.stores) {
    rows.push(['this store', results.toLocaleString('en'), alone.toFixed(3), together.toFixed(3)]);
  }
  const [small, large] = append.stores;
  if (small && large)
    rows.push(['  larger ÷ smaller', '', figure(large.alone / small.alone), figure(large.together / small.together)]);
  for (const { results, ms } of others)
    rows.push(['one database, exported after each result', results.toLocaleString('en'), ms.toFixed(2), '']);
  const last = others.at(-1);
  const ours = large?.alone;
  if (last && ours !== undefined) rows.push(['  ÷ this store at a million', '', figure(last.ms / ours), '']);
  printTable('A year of results: what one more costs, medians', rows);
  if (last)
    printNote(
      `One database of ${last.results.toLocaleString('en')} results takes ${figure(last.rssMb)} MB at its peak; a million were left out.`,
    );
}

async function timed(what: string, work: () => Promise<void>): Promise<void> {
  const start = performance.now();
  await work();
  printNote(`${what}: ${figure((performance.now() - start) / 1000)} s`);
}

async function sizes(folder: string): Promise<string> {
  let [logs, derived] = [0, 0];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const { size } = await stat(join(entry.parentPath, entry.name));
    if (entry.name.endsWith('.jsonl')) logs += size;
    else derived += size;
  }
  return `logs ${figure(logs / 1e6)} MB, derived from them ${figure(derived / 1e6)} MB`;
}
