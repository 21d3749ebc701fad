import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { Data } from '../../../src/core/data/data.ts';
import { diskFiles } from '../../../src/core/store/files.ts';
import type { StoreFiles } from '../../../src/core/store/files.ts';
import { encodeLine } from '../../../src/core/store/logLine.ts';
import type { RunId } from '../../../src/shared/model/ids.ts';
import { detail, makeAttempt, makeRating, makeRun, makeScoring, scoringDetail } from '../store/fixtures.ts';
import {
  addRun,
  dyingFiles,
  everythingIn,
  exported,
  fillRichly,
  logsIn,
  namesIn,
  openAt,
  someFigures,
  workshop,
} from './stores.ts';

test('backup, delete everything, restore: exports of every format are byte-equal', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  const runs = await fillRichly(one.store);
  const formats = ['jsonl', 'csv', 'sqlite'] as const;
  const before = await Promise.all(formats.map((format) => exported(one, format)));
  const everything = await everythingIn(one.store);
  await one.data.backup(at.path('b.tar.gz'));
  for (const { id } of runs) await one.store.deleteRun(id);
  assert.deepEqual(await one.store.listRuns(), []);

  assert.deepEqual(await one.data.restore(at.path('b.tar.gz')), { runs: runs.length, savedTo: null });
  assert.deepEqual(await everythingIn(one.store), everything);
  assert.deepEqual(await Promise.all(formats.map((format) => exported(one, format))), before);

  await using elsewhere = await openAt(at.path('elsewhere'));
  await elsewhere.data.restore(at.path('b.tar.gz'));
  assert.deepEqual(await Promise.all(formats.map((format) => exported(elsewhere, format))), before);
});

test('a restore takes away what came since, and saves it first', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  const old = await addRun(one.store);
  const [attempt] = await one.store.attempts(old.id);
  await one.data.backup(at.path('b.tar.gz'));
  await one.store.rate(makeRating(old.id, attempt?.id ?? makeAttempt(old.id).record.id));
  const since = await addRun(one.store);
  const everything = await everythingIn(one.store);
  const { savedTo } = await one.data.restore(at.path('b.tar.gz'));
  assert.deepEqual(
    (await one.store.listRuns()).map(({ run }) => run.id),
    [old.id],
  );
  assert.deepEqual(await one.store.ratings(old.id), []);
  assert.ok(savedTo?.startsWith(at.path('one', 'backups', 'before-restore-')));
  await one.data.restore(savedTo ?? '');
  assert.deepEqual(await everythingIn(one.store), everything);
  assert.ok((await one.store.listRuns()).some(({ run }) => run.id === since.id));
});

test('nothing is restored while a run or a scoring goes on, and they are named', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  const ended = await addRun(one.store, { name: 'Scored' });
  await one.data.backup(at.path('b.tar.gz'));
  const scoring = makeScoring(ended.id);
  await one.store.createScoring(scoring, scoringDetail);
  await assert.rejects(one.data.restore(at.path('b.tar.gz')), { kind: 'locked', message: /“Scored”/ });
  await one.store.updateScoring({ ...scoring, status: 'finished', finishedAt: '2026-03-02T09:01:00.000Z' });
  await one.store.createRun(makeRun({ name: 'Going on' }), detail);
  await assert.rejects(one.data.restore(at.path('b.tar.gz')), { kind: 'locked', message: /“Going on”/ });
  await using other = await openAt(at.path('one'));
  await assert.rejects(other.data.restore(at.path('b.tar.gz')), { kind: 'locked', message: /“Going on”/ });
});

test('what another window removes again is placed once more, and told only where that is for nothing', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  await fillRichly(one.store);
  const everything = await everythingIn(one.store);
  await one.data.backup(at.path('b.tar.gz'));
  const [last = ''] = (await logsIn(one.folder)).slice(-1);
  for (const times of [2, Infinity]) {
    for (const { run } of await one.store.listRuns()) await one.store.deleteRun(run.id);
    let left = times;
    const rename: StoreFiles['rename'] = async (from, to) => {
      await diskFiles.rename(from, to);
      if (String(to).endsWith(last) && left-- > 0) await diskFiles.unlink(to);
    };
    const files: StoreFiles = { ...diskFiles, rename };
    const data = new Data(one.store, { figures: async () => someFigures }, one.folder, { files });
    const restoring = data.restore(at.path('b.tar.gz'));
    if (times === Infinity) await assert.rejects(restoring, /^StoreError: 1 of \d+ restored files were removed again/);
    else await restoring.then(async () => assert.deepEqual(await everythingIn(one.store), everything));
  }
});

test('a restore that dies at any step is made whole by another one', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('source'));
  const runs = await fillRichly(one.store);
  const expected = await everythingIn(one.store);
  await one.data.backup(at.path('b.tar.gz'));
  for (let step = 0, died = true; died; step++) {
    const folder = at.path(`store-${step}`);
    {
      await using target = await openAt(folder);
      await target.data.restore(at.path('b.tar.gz'));
      await target.store.deleteRun(runs[0]?.id ?? ('' as RunId));
      await addRun(target.store);
      const dying = dyingFiles(step);
      const data = new Data(target.store, { figures: async () => someFigures }, folder, { files: dying.files });
      await data.restore(at.path('b.tar.gz')).catch(() => undefined);
      died = dying.died();
    }
    await using after = await openAt(folder);
    await after.data.restore(at.path('b.tar.gz'));
    assert.deepEqual(await everythingIn(after.store), expected, `died at step ${step}`);
  }
});

test('what cannot be written is not changed either, and says why', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  await addRun(one.store);
  await one.data.backup(at.path('b.tar.gz'));
  await writeFile(at.path('file'), '');
  // A folder that cannot be made keeps its results in memory.
  await using nowhere = await openAt(at.path('file', 'store'));
  const changes = {
    restored: nowhere.data.restore(at.path('b.tar.gz')),
    'taken in': nowhere.data.merge(one.folder),
    compacted: nowhere.data.compact(),
    pruned: nowhere.data.prune('2026-03-01'),
  };
  for (const [done, change] of Object.entries(changes)) {
    await assert.rejects(change, { kind: 'read-only', message: `Nothing was ${done}: ${nowhere.store.health.message}` });
  }
});

test('whatever is wrong with a backup, nothing is touched and nothing left', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  await addRun(one.store);
  await one.data.backup(at.path('good.tar.gz'));
  const everything = await everythingIn(one.store);
  const names = await namesIn(one.folder);
  const good = await readFile(at.path('good.tar.gz'));
  const flipped = Buffer.from(good);
  flipped[flipped.length - 200] = (flipped.at(-200) ?? 0) ^ 0x10;
  const line = (runId: RunId) =>
    encodeLine({ type: 'log-opened', runId, writer: { pid: 1, host: '', at: '', processStart: null } });
  const [mine, yours] = [makeRun().id, makeRun().id];
  const log = `runs/${mine}.a.1.jsonl`;
  const cases: Readonly<Record<string, Buffer>> = {
    'cut off': good.subarray(0, good.length / 2),
    'a flipped byte': flipped,
    'no archive': Buffer.from('hello'),
    'an empty file': Buffer.alloc(0),
    'an archive of something else': gzipSync(await tarOf([['readme.txt', Buffer.from('hi')]])),
    'a path out of the folder': await backupOf([['runs/../../evil.a.1.jsonl', line(mine)]]),
    'an absolute path': await backupOf([['/tmp/evil.a.1.jsonl', line(mine)]]),
    'a name with a folder in it': await backupOf([['runs/x/evil.a.1.jsonl', line(mine)]]),
    'lines of another run': await backupOf([[log, line(yours)]]),
    'a line that says nothing': await backupOf([[log, encodeLine({ type: 'attempt' } as never)]]),
    'damaged lines': await backupOf([[log, Buffer.from('{"v":1,"crc":"00000000","entry":{}}\n')]]),
    'another content than the manifest says': await backupOf([[log, line(mine)]], { sha256: 'f'.repeat(64) }),
    'a file too few': await backupOf([[log, line(mine)]], {}, []),
    'a file too many': await backupOf([[log, line(mine)]], {}, [
      [log, line(mine)],
      ['more', line(mine)],
    ]),
    'a bomb': await backupOf([[log, line(mine)]], { bytes: 1e12 }),
    'a line without an end': await backupOf([[log, Buffer.alloc(140 * 1024 * 1024, 0x20)]]),
    'a later version': await backupOf([], {}, [], { version: 99 }),
  };
  for (const [what, bytes] of Object.entries(cases)) {
    await writeFile(at.path('bad.tar.gz'), bytes);
    const wanted = what === 'a later version' ? /newer version/ : /no whole backup/;
    await assert.rejects(one.data.restore(at.path('bad.tar.gz')), { name: 'StoreError', message: wanted }, what);
    await assert.rejects(one.data.merge(at.path('bad.tar.gz')), { name: 'StoreError', message: wanted }, what);
    assert.deepEqual(await namesIn(one.folder), names, what);
  }
  await assert.rejects(one.data.restore(at.path('none.tar.gz')), { message: /is not there/ });
  await assert.rejects(one.data.restore(at.path()), { message: /is a folder/ });
  assert.deepEqual(await everythingIn(one.store), everything);
  assert.deepEqual((await readdir(one.folder)).includes('backups'), false);
});

type Files = readonly (readonly [name: string, content: Buffer])[];

/** A backup whose manifest says of each file what is so, but for `lies`. */
async function backupOf(files: Files, lies: object = {}, really: Files = files, top: object = {}): Promise<Buffer> {
  const listed = files.map(([name, content]) => ({
    name,
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    damagedLines: 0,
    ...lies,
  }));
  const manifest = {
    format: 'llm-bench-backup',
    version: 1,
    madeAt: '2026-03-01T10:00:00.000Z',
    runs: [],
    files: listed,
    ...top,
  };
  return gzipSync(await tarOf([['manifest.json', Buffer.from(JSON.stringify(manifest))], ...really]), { level: 1 });
}

async function tarOf(files: Files): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of files) archive.entry({ name }, content);
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

test('what comes in while a restore saves what is there is not taken away', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  const old = await addRun(one.store);
  await one.data.backup(at.path('b.tar.gz'));
  await using other = await openAt(at.path('one'));
  const begun: RunId[] = [];
  const saving: StoreFiles = {
    ...diskFiles,
    rename: async (from, to) => {
      await diskFiles.rename(from, to);
      if (String(to).includes('before-restore')) begun.push((await addRun(other.store, { name: 'Meanwhile' })).id);
    },
  };
  const data = new Data(one.store, { figures: async () => someFigures }, one.folder, { files: saving });
  await assert.rejects(data.restore(at.path('b.tar.gz')), { kind: 'locked', message: /Nothing was changed/ });
  const there = (await one.store.listRuns()).map(({ run, samplesDone }) => [run.id, samplesDone]);
  assert.deepEqual(new Set(there), new Set([old.id, ...begun].map((id) => [id, 2])));
  assert.equal(begun.length, 1);
});
