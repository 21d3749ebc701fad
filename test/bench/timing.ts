import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Truth, TruthOptions } from '../servers/truth.ts';
import { runNode, spawnTruthServer } from './child.ts';
import { clientNames } from './clients.ts';
import { figure, median, percentile, printNote, printTable } from './table.ts';
import type { TimingOrder, TimingResult } from './timingChild.ts';

const pace: TruthOptions = { ttftMs: 200, tokens: 50, gapMs: 10 };
/** Shorter, because ten thousand of them are made. */
const shortPace: TruthOptions = { ttftMs: 100, tokens: 20, gapMs: 10 };

const loads = [
  { calls: 10, inFlight: 1 },
  { calls: 200, inFlight: 10 },
  { calls: 1000, inFlight: 100 },
];

/** Clients against a server that knows what was true; the same machine, one after the other. */
export async function timing(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'llm-bench-timing-'));
  try {
    const script = await bundle(folder);
    const bareMb = Number(await runNode(['-p', 'process.memoryUsage.rss() / 2 ** 20']));
    const arms = await measureClients(script);
    printArms(arms, bareMb);
    const many = await measureMemory(script);
    printGoals(arms, many, bareMb);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The clients as they would ship: no types to strip at run time, which would cost memory of its own. */
async function bundle(folder: string): Promise<string> {
  const script = join(folder, 'timingChild.mjs');
  const requireShim = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
  await build({
    entryPoints: [fileURLToPath(new URL('timingChild.ts', import.meta.url))],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    banner: { js: requireShim },
    logLevel: 'error',
  });
  return script;
}

type Load = Omit<TimingOrder, 'origin' | 'models'> & { readonly models?: number };

/** One client under one load, and how far it was from the truth; ms, without sign. */
interface Arm extends TimingResult, Omit<Load, 'models'> {
  readonly wallShare: number;
  readonly ttft: readonly number[];
  readonly e2e: readonly number[];
  readonly tpot: readonly number[];
  /** TTFT errors of the samples that the client itself does not call contaminated. */
  readonly unmarked: readonly number[];
}

async function measureClients(script: string): Promise<readonly Arm[]> {
  using server = await spawnTruthServer(pace);
  const arms: Arm[] = [];
  for (const load of loads) {
    for (const name of clientNames) arms.push(await measure(script, server.origin, pace, { ...load, name, blocked: false }));
  }
  for (const name of ['engine', 'openai'] as const) {
    arms.push(await measure(script, server.origin, pace, { calls: 200, inFlight: 10, name, blocked: true }));
  }
  return arms;
}

async function measureMemory(script: string): Promise<Arm> {
  using server = await spawnTruthServer(shortPace);
  return await measure(script, server.origin, shortPace, {
    name: 'engine',
    calls: 10_000,
    inFlight: 100,
    models: 10,
    blocked: false,
  });
}

async function measure(script: string, origin: string, { ttftMs, tokens, gapMs }: TruthOptions, load: Load): Promise<Arm> {
  const order: TimingOrder = { models: 1, ...load, origin };
  const result = JSON.parse(await runNode([script, JSON.stringify(order)])) as TimingResult;
  const truths = (await (await fetch(`${origin}/truth`)).json()) as Record<string, Truth>;
  if (result.samples.length !== load.calls) throw new Error(`${load.name} has ${result.samples.length} results of ${load.calls}`);
  const errors = result.samples.map(({ requestId, ttftMs: ttft, e2eMs: e2e, tpotMs: tpot, contaminated }) => {
    const truth = truths[requestId];
    if (!truth) throw new Error(`${load.name} names a request that the server does not know: ${requestId}`);
    const { firstTokenMs: first, lastTokenMs: last } = truth;
    const trueTpot = (last - first) / (tokens - 1);
    return { ttft: Math.abs(ttft - first), e2e: Math.abs(e2e - last), tpot: Math.abs(tpot - trueTpot), contaminated };
  });
  const ideal = Math.ceil(load.calls / load.inFlight) * (ttftMs + (tokens - 1) * gapMs);
  return {
    ...load,
    ...result,
    wallShare: result.wallMs / ideal,
    ttft: errors.map(({ ttft }) => ttft),
    e2e: errors.map(({ e2e }) => e2e),
    tpot: errors.map(({ tpot }) => tpot),
    unmarked: errors.filter(({ contaminated }) => !contaminated).map(({ ttft }) => ttft),
  };
}

function printArms(arms: readonly Arm[], bareMb: number): void {
  const head = ['client', 'in flight', 'calls', 'wall ÷ ideal', 'TTFT p50', 'p99', 'E2E p50', 'p99', 'TPOT p50', 'p99'];
  const rows = arms.map((arm) => [
    arm.blocked ? `${arm.name}, blocked` : arm.name,
    String(arm.inFlight),
    String(arm.calls),
    arm.wallShare.toFixed(3),
    ...[arm.ttft, arm.e2e, arm.tpot].flatMap((errors) => [figure(median(errors)), figure(percentile(errors, 0.99))]),
    figure(arm.cpuMs),
    (arm.peakMb - bareMb).toFixed(0),
    arm.name === 'engine' ? markedShare(arm) : '',
    arm.name === 'engine' ? figure(percentile(arm.unmarked, 0.99)) : '',
  ]);
  const { ttftMs, tokens, gapMs } = pace;
  printTable('Timing: how far each client is from what the server knows', [
    [...head, 'CPU a call', 'MB over Node', 'marked', 'TTFT p99 unmarked'],
    ...rows,
  ]);
  printNote(`A call takes ${ttftMs + (tokens - 1) * gapMs} ms: ${ttftMs} to the first of ${tokens} tokens, which come ${gapMs} apart.
TTFT, E2E, TPOT: size of the client's error, ms. TPOT is the time per output token after the first.
engine: through the openai SDK, every result scored and on disk. openai, fetch, node:http: keep nothing.
wall ÷ ideal: time for all calls ÷ the time if calls alone took time. CPU a call: of all the client's threads, ms.
marked: samples that the engine itself calls contaminated, because its own loop was late; the last column leaves them out.
blocked: the thread that started the run is kept busy for 200 of every 400 ms, as an extension beside ours may do.`);
}

function printGoals(arms: readonly Arm[], many: Arm, bareMb: number): void {
  const find = (inFlight: number, blocked: boolean): Arm => {
    const arm = arms.find((one) => one.name === 'engine' && one.inFlight === inFlight && one.blocked === blocked);
    if (!arm) throw new Error(`The engine was not measured at ${inFlight} in flight`);
    return arm;
  };
  const [ten, hundred, blocked] = [find(10, false), find(100, false), find(10, true)];
  const p99 = (errors: readonly number[]) => percentile(errors, 0.99);
  const row = (what: string, value: number, most: number, digits = 2): string[] => {
    const met = value <= most ? 'met' : 'MISSED';
    return [what, value.toFixed(digits), String(most), met];
  };
  printTable('Timing: goals of the engine', [
    ['goal', 'figure', 'at most', ''],
    row('TTFT error p50 at 10 in flight, ms', median(ten.ttft), 1),
    row('TTFT error p99 at 10 in flight, ms', p99(ten.ttft), 5),
    row('TTFT error p99 at 100 in flight, ms', p99(hundred.ttft), 20),
    row('… of the samples that are not marked', p99(hundred.unmarked), 20),
    row('greatest TTFT error of a sample that is not marked, ms', Math.max(...hundred.unmarked), 20),
    row('wall ÷ ideal, 1,000 calls at 100 in flight', hundred.wallShare, 1.02, 3),
    row('growth of the TTFT error p99 when blocked, ms', p99(blocked.ttft) - p99(ten.ttft), 5),
    row('memory: 10 models × 1,000 results at 100 in flight, MB over Node', many.peakMb - bareMb, 200, 0),
  ]);
  printNote(`Memory: of the whole process, the store with its database included; ${many.wallShare.toFixed(3)} × the ideal time.`);
}

function markedShare({ samples }: Arm): string {
  const marked = samples.filter(({ contaminated }) => contaminated).length;
  return `${((100 * marked) / samples.length).toFixed(0)} %`;
}
