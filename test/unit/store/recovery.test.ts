import assert from 'node:assert/strict';
import { appendFile, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { migrations } from '../../../src/core/store/migrations.ts';
import type { Attempt } from '../../../src/shared/model/attempt.ts';
import type { RunRecord } from '../../../src/shared/model/run.ts';
import { nullLogger } from '../../../src/core/ports.ts';
import { readImage, writeImage } from '../../../src/core/store/image.ts';
import { diskFiles } from '../../../src/core/store/files.ts';
import { openStore } from '../../../src/core/store/openStore.ts';
import type { Store } from '../../../src/core/store/spec.ts';
import { Sql, loadSqlJs } from '../../../src/core/store/sql.ts';
import { detail, makeAttempt, makeFailure, makeRun, temporaryFolder } from './fixtures.ts';

interface Filled {
  readonly run: RunRecord;
  readonly attempts: readonly Attempt[];
}

/** A finished run of two attempts. */
async function fill(store: Store): Promise<Filled> {
  const run = makeRun();
  const attempts = [makeAttempt(run.id), makeFailure(run.id)];
  await store.createRun(run, detail);
  for (const attempt of attempts) await store.appendAttempt(attempt);
  const finished = makeRun({ ...run, status: 'finished' });
  await store.updateRun(finished);
  return { run: finished, attempts };
}

async function assertHolds(store: Store, { run, attempts }: Filled): Promise<void> {
  assert.deepEqual(await store.run(run.id), { run, detail });
  assert.deepEqual(
    await store.attempts(run.id),
    attempts.map(({ record }) => record),
  );
  for (const { record, body } of attempts) assert.deepEqual(await store.body(record.id), body);
  assert.equal((await store.errors(run.id)).length, attempts.filter(({ record }) => record.error).length);
}

async function logNames(folder: string): Promise<string[]> {
  return (await readdir(join(folder, 'runs'))).filter((name) => name.endsWith('.jsonl'));
}

/** Opens, looks, and closes again. */
async function visit<T>(folder: string, look: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(folder);
  try {
    return await look(store);
  } finally {
    await store.close();
  }
}

test('everything is there after closing and opening, with nothing to replay', async () => {
  await using folder = await temporaryFolder();
  const filled = await visit(folder.path, fill);
  await visit(folder.path, async (store) => {
    assert.equal(store.health.replayed, 0);
    await assertHolds(store, filled);
  });
});

test('a lost image is built anew from the logs, as often as it is lost', async () => {
  await using folder = await temporaryFolder();
  const filled = await visit(folder.path, fill);
  for (let time = 0; time < 2; time++) {
    await rm(join(folder.path, 'store.sqlite'));
    await visit(folder.path, async (store) => {
      assert.deepEqual(store.health, { state: 'ok', message: null, schemaVersion: migrations.length, replayed: 2 });
      await assertHolds(store, filled);
    });
  }
});

test('an image put back from an earlier day takes in what it lacks', async () => {
  await using folder = await temporaryFolder();
  const first = await visit(folder.path, fill);
  const image = await readFile(join(folder.path, 'store.sqlite'));
  const second = await visit(folder.path, fill);
  await writeFile(join(folder.path, 'store.sqlite'), image);
  await visit(folder.path, async (store) => {
    assert.equal(store.health.replayed, 2);
    await assertHolds(store, first);
    await assertHolds(store, second);
  });
});

test('any changed byte of the image is noticed; it is set aside and the results are restored', async () => {
  await using folder = await temporaryFolder();
  const filled = await visit(folder.path, fill);
  const path = join(folder.path, 'store.sqlite');
  const whole = await readFile(path);
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const rotten = Buffer.from(whole);
      rotten[at] = (rotten[at] ?? 0) ^ flip;
      await writeFile(path, rotten);
      assert.equal((await readImage(diskFiles, folder.path)).state, 'damaged');
    }),
    { numRuns: 50 },
  );
  await visit(folder.path, async (store) => {
    assert.equal(store.health.state, 'restored');
    assert.match(store.health.message ?? '', /store\.damaged-\S+\.sqlite.* 2 results/);
    await assertHolds(store, filled);
  });
  const aside = (await readdir(folder.path)).filter((name) => name.startsWith('store.damaged-'));
  assert.equal(aside.length, 1);
  await visit(folder.path, async (store) => assert.equal(store.health.state, 'ok'));
});

for (const [what, bytes] of [
  ['an empty file', Buffer.alloc(0)],
  ['cut short', Buffer.from('SQLite format 3\0')],
  ['something else', Buffer.alloc(5000, 'x')],
] as const) {
  test(`an image that is ${what} is set aside`, async () => {
    await using folder = await temporaryFolder();
    const filled = await visit(folder.path, fill);
    await writeFile(join(folder.path, 'store.sqlite'), bytes);
    await visit(folder.path, async (store) => {
      assert.equal(store.health.state, 'restored');
      await assertHolds(store, filled);
    });
  });
}

test('a torn last line is left out, wherever it tore, and what follows goes elsewhere', async () => {
  await using folder = await temporaryFolder();
  const { run, attempts } = await visit(folder.path, fill);
  const [name = ''] = await logNames(folder.path);
  const path = join(folder.path, 'runs', name);
  const whole = await readFile(path);
  const lines = whole.toString().split('\n');
  const kept = Buffer.byteLength(lines.slice(0, 3).join('\n')) + 1;
  const torn = Buffer.byteLength(lines[3] ?? '');
  await fc.assert(
    fc.asyncProperty(fc.nat(torn), async (bytes) => {
      await writeFile(path, whole.subarray(0, kept + bytes));
      await rm(join(folder.path, 'store.sqlite'), { force: true });
      await visit(folder.path, async (store) => {
        assert.deepEqual(
          (await store.attempts(run.id)).map(({ id }) => id),
          [attempts[0]?.record.id],
        );
      });
    }),
    { numRuns: 10 },
  );
  const last = attempts[1];
  assert.ok(last);
  await visit(folder.path, (store) => store.appendAttempt(last));
  await visit(folder.path, async (store) => assert.equal((await store.attempts(run.id)).length, 2));
  assert.equal((await logNames(folder.path)).length, 2);
});

test('a damaged line in the middle costs that line alone, and is told', async () => {
  await using folder = await temporaryFolder();
  const { run, attempts } = await visit(folder.path, fill);
  const [name = ''] = await logNames(folder.path);
  const path = join(folder.path, 'runs', name);
  await writeFile(path, (await readFile(path, 'utf8')).replace('You have 30 days.', 'You have 31 days.'));
  await rm(join(folder.path, 'store.sqlite'));
  const warnings: string[] = [];
  const store = await openStore(folder.path, { logger: { ...nullLogger, warn: (message) => warnings.push(message) } });
  assert.deepEqual(
    (await store.attempts(run.id)).map(({ id }) => id),
    [attempts[1]?.record.id],
  );
  assert.equal((await store.run(run.id))?.run.status, 'finished');
  assert.equal(warnings.length, 1);
  await store.close();
});

test('an answer whose line is damaged or gone is missing, not wrong', async () => {
  await using folder = await temporaryFolder();
  const { run, attempts } = await visit(folder.path, fill);
  const [name = ''] = await logNames(folder.path);
  const path = join(folder.path, 'runs', name);
  const id = attempts[0]?.record.id ?? run.id;
  await writeFile(path, (await readFile(path, 'utf8')).replace('You have 30 days.', 'You have 31 days.'));
  await visit(folder.path, async (store) => assert.equal(await store.body(id as Attempt['record']['id']), null));
  await truncate(path, 10);
  await visit(folder.path, async (store) => assert.equal(await store.body(id as Attempt['record']['id']), null));
  await rm(path);
  await visit(folder.path, async (store) => {
    assert.equal(await store.body(id as Attempt['record']['id']), null);
    assert.equal((await store.attempts(run.id)).length, 2);
  });
});

test('a line of a later format is kept for the version that can read it', async () => {
  await using folder = await temporaryFolder();
  const { run } = await visit(folder.path, fill);
  const [name = ''] = await logNames(folder.path);
  const path = join(folder.path, 'runs', name);
  const ours = await readFile(path, 'utf8');
  const lines = ours.split('\n');
  lines[3] = (lines[3] ?? '').replace('{"v":1,', '{"v":2,');
  await writeFile(path, lines.join('\n'));
  await rm(join(folder.path, 'store.sqlite'));
  await visit(folder.path, async (store) => assert.equal((await store.attempts(run.id)).length, 1));
  await writeFile(path, ours);
  await visit(folder.path, async (store) => assert.equal((await store.attempts(run.id)).length, 2));
});

test('an image of a later schema is read, and never written', async () => {
  await using folder = await temporaryFolder();
  const filled = await visit(folder.path, fill);
  const found = await readImage(diskFiles, folder.path);
  assert.equal(found.state, 'ok');
  const sql = new Sql(await loadSqlJs(), found.state === 'ok' ? found.bytes : undefined);
  sql.script('ALTER TABLE results ADD COLUMN mood TEXT; PRAGMA user_version = 99');
  await writeImage(diskFiles, folder.path, sql.export());
  const before = await readFile(join(folder.path, 'store.sqlite'));
  await visit(folder.path, async (store) => {
    assert.equal(store.health.state, 'read-only');
    assert.equal(store.health.schemaVersion, 99);
    assert.match(store.health.message ?? '', /newer version/);
    await assertHolds(store, filled);
    await assert.rejects(store.createRun(makeRun(), detail), { name: 'StoreError', kind: 'read-only' });
    await assert.rejects(store.deleteRun(filled.run.id), { name: 'StoreError', kind: 'read-only' });
    await assert.rejects(store.checkpoint(), { name: 'StoreError', kind: 'read-only' });
  });
  assert.deepEqual(await readFile(join(folder.path, 'store.sqlite')), before);
});

test('an image that became newer in the meantime is not overwritten', async () => {
  await using folder = await temporaryFolder();
  const store = await openStore(folder.path);
  await fill(store);
  await store.checkpoint();
  const sql = new Sql(await loadSqlJs(), await readFile(join(folder.path, 'store.sqlite')));
  sql.script('PRAGMA user_version = 99');
  await writeImage(diskFiles, folder.path, sql.export());
  await fill(store);
  await assert.rejects(store.checkpoint(), { name: 'StoreError', kind: 'read-only' });
  await store.close();
  const found = await readImage(diskFiles, folder.path);
  assert.equal(found.state === 'ok' && found.version, 99);
});

test('what stands in the folder besides does no harm', async () => {
  await using folder = await temporaryFolder();
  const filled = await visit(folder.path, fill);
  await writeFile(join(folder.path, 'runs', '.DS_Store'), 'x');
  await writeFile(join(folder.path, 'runs', 'notes.jsonl'), '{}\n');
  await writeFile(join(folder.path, 'runs', 'a.b.1.jsonl'), '{}\nnot JSON\n');
  await appendFile(join(folder.path, 'store.3f.tmp'), 'half an image');
  await visit(folder.path, (store) => assertHolds(store, filled));
});

test('logs larger than one reading are read whole', async () => {
  await using folder = await temporaryFolder();
  const run = makeRun();
  const attempts = [1, 9_000_000, 2, 4_194_304, 3].map((size) => makeAttempt(run.id, {}, 'x'.repeat(size)));
  await visit(folder.path, async (store) => {
    await store.createRun(run, detail);
    for (const attempt of attempts) await store.appendAttempt(attempt);
  });
  await rm(join(folder.path, 'store.sqlite'));
  await visit(folder.path, async (store) => {
    assert.equal(store.health.replayed, attempts.length);
    for (const { record, body } of attempts) assert.equal((await store.body(record.id))?.answer.length, body.answer.length);
  });
});
