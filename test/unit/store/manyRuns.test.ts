import assert from 'node:assert/strict';
import { copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { RunId } from '../../../src/shared/model/ids.ts';
import { diskFiles } from '../../../src/core/store/files.ts';
import type { StoreFiles } from '../../../src/core/store/files.ts';
import { encodeLine } from '../../../src/core/store/logLine.ts';
import type { LogEntry } from '../../../src/core/store/logLine.ts';
import { unknownWriter } from '../../../src/core/store/writer.ts';
import { catalogPath, removeDerived, visit } from './filled.ts';
import { detail, makeAttempt, makeRun, temporaryFolder } from './fixtures.ts';

test('a catalog that is made anew writes no tables, and knows all', async () => {
  await using folder = await temporaryFolder();
  await writeRuns(folder.path, 40);
  await visit(folder.path, async (store) => {
    assert.equal(store.health.replayed, 40);
    assert.equal((await store.listRuns()).length, 40);
    assert.equal((await store.reliability(''))[0]?.ok, 40);
  });
  assert.deepEqual(await imagesIn(folder.path), []);
  await visit(folder.path, async (store) => {
    assert.equal(store.health.replayed, 0);
    assert.equal((await store.reliability(''))[0]?.ok, 40);
  });
});

test('a process that ends while it makes the catalog leaves what it had come to', async () => {
  await using folder = await temporaryFolder();
  await writeRuns(folder.path, 40);
  const kept = join(folder.path, 'kept.sqlite');
  let opened = 0;
  const open: StoreFiles['open'] = async (path, flags) => {
    if (String(path).endsWith('.jsonl') && ++opened === 30) await copyFile(catalogPath(folder.path), kept);
    return await diskFiles.open(path, flags);
  };
  let seconds = 0;
  const clock = { now: () => 0, date: () => new Date(Date.UTC(2026, 2, 1) + 1000 * seconds++) };
  await visit(folder.path, async () => undefined, { files: { ...diskFiles, open }, clock });
  await removeDerived(folder.path);
  await copyFile(kept, catalogPath(folder.path));
  await visit(folder.path, async (store) => {
    assert.ok(store.health.replayed > 0 && store.health.replayed < 40, `${store.health.replayed} replayed`);
    assert.equal((await store.listRuns()).length, 40);
    assert.equal((await store.reliability(''))[0]?.ok, 40);
  });
});

test('tables of small runs count for more than their pages, so that a hundred or so stay open', async () => {
  await using folder = await temporaryFolder();
  const runs = await writeRuns(folder.path, 130);
  await visit(folder.path, async (store) => {
    for (const runId of runs) assert.equal((await store.attempts(runId)).length, 1);
    // Tables that are closed leave an image.
    const closed = (await imagesIn(folder.path)).length;
    assert.ok(closed >= 15 && closed <= 60, `${closed} closed`);
    await store.close();
  });
});

/** Ended runs of one attempt. */
async function writeRuns(folder: string, count: number): Promise<RunId[]> {
  const path = join(folder, 'runs');
  await rm(path, { recursive: true, force: true });
  await mkdir(path, { recursive: true });
  const runs = Array.from({ length: count }, (_, i) => makeRun({ startedAt: new Date(Date.UTC(2026, 0, 1, i)).toISOString() }));
  for (const run of runs) {
    const entries: readonly LogEntry[] = [
      { type: 'log-opened', runId: run.id, writer: unknownWriter() },
      { type: 'run-created', run, detail },
      { type: 'attempt', attempt: makeAttempt(run.id) },
      { type: 'run-updated', run: { ...run, status: 'finished' }, revision: 1, at: run.startedAt },
      { type: 'log-closed' },
    ];
    await writeFile(join(path, `${run.id}.w.1.jsonl`), Buffer.concat(entries.map((entry) => encodeLine(entry))));
  }
  return runs.map(({ id }) => id);
}

async function imagesIn(folder: string): Promise<string[]> {
  return (await readdir(join(folder, 'index'))).filter((name) => name.endsWith('.sqlite'));
}
