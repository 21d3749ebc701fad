import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { AttemptId, SampleId } from '../../../src/shared/model/ids.ts';
import type { AttemptRecord } from '../../../src/shared/model/attempt.ts';
import type { LogEntry } from '../../../src/core/store/logLine.ts';
import { migrate } from '../../../src/core/store/migrations.ts';
import { RunIndex } from '../../../src/core/store/runIndex.ts';
import type { LinePlace } from '../../../src/core/store/runLog.ts';
import { Sql, loadSqlJs } from '../../../src/core/store/sql.ts';
import { thisWriter } from '../../../src/core/store/writer.ts';
import {
  detail,
  makeAttempt,
  makeFailedGrade,
  makeFailure,
  makeFigures,
  makeGrade,
  makeRating,
  makeRun,
  makeScoring,
  scoringDetail,
} from './fixtures.ts';

async function makeIndex(): Promise<RunIndex> {
  const sql = new Sql(await loadSqlJs());
  migrate(sql, new Date());
  return new RunIndex(sql);
}

const run = makeRun();
const finished = makeRun({ ...run, status: 'finished' });
const at = '2026-03-01T10:10:00.000Z';

test('entries give the same tables in any order and taken in twice', async () => {
  const answer = makeAttempt(run.id);
  const scoring = makeScoring(run.id);
  const graded = { ...scoring, status: 'finished', finishedAt: at } as const;
  const extended = { ...finished, status: 'running', plannedSamples: 8 } as const;
  const later = '2026-03-01T10:12:00.000Z';
  const rating = makeRating(run.id, answer.record.id);
  const entries: LogEntry[] = [
    { type: 'run-extended', run: extended, detail, revision: 3, at: later },
    { type: 'run-updated', run: { ...extended, status: 'finished', name: 'Renamed elsewhere' }, revision: 4, at: later },
    { type: 'scoring-created', scoring, detail: scoringDetail, revision: 0, at },
    { type: 'scoring-updated', scoring: graded, revision: 1, at },
    { type: 'scoring-created', scoring: { ...scoring, planned: 8 }, detail: scoringDetail, revision: 2, at },
    { type: 'scoring-updated', scoring: { ...graded, planned: 8 }, revision: 3, at },
    { type: 'grade', grade: makeFailedGrade(scoring, answer.record.id) },
    { type: 'grade', grade: makeGrade(scoring, answer.record.id, { at: '2026-03-05T00:00:00.000Z' }) },
    { type: 'grade', grade: makeGrade(scoring, makeAttempt(run.id).record.id) },
    { type: 'rated', rating, revision: 1 },
    { type: 'rated', rating: { ...rating, stars: 1 }, revision: 2 },
    { type: 'run-created', run, detail },
    { type: 'attempt', attempt: answer },
    { type: 'attempt', attempt: makeFailure(run.id, { final: false }) },
    { type: 'attempt', attempt: makeAttempt(run.id, { quality: 1 }) },
    { type: 'run-updated', run: finished, revision: 1, at },
    { type: 'run-updated', run: { ...finished, name: 'Renamed' }, revision: 2, at },
    { type: 'run-updated', run: { ...finished, name: 'Renamed elsewhere' }, revision: 2, at: '2026-03-01T10:11:00.000Z' },
  ];
  const file = { name: 'log', runId: run.id, writer: thisWriter(new Date()) };
  const placed = entries.map((entry, offset): [LogEntry, LinePlace] => [entry, { file, offset, length: 1 }]);
  const tables = (index: RunIndex) => [
    index.head(run.id),
    index.counts(),
    index.calls(''),
    index.attempts(run.id),
    index.errors(run.id),
    index.scoring.detailPlace(scoring.id),
    index.scoring.grades(scoring.id),
    index.scoring.gradePlace(scoring.id, answer.record.id),
    index.scoring.ratings(run.id),
  ];

  const index = await makeIndex();
  for (const [entry, place] of placed) index.apply(entry, place);
  const expected = tables(index);
  assert.equal(index.head(run.id)?.run.name, 'Renamed elsewhere');
  assert.equal(index.head(run.id)?.line?.offset, 0);
  assert.equal(index.scoring.detailPlace(scoring.id)?.offset, 4);
  assert.equal(index.scoring.gradePlace(scoring.id, answer.record.id)?.offset, 7);
  const orders = fc.shuffledSubarray([...placed, ...placed], { minLength: placed.length * 2 });
  await fc.assert(
    fc.asyncProperty(orders, async (order) => {
      const other = await makeIndex();
      for (const [entry, place] of order) other.apply(entry, place);
      assert.deepEqual(tables(other), expected);
    }),
    { numRuns: 20 },
  );
});

test('the owner of a run has the last word over the mark that it was interrupted', async () => {
  const index = await makeIndex();
  index.apply({ type: 'run-created', run, detail }, null);
  index.markInterrupted({ kind: 'run', id: run.id });
  assert.equal(index.head(run.id)?.run.status, 'interrupted');
  index.apply({ type: 'run-updated', run: finished, revision: 1, at }, null);
  assert.equal(index.head(run.id)?.run.status, 'finished');
  index.markInterrupted({ kind: 'run', id: run.id });
  assert.equal(index.head(run.id)?.run.status, 'finished');
});

test('the owner of a scoring has the last word over the mark that nobody carries it on', async () => {
  const index = await makeIndex();
  const scoring = makeScoring(run.id);
  index.apply({ type: 'scoring-created', scoring, detail: scoringDetail, revision: 0, at }, null);
  index.markInterrupted({ kind: 'scoring', id: scoring.id });
  assert.match(index.scoring.scorings(run.id)[0]?.statusMessage ?? '', /Score the run again/);
  const ended = { ...scoring, status: 'finished', finishedAt: at } as const;
  index.apply({ type: 'scoring-updated', scoring: ended, revision: 1, at }, null);
  index.markInterrupted({ kind: 'scoring', id: scoring.id });
  assert.deepEqual(index.scoring.scorings(run.id), [ended]);
});

test('numbers and texts come back exactly', async () => {
  const index = await makeIndex();
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
  const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
  const text = fc.string({ unit: 'binary' });
  const records = fc.record({
    ms: maybe(finite),
    usd: maybe(finite),
    tokens: maybe(fc.maxSafeNat()),
    quality: maybe(finite),
    passed: maybe(fc.boolean()),
    contaminated: fc.boolean(),
    category: maybe(text),
    reason: text,
  });
  fc.assert(
    fc.property(records, ({ ms, usd, tokens, quality, passed, contaminated, category, reason }) => {
      const plain = makeAttempt(makeRun().id).record;
      const record: AttemptRecord = {
        ...plain,
        timing: { ...plain.timing, e2eMs: ms, ttftMs: ms, tpotMs: ms },
        cost: { ...plain.cost, usd },
        usage: { ...plain.usage, inputTokens: tokens, reasoningTokens: tokens },
        scores: [{ name: reason, scorer: 'contains', value: quality, passed, weight: 1, reason }],
        quality,
        passed,
        contaminated,
        category,
      };
      index.apply({ type: 'attempt', attempt: { record, body: makeAttempt(record.runId).body } }, null);
      assert.deepEqual(index.attempts(record.runId), [record]);
    }),
  );
});

test('a pruned run is the same in any order of its entries, and knows which files may go', async () => {
  const log = (name: string) => ({ name, runId: run.id, writer: thisWriter(new Date()) });
  const [old, here, there] = [log('old'), log('here'), log('there')];
  const pruned = { type: 'run-pruned', run: finished, figures: makeFigures('x'), at } as const;
  const entries: [LogEntry, LinePlace][] = [
    [
      { type: 'run-created', run, detail },
      { file: old, offset: 0, length: 1 },
    ],
    [
      { type: 'attempt', attempt: makeFailure(run.id) },
      { file: old, offset: 2, length: 1 },
    ],
    [
      { type: 'run-updated', run: { ...finished, name: 'later' }, revision: 9, at },
      { file: old, offset: 4, length: 1 },
    ],
    [
      { ...pruned, revision: 3 },
      { file: here, offset: 0, length: 1 },
    ],
    [
      { ...pruned, revision: 4, run: { ...finished, name: 'last word' } },
      { file: there, offset: 7, length: 1 },
    ],
    [
      { type: 'scoring-created', scoring: makeScoring(run.id), detail: scoringDetail, revision: 0, at },
      { file: old, offset: 6, length: 1 },
    ],
  ];
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray([...entries, ...entries], { minLength: entries.length * 2 }), async (order) => {
      const index = await makeIndex();
      for (const [entry, place] of order) index.apply(entry, place);
      const line = { name: 'there', offset: 7, length: 1 };
      const head = { run: { ...finished, name: 'last word' }, revision: 4, scorings: [], pruned: true, line };
      assert.deepEqual(index.head(run.id), head);
      assert.deepEqual([index.attempts(run.id), index.errors(run.id), index.calls('')], [[], [], []]);
      assert.deepEqual(index.logsBeforePruning(), ['old']);
    }),
    { numRuns: 20 },
  );
});

test('of several final attempts of a sample the same one counts in any order', async () => {
  const attempts = [1, 2, 3, 3].map((second, n) =>
    makeAttempt(run.id, { sampleId: 's' as SampleId, id: `a${n}` as AttemptId, startedAt: `2026-03-01T10:00:0${second}.000Z` }),
  );
  const other = makeAttempt(run.id, { sampleId: 'other' as SampleId });
  const all = [...attempts, ...attempts, other];
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(all, { minLength: all.length }), async (order) => {
      const index = await makeIndex();
      for (const attempt of order) index.apply({ type: 'attempt', attempt }, null);
      const final = index.attempts(run.id).filter((one) => one.final);
      assert.deepEqual(final.map(({ id }) => id).sort(), [other.record.id, 'a3'].sort());
      assert.equal(index.counts().samplesDone, 2);
    }),
    { numRuns: 20 },
  );
});
