import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { Data } from '../../../src/core/data/data.ts';
import { diskFiles } from '../../../src/core/store/files.ts';
import type { StoreFiles } from '../../../src/core/store/files.ts';
import { encodeLine } from '../../../src/core/store/logLine.ts';
import type { LogEntry } from '../../../src/core/store/logLine.ts';
import { thisWriter } from '../../../src/core/store/writer.ts';
import {
  detail,
  makeAttempt,
  makeFailure,
  makeGrade,
  makeRating,
  makeRun,
  makeScoring,
  scoringDetail,
} from '../store/fixtures.ts';
import { addRun, dyingFiles, everythingIn, exported, fillRichly, logsIn, openAt, someFigures, workshop } from './stores.ts';

test('an ended run has one log afterwards, smaller and saying the same', async () => {
  await using at = await workshop();
  const path = at.path('one');
  {
    await using one = await openAt(path);
    await fillRichly(one.store);
  }
  await using one = await openAt(path);
  for (const { run } of await one.store.listRuns()) await one.store.updateRun({ ...run, name: `${run.name} again` });
  const [everything, text] = [await everythingIn(one.store), await exported(one, 'jsonl')];
  const { before, after } = await one.data.compact();
  assert.equal((await logsIn(path)).length, (await one.store.listRuns()).length);
  assert.ok(after.logBytes < before.logBytes);
  assert.equal(after.results, before.results);
  assert.deepEqual(await everythingIn(one.store), everything);
  assert.equal(await exported(one, 'jsonl'), text);
  assert.deepEqual((await one.data.check()).faults, []);
  const logs = await contentsOf(path);
  await one.data.compact();
  assert.deepEqual(await contentsOf(path), logs, 'what is compact stays as it is');
});

test('what any logs say is what their compacted form says', async () => {
  await using at = await workshop();
  let count = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.nat(2), anyEntry()), { maxLength: 25 }), async (lines) => {
      const path = at.path(`store-${count++}`);
      await writeLogs(path, lines);
      await using one = await openAt(path);
      const before = await everythingIn(one.store);
      await one.data.compact();
      assert.deepEqual(await everythingIn(one.store), before);
      await using afresh = await openAt(at.path(`fresh-${count}`));
      await afresh.data.merge(path);
      assert.deepEqual(await everythingIn(afresh.store), before);
      assert.equal((await logsIn(path)).length, 1);
    }),
    { numRuns: 40 },
  );
});

test('a run that goes on, is being written elsewhere, or has lines that cannot be read is left alone', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  const damaged = await addRun(one.store);
  await writeFile(at.path('one', 'runs', `${damaged.id}.x.1.jsonl`), 'rubbish\n');
  const running = makeRun();
  await one.store.createRun(running, detail);
  await one.store.updateRun(running);
  const rated = await addRun(one.store);
  await using elsewhere = await openAt(at.path('one'));
  const [attempt] = await elsewhere.store.attempts(rated.id);
  await elsewhere.store.rate(makeRating(rated.id, attempt?.id ?? makeAttempt(rated.id).record.id));
  const before = await logsIn(one.folder);
  await one.data.compact();
  assert.deepEqual(await logsIn(one.folder), before);
  // The other window goes on writing to its log.
  await elsewhere.store.rate(makeRating(rated.id, attempt?.id ?? makeAttempt(rated.id).record.id, { note: 'later' }));
  assert.equal((await one.store.ratings(rated.id))[0]?.note, 'later');
});

test('a log that was only opened is no fault, and goes', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  const kept = await addRun(one.store);
  const never = makeRun();
  const dead = { ...thisWriter(new Date()), pid: 2 ** 30 };
  const opened: LogEntry = { type: 'log-opened', runId: never.id, writer: dead };
  await writeFile(at.path('one', 'runs', `${never.id}.x.1.jsonl`), encodeLine(opened));
  assert.deepEqual((await one.data.check()).faults, []);
  await one.data.compact();
  assert.deepEqual(
    (await logsIn(one.folder)).map((name) => name.split('.', 1)[0]),
    [kept.id],
  );
});

test('a window that knew the old logs finds the answers in the new one', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  const run = await addRun(one.store);
  await one.store.updateRun({ ...run, name: 'Renamed' });
  await using other = await openAt(at.path('one'));
  const [attempt] = await other.store.attempts(run.id);
  await one.data.compact();
  assert.match((await other.store.body(run.id, attempt?.id ?? makeAttempt(run.id).record.id))?.answer ?? '', /Antwort/);
});

test('a restore between the new log and the removal of the old ones keeps the old ones', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  const run = await addRun(one.store);
  await one.store.updateRun({ ...run, name: 'Renamed' });
  await one.data.backup(at.path('b.tar.gz'));
  const [everything, logs] = [await everythingIn(one.store), await logsIn(one.folder)];
  // The moment at which the new log gets its name.
  const rename: StoreFiles['rename'] = async (from, to) => {
    await diskFiles.rename(from, to);
    await one.data.restore(at.path('b.tar.gz'));
  };
  const files: StoreFiles = { ...diskFiles, rename };
  await new Data(one.store, { figures: async () => someFigures }, one.folder, { files }).compact();
  assert.deepEqual(await logsIn(one.folder), logs);
  assert.deepEqual(await everythingIn(one.store), everything);
});

test('a compaction that dies at any step loses nothing, and the next one ends it', async () => {
  await using at = await workshop();
  for (let step = 0, died = true; died; step++) {
    const path = at.path(`store-${step}`);
    let expected: unknown;
    {
      await using one = await openAt(path);
      await fillRichly(one.store);
      expected = await everythingIn(one.store);
      const dying = dyingFiles(step);
      const data = new Data(one.store, { figures: async () => someFigures }, path, { files: dying.files });
      await data.compact().catch(() => undefined);
      died = dying.died();
    }
    await using after = await openAt(path);
    assert.deepEqual(await everythingIn(after.store), expected, `died at step ${step}`);
    await after.data.compact();
    assert.deepEqual(await everythingIn(after.store), expected);
    assert.equal((await logsIn(path)).length, (await after.store.listRuns()).length);
  }
});

test('leftovers of crashes go once nobody can be at them, and so does what was derived of runs that are gone', async () => {
  await using at = await workshop();
  await using one = await openAt(at.path('one'));
  const run = await addRun(one.store);
  await one.store.checkpoint();
  await mkdir(at.path('one', 'index'), { recursive: true });
  const uuid = randomUUID();
  const [hour, quarterYear] = [3600, 90 * 24 * 3600];
  const gone = [
    [`runs/${run.id}.a.1.jsonl.${uuid}.tmp`, hour],
    [`index/${run.id}.sqlite.${uuid}.tmp`, hour],
    [`index/${uuid}.sqlite`, hour],
    [`catalog.damaged-2026-01-01T00-00-00.000Z.sqlite`, quarterYear],
  ] as const;
  const kept = [
    [`runs/${run.id}.b.1.jsonl.${uuid}.tmp`, 60],
    [`catalog.damaged-2026-03-01T00-00-00.000Z.sqlite`, hour],
    ['notes.txt', quarterYear],
    [`index/${run.id}.comparison.json`, hour],
  ] as const;
  const now = Date.now() / 1000;
  for (const [name, age] of [...gone, ...kept]) {
    await writeFile(at.path('one', name), '');
    await utimes(at.path('one', name), now - age, now - age);
  }
  await one.data.compact();
  const left = await readdir(one.folder, { recursive: true });
  for (const [name] of gone) assert.ok(!left.includes(name), name);
  for (const [name] of kept) assert.ok(left.includes(name), name);
});

const run = makeRun({ status: 'finished', finishedAt: '2026-03-01T10:05:00.000Z' });
const attempts = [makeAttempt(run.id), makeFailure(run.id), makeAttempt(run.id, { quality: null })];
const scorings = [makeScoring(run.id), makeScoring(run.id, { createdAt: '2026-03-02T09:00:00.001Z' })];

/** Revisions and times differ wherever entries do: of what ties, the order of reading decides. */
function anyEntry(): fc.Arbitrary<LogEntry> {
  const revised = fc.record({ revision: fc.integer({ min: 1, max: 9 }), ms: fc.nat(59) });
  const at = (ms: number) => `2026-03-04T10:00:${String(ms).padStart(2, '0')}.000Z`;
  const saying = (ms: number, revision: number) => `${revision} at ${ms}`;
  return fc.oneof(
    revised.map(({ revision, ms }): LogEntry => {
      return { type: 'run-updated', run: { ...run, name: saying(ms, revision) }, revision: 2 * revision, at: at(ms) };
    }),
    revised.map(({ revision, ms }): LogEntry => {
      const changed = { ...detail, suite: { ...detail.suite, description: saying(ms, revision) } };
      const extended = { ...run, extensions: revision * 100 + ms };
      return { type: 'run-extended', run: extended, detail: changed, revision: 2 * revision + 1, at: at(ms) };
    }),
    fc.constantFrom(...attempts).map((attempt): LogEntry => ({ type: 'attempt', attempt })),
    fc.tuple(fc.constantFrom(...scorings), revised).map(([scoring, { revision, ms }]): LogEntry => {
      const status = revision % 2 === 0 ? 'finished' : 'cancelled';
      const updated = { ...scoring, status, source: saying(ms, revision) } as const;
      return { type: 'scoring-updated', scoring: updated, revision, at: at(ms) };
    }),
    fc.tuple(fc.constantFrom(...scorings), fc.constantFrom(...attempts), fc.nat(59)).map(([scoring, attempt, ms]): LogEntry => {
      return { type: 'grade', grade: makeGrade(scoring, attempt.record.id, { at: at(ms), quality: ms / 100 }) };
    }),
    fc.tuple(fc.constantFrom(...attempts), revised).map(([attempt, { revision, ms }]): LogEntry => {
      const rating = makeRating(run.id, attempt.record.id, { at: at(ms), note: ms % 3 === 0 ? '' : saying(ms, revision) });
      return { type: 'rated', rating, revision };
    }),
  );
}

/** The lines over three logs, whose writers are long gone. */
async function writeLogs(path: string, lines: readonly (readonly [file: number, entry: LogEntry])[]): Promise<void> {
  await mkdir(join(path, 'runs'), { recursive: true });
  const created: LogEntry = { type: 'run-created', run, detail };
  const begun = scorings.map((scoring): LogEntry => {
    const ended = { ...scoring, status: 'finished', finishedAt: scoring.createdAt } as const;
    return { type: 'scoring-created', scoring: ended, detail: scoringDetail, revision: 0, at: scoring.createdAt };
  });
  for (const file of [0, 1, 2]) {
    const writer = { pid: 0, host: '', at: `2026-03-01T10:00:0${file}.000Z`, processStart: null };
    const entries = [
      ...(file === 1 ? [created, ...begun] : []),
      ...lines.filter(([of]) => of === file).map(([, entry]) => entry),
    ];
    const all: LogEntry[] = [{ type: 'log-opened', runId: run.id, writer }, ...entries, { type: 'log-closed' }];
    await writeFile(join(path, 'runs', `${run.id}.w.${file}.jsonl`), Buffer.concat(all.map((entry) => encodeLine(entry))));
  }
}

async function contentsOf(path: string): Promise<readonly (readonly [string, string])[]> {
  return await Promise.all(
    (await logsIn(path)).map(async (name) => [name, await readFile(join(path, 'runs', name), 'utf8')] as const),
  );
}
