import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Truth } from '../servers/truth.ts';
import { runNode, spawnTruthServer } from './child.ts';
import { clientNames, type ClientName } from './clients.ts';
import { figure, percentile, printTable } from './table.ts';
import type { TimingResult } from './timingChild.ts';

const ttftMs = 200;
const tokens = 50;
const gapMs = 10;
const callMs = ttftMs + (tokens - 1) * gapMs;

const loads = [
  { calls: 5, inFlight: 1 },
  { calls: 100, inFlight: 10 },
  { calls: 1000, inFlight: 100 },
];

/** Clients against a server that knows what was true; the same machine, one after the other. */
export async function timing(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'llm-bench-timing-'));
  try {
    await compareClients(await bundle(folder));
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

async function compareClients(script: string): Promise<void> {
  using server = await spawnTruthServer(ttftMs, tokens, gapMs);
  const bareMb = Number(await runNode(['-p', 'process.memoryUsage.rss() / 2 ** 20']));
  const rows = [
    [
      'client',
      'in flight',
      'calls',
      'wall ÷ ideal',
      'TTFT error p50',
      'p99',
      'E2E error p50',
      'p99',
      'MB over bare Node',
      'marked',
    ],
  ];
  for (const { calls, inFlight } of loads) {
    for (const name of clientNames)
      rows.push(await measure({ script, name, calls, inFlight, blocked: false }, server.origin, bareMb));
  }
  for (const name of ['engine', 'openai'] as const) {
    rows.push(await measure({ script, name, calls: 100, inFlight: 10, blocked: true }, server.origin, bareMb));
  }
  printTable(
    `Timing: calls of ${callMs} ms (${ttftMs} ms to the first token, then ${tokens} tokens ${gapMs} ms apart). Errors in ms: the client's figure − the server's. ` +
      `The engine stores every result. Blocked: the thread that started the run is busy 200 of every 400 ms. Marked: samples that the engine itself calls contaminated.`,
    rows,
  );
}

interface Load {
  readonly script: string;
  readonly name: ClientName;
  readonly calls: number;
  readonly inFlight: number;
  readonly blocked: boolean;
}

async function measure({ script, name, calls, inFlight, blocked }: Load, origin: string, bareMb: number): Promise<string[]> {
  const output = await runNode([script, name, origin, String(calls), String(inFlight), ...(blocked ? ['blocked'] : [])]);
  const { wallMs, samples, peakMb } = JSON.parse(output) as TimingResult;
  const truths = (await (await fetch(`${origin}/truth`)).json()) as Record<string, Truth>;
  const errors = samples.map(({ requestId, ttftMs, e2eMs }) => {
    const truth = truths[requestId];
    if (!truth) throw new Error(`${name} names a request that the server does not know: ${requestId}`);
    return { ttft: ttftMs - truth.firstTokenMs, e2e: e2eMs - truth.lastTokenMs };
  });
  if (errors.length !== calls) throw new Error(`${name} has ${errors.length} results of ${calls} calls`);
  const ideal = Math.ceil(calls / inFlight) * callMs;
  const of = (values: readonly number[], share: number) => figure(percentile(values, share));
  const ttft = errors.map((error) => error.ttft);
  const e2e = errors.map((error) => error.e2e);
  const marked = samples.filter(({ contaminated }) => contaminated).length;
  return [
    blocked ? `${name}, blocked` : name,
    String(inFlight),
    String(calls),
    (wallMs / ideal).toFixed(3),
    ...[of(ttft, 0.5), of(ttft, 0.99), of(e2e, 0.5), of(e2e, 0.99)],
    (peakMb - bareMb).toFixed(0),
    name === 'engine' ? `${((100 * marked) / calls).toFixed(0)} %` : '',
  ];
}
