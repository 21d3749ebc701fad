import assert from 'node:assert/strict';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { diskFiles } from '../../../src/core/store/files.ts';
import type { Store } from '../../../src/core/store/spec.ts';
import type { StoreFiles } from '../../../src/core/store/files.ts';
import { openStore } from '../../../src/core/store/openStore.ts';
import { catalogPath, imagePath } from './filled.ts';
import { detail, makeAttempt, makeGrade, makeRating, makeRun, makeScoring, scoringDetail, temporaryFolder } from './fixtures.ts';

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

test('checkpoints come by themselves', async () => {
  await using folder = await temporaryFolder();
  const written = Promise.withResolvers<void>();
  const rename: StoreFiles['rename'] = async (from, to) => {
    await diskFiles.rename(from, to);
    written.resolve();
  };
  const store = await openStore(folder.path, { files: { ...diskFiles, rename } });
  const run = makeRun();
  await store.createRun(run, detail);
  await Promise.all(Array.from({ length: 2500 }, () => store.appendAttempt(makeAttempt(run.id))));
  await written.promise;
  // Opened beside the first, which has not been closed.
  const other = await openStore(folder.path);
  assert.ok(other.health.replayed < 2000, `${other.health.replayed} replayed`);
  assert.equal((await other.attempts(run.id)).length, 2500);
  await Promise.all([store.close(), other.close()]);
});
