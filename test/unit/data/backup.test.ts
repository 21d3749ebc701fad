import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, readFile, readdir, rm, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Data } from '../../../src/core/data/data.ts';
import { diskFiles } from '../../../src/core/store/files.ts';
import { encodeLine } from '../../../src/core/store/logLine.ts';
import type { RunId } from '../../../src/shared/model/ids.ts';
import { detail, makeAttempt, makeRun } from '../store/fixtures.ts';
import { faultyFiles } from '../store/faults.ts';
import { addRun, everythingIn, fillRichly, logsIn, openAt, workshop } from './stores.ts';

test('any tar can open a backup: a manifest, then the logs as they are', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  const [run] = await fillRichly(one.store);
  await one.data.backup(at.path('b.tar.gz'));
  const names = execFileSync('tar', ['-tzf', at.path('b.tar.gz')], { encoding: 'utf8' })
    .trim()
    .split('\n');
  const logs = await logsIn(one.folder);
  assert.deepEqual(names, ['manifest.json', ...logs.map((name) => `runs/${name}`)]);
  execFileSync('tar', ['-xzf', at.path('b.tar.gz'), '-C', at.path()]);
  for (const name of logs) {
    assert.deepEqual(await readFile(at.path('runs', name)), await readFile(join(one.folder, 'runs', name)));
  }
  const manifest = JSON.parse(await readFile(at.path('manifest.json'), 'utf8')) as { runs: { id: RunId; name: string }[] };
  assert.equal(manifest.runs.find(({ id }) => id === run?.id)?.name, run?.name);
  assert.deepEqual(await one.data.contents(at.path('b.tar.gz')).then(({ runs }) => runs), manifest.runs.length);
});

test('a backup made while a run goes on has whole lines only, and the run loses nothing', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  const run = makeRun();
  await one.store.createRun(run, detail);
  await one.store.appendAttempt(makeAttempt(run.id));
  const [name = ''] = await logsIn(one.folder);
  const torn = encodeLine({ type: 'attempt', attempt: makeAttempt(run.id) }).subarray(0, 300);
  await appendFile(join(one.folder, 'runs', name), torn);
  const writing = Array.from({ length: 50 }, () => one.store.appendAttempt(makeAttempt(run.id)));
  await one.data.backup(at.path('b.tar.gz'));
  await Promise.all(writing);
  await using other = await openAt(at.path('other'));
  await other.data.restore(at.path('b.tar.gz'));
  const attempts = await other.store.attempts(run.id);
  assert.ok(attempts.length >= 1 && attempts.length <= 51);
  assert.equal((await one.store.attempts(run.id)).length, 51);
});

test('a log that cannot be read is named, and no backup is made', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  const run = await addRun(one.store);
  const strange = join(one.folder, 'runs', `${run.id}.x.1.jsonl`);
  await mkdir(strange);
  await assert.rejects(one.data.backup(at.path('b.tar.gz')), (error: Error) =>
    error.message.startsWith(`${strange} cannot be read`),
  );
  assert.deepEqual(await readdir(at.path()), ['one']);
});

test('derived files and deleted runs are in no backup', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  const [kept, gone] = [await addRun(one.store), await addRun(one.store)];
  await one.store.deleteRun(gone.id);
  await one.store.checkpoint();
  assert.equal((await one.data.backup(at.path('b.tar.gz'))).runs, 1);
  await using other = await openAt(at.path('other'));
  await other.data.restore(at.path('b.tar.gz'));
  assert.deepEqual(
    (await other.store.listRuns()).map(({ run }) => run.id),
    [kept.id],
  );
});

test('a store without runs has a backup too', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  assert.equal((await one.data.backup(at.path('b.tar.gz'))).runs, 0);
  await addRun(one.store);
  assert.equal((await one.data.restore(at.path('b.tar.gz'))).runs, 0);
  assert.deepEqual(await one.store.listRuns(), []);
});

test('a file that is there already is not written over, and a failed backup leaves nothing', async () => {
  await using at = await workshop();
  const files = faultyFiles();
  await using one = await openAt(at.path('one'), { files });
  await addRun(one.store);
  await writeFile(at.path('b.tar.gz'), 'mine');
  await assert.rejects(one.data.backup(at.path('b.tar.gz')), /is there already/);
  assert.equal(await readFile(at.path('b.tar.gz'), 'utf8'), 'mine');
  await assert.rejects(one.data.backup(at.path('nowhere', 'c.tar.gz')), /no such folder/);
  files.failWrites = 'ENOSPC';
  await assert.rejects(one.data.backup(at.path('c.tar.gz')), { kind: 'disk-full' });
  files.failWrites = null;
  assert.deepEqual((await readdir(at.path())).sort(), ['b.tar.gz', 'one']);
});

test('a log that goes away in the middle makes the backup begin anew', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  const gone = await addRun(one.store);
  const kept = await addRun(one.store);
  const goneLogs = (await logsIn(one.folder)).filter((name) => name.startsWith(gone.id));
  let opened = 0;
  const files = {
    ...diskFiles,
    open: async (...args: Parameters<typeof diskFiles.open>) => {
      // Measured once; it goes before it is copied.
      if (goneLogs.some((name) => String(args[0]).endsWith(name)) && ++opened === 2) {
        for (const name of goneLogs) await unlink(join(one.folder, 'runs', name));
      }
      return await diskFiles.open(...args);
    },
  };
  await using same = await openAt(one.folder);
  const data = new Data(same.store, { figures: async () => null }, one.folder, { files });
  assert.equal((await data.backup(at.path('b.tar.gz'))).runs, 1);
  await using other = await openAt(at.path('other'));
  await other.data.restore(at.path('b.tar.gz'));
  assert.deepEqual(
    (await other.store.listRuns()).map(({ run }) => run.id),
    [kept.id],
  );
});

test('a damaged line goes into the backup as it is, and comes back as it was', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  await fillRichly(one.store);
  await one.store.close();
  const [name = ''] = await logsIn(one.folder);
  const path = join(one.folder, 'runs', name);
  const bytes = await readFile(path);
  bytes[bytes.lastIndexOf('Antwort')] = 0x41 ^ 1;
  await writeFile(path, bytes);
  // The tables remember what the line said.
  await rm(join(one.folder, 'index'), { recursive: true });
  await rm(join(one.folder, 'catalog.sqlite'));
  await using again = await openAt(one.folder);
  await again.data.backup(at.path('b.tar.gz'));
  await using other = await openAt(at.path('other'));
  await other.data.restore(at.path('b.tar.gz'));
  assert.deepEqual(await readFile(at.path('other', 'runs', name)), bytes);
  assert.deepEqual(await everythingIn(other.store), await everythingIn(again.store));
});
