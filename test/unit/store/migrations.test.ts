import assert from 'node:assert/strict';
import { test } from 'node:test';
import { migrate, migrations } from '../../../src/core/store/migrations.ts';
import { Sql, loadSqlJs } from '../../../src/core/store/sql.ts';

const now = new Date('2026-03-01T10:00:00.000Z');
const first = { name: 'notes', sql: 'CREATE TABLE notes (text TEXT NOT NULL)' };
const second = { name: 'stars', sql: 'ALTER TABLE notes ADD COLUMN stars INTEGER NOT NULL DEFAULT 3' };

function version(sql: Sql): unknown {
  return sql.get('PRAGMA user_version')?.['user_version'];
}

test('applies what is missing, once, and keeps the rows', async () => {
  const engine = await loadSqlJs();
  const old = new Sql(engine);
  migrate(old, now, [first]);
  old.run('INSERT INTO notes VALUES (?)', 'kept');
  const opened = new Sql(engine, old.export());
  migrate(opened, now, [first, second]);
  migrate(opened, now, [first, second]);
  assert.deepEqual(opened.all('SELECT * FROM notes'), [{ text: 'kept', stars: 3 }]);
  assert.deepEqual(
    opened.all('SELECT * FROM migrations').map(({ version, name }) => [version, name]),
    [
      [1, 'notes'],
      [2, 'stars'],
    ],
  );
  assert.equal(version(opened), 2);
});

test('a step that fails leaves nothing of itself', async () => {
  const sql = new Sql(await loadSqlJs());
  const broken = { name: 'broken', sql: 'CREATE TABLE half (a); CREATE TABLE notes (b)' };
  assert.throws(() => migrate(sql, now, [first, broken]), /already exists/);
  assert.equal(version(sql), 1);
  assert.deepEqual(sql.all("SELECT name FROM sqlite_master WHERE name = 'half'"), []);
});

test('the tables have the columns that mission row E2 names', async () => {
  const sql = new Sql(await loadSqlJs());
  migrate(sql, now);
  const columns = (table: string) => sql.all(`PRAGMA table_xinfo(${table})`).map(({ name }) => name);
  for (const name of ['id', 'name', 'triggered_by', 'started_at', 'finished_at']) assert.ok(columns('runs').includes(name), name);
  const results = [
    'id',
    'run_id',
    'provider',
    'model',
    'tokens_in',
    'tokens_out',
    'latency_ms',
    'cost_usd',
    'success',
    'error_message',
    'created_at',
  ];
  for (const name of results) assert.ok(columns('results').includes(name), name);
  assert.equal(version(sql), migrations.length);
});
