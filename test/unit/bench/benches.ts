import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Worker } from 'node:worker_threads';
import { Bench, type BenchOptions } from '../../../src/core/bench.ts';
import { noUserProviders, nullLogger, systemClock } from '../../../src/core/ports.ts';
import type { Suite } from '../../../src/shared/model/suite.ts';
import { startWireServer, type Script } from '../../servers/wireServer.ts';
import { model, suite, testCase } from '../runner/fakes.ts';

const script = (name: string) => new URL(`../../../src/workers/${name}.worker.ts`, import.meta.url);
export const asTest = { triggeredBy: 'test', suitePath: 'test.bench.yaml' } as const;

export async function folder(context: TestContext): Promise<string> {
  const path = await newFolder();
  context.after(() => removeFolder(path));
  return path;
}

function newFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'llm-bench-bench-'));
}

function removeFolder(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true });
}

/** A bench on a store of its own, with the workers as they are in the sources. */
export async function benchOf(context: TestContext, workers: Partial<BenchOptions['workers']> = {}): Promise<Bench> {
  const storeDir = await newFolder();
  const bench = new Bench({
    workers: { engine: script('engine'), store: script('store'), demo: script('demo'), ...workers },
    storeDir,
    wasmPath: createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm'),
    keys: { key: async () => null },
    userProviders: () => noUserProviders,
    toolVersion: 'test',
    clock: systemClock,
    logger: nullLogger,
  });
  // The folder goes last: a store that still writes would fill it again.
  context.after(async () => {
    await bench.close();
    await removeFolder(storeDir);
  });
  return bench;
}

/** A suite whose models are those of a server that answers by `reply`. */
export async function suiteAt(
  context: TestContext,
  reply: Script | ((model: string) => Script),
  changes: Partial<Suite> = {},
): Promise<Suite> {
  const server = await startWireServer(({ body }) => (typeof reply === 'function' ? reply(String(body.model)) : reply));
  context.after(() => server.close());
  const endpoints = [{ id: 'own', api: 'openai-chat', baseUrl: server.baseUrl('openai-chat') } as const];
  return suite({ models: [model('own/a')], cases: [testCase('one')], repeats: 3, endpoints, ...changes });
}

/** The threads that are started while `use` goes on. */
export async function threadsOf(use: () => Promise<unknown>): Promise<readonly Worker[]> {
  const workers: Worker[] = [];
  const hear = (message: unknown) => void workers.push((message as { worker: Worker }).worker);
  subscribe('worker_threads', hear);
  await use().finally(() => unsubscribe('worker_threads', hear));
  return workers;
}
