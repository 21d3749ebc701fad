import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { AttemptRecord } from '../../src/shared/model/attempt.ts';
import { cliPath } from './child.ts';

/** What a client says of one call; the first two are ms from sending. */
export interface Sample {
  readonly requestId: string;
  readonly ttftMs: number;
  readonly e2eMs: number;
  /** Time per output token after the first, ms. */
  readonly tpotMs: number;
  /** The client itself says that this one is not to be believed. */
  readonly contaminated: boolean;
}

export interface Measured {
  /** From the order to begin until the last result is there (and stored, where the client stores). */
  readonly wallMs: number;
  /** Read apart, so that looking at the results costs the run nothing. */
  readonly samples: () => Promise<readonly Sample[]>;
}

export interface Work {
  readonly calls: number;
  readonly inFlight: number;
  /** Among which the calls are shared out. */
  readonly models: number;
}

export interface Client extends AsyncDisposable {
  run(work: Work): Promise<Measured>;
}

export const clientNames = ['engine', 'openai', 'fetch', 'node:http'] as const;
export type ClientName = (typeof clientNames)[number];

const prompt = 'Count the words.';

export async function createClient(name: ClientName, origin: string): Promise<Client> {
  switch (name) {
    case 'engine':
      return engineClient(origin);
    case 'openai':
      return openaiClient(origin);
    case 'fetch':
      return { run: inLanes(() => fetchCall(origin)), [Symbol.asyncDispose]: async () => {} };
    case 'node:http':
      return nodeClient(origin);
  }
}

/** The product: the engine and the store in their workers, every result on disk before it counts. */
async function engineClient(origin: string): Promise<Client> {
  const { Bench } = await import('../../src/core/bench.ts');
  const { noUserProviders, nullLogger, systemClock } = await import('../../src/core/ports.ts');
  const { loadSuite } = await import('../../src/core/suite/loadSuite.ts');
  const storeDir = await mkdtemp(join(tmpdir(), 'llm-bench-timing-'));
  const built = (file: string) => new URL(file, pathToFileURL(cliPath));
  const bench = new Bench({
    workers: { engine: built('engine.worker.js'), store: built('store.worker.js'), demo: built('demo.worker.js') },
    storeDir,
    wasmPath: fileURLToPath(built('sql-wasm.wasm')),
    keys: { key: async () => null },
    userProviders: () => noUserProviders,
    toolVersion: 'bench',
    clock: systemClock,
    logger: nullLogger,
  });
  const suiteText = ({ calls, inFlight, models }: Work) =>
    JSON.stringify({
      endpoints: { truth: { api: 'openai-chat', baseUrl: `${origin}/v1` } },
      models: Array.from({ length: models }, (_, index) => `truth/model-${index}`),
      concurrency: inFlight,
      repeats: Math.ceil(calls / models),
      cases: [{ prompt, expect: [{ contains: 'word1' }] }],
    });
  const noFile = (path: string): Promise<never> => Promise.reject(new Error(`There is no file ${path}`));
  const reader = { readText: noFile, size: noFile, realPath: noFile };
  return {
    run: async (work) => {
      const { suite } = await loadSuite('/b.json', '/', reader, { knownProviders: [] }, suiteText(work));
      if (!suite) throw new Error('The suite of the benchmark is not valid');
      const prepared = await bench.prepare(suite);
      const begun = performance.now();
      const run = await (await bench.start(prepared, { triggeredBy: 'test', suitePath: 'b.json' })).finished;
      const wallMs = performance.now() - begun;
      if (run.status !== 'finished') throw new Error(`The run ended as ${run.status}: ${run.statusMessage}`);
      const samples = async () => (await (await bench.store()).attempts(run.id)).map(sampleOf);
      return { wallMs, samples };
    },
    [Symbol.asyncDispose]: async () => {
      await bench.close();
      await rm(storeDir, { recursive: true, force: true });
    },
  };
}

function sampleOf({ requestId, timing, contaminated }: AttemptRecord): Sample {
  const { ttftMs, e2eMs, tpotMs } = timing;
  return { requestId: requestId ?? '', ttftMs: ttftMs ?? NaN, e2eMs: e2eMs ?? NaN, tpotMs: tpotMs ?? NaN, contaminated };
}

/** The official SDK as anyone would time it: the clock is read where its chunks come out. */
async function openaiClient(origin: string): Promise<Client> {
  const { OpenAI } = await import('openai');
  const client = new OpenAI({ apiKey: 'none', baseURL: `${origin}/v1`, maxRetries: 0 });
  const call = async (): Promise<Sample> => {
    const sentAt = performance.now();
    const { data, response } = await client.chat.completions
      .create({ model: 'model', messages: [{ role: 'user', content: prompt }], stream: true })
      .withResponse();
    const marks = new Marks(sentAt);
    for await (const chunk of data) if (chunk.choices[0]?.delta.content) marks.token();
    return marks.sample(response.headers.get('x-request-id'));
  };
  return { run: inLanes(call), [Symbol.asyncDispose]: async () => {} };
}

const requestBody = JSON.stringify({ model: 'model', messages: [{ role: 'user', content: prompt }], stream: true });

async function fetchCall(origin: string): Promise<Sample> {
  const marks = new Marks(performance.now());
  const response = await fetch(`${origin}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: requestBody,
  });
  for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) marks.take(text);
  return marks.sample(response.headers.get('x-request-id'));
}

/** The floor: nothing between the clock and the socket but Node's own HTTP. */
function nodeClient(origin: string): Client {
  const agent = new Agent({ keepAlive: true });
  const call = async (): Promise<Sample> => {
    const headers = { 'content-type': 'application/json', 'content-length': requestBody.length };
    const marks = new Marks(performance.now());
    const sent = request(`${origin}/v1/chat/completions`, { method: 'POST', agent, headers }).end(requestBody);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    response.setEncoding('utf8').on('data', (text: string) => marks.take(text));
    await once(response, 'end');
    return marks.sample(String(response.headers['x-request-id']));
  };
  return { run: inLanes(call), [Symbol.asyncDispose]: async () => agent.destroy() };
}

function hasContent(frame: string): boolean {
  if (!frame.startsWith('data: {')) return false;
  const { choices } = JSON.parse(frame.slice(6)) as { choices: { delta: { content?: string } }[] };
  return Boolean(choices[0]?.delta.content);
}

class Marks {
  readonly #sentAt: number;
  #firstAt = NaN;
  #lastAt = NaN;
  #tokens = 0;
  #rest = '';

  constructor(sentAt: number) {
    this.#sentAt = sentAt;
  }

  token(): void {
    this.#lastAt = performance.now();
    if (this.#tokens++ === 0) this.#firstAt = this.#lastAt;
  }

  /** A piece of the body. */
  take(text: string): void {
    const frames = (this.#rest + text).split('\n\n');
    this.#rest = frames.pop() ?? '';
    for (const frame of frames) if (hasContent(frame)) this.token();
  }

  sample(requestId: string | null): Sample {
    return {
      requestId: requestId ?? '',
      ttftMs: this.#firstAt - this.#sentAt,
      e2eMs: this.#lastAt - this.#sentAt,
      tpotMs: (this.#lastAt - this.#firstAt) / (this.#tokens - 1),
      contaminated: false,
    };
  }
}

function inLanes(call: () => Promise<Sample>): Client['run'] {
  return async ({ calls, inFlight }) => {
    const start = performance.now();
    const samples: Sample[] = [];
    let begun = 0;
    const lane = async (): Promise<void> => {
      while (begun++ < calls) samples.push(await call());
    };
    await Promise.all(Array.from({ length: inFlight }, lane));
    return { wallMs: performance.now() - start, samples: async () => samples };
  };
}
