import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { diskFiles } from '../../../src/core/store/files.ts';
import { openStore } from '../../../src/core/store/openStore.ts';
import { faultyFiles, systemError } from './faults.ts';
import { assertHolds, fill } from './filled.ts';
import {
  detail,
  makeAttempt,
  makeFailure,
  makeFigures,
  makeGrade,
  makeRating,
  makeRun,
  makeScoring,
  scoringDetail,
  temporaryFolder,
} from './fixtures.ts';

test('a full disk rejects, keeps the records in memory, and saves them once there is room', async () => {
  await using folder = await temporaryFolder();
  const files = faultyFiles();
  const store = await openStore(folder.path, { files });
  const run = makeRun();
  await store.createRun(run, detail);
  const before = makeAttempt(run.id);
  await store.appendAttempt(before);
  files.failWrites = 'ENOSPC';
  const during = [makeAttempt(run.id), makeFailure(run.id)];
  for (const attempt of during) await assert.rejects(store.appendAttempt(attempt), { name: 'StoreError', kind: 'disk-full' });
  await assert.rejects(store.updateRun({ ...run, status: 'finished' }), { kind: 'disk-full' });
  const written = [before, ...during];
  assert.deepEqual(
    await store.attempts(run.id),
    written.map(({ record }) => record),
  );
  for (const { record, body } of written) assert.deepEqual(await store.body(run.id, record.id), body);
  assert.equal((await store.run(run.id))?.run.status, 'finished');
  await assert.rejects(store.checkpoint(), { kind: 'disk-full' });

  files.failWrites = null;
  await store.checkpoint();
  const after = makeAttempt(run.id);
  await store.appendAttempt(after);
  await store.close();
  const reopened = await openStore(folder.path);
  assert.deepEqual(
    await reopened.attempts(run.id),
    [...written, after].map(({ record }) => record),
  );
  for (const { record, body } of [...written, after]) assert.deepEqual(await reopened.body(run.id, record.id), body);
  assert.equal((await reopened.run(run.id))?.run.status, 'finished');
  await reopened.close();
});

test('a disk that stays full leaves what was written before, and no temporary file', async () => {
  await using folder = await temporaryFolder();
  const files = faultyFiles();
  const store = await openStore(folder.path, { files });
  const run = makeRun();
  await store.createRun(run, detail);
  await store.appendAttempt(makeAttempt(run.id));
  await store.checkpoint();
  files.failWrites = 'ENOSPC';
  await assert.rejects(store.appendAttempt(makeAttempt(run.id)), { kind: 'disk-full' });
  await store.close();
  assert.deepEqual((await readdir(folder.path)).sort(), ['catalog.sqlite', 'index', 'runs']);
  const reopened = await openStore(folder.path);
  assert.equal((await reopened.attempts(run.id)).length, 1);
  await reopened.close();
});

test('an attempt that could not be flushed is not called written', async () => {
  await using folder = await temporaryFolder();
  const files = faultyFiles();
  const store = await openStore(folder.path, { files });
  const run = makeRun();
  await store.createRun(run, detail);
  files.failSyncs = 'EIO';
  await assert.rejects(store.appendAttempt(makeAttempt(run.id)), { name: 'StoreError', kind: 'other' });
  files.failSyncs = null;
  await store.appendAttempt(makeAttempt(run.id));
  assert.equal((await store.attempts(run.id)).length, 2);
  await store.close();
  const reopened = await openStore(folder.path);
  assert.equal((await reopened.attempts(run.id)).length, 2);
  await reopened.close();
});

test('a folder that cannot be made gives a store in memory that says so', async () => {
  await using folder = await temporaryFolder();
  const files = faultyFiles();
  Object.assign(files, { mkdir: () => Promise.reject(systemError('EACCES')) });
  const store = await openStore(`${folder.path}/none`, { files });
  assert.equal(store.health.state, 'read-only');
  assert.match(store.health.message ?? '', /memory only.*EACCES/);
  const run = makeRun();
  const attempt = makeAttempt(run.id);
  await assert.rejects(store.createRun(run, detail), { name: 'StoreError', kind: 'read-only' });
  await assert.rejects(store.appendAttempt(attempt), { kind: 'read-only' });
  assert.deepEqual(await store.run(run.id), { run, detail });
  assert.deepEqual(await store.body(run.id, attempt.record.id), attempt.body);
  assert.equal((await store.listRuns())[0]?.samplesDone, 1);
  await assert.rejects(store.checkpoint(), { kind: 'read-only' });
  await store.close();
});

test('a folder that cannot be written can be read', async () => {
  await using folder = await temporaryFolder();
  const run = makeRun({ status: 'finished' });
  const store = await openStore(folder.path);
  await store.createRun(run, detail);
  await store.close();
  const files = faultyFiles();
  Object.assign(files, { access: () => Promise.reject(systemError('EROFS')) });
  const readOnly = await openStore(folder.path, { files });
  assert.equal(readOnly.health.state, 'read-only');
  assert.match(readOnly.health.message ?? '', /is read-only: earlier runs can be read; new ones .* Make the folder writable/);
  assert.deepEqual(await readOnly.run(run.id), { run, detail });
  await assert.rejects(readOnly.deleteRun(run.id), { kind: 'read-only' });
  await readOnly.close();
});

test('a full disk keeps scorings, ratings and extensions in memory, and saves them once there is room', async () => {
  await using folder = await temporaryFolder();
  const files = faultyFiles();
  const store = await openStore(folder.path, { files });
  const run = makeRun({ status: 'finished' });
  const attempt = makeAttempt(run.id);
  await store.createRun(run, detail);
  await store.appendAttempt(attempt);
  const extended = makeRun({ ...run, extensions: 1 });
  const longer = { ...detail, suite: { ...detail.suite, repeats: 2 } };
  const scoring = makeScoring(run.id);
  const ended = { ...scoring, status: 'finished', finishedAt: '2026-03-02T09:05:00.000Z' } as const;
  const grade = makeGrade(scoring, attempt.record.id);
  const rating = makeRating(run.id, attempt.record.id);
  files.failWrites = 'ENOSPC';
  const writes = [
    () => store.extendRun(extended, longer),
    () => store.createScoring(scoring, scoringDetail),
    () => store.appendGrade(grade),
    () => store.updateScoring(ended),
    () => store.rate(rating),
  ];
  for (const write of writes) await assert.rejects(write, { name: 'StoreError', kind: 'disk-full' });
  const holds = async (one: typeof store) => {
    assert.deepEqual(await one.run(run.id), { run: extended, detail: longer });
    assert.deepEqual(await one.scorings(run.id), [ended]);
    assert.deepEqual(await one.scoringDetail(run.id, scoring.id), scoringDetail);
    assert.deepEqual(await one.grades(run.id, scoring.id), [grade.record]);
    assert.deepEqual(await one.judgeCalls(run.id, scoring.id, attempt.record.id), grade.calls);
    assert.deepEqual(await one.ratings(run.id), [rating]);
  };
  await holds(store);
  files.failWrites = null;
  await store.checkpoint();
  await holds(store);
  await store.close();
  const reopened = await openStore(folder.path);
  await holds(reopened);
  await reopened.close();
});

test('a disk that fills in the middle of grading loses no grade, and lists and comparisons go on', async () => {
  await using folder = await temporaryFolder();
  const files = faultyFiles();
  const store = await openStore(folder.path, { files });
  const run = makeRun();
  const scoring = makeScoring(run.id, { trigger: 'run' });
  await store.createRun(run, detail);
  await store.createScoring(scoring, scoringDetail);
  const attempts = Array.from({ length: 30 }, () => makeAttempt(run.id, { quality: null }));
  for (const attempt of attempts) await store.appendAttempt(attempt);
  const grades = attempts.map(({ record }, index) => makeGrade(scoring, record.id, { quality: index % 2 }));
  const outcomes: string[] = [];
  for (const [index, grade] of grades.entries()) {
    if (index === 10) files.failWrites = 'ENOSPC';
    if (index === 20) files.failWrites = null;
    const written = store.appendGrade(grade);
    outcomes.push(
      await written.then(
        () => 'written',
        (error: { kind: string }) => error.kind,
      ),
    );
    // A run that is looked at and listed meanwhile.
    assert.equal((await store.grades(run.id, scoring.id)).length, index + 1);
  }
  const expected = ['written', 'disk-full', 'written'].flatMap((outcome) => Array.from({ length: 10 }, () => outcome));
  assert.deepEqual(outcomes, expected);
  const holds = async (one: typeof store) => {
    const byAttempt = new Map((await one.grades(run.id, scoring.id)).map((grade) => [grade.attemptId, grade]));
    for (const { record, calls } of grades) {
      assert.deepEqual(byAttempt.get(record.attemptId), record);
      assert.deepEqual(await one.judgeCalls(run.id, scoring.id, record.attemptId), calls);
    }
    assert.equal((await one.listRuns())[0]?.meanQuality, 0.5);
  };
  await holds(store);
  const stamp = await store.stamp(run.id);
  await store.reread([run.id]);
  await holds(store);
  await store.checkpoint();
  assert.notEqual(await store.stamp(run.id), stamp);
  await store.updateScoring({ ...scoring, status: 'finished' });
  await store.updateRun({ ...run, status: 'finished' });
  await store.close();
  const reopened = await openStore(folder.path);
  await holds(reopened);
  await reopened.close();
});

test('what a full disk kept in memory is in no derived file', async () => {
  await using folder = await temporaryFolder();
  const files = faultyFiles();
  // Logs fail, all else can be written.
  const open = (...args: Parameters<typeof files.open>) => (args[1] === 'ax' ? files : diskFiles).open(...args);
  const store = await openStore(folder.path, { files: { ...files, open } });
  const run = makeRun();
  await store.createRun(run, detail);
  await store.appendAttempt(makeAttempt(run.id));
  files.failWrites = 'ENOSPC';
  await assert.rejects(store.appendAttempt(makeAttempt(run.id)), { kind: 'disk-full' });
  assert.equal((await store.listRuns())[0]?.samplesDone, 2);
  await store.close();
  const reopened = await openStore(folder.path);
  assert.equal((await reopened.listRuns())[0]?.samplesDone, 1);
  assert.equal((await reopened.attempts(run.id)).length, 1);
  await reopened.close();
});

test('a run is pruned only once that is on disk', async () => {
  await using folder = await temporaryFolder();
  const files = faultyFiles();
  const store = await openStore(folder.path, { files });
  const filled = await fill(store);
  files.failWrites = 'ENOSPC';
  await assert.rejects(store.pruneRun(filled.run.id, makeFigures('')), { name: 'StoreError', kind: 'disk-full' });
  await assertHolds(store, filled);
  files.failWrites = null;
  files.failSyncs = 'EIO';
  await assert.rejects(store.pruneRun(filled.run.id, makeFigures('')), { name: 'StoreError', kind: 'other' });
  await assertHolds(store, filled);
  files.failSyncs = null;
  await store.pruneRun(filled.run.id, makeFigures(''));
  assert.deepEqual(await store.attempts(filled.run.id), []);
  await store.close();
});

test('a store in memory only keeps views and figures, and prunes and deletes nothing', async () => {
  await using folder = await temporaryFolder();
  const files = faultyFiles();
  Object.assign(files, { mkdir: () => Promise.reject(systemError('EACCES')) });
  const store = await openStore(`${folder.path}/none`, { files });
  const run = makeRun({ status: 'finished' });
  await assert.rejects(store.createRun(run, detail), { kind: 'read-only' });
  const stamp = (await store.stamp(run.id)) ?? '';
  await store.putView(run.id, 'comparison', stamp, 'x');
  await store.putFigures(run.id, makeFigures(stamp));
  assert.equal(await store.view(run.id, 'comparison'), 'x');
  assert.deepEqual(await store.figures(run.suitePath), [{ run, pruned: false, stamp, figures: makeFigures(stamp) }]);
  await assert.rejects(store.pruneRun(run.id, makeFigures(stamp)), { kind: 'read-only' });
  await assert.rejects(store.deleteRun(run.id), { kind: 'read-only' });
  await store.reread();
  assert.equal((await store.listRuns()).length, 1);
  await store.close();
});

test('a view that cannot be written is none, and no error', async () => {
  await using folder = await temporaryFolder();
  const files = faultyFiles();
  const store = await openStore(folder.path, { files });
  const { run } = await fill(store);
  await store.checkpoint();
  files.failWrites = 'ENOSPC';
  await store.putView(run.id, 'comparison', (await store.stamp(run.id)) ?? '', 'x');
  assert.equal(await store.view(run.id, 'comparison'), null);
  assert.ok((await readdir(join(folder.path, 'index'))).every((name) => !name.endsWith('.tmp')));
  await store.close();
});

test('ten thousand grades that come together share their flushes', async () => {
  await using folder = await temporaryFolder();
  const files = faultyFiles();
  const store = await openStore(folder.path, { files });
  const run = makeRun();
  const scoring = makeScoring(run.id);
  await store.createRun(run, detail);
  await store.createScoring(scoring, scoringDetail);
  const grades = Array.from({ length: 10_000 }, () => makeGrade(scoring, makeAttempt(run.id).record.id));
  const before = files.syncs;
  await Promise.all(grades.map((grade) => store.appendGrade(grade)));
  assert.ok(files.syncs - before < 100, `${files.syncs - before} flushes`);
  assert.equal((await store.grades(run.id, scoring.id)).length, grades.length);
  await store.close();
});
