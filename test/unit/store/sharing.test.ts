import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile, readdir, rename, unlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { diskFiles } from '../../../src/core/store/files.ts';
import { derivedFolder, logsFolder } from '../../../src/core/store/layout.ts';
import type { Store } from '../../../src/core/store/spec.ts';
import type { StoreFiles } from '../../../src/core/store/files.ts';
import { openStore } from '../../../src/core/store/openStore.ts';
import { assertHolds, catalogPath, fill, imagePath, logNames } from './filled.ts';
import type { Filled } from './filled.ts';
import {
  detail,
  makeAttempt,
  makeFigures,
  makeGrade,
  makeRating,
  makeRun,
  makeScoring,
  scoringDetail,
  temporaryFolder,
} from './fixtures.ts';

test('two stores on one folder see and keep what the other writes', async () => {
  await using folder = await temporaryFolder();
  const [a, b] = await Promise.all([openStore(folder.path), openStore(folder.path)]);
  const runs = [makeRun(), makeRun()] as const;
  await Promise.all([a.createRun(runs[0], detail), b.createRun(runs[1], detail)]);
  for (let n = 0; n < 10; n++) {
    await Promise.all([a.appendAttempt(makeAttempt(runs[0].id)), b.appendAttempt(makeAttempt(runs[1].id))]);
    if (n === 3) await Promise.all([a.checkpoint(), b.checkpoint()]);
  }
  for (const store of [a, b]) {
    assert.deepEqual(
      (await store.listRuns()).map(({ samplesDone, run }) => [samplesDone, run.status]),
      [
        [10, 'running'],
        [10, 'running'],
      ],
    );
  }
  const late = makeAttempt(runs[0].id);
  await a.appendAttempt(late);
  assert.deepEqual(await b.body(runs[0].id, late.record.id), late.body);
  await a.updateRun({ ...runs[0], status: 'finished' });
  await b.updateRun({ ...runs[0], status: 'finished', name: 'Renamed in the other window' });
  await b.updateRun({ ...runs[1], status: 'finished' });
  await Promise.all([a.close(), b.close()]);
  const c = await openStore(folder.path);
  assert.equal((await c.attempts(runs[0].id)).length, 11);
  assert.equal((await c.attempts(runs[1].id)).length, 10);
  assert.equal((await c.run(runs[0].id))?.run.name, 'Renamed in the other window');
  await c.close();
});

test('two stores on one folder score and rate the same run', async () => {
  await using folder = await temporaryFolder();
  const [a, b] = await Promise.all([openStore(folder.path), openStore(folder.path)]);
  const run = makeRun({ status: 'finished' });
  await a.createRun(run, detail);
  const attempts = Array.from({ length: 5 }, () => makeAttempt(run.id));
  for (const attempt of attempts) await a.appendAttempt(attempt);
  const scorings = [makeScoring(run.id), makeScoring(run.id)] as const;
  const writers = [
    [a, scorings[0]],
    [b, scorings[1]],
  ] as const;
  const score = async ([store, scoring]: (typeof writers)[number]) => {
    await store.createScoring(scoring, scoringDetail);
    for (const { record } of attempts) {
      await store.appendGrade(makeGrade(scoring, record.id));
      await store.rate(makeRating(run.id, record.id, { note: scoring.id }));
    }
    await store.updateScoring({ ...scoring, status: 'finished', finishedAt: '2026-03-02T09:05:00.000Z' });
  };
  await Promise.all(writers.map(score));
  const last = makeRating(run.id, attempts[0]?.record.id ?? makeAttempt(run.id).record.id, { thumb: 'down', note: 'last word' });
  await b.rate(last);
  const seen = async (store: Store) => [
    await store.scorings(run.id),
    (await store.grades(run.id, scorings[0].id)).length,
    (await store.grades(run.id, scorings[1].id)).length,
    await store.ratings(run.id),
  ];
  const expected = await seen(a);
  assert.deepEqual(expected.slice(1, 3), [5, 5]);
  assert.deepEqual(await seen(b), expected);
  assert.ok((await a.ratings(run.id)).some(({ note }) => note === last.note));
  await Promise.all([a.close(), b.close()]);
  const c = await openStore(folder.path);
  assert.deepEqual(await seen(c), expected);
  await c.close();
});

test('a run that one window ended and another left in the middle of an extension is interrupted for both', async () => {
  await using folder = await temporaryFolder();
  const [a, b] = await Promise.all([openStore(folder.path), openStore(folder.path)]);
  const run = makeRun();
  await a.createRun(run, detail);
  const finished = makeRun({ ...run, status: 'finished' });
  await a.updateRun(finished);
  await b.extendRun({ ...finished, status: 'running', extensions: 1 }, detail);
  assert.equal((await a.run(run.id))?.run.status, 'running');
  await b.close();
  const { run: left } = (await a.run(run.id)) ?? assert.fail();
  assert.deepEqual([left.status, left.extensions], ['interrupted', 1]);
  await a.close();
});

test('older derived files written last lose nothing', async () => {
  await using folder = await temporaryFolder();
  const run = makeRun();
  const paths = [catalogPath(folder.path), imagePath(folder.path, run.id)];
  const store = await openStore(folder.path);
  await store.createRun(run, detail);
  await store.checkpoint();
  const old = await Promise.all(paths.map((path) => readFile(path)));
  for (let n = 0; n < 3; n++) await store.appendAttempt(makeAttempt(run.id));
  await store.checkpoint();
  for (const [index, path] of paths.entries()) await writeFile(path, old[index] ?? '');
  const other = await openStore(folder.path);
  assert.equal((await other.listRuns())[0]?.samplesDone, 3);
  assert.equal((await other.attempts(run.id)).length, 3);
  await Promise.all([store.close(), other.close()]);
});

test('a run that goes on in another window can be neither deleted nor called interrupted', async () => {
  await using folder = await temporaryFolder();
  const [a, b] = await Promise.all([openStore(folder.path), openStore(folder.path)]);
  const run = makeRun();
  await a.createRun(run, detail);
  assert.equal((await b.listRuns())[0]?.run.status, 'running');
  await assert.rejects(b.deleteRun(run.id), { name: 'StoreError', kind: 'locked' });
  await a.close();
  assert.equal((await b.listRuns())[0]?.run.status, 'interrupted');
  await b.deleteRun(run.id);
  await b.close();
});

test('a run deleted in one window is gone in the other, and for good', async () => {
  await using folder = await temporaryFolder();
  const [a, b] = await Promise.all([openStore(folder.path), openStore(folder.path)]);
  const run = makeRun();
  await a.createRun(run, detail);
  await a.appendAttempt(makeAttempt(run.id));
  await a.updateRun({ ...run, status: 'finished' });
  await a.checkpoint();
  await b.deleteRun(run.id);
  assert.deepEqual(await a.listRuns(), []);
  await assert.rejects(a.updateRun(run), { name: 'StoreError' });
  await b.close();
  await a.close();
  assert.deepEqual(await readdir(join(folder.path, 'runs')), [`${run.id}.deleted`]);
  const c = await openStore(folder.path);
  assert.deepEqual(await c.listRuns(), []);
  await c.close();
});

test('a deletion cut short is finished at the next opening', async () => {
  await using folder = await temporaryFolder();
  const run = makeRun({ status: 'finished' });
  const store = await openStore(folder.path);
  await store.createRun(run, detail);
  await store.close();
  await writeFile(join(folder.path, 'runs', `${run.id}.deleted`), '');
  const reopened = await openStore(folder.path);
  assert.deepEqual(await reopened.listRuns(), []);
  await reopened.close();
  assert.deepEqual(await readdir(join(folder.path, 'runs')), [`${run.id}.deleted`]);
});

test('images of a run that goes on come by themselves', async () => {
  await using folder = await temporaryFolder();
  const run = makeRun();
  const written = Promise.withResolvers<void>();
  const rename: StoreFiles['rename'] = async (from, to) => {
    await diskFiles.rename(from, to);
    if (to === imagePath(folder.path, run.id)) written.resolve();
  };
  const store = await openStore(folder.path, { files: { ...diskFiles, rename } });
  await store.createRun(run, detail);
  await Promise.all(Array.from({ length: 5500 }, () => store.appendAttempt(makeAttempt(run.id))));
  await written.promise;
  // Opened beside the first, which has not been closed.
  const other = await openStore(folder.path);
  assert.ok(other.health.replayed < 600, `${other.health.replayed} replayed`);
  assert.equal((await other.attempts(run.id)).length, 5500);
  await Promise.all([store.close(), other.close()]);
});

test('the catalog is written by itself, some time after a run has begun', async () => {
  await using folder = await temporaryFolder();
  const written = Promise.withResolvers<void>();
  const rename: StoreFiles['rename'] = async (from, to) => {
    await diskFiles.rename(from, to);
    if (to === catalogPath(folder.path)) written.resolve();
  };
  const store = await openStore(folder.path, { files: { ...diskFiles, rename } });
  await fill(store);
  await written.promise;
  const other = await openStore(folder.path);
  assert.equal(other.health.replayed, 0);
  assert.equal((await other.listRuns())[0]?.samplesDone, 2);
  await Promise.all([store.close(), other.close()]);
});

test('a run pruned in one window is pruned in the other, which can write nothing more for it', async () => {
  await using folder = await temporaryFolder();
  const [a, b] = await Promise.all([openStore(folder.path), openStore(folder.path)]);
  const { run, attempts } = await fill(a);
  const [first] = attempts;
  assert.ok(first);
  // Its log stays open in b: more ratings may follow.
  await b.rate(makeRating(run.id, first.record.id));
  const figures = makeFigures((await a.stamp(run.id)) ?? '');
  await a.pruneRun(run.id, figures);
  for (const store of [a, b]) {
    assert.deepEqual(await store.listRuns(), []);
    assert.deepEqual(await store.attempts(run.id), []);
    const kept = await store.figures(run.suitePath);
    assert.deepEqual(kept, [{ run, pruned: true, stamp: await store.stamp(run.id), figures }]);
  }
  await assert.rejects(b.rate(makeRating(run.id, first.record.id)), { name: 'StoreError', message: /pruned/ });
  assert.equal((await logNames(folder.path)).length, 1);
  await Promise.all([a.close(), b.close()]);
  assert.equal((await readdir(join(folder.path, derivedFolder))).length, 0);
  const c = await openStore(folder.path);
  assert.equal((await c.figures(run.suitePath)).length, 1);
  await c.close();
});

test('two windows that prune a run at once agree on what is left of it', async () => {
  await using folder = await temporaryFolder();
  const [a, b] = await Promise.all([openStore(folder.path), openStore(folder.path)]);
  for (let time = 0; time < 10; time++) {
    const { run } = await fill(a, { suitePath: `${time}.bench.yaml` });
    await b.listRuns();
    await Promise.all([a.pruneRun(run.id, makeFigures('a')), b.pruneRun(run.id, makeFigures('b'))]);
    const [left] = await a.figures(run.suitePath);
    assert.ok(left?.pruned && left.figures !== null);
    assert.deepEqual(await b.figures(run.suitePath), [left]);
    const c = await openStore(folder.path);
    assert.deepEqual(await c.figures(run.suitePath), [left]);
    await c.close();
  }
  await Promise.all([a.close(), b.close()]);
});

test('a pruning cut short is finished at the next opening, and counts until then', async () => {
  await using folder = await temporaryFolder();
  const unlink = () => Promise.reject(new Error('cut short'));
  const store = await openStore(folder.path, { files: { ...diskFiles, unlink } });
  const { run } = await fill(store);
  const figures = makeFigures('x');
  await store.pruneRun(run.id, figures);
  assert.deepEqual(await store.attempts(run.id), []);
  await store.close();
  assert.equal((await logNames(folder.path)).length, 2);
  const reopened = await openStore(folder.path);
  assert.deepEqual(await reopened.listRuns(), []);
  assert.deepEqual((await reopened.figures(run.suitePath))[0]?.figures, figures);
  assert.equal((await logNames(folder.path)).length, 1);
  await reopened.close();
});

test('logs of a pruned run that come back from elsewhere bring nothing back', async () => {
  await using folder = await temporaryFolder();
  const store = await openStore(folder.path);
  const { run } = await fill(store);
  const [name = ''] = await logNames(folder.path);
  const log = await readFile(join(folder.path, logsFolder, name));
  await store.pruneRun(run.id, makeFigures('x'));
  await writeFile(join(folder.path, logsFolder, name), log);
  await store.reread();
  assert.deepEqual(await store.listRuns(), []);
  assert.equal((await store.figures(run.suitePath)).length, 1);
  assert.ok(!(await logNames(folder.path)).includes(name));
  await store.close();
});

test('rereading takes in logs that were put there, replaced, cut and taken away, and so does the other window', async () => {
  await using folder = await temporaryFolder();
  const [a, b] = await Promise.all([openStore(folder.path), openStore(folder.path)]);
  const runs: Filled[] = [];
  const paths: string[] = [];
  for (let n = 0; n < 4; n++) {
    runs.push(await fill(a));
    const known = paths.map((path) => basename(path));
    const [name = ''] = (await logNames(folder.path)).filter((one) => !known.includes(one));
    paths.push(join(folder.path, logsFolder, name));
  }
  const [replaced, cut, gone, back] = runs as [Filled, Filled, Filled, Filled];
  const logs = await Promise.all(paths.map((path) => readFile(path)));
  const put = async (index: number, bytes: string | Buffer) => {
    const path = paths[index] ?? '';
    await writeFile(`${path}.new`, bytes);
    await rename(`${path}.new`, path);
  };
  await a.deleteRun(back.run.id);
  for (const store of [a, b]) {
    assert.equal((await store.listRuns()).length, 3);
    await store.attempts(replaced.run.id);
    const stamp = (await store.stamp(replaced.run.id)) ?? '';
    await store.putView(replaced.run.id, 'comparison', stamp, 'of before');
  }
  // The same length, so that only the file itself tells; its checksum makes this one a damaged line.
  await put(0, logs[0]?.toString().replace('You have 30 days.', 'You have 31 days.') ?? '');
  await put(1, logs[1]?.subarray(0, logs[1].indexOf('\n', logs[1].indexOf('"attempt"')) + 1) ?? '');
  await unlink(paths[2] ?? '');
  await unlink(join(folder.path, logsFolder, `${back.run.id}.deleted`));
  await put(3, logs[3] ?? '');
  await a.reread();
  for (const store of [a, b]) {
    const listed = (await store.listRuns()).map(({ run, samplesDone }) => [run.id, [run.status, samplesDone]]);
    assert.deepEqual(Object.fromEntries(listed), {
      [replaced.run.id]: ['finished', 1],
      // Its writer, this process, lives.
      [cut.run.id]: ['running', 1],
      [back.run.id]: ['finished', 2],
    });
    assert.equal((await store.attempts(replaced.run.id)).length, 1);
    assert.equal(await store.view(replaced.run.id, 'comparison'), null);
    assert.deepEqual(await store.attempts(gone.run.id), []);
    await assertHolds(store, back);
  }
  for (const store of [a, b]) await store.updateRun({ ...back.run, name: 'Back' });
  await Promise.all([a.close(), b.close()]);
});

test('what is written after a log was taken away is not written into nothing', async () => {
  await using folder = await temporaryFolder();
  const store = await openStore(folder.path);
  const { run, attempts } = await fill(store);
  const [first] = attempts;
  assert.ok(first);
  const known = await logNames(folder.path);
  await store.rate(makeRating(run.id, first.record.id));
  const [open = ''] = (await logNames(folder.path)).filter((name) => !known.includes(name));
  await unlink(join(folder.path, logsFolder, open));
  assert.deepEqual(await store.ratings(run.id), []);
  const rating = makeRating(run.id, first.record.id, { note: 'again' });
  await store.rate(rating);
  await store.close();
  const reopened = await openStore(folder.path);
  assert.deepEqual(await reopened.ratings(run.id), [rating]);
  await reopened.close();
});

test('a checkpoint leaves no log open that nothing goes on in', async () => {
  await using folder = await temporaryFolder();
  const store = await openStore(folder.path);
  const { run, attempts } = await fill(store);
  const live = makeRun();
  await store.createRun(live, detail);
  await store.rate(makeRating(run.id, attempts[0]?.record.id ?? assert.fail()));
  await store.checkpoint();
  const closed = new Map<string, boolean>();
  for (const name of await logNames(folder.path)) {
    const text = await readFile(join(folder.path, logsFolder, name), 'utf8');
    closed.set(name.split('.')[0] ?? '', (closed.get(name.split('.')[0] ?? '') ?? true) && text.includes('"log-closed"'));
  }
  assert.deepEqual(Object.fromEntries(closed), { [run.id]: true, [live.id]: false });
  await store.close();
});

test('an answer whose log another window compacts at this moment is found in the new one', async () => {
  await using folder = await temporaryFolder();
  let isArmed = false;
  const compacting: StoreFiles = {
    ...diskFiles,
    open: async (path, ...rest) => {
      const [name = ''] = isArmed && String(path).endsWith('.jsonl') ? await logNames(folder.path) : [];
      if (name !== '') {
        isArmed = false;
        const logs = join(folder.path, logsFolder);
        await rename(join(logs, name), join(logs, `${name.split('.', 1)[0]}.${randomUUID()}.1.jsonl`));
      }
      return await diskFiles.open(path, ...rest);
    },
  };
  const store = await openStore(folder.path, { files: compacting });
  const { run, attempts } = await fill(store);
  for (const { record, body } of attempts) {
    isArmed = true;
    assert.deepEqual(await store.body(run.id, record.id), body);
    isArmed = true;
    assert.deepEqual(await store.run(run.id), { run, detail });
    assert.ok(!isArmed);
  }
  await store.close();
});

test('what was made of a run is taken away without what another window is writing of it just now', async () => {
  await using folder = await temporaryFolder();
  const store = await openStore(folder.path);
  const { run } = await fill(store);
  const theirs = join(folder.path, derivedFolder, `${run.id}.sqlite.${randomUUID()}.tmp`);
  await store.putView(run.id, 'comparison', (await store.stamp(run.id)) ?? '', '{}');
  await writeFile(theirs, 'half an image');
  await store.reread([run.id]);
  assert.equal(await store.view(run.id, 'comparison'), null);
  assert.equal(await readFile(theirs, 'utf8'), 'half an image');
  await store.close();
});
