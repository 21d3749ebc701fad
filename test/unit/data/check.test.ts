import assert from 'node:assert/strict';
import { appendFile, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { crc32 } from 'node:zlib';
import { Data } from '../../../src/core/data/data.ts';
import { diskFiles } from '../../../src/core/store/files.ts';
import { Sql, loadSqlJs } from '../../../src/core/store/sql.ts';
import { writeImage } from '../../../src/core/store/image.ts';
import { detail, makeAttempt, makeRun } from '../store/fixtures.ts';
import { faultyFiles, systemError } from '../store/faults.ts';
import { addRun, fillRichly, logsIn, openAt, someFigures, workshop } from './stores.ts';

test('a store in which all is well has no faults', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  const runs = await fillRichly(one.store);
  await one.store.pruneRun((await addRun(one.store)).id, someFigures);
  const running = makeRun();
  await one.store.createRun(running, detail);
  await one.store.appendAttempt(makeAttempt(running.id));
  const report = await one.data.check();
  assert.deepEqual(report.faults, []);
  assert.equal(report.runs, runs.length + 2);
  assert.equal(report.results, 2 + 3 + 1 + 1);
  assert.ok(report.lines > report.results);
});

test('a flipped byte is told with its place, whether or not the tables had the line before', async () => {
  await using at = await workshop();
  {
    await using one = await openAt(at.path('one'));
    await addRun(one.store);
  }
  const [name = ''] = await logsIn(at.path('one'));
  const place = await flipIn(at.path('one', 'runs', name), 'Antwort 1');
  await using again = await openAt(at.path('one'));
  const { faults, results } = await again.data.check();
  assert.deepEqual(
    faults.map(({ kind, where, mended }) => ({ kind, where, mended })),
    [{ kind: 'damaged-line', where: `runs/${name}, byte ${place}`, mended: false }],
  );
  assert.equal(results, 1);
  const [{ run } = { run: makeRun() }] = await again.store.listRuns();
  assert.equal((await again.store.attempts(run.id)).length, 2, 'figures that the tables still have are not thrown away');
});

test('a file of rubbish does not make a report without end', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  const run = await addRun(one.store);
  await writeFile(at.path('one', 'runs', `${run.id}.x.1.jsonl`), 'rubbish\n'.repeat(500));
  const { faults } = await one.data.check();
  assert.equal(faults.length, 21);
  assert.match(faults.at(-1)?.message ?? '', /480 more/);
});

test('half a line at the end is nobody’s loss, unless somebody is writing it', async () => {
  await using at = await workshop();
  {
    await using one = await openAt(at.path('one'));
    await addRun(one.store);
  }
  const [ended = ''] = await logsIn(at.path('one'));
  await appendFile(at.path('one', 'runs', ended), '{"v":1,');
  await using one = await openAt(at.path('one'));
  const running = makeRun();
  await one.store.createRun(running, detail);
  const growing = (await logsIn(one.folder)).find((name) => name.startsWith(running.id)) ?? '';
  await appendFile(at.path('one', 'runs', growing), '{"v":1,');
  const { faults } = await one.data.check();
  assert.deepEqual(
    faults.map(({ kind, where }) => [kind, where.startsWith(`runs/${ended}`)]),
    [['torn-line', true]],
  );
  assert.equal(faults[0]?.mended, true);
});

test('a line of a later version is told, and is no loss', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  const run = await addRun(one.store);
  const entry = '{"type":"something-new"}';
  const line = `{"v":99,"crc":"${crc32(entry).toString(16).padStart(8, '0')}","entry":${entry}}\n`;
  await writeFile(at.path('one', 'runs', `${run.id}.x.1.jsonl`), line.repeat(3));
  assert.deepEqual(
    (await one.data.check()).faults.map(({ kind }) => kind),
    ['newer-line'],
  );
});

test('a run whose beginning only a later version can read has that fault alone, and is neither compacted nor pruned', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  const { id, suitePath } = await addRun(one.store, { startedAt: '2026-01-01T00:00:00.000Z' });
  await addRun(one.store, { suitePath, startedAt: '2026-02-01T00:00:00.000Z' });
  await one.store.close();
  const name = (await logsIn(one.folder)).find((log) => log.startsWith(id)) ?? '';
  const path = at.path('one', 'runs', name);
  const [opened, ...rest] = (await readFile(path, 'utf8')).split('\n');
  const written = [opened, ...rest.map((line) => line.replace('{"v":1,', '{"v":99,'))].join('\n');
  await writeFile(path, written);
  await using again = await openAt(at.path('one'));
  assert.deepEqual(
    (await again.data.check()).faults.map(({ kind }) => kind),
    ['newer-line'],
  );
  await again.data.compact();
  assert.equal((await again.data.prune('2026-03-01')).pruned, 0);
  assert.equal(await readFile(path, 'utf8'), written);
});

test('results without a beginning, and files that cannot be read, are told', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  const run = await addRun(one.store);
  await addRun(one.store);
  await one.store.rate({ runId: run.id, attemptId: makeAttempt(run.id).record.id, at: '', thumb: 'up', stars: null, note: '' });
  const ofRun = (await logsIn(one.folder)).filter((name) => name.startsWith(run.id));
  const first = await withLine(one.folder, ofRun, 'run-created');
  await unlink(join(one.folder, 'runs', first));
  assert.deepEqual(
    (await one.data.check()).faults.map(({ kind }) => kind),
    ['no-record'],
  );

  const files: typeof diskFiles = {
    ...diskFiles,
    open: async (path, ...rest) => {
      if (String(path).includes(run.id)) throw systemError('EIO');
      return await diskFiles.open(path, ...rest);
    },
  };
  const data = new Data(one.store, { figures: async () => someFigures }, one.folder, { files });
  const { faults } = await data.check();
  assert.ok(faults.some(({ kind, message }) => kind === 'unreadable-file' && message.includes('EIO')));

  // Nor can the store read it.
  await mkdir(join(one.folder, 'runs', `${run.id}.x.1.jsonl`));
  assert.deepEqual(
    (await one.data.check()).faults.map(({ kind }) => kind),
    ['unreadable-file'],
  );
  await one.data.compact();
});

test('tables that say something else than the logs are made anew', async () => {
  await using at = await workshop();
  {
    await using one = await openAt(at.path('one'));
    await fillRichly(one.store);
  }
  const path = at.path('one');
  const [runId = ''] = (await logsIn(path)).map((name) => name.split('.', 1)[0]);
  const image = join(path, 'index', `${runId}.sqlite`);
  await writeImage(diskFiles, image, await editedImage(image, 'UPDATE results SET latency_ms = 1'));
  await using one = await openAt(path);
  const { faults } = await one.data.check();
  assert.deepEqual(
    faults.map(({ kind, mended }) => [kind, mended]),
    [['derived-differs', true]],
  );
  assert.match(faults[0]?.where ?? '', new RegExp(runId));
  assert.deepEqual((await one.data.check()).faults, []);
});

test('what a full disk kept in memory is no fault', async () => {
  await using at = await workshop();
  const files = faultyFiles();
  await using one = await openAt(at.path('one'), { files });
  const run = await addRun(one.store);
  files.failWrites = 'ENOSPC';
  await assert.rejects(one.store.appendAttempt(makeAttempt(run.id)), { kind: 'disk-full' });
  assert.deepEqual(
    (await one.data.check()).faults.filter(({ kind }) => kind !== 'torn-line'),
    [],
  );
  files.failWrites = null;
  assert.deepEqual(
    (await one.data.check()).faults.filter(({ kind }) => kind !== 'torn-line'),
    [],
  );
  assert.equal((await one.data.check()).results, 3);
});

async function flipIn(path: string, text: string): Promise<number> {
  const bytes = await readFile(path);
  const at = bytes.indexOf(text);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await writeFile(path, bytes);
  return bytes.lastIndexOf(10, at) + 1;
}

async function withLine(folder: string, names: readonly string[], text: string): Promise<string> {
  for (const name of names) if ((await readFile(join(folder, 'runs', name), 'utf8')).includes(text)) return name;
  throw new Error(`no log has ${text}`);
}

async function editedImage(path: string, statement: string): Promise<Uint8Array> {
  const sql = new Sql(await loadSqlJs(), await readFile(path));
  sql.run(statement);
  const bytes = sql.export();
  sql.close();
  return bytes;
}
