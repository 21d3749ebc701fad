import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestContext } from 'node:test';
import { Bench, type RunHandle } from '../../src/core/bench.ts';
import { noUserProviders, nullLogger, systemClock } from '../../src/core/ports.ts';
import { loadSuite } from '../../src/core/suite/loadSuite.ts';
import type { Suite } from '../../src/shared/model/suite.ts';
import { builtFile } from './cli.ts';

export interface InProcess {
  readonly bench: Bench;
  readonly load: (suite: object) => Promise<Suite>;
  readonly start: (suite: object) => Promise<RunHandle>;
}

/**
 * A Bench in this process, with the engine and the store in the built workers; closed with the test.
 * @param folder of its results; absent: one of its own, which goes with it
 */
export async function bench(context: TestContext, folder?: string): Promise<InProcess> {
  const storeDir = folder ?? (await mkdtemp(join(tmpdir(), 'llm-bench-engine-')));
  const bench = new Bench({
    workers: { engine: builtFile('engine.worker.js'), store: builtFile('store.worker.js'), demo: builtFile('demo.worker.js') },
    storeDir,
    wasmPath: fileURLToPath(builtFile('sql-wasm.wasm')),
    keys: { key: async () => null },
    userProviders: () => noUserProviders,
    toolVersion: 'test',
    clock: systemClock,
    logger: nullLogger,
  });
  context.after(async () => {
    await bench.close();
    if (folder === undefined) await rm(storeDir, { recursive: true, force: true });
  });
  const load = async (suite: object): Promise<Suite> => {
    const loaded = await loadSuite('/test.bench.json', '/', noFiles, { knownProviders: [] }, JSON.stringify(suite));
    if (!loaded.suite) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
    return loaded.suite;
  };
  const start = async (suite: object): Promise<RunHandle> =>
    bench.start(await bench.prepare(await load(suite)), { triggeredBy: 'test', suitePath: 'test.bench.json' });
  return { bench, load, start };
}

const noFile = (path: string): Promise<never> => Promise.reject(new Error(`The suite is to read no file, not ${path}`));
const noFiles = { readText: noFile, size: noFile, realPath: noFile };
