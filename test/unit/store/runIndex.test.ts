import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { AttemptRecord } from '../../../src/shared/model/attempt.ts';
import type { LogEntry } from '../../../src/core/store/logLine.ts';
import { migrate } from '../../../src/core/store/migrations.ts';
import { RunIndex } from '../../../src/core/store/runIndex.ts';
import type { LinePlace } from '../../../src/core/store/runLog.ts';
import { Sql, loadSqlJs } from '../../../src/core/store/sql.ts';
import { thisWriter } from '../../../src/core/store/writer.ts';
import { detail, makeAttempt, makeFailure, makeRun } from './fixtures.ts';

async function makeIndex(): Promise<RunIndex> {
  const sql = new Sql(await loadSqlJs());
  migrate(sql, new Date());
  return new RunIndex(sql);
}

const run = makeRun();
const finished = makeRun({ ...run, status: 'finished' });
const at = '2026-03-01T10:10:00.000Z';

test('entries give the same tables in any order and taken in twice', async () => {
  const entries: LogEntry[] = [
    { type: 'run-created', run, detail },
    { type: 'attempt', attempt: makeAttempt(run.id) },
    { type: 'attempt', attempt: makeFailure(run.id, { final: false }) },
    { type: 'attempt', attempt: makeAttempt(run.id, { quality: 1 }) },
    { type: 'run-updated', run: finished, revision: 1, at },
    { type: 'run-updated', run: { ...finished, name: 'Renamed' }, revision: 2, at },
    { type: 'run-updated', run: { ...finished, name: 'Renamed elsewhere' }, revision: 2, at: '2026-03-01T10:11:00.000Z' },
  ];
  const file = { name: 'log', runId: run.id, writer: thisWriter(new Date()) };
  const placed = entries.map((entry, offset): [LogEntry, LinePlace] => [entry, { file, offset, length: 1 }]);
  const tables = (index: RunIndex) => [
    index.listRuns(undefined),
    index.attempts(run.id),
    index.errors(run.id),
    index.detailPlace(run.id),
  ];

  const index = await makeIndex();
  for (const [entry, place] of placed) index.apply(entry, place);
  const expected = tables(index);
  assert.equal(index.run(run.id)?.run.name, 'Renamed elsewhere');
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
  index.markInterrupted(run.id);
  assert.equal(index.run(run.id)?.run.status, 'interrupted');
  index.apply({ type: 'run-updated', run: finished, revision: 1, at }, null);
  assert.equal(index.run(run.id)?.run.status, 'finished');
  index.markInterrupted(run.id);
  assert.equal(index.run(run.id)?.run.status, 'finished');
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
