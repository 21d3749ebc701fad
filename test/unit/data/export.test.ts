import assert from 'node:assert/strict';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { Data } from '../../../src/core/data/data.ts';
import { diskFiles } from '../../../src/core/store/files.ts';
import type { StoreFiles } from '../../../src/core/store/files.ts';
import { Sql, loadSqlJs } from '../../../src/core/store/sql.ts';
import { detail, makeAttempt, makeRating, makeRun } from '../store/fixtures.ts';
import type { CandidateId } from '../../../src/shared/model/ids.ts';
import { faultyFiles } from '../store/faults.ts';
import { addRun, exported, fillRichly, logsIn, openAt, someFigures, workshop } from './stores.ts';

type Line = Readonly<Record<string, unknown>>;

test('JSON lines hold every run with all that belongs to it, the oldest first', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  const runs = await fillRichly(one.store);
  const lines = (await exported(one, 'jsonl'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  const kinds = lines.map(({ type }) => type);
  const rich = ['run', 'scoring', 'scoring', 'result', 'result', 'result', 'grade', 'grade', 'rating'];
  assert.deepEqual(kinds, ['run', 'result', 'result', ...rich, 'run', 'result']);
  const [, , , , , , first] = lines;
  assert.equal(first?.['answer'], 'You have 30 days.');
  assert.equal(first?.['runId'], runs[1]?.id);
  const grade = lines.find(({ type }) => type === 'grade') as { quality: number; judgeCalls: readonly { answer: string }[] };
  assert.equal(grade.quality, 0.75, 'the grade that counts, not the one it replaced');
  assert.match(grade.judgeCalls[0]?.answer ?? '', /zu knapp/);
});

test('a pruned run is exported with what is kept of it', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  const run = await addRun(one.store);
  await one.store.pruneRun(run.id, someFigures);
  assert.deepEqual(JSON.parse(await exported(one, 'jsonl')), { type: 'pruned-run', run, version: 1, candidates: [] });
  assert.equal((await exported(one, 'csv')).trimEnd().split('\r\n').length, 1);
});

test('the CSV has a row for each call, by the scoring in force, and no cell that a spreadsheet would run', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  const [plain, rich] = await fillRichly(one.store);
  const text = await exported(one, 'csv');
  const rows = parse<Readonly<Record<string, string>>>(text, { columns: true });
  assert.equal(rows.length, 6);
  assert.equal(rows[0]?.['run_name'], plain?.name);
  assert.match(rows[1]?.['response'] ?? '', /日本語 🎉/);
  const ofRich = rows.filter((row) => row['run_id'] === rich?.id);
  assert.deepEqual(
    ofRich.map((row) => row['quality']),
    ['0.75', '', ''],
  );
  assert.equal(ofRich[1]?.['response'], `'=HYPERLINK("x")`);
  assert.deepEqual(
    ofRich.map((row) => row['success']),
    ['true', 'true', 'false'],
  );
  assert.deepEqual([ofRich[2]?.['error_message'], ofRich[2]?.['cost_usd']], ['429 Too many requests', '']);
  assert.equal(rows[0]?.['tokens_in'], '12');
  assert.equal(rows[0]?.['latency_ms'], '690.75');
});

test('the SQLite file can be asked like any other', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  const [, rich] = await fillRichly(one.store);
  await one.store.pruneRun((await addRun(one.store, { startedAt: '2025-01-01T00:00:00.000Z' })).id, someFigures);
  const { bytes, runs, results } = await one.data.exportAll(at.path('all.sqlite'), 'sqlite');
  const file = await readFile(at.path('all.sqlite'));
  assert.deepEqual([bytes, runs, results], [file.length, 4, 6]);
  const sql = new Sql(await loadSqlJs(), file);
  const count = (table: string) => sql.get(`SELECT count(*) AS n FROM ${table}`)?.['n'];
  assert.deepEqual(['runs', 'results', 'errors', 'scorings', 'grades', 'ratings'].map(count), [4, 6, 1, 2, 2, 1]);
  const row = sql.get(
    `SELECT response, quality, success, "case" FROM results WHERE run_id = '${rich?.id}' AND quality IS NOT NULL`,
  );
  assert.deepEqual(row, { response: 'You have 30 days.', quality: 0.75, success: 1, case: 'refund window' });
  assert.equal(sql.get('SELECT pruned FROM runs ORDER BY started_at')?.['pruned'], 1);
  sql.close();
});

test('CSV and SQLite tell two ways to ask one model apart by their label', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  const run = makeRun({ status: 'running' });
  const candidates = ['cold', 'hot'].map((label) => {
    return { id: `${label} id` as CandidateId, label, provider: 'openai', model: 'gpt-5-mini', promptId: 'prompt 1' };
  });
  await one.store.createRun(run, { ...detail, candidates });
  for (const { id } of candidates) await one.store.appendAttempt(makeAttempt(run.id, { candidateId: id }));
  const rows = parse(await exported(one, 'csv'));
  assert.deepEqual(
    rows.map((row) => row.at(-1)),
    ['label', 'cold', 'hot'],
  );
  await one.data.exportAll(at.path('all.sqlite'), 'sqlite');
  const sql = new Sql(await loadSqlJs(), await readFile(at.path('all.sqlite')));
  assert.equal(sql.get("SELECT count(*) AS n FROM results WHERE label = 'hot'")?.['n'], 1);
  sql.close();
});

test('more than SQLite can be made of in memory is refused before anything is read', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  await addRun(one.store);
  const [name = ''] = await logsIn(one.folder);
  const files: StoreFiles = {
    ...diskFiles,
    stat: (async (path: string) => {
      const found = await diskFiles.stat(path);
      return path.endsWith(name) ? Object.assign(found, { size: 3 * 1024 ** 3 }) : found;
    }) as StoreFiles['stat'],
  };
  const data = new Data(one.store, { figures: async () => null }, one.folder, { files });
  await assert.rejects(data.exportAll(at.path('all.sqlite'), 'sqlite'), /3\.\d GB, too much .* JSONL or CSV/);
  assert.deepEqual(await readdir(at.path()), ['one']);
});

test('an export takes the place of an earlier one only when it is whole', async () => {
  await using at = await workshop();
  const files = faultyFiles();
  await using one = await openAt(at.path('one'), { files });
  await addRun(one.store);
  await writeFile(at.path('all.csv'), 'earlier');
  files.failWrites = 'ENOSPC';
  await assert.rejects(one.data.exportAll(at.path('all.csv'), 'csv'), { kind: 'disk-full' });
  assert.equal(await readFile(at.path('all.csv'), 'utf8'), 'earlier');
  files.failWrites = null;
  await one.data.exportAll(at.path('all.csv'), 'csv');
  assert.match(await readFile(at.path('all.csv'), 'utf8'), /^id,run_id,/);
  assert.deepEqual((await readdir(at.path())).sort(), ['all.csv', 'one']);
});

test('results that could not be written yet are exported too', async () => {
  await using at = await workshop();
  const files = faultyFiles();
  await using one = await openAt(at.path('one'), { files });
  const run = await addRun(one.store);
  files.failWrites = 'ENOSPC';
  const late = makeAttempt(run.id, {}, 'kept in memory');
  await assert.rejects(one.store.appendAttempt(late), { kind: 'disk-full' });
  await assert.rejects(one.store.rate(makeRating(run.id, late.record.id)), { kind: 'disk-full' });
  const data = new Data(one.store, { figures: async () => null }, one.folder);
  await data.exportAll(at.path('all.jsonl'), 'jsonl');
  const text = await readFile(at.path('all.jsonl'), 'utf8');
  assert.match(text, /kept in memory/);
  assert.match(text, /"type":"rating"/);
});
