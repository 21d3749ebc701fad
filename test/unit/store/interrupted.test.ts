/** What is told of runs whose process was killed. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, unlink, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { openStore } from '../../../src/core/store/openStore.ts';
import type { RunRecord } from '../../../src/shared/model/run.ts';
import { catalogPath, imagePath } from './filled.ts';
import { makeRun, temporaryFolder } from './fixtures.ts';

/** By a process of its own, killed once the run's tables and the catalog are on the disk. */
async function leaveKilled(folder: string, run: RunRecord, attempts: number): Promise<void> {
  const from = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
  const script = `
    const { openStore } = await import(${from('../../../src/core/store/openStore.ts')});
    const { detail, makeAttempt } = await import(${from('fixtures.ts')});
    const run = ${JSON.stringify(run)};
    const store = await openStore(${JSON.stringify(folder)});
    await store.createRun(run, detail);
    for (let n = 0; n < ${attempts}; n++) await store.appendAttempt(makeAttempt(run.id));
    await store.checkpoint();
    process.kill(process.pid, 'SIGKILL');`;
  const [, signal] = (await once(spawn(process.execPath, ['--input-type=module', '-e', script]), 'exit')) as unknown[];
  assert.equal(signal, 'SIGKILL');
}

test('a run that another window found interrupted is so for those whose catalog does not say it yet', async () => {
  await using folder = await temporaryFolder();
  const run = makeRun();
  const catalog = catalogPath(folder.path);
  await leaveKilled(folder.path, run, 300);
  const running = await readFile(catalog);
  await unlink(imagePath(folder.path, run.id));
  for (let opening = 0; opening < 2; opening++) {
    const store = await openStore(folder.path);
    assert.equal((await store.listRuns())[0]?.run.status, 'interrupted');
    await store.attempts(run.id);
    await store.checkpoint();
    await store.close();
    await readFile(imagePath(folder.path, run.id));
    await writeFile(catalog, running);
  }
});
