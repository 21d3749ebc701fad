import assert from 'node:assert/strict';
import { appendFile, mkdir, readFile, rm, rmdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { crc32 } from 'node:zlib';
import * as fc from 'fast-check';
import type { Attempt } from '../../../src/shared/model/attempt.ts';
import type { RunDetail } from '../../../src/shared/model/run.ts';
import { nullLogger } from '../../../src/core/ports.ts';
import { openStore } from '../../../src/core/store/openStore.ts';
import { allOf, assertHolds, fill, fillAndScore, logNames, removeDerived, visit } from './filled.ts';
import { detail, makeAttempt, makeGrade, makeRating, makeRun, makeScoring, scoringDetail, temporaryFolder } from './fixtures.ts';

const laterEntry = '{"type":"something-new"}';
const laterLine = `{"v":99,"crc":"${crc32(laterEntry).toString(16).padStart(8, '0')}","entry":${laterEntry}}\n`;

test('everything is there after closing and opening, with nothing to replay', async () => {
  await using folder = await temporaryFolder();
  const filled = await visit(folder.path, fill);
  await visit(folder.path, async (store) => {
    assert.equal(store.health.replayed, 0);
    await assertHolds(store, filled);
  });
});

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
      await removeDerived(folder.path);
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
  await removeDerived(folder.path);
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
  await visit(folder.path, async (store) => assert.equal(await store.body(run.id, id as Attempt['record']['id']), null));
  await truncate(path, 10);
  await visit(folder.path, async (store) => {
    assert.equal(await store.body(run.id, id as Attempt['record']['id']), null);
    assert.deepEqual(await store.attempts(run.id), []);
  });
  await rm(path);
  await visit(folder.path, async (store) => assert.deepEqual(await store.listRuns(), []));
});

test('a line of a later format is kept for the version that can read it', async () => {
  await using folder = await temporaryFolder();
  const { run } = await visit(folder.path, fill);
  const [name = ''] = await logNames(folder.path);
  const path = join(folder.path, 'runs', name);
  const ours = await readFile(path, 'utf8');
  const lines = ours.split('\n');
  lines[3] = (lines[3] ?? '').replace('{"v":1,', '{"v":99,');
  await writeFile(path, lines.join('\n'));
  await removeDerived(folder.path);
  await visit(folder.path, async (store) => assert.equal((await store.attempts(run.id)).length, 1));
  await writeFile(path, ours);
  await visit(folder.path, async (store) => assert.equal((await store.attempts(run.id)).length, 2));
});

test('a run that a later version wrote to is shown in part, told at opening, and left as it is', async () => {
  await using folder = await temporaryFolder();
  const [{ run, attempts }, whole] = await visit(folder.path, async (store) => [await fill(store), await fill(store)] as const);
  const path = await fromLaterVersion(folder.path, run.id, 3);
  const written = await readFile(path, 'utf8');
  await visit(folder.path, async (store) => {
    assert.equal(store.health.state, 'partial');
    assert.match(store.health.message ?? '', /^1 run was written by a newer version of LLM Bench and is shown in part: update/);
    const statuses = new Map((await store.listRuns()).map((item) => [item.run.id, item.run.status]));
    assert.deepEqual([statuses.get(run.id), statuses.get(whole.run.id)], ['partial', 'finished']);
    assert.equal((await store.attempts(run.id)).length, 1);
    const scoring = makeScoring(run.id);
    const changes: readonly (() => Promise<void>)[] = [
      () => store.extendRun({ ...run, status: 'running' }, detail),
      () => store.updateRun({ ...run, baselineAt: run.startedAt }),
      () => store.createScoring(scoring, scoringDetail),
      () => store.rate(makeRating(run.id, attempts[0]?.record.id ?? makeAttempt(run.id).record.id)),
      () => store.pruneRun(run.id, { version: 1, stamp: '', candidates: [] }),
      () => store.deleteRun(run.id),
    ];
    for (const change of changes) await assert.rejects(change, { kind: 'newer', message: /update LLM Bench/ });
    await store.deleteRun(whole.run.id);
  });
  assert.equal(await readFile(path, 'utf8'), written);
});

test('a run of which only a later version can read the beginning is told, too', async () => {
  await using folder = await temporaryFolder();
  const { run } = await visit(folder.path, fill);
  await fromLaterVersion(folder.path, run.id, 1);
  await visit(folder.path, async (store) => {
    assert.equal(store.health.state, 'partial');
    assert.deepEqual(await store.listRuns(), []);
    await assert.rejects(store.deleteRun(run.id), { kind: 'newer' });
  });
});

test('a run that goes on here is kept whole though a later version rates its answers meanwhile', async () => {
  await using folder = await temporaryFolder();
  await visit(folder.path, async (store) => {
    const run = makeRun();
    await store.createRun(run, detail);
    await appendFile(join(folder.path, 'runs', `${run.id}.x.1.jsonl`), laterLine);
    await store.reread();
    const statusNow = async () => (await store.run(run.id))?.run.status;
    assert.equal(await statusNow(), 'running');
    await store.appendAttempt(makeAttempt(run.id));
    await store.updateRun({ ...run, status: 'finished' });
    assert.equal((await store.attempts(run.id)).length, 1);
    assert.equal(await statusNow(), 'partial');
  });
});

test('what stands in the folder besides does no harm', async () => {
  await using folder = await temporaryFolder();
  const filled = await visit(folder.path, fill);
  await writeFile(join(folder.path, 'runs', '.DS_Store'), 'x');
  await writeFile(join(folder.path, 'runs', 'notes.jsonl'), '{}\n');
  await writeFile(join(folder.path, 'runs', 'a.b.1.jsonl'), '{}\nnot JSON\n');
  await appendFile(join(folder.path, 'catalog.sqlite.3f.tmp'), 'half an image');
  await visit(folder.path, (store) => assertHolds(store, filled));
});

test('a run whose logs cannot be read keeps nobody from the others, and is back when they can', async () => {
  await using folder = await temporaryFolder();
  const [good, bad] = await visit(folder.path, async (store) => [await fill(store), await fill(store)] as const);
  const blocked = join(folder.path, 'runs', `${bad.run.id}.x.1.jsonl`);
  await mkdir(blocked);
  await removeDerived(folder.path);
  const warnings: string[] = [];
  const logger = { ...nullLogger, warn: (message: string) => warnings.push(message) };
  await visit(
    folder.path,
    async (store) => {
      assert.deepEqual(
        (await store.listRuns()).map(({ run }) => run.id),
        [good.run.id],
      );
      await assertHolds(store, good);
      await assert.rejects(store.attempts(bad.run.id), { code: 'EISDIR' });
      assert.equal(warnings.filter((message) => message.includes(bad.run.id)).length, 1);
      await rmdir(blocked);
      assert.equal((await store.listRuns()).length, 2);
      await assertHolds(store, bad);
    },
    { logger },
  );
});

test('logs larger than one reading are read whole', async () => {
  await using folder = await temporaryFolder();
  const run = makeRun();
  const attempts = [1, 9_000_000, 2, 4_194_304, 3].map((size) => makeAttempt(run.id, {}, 'x'.repeat(size)));
  await visit(folder.path, async (store) => {
    await store.createRun(run, detail);
    for (const attempt of attempts) await store.appendAttempt(attempt);
  });
  await removeDerived(folder.path);
  await visit(folder.path, async (store) => {
    assert.equal(store.health.replayed, attempts.length);
    for (const { record, body } of attempts)
      assert.equal((await store.body(run.id, record.id))?.answer.length, body.answer.length);
  });
});

test('everything is the same without derived files as with them', async () => {
  await using folder = await temporaryFolder();
  const store = await openStore(folder.path);
  const filled = await fillAndScore(store);
  const expected = await allOf(store, filled);
  await store.close();
  await visit(folder.path, async (reopened) => assert.deepEqual(await allOf(reopened, filled), expected));
  await removeDerived(folder.path);
  await visit(folder.path, async (rebuilt) => assert.deepEqual(await allOf(rebuilt, filled), expected));
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
      await removeDerived(folder.path);
      await visit(folder.path, async (store) => {
        const grades = await store.grades(run.id, scoring.id);
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

/** As if a later version had written this line of the run and all after it. Returns the path of the log. */
async function fromLaterVersion(folder: string, runId: string, line: number): Promise<string> {
  const name = (await logNames(folder)).find((one) => one.startsWith(runId)) ?? '';
  const path = join(folder, 'runs', name);
  const lines = (await readFile(path, 'utf8')).split('\n');
  await writeFile(path, lines.map((text, i) => (i < line ? text : text.replace('{"v":1,', '{"v":99,'))).join('\n'));
  await removeDerived(folder);
  return path;
}
