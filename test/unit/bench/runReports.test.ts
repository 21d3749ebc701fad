import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { reportFormats } from '../../../src/core/renderRun.ts';
import type { JsonReport } from '../../../src/core/report/json.ts';
import { writePieces } from '../../../src/core/writePieces.ts';
import type { RunId } from '../../../src/shared/model/ids.ts';
import { makeAttempt, temporaryFolder } from '../store/fixtures.ts';
import { addRun, opened, rescore } from './viewed.ts';

test('every format says what the run was worth, by the scoring that is asked for', async () => {
  await using made = await opened();
  const { store, views } = made;
  const filled = await addRun(store);
  const { run, a, b } = filled;
  await rescore(store, filled);
  for (const format of reportFormats) {
    const text = await views.render(format, run.id);
    assert.match(text, /Support replies|attempt_id/, format);
    assert.notEqual(text, await views.render(format, run.id, { scoringId: null }), format);
  }
  const json = JSON.parse(await views.render('json', run.id)) as JsonReport;
  assert.deepEqual(
    json.attempts.map(({ id, answer, quality }) => [id, answer, quality]),
    [
      [a, 'Yes, a.', 0],
      [b, 'Yes, b.', null],
    ],
  );
  assert.equal(json.summary.matrix.length, 2);
  assert.equal(json.baseline.candidates[0]?.cases.length, 2);
  await assert.rejects(views.render('md', 'nobody-at-all' as RunId), { name: 'StoreError', message: /^Run nobody-a is not/ });
});

test('answers that are many are all there, each with its own', async () => {
  await using made = await opened();
  const { store, views } = made;
  const { run } = await addRun(store);
  for (let repeat = 2; repeat < 350; repeat++) {
    await store.appendAttempt(makeAttempt(run.id, { caseId: 'a', repeat }, `answer ${repeat}`));
  }
  const rows = parse<Record<string, string>>(await views.render('csv', run.id), { columns: true });
  assert.equal(rows.length, 350);
  assert.ok(rows.slice(2).every(({ repeat, answer }) => answer === `answer ${repeat}`));
});

test('a page and a JUnit file have the answers that they show', async () => {
  await using made = await opened();
  const { store, views } = made;
  const filled = await addRun(store);
  await rescore(store, filled);
  const html = await views.render('html', filled.run.id);
  for (const text of ['Yes, a.', 'Yes, b.', 'Customer asks: a']) assert.ok(html.includes(text), text);
  const junit = await views.render('junit', filled.run.id);
  assert.deepEqual([junit.includes('Yes, a.'), junit.includes('Yes, b.')], [true, false], 'what was wrong, and nothing else');
});

test('a report is written whole over the one before, or not at all', async () => {
  await using made = await opened();
  await using folder = await temporaryFolder();
  const { store, views } = made;
  const { run } = await addRun(store);
  const path = join(folder.path, 'report.csv');
  await writeFile(path, 'the one before');
  await assert.rejects(views.renderFile('csv', 'nobody' as RunId, path), { kind: 'other' });
  assert.equal(await readFile(path, 'utf8'), 'the one before');
  await views.renderFile('csv', run.id, path);
  assert.equal(await readFile(path, 'utf8'), await views.render('csv', run.id));
  assert.deepEqual(await readdir(folder.path), ['report.csv']);
});

test('a place that cannot be written is told apart from what goes wrong with the report', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'nowhere', 'report.csv');
  await assert.rejects(writePieces(path, piecesOf('x')), { kind: 'read-only', message: `${path} cannot be written (ENOENT).` });
  const taken = join(folder.path, 'taken');
  await mkdir(taken);
  await assert.rejects(writePieces(taken, piecesOf('x')), { kind: 'read-only', message: /EISDIR/ });
  const broken = (async function* () {
    yield 'half';
    throw new Error('The answer is gone.');
  })();
  await assert.rejects(writePieces(join(folder.path, 'broken'), broken), /The answer is gone/);
  assert.deepEqual(await readdir(folder.path), ['taken']);
});

test('a link stays a link to the file that is written, and what is no file is written as it is', async () => {
  await using folder = await temporaryFolder();
  const target = join(folder.path, 'target');
  await writeFile(target, '');
  await symlink(target, join(folder.path, 'link'));
  await writePieces(join(folder.path, 'link'), piecesOf('one ', 'two'));
  assert.equal(await readFile(target, 'utf8'), 'one two');
  await writePieces('/dev/null', piecesOf('gone'));
  assert.deepEqual((await readdir(folder.path)).sort(), ['link', 'target']);
});

async function* piecesOf(...pieces: readonly string[]): AsyncGenerator<string> {
  yield* pieces;
}
