import assert from 'node:assert/strict';
import { appendFile, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { migrate, migrations } from '../../../src/core/store/migrations.ts';
import type { Attempt } from '../../../src/shared/model/attempt.ts';
import type { RunDetail, RunRecord } from '../../../src/shared/model/run.ts';
import { nullLogger } from '../../../src/core/ports.ts';
import { readImage, writeImage } from '../../../src/core/store/image.ts';
import { diskFiles } from '../../../src/core/store/files.ts';
import { openStore } from '../../../src/core/store/openStore.ts';
import type { Store } from '../../../src/core/store/spec.ts';
import { Sql, loadSqlJs } from '../../../src/core/store/sql.ts';
import {
  detail,
  makeAttempt,
  makeFailure,
  makeGrade,
  makeRating,
  makeRun,
  makeScoring,
  scoringDetail,
  temporaryFolder,
} from './fixtures.ts';

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
  lines[3] = (lines[3] ?? '').replace('{"v":1,', '{"v":3,');
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

/** All that a store can say of one run's scorings and ratings. */
async function worthOf(store: Store, { run, attempts }: Filled) {
  const scorings = await store.scorings(run.id);
  const each = scorings.map(async ({ id }) => [
    await store.scoringDetail(id),
    await store.grades(id),
    await Promise.all(attempts.map(({ record }) => store.judgeCalls(id, record.id))),
  ]);
  const found = await store.run(run.id);
  return [
    found,
    scorings,
    await Promise.all(each),
    await store.ratings(run.id),
    await store.baseline(run.suitePath),
    await store.listRuns(),
  ];
}

/** A run that was scored again, extended and rated after it had ended. */
async function fillAndScore(store: Store): Promise<Filled> {
  const filled = await fill(store);
  const { run, attempts } = filled;
  const scoring = makeScoring(run.id);
  await store.createScoring(scoring, scoringDetail);
  for (const { record } of attempts) await store.appendGrade(makeGrade(scoring, record.id));
  await store.updateScoring({ ...scoring, status: 'finished', finishedAt: '2026-03-02T09:05:00.000Z' });
  const extended = makeRun({ ...run, status: 'running', extensions: 1 });
  await store.extendRun(extended, { ...detail, suite: { ...detail.suite, repeats: 2 } });
  await store.updateRun({ ...extended, status: 'finished', baselineAt: '2026-03-03T00:00:00.000Z' });
  for (const { record } of attempts) await store.rate(makeRating(run.id, record.id));
  return filled;
}

test('scorings, ratings and extensions are the same without the image as with it', async () => {
  await using folder = await temporaryFolder();
  const store = await openStore(folder.path);
  const filled = await fillAndScore(store);
  const expected = await worthOf(store, filled);
  await store.close();
  await visit(folder.path, async (reopened) => assert.deepEqual(await worthOf(reopened, filled), expected));
  await rm(join(folder.path, 'store.sqlite'));
  await visit(folder.path, async (rebuilt) => assert.deepEqual(await worthOf(rebuilt, filled), expected));
});

test('an image of before there were scorings takes in what it lacks', async () => {
  await using folder = await temporaryFolder();
  const filled = await visit(folder.path, fillAndScore);
  const expected = await visit(folder.path, (store) => worthOf(store, filled));
  const sql = new Sql(await loadSqlJs());
  migrate(sql, new Date(), migrations.slice(0, 2));
  await writeImage(diskFiles, folder.path, sql.export());
  await visit(folder.path, async (store) => assert.deepEqual(await worthOf(store, filled), expected));
});

test('a torn line costs the last grade alone, wherever it tore', async () => {
  await using folder = await temporaryFolder();
  const { run, attempts } = await visit(folder.path, fill);
  const scoring = makeScoring(run.id);
  const before = await logNames(folder.path);
  await visit(folder.path, async (store) => {
    await store.createScoring(scoring, scoringDetail);
    for (const { record } of attempts) await store.appendGrade(makeGrade(scoring, record.id));
  });
  const [name = ''] = (await logNames(folder.path)).filter((one) => !before.includes(one));
  const path = join(folder.path, 'runs', name);
  const whole = await readFile(path);
  const lines = whole.toString().split('\n');
  const kept = Buffer.byteLength(lines.slice(0, 3).join('\n')) + 1;
  await fc.assert(
    fc.asyncProperty(fc.nat(Buffer.byteLength(lines[3] ?? '')), async (bytes) => {
      await writeFile(path, whole.subarray(0, kept + bytes));
      await rm(join(folder.path, 'store.sqlite'), { force: true });
      await visit(folder.path, async (store) => {
        const grades = await store.grades(scoring.id);
        assert.deepEqual(
          grades.map(({ attemptId }) => attemptId),
          [attempts[0]?.record.id],
        );
      });
    }),
    { numRuns: 10 },
  );
});

test('a scoring whose process died does not stand as running for ever', async () => {
  await using folder = await temporaryFolder();
  const { run } = await visit(folder.path, fill);
  const scoring = makeScoring(run.id);
  const dying = await openStore(folder.path);
  await dying.createScoring(scoring, scoringDetail);
  const beside = await openStore(folder.path);
  assert.equal((await beside.scorings(run.id))[0]?.status, 'running');
  await beside.updateRun({ ...run, name: 'Renamed meanwhile' });
  assert.equal((await beside.scorings(run.id))[0]?.status, 'running', 'its owner lives');
  await dying.close();
  assert.equal((await beside.scorings(run.id))[0]?.status, 'cancelled');
  assert.equal((await beside.run(run.id))?.run.status, 'finished');
  await beside.deleteRun(run.id);
  await beside.close();
});

test('a run of an earlier version has what its suite lacked then', async () => {
  await using folder = await temporaryFolder();
  const run = makeRun({ status: 'finished' });
  const { graders: _, margin: __, ...suite } = detail.suite;
  const expect = [
    { scorer: 'number', args: { value: 3, tolerance: 0 }, weight: 1, not: false },
    { scorer: 'similarity', args: { value: 'x', threshold: 0.8 }, weight: 1, not: false },
  ];
  const cases = [{ id: 'a', name: 'a', category: null, vars: {}, expect }];
  // As it stands in a log of that version.
  const older = { ...detail, suite: { ...suite, cases } } as unknown as RunDetail;
  await visit(folder.path, (store) => store.createRun(run, older));
  const found = await visit(folder.path, (store) => store.run(run.id));
  assert.equal(found?.detail.suite.margin, 0.03);
  assert.deepEqual(found.detail.suite.graders, []);
  assert.deepEqual(
    found.detail.suite.cases[0]?.expect.map(({ args }) => args),
    [
      { value: 3, tolerance: 0, relative: false, unit: null },
      { value: 'x', threshold: 0.8, metric: 'levenshtein' },
    ],
  );
});
