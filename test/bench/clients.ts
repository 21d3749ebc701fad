import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { cliPath } from './child.ts';

/** What a client says of one call; ms from sending. */
export interface Sample {
  readonly requestId: string;
  readonly ttftMs: number;
  readonly e2eMs: number;
  /** The client itself says that this one is not to be believed. */
  readonly contaminated: boolean;
}

export interface Measured {
  /** From the order to begin until the last result is there (and stored, where the client stores). */
  readonly wallMs: number;
  readonly samples: readonly Sample[];
}

export interface Client extends AsyncDisposable {
  run(calls: number, inFlight: number): Promise<Measured>;
}

export const clientNames = ['engine', 'openai', 'fetch'] as const;
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
  const suiteText = (calls: number, inFlight: number) =>
    JSON.stringify({
      endpoints: { truth: { api: 'openai-chat', baseUrl: `${origin}/v1` } },
      models: ['truth/model'],
      concurrency: inFlight,
      repeats: calls,
      cases: [{ prompt, expect: [{ contains: 'word49' }] }],
    });
  const noFile = (path: string): Promise<never> => Promise.reject(new Error(`There is no file ${path}`));
  const reader = { readText: noFile, size: noFile, realPath: noFile };
  return {
    run: async (calls, inFlight) => {
      const { suite } = await loadSuite('/b.json', '/', reader, { knownProviders: [] }, suiteText(calls, inFlight));
      if (!suite) throw new Error('The suite of the benchmark is not valid');
      const prepared = await bench.prepare(suite);
      const begun = performance.now();
      const run = await (await bench.start(prepared, { triggeredBy: 'test', suitePath: 'b.json' })).finished;
      const wallMs = performance.now() - begun;
      const attempts = await (await bench.store()).attempts(run.id);
      const samples = attempts.map(({ requestId, timing, contaminated }) => ({
        requestId: requestId ?? '',
        ttftMs: timing.ttftMs ?? NaN,
        e2eMs: timing.e2eMs ?? NaN,
        contaminated,
      }));
      return { wallMs, samples };
    },
    [Symbol.asyncDispose]: async () => {
      await bench.close();
      await rm(storeDir, { recursive: true, force: true });
    },
  };
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
    return marks.sample(response.headers);
  };
  return { run: inLanes(call), [Symbol.asyncDispose]: async () => {} };
}

async function fetchCall(origin: string): Promise<Sample> {
  const marks = new Marks(performance.now());
  const response = await fetch(`${origin}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'model', messages: [{ role: 'user', content: prompt }], stream: true }),
  });
  let rest = '';
  for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const frames = (rest + text).split('\n\n');
    rest = frames.pop() ?? '';
    for (const frame of frames) if (hasContent(frame)) marks.token();
  }
  return marks.sample(response.headers);
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

  constructor(sentAt: number) {
    this.#sentAt = sentAt;
  }

  token(): void {
    this.#lastAt = performance.now();
    if (Number.isNaN(this.#firstAt)) this.#firstAt = this.#lastAt;
  }

  sample(headers: Headers): Sample {
    return {
      requestId: headers.get('x-request-id') ?? '',
      ttftMs: this.#firstAt - this.#sentAt,
      e2eMs: this.#lastAt - this.#sentAt,
      contaminated: false,
    };
  }
}

function inLanes(call: () => Promise<Sample>): Client['run'] {
  return async (calls, inFlight) => {
    const start = performance.now();
    const samples: Sample[] = [];
    let begun = 0;
    const lane = async (): Promise<void> => {
      while (begun++ < calls) samples.push(await call());
    };
    await Promise.all(Array.from({ length: inFlight }, lane));
    return { wallMs: performance.now() - start, samples };
  };
}
