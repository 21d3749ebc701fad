/** Of lines that stand in several logs of a run, as where a compaction was killed before all old logs were gone. */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { RunId } from '../../../src/shared/model/ids.ts';
import { diskFiles } from '../../../src/core/store/files.ts';
import type { StoreFiles } from '../../../src/core/store/files.ts';
import { logsFolder } from '../../../src/core/store/layout.ts';
import { encodeLine } from '../../../src/core/store/logLine.ts';
import type { LogEntry } from '../../../src/core/store/logLine.ts';
import { migrate } from '../../../src/core/store/migrations.ts';
import { RunIndex } from '../../../src/core/store/runIndex.ts';
import { Sql, loadSqlJs } from '../../../src/core/store/sql.ts';
import { closing } from '../../../src/core/store/runLog.ts';
import { thisWriter } from '../../../src/core/store/writer.ts';
import { allOf, removeDerived, visit } from './filled.ts';
import { detail, makeAttempt, makeFailure, makeGrade, makeRun, makeScoring, scoringDetail, temporaryFolder } from './fixtures.ts';

const logs = ['first', 'second', 'third', 'fourth'];

test('lines that stand in several logs give the same tables whichever log is read first', async () => {
  const run = makeRun();
  const scoring = makeScoring(run.id);
  const attempts = [makeAttempt(run.id), makeFailure(run.id), makeAttempt(run.id), makeFailure(run.id)];
  const entries: LogEntry[] = [
    { type: 'run-created', run, detail },
    ...attempts.map((attempt) => ({ type: 'attempt', attempt }) as const),
    { type: 'scoring-created', scoring, detail: scoringDetail, revision: 0, at: scoring.createdAt },
    ...attempts.map(({ record }) => ({ type: 'grade', grade: makeGrade(scoring, record.id) }) as const),
  ];
  const engine = await loadSqlJs();
  const tablesOf = (contents: readonly (readonly [name: string, readonly number[]])[]) => {
    const sql = new Sql(engine);
    migrate(sql, new Date());
    const index = new RunIndex(sql);
    for (const [name, lines] of contents) {
      const writer = { ...thisWriter(new Date()), at: `opened ${logs.indexOf(name)}` };
      lines.forEach((line, offset) => {
        const entry = entries[line];
        if (entry) index.apply(entry, { file: { name, runId: run.id, writer }, offset, length: 1 });
      });
    }
    const all = [
      index.head(run.id),
      index.attempts(run.id),
      index.errors(run.id),
      index.scoring.detailPlace(scoring.id),
      index.scoring.grades(scoring.id),
      attempts.map(({ record: { id } }) => [index.bodyPlace(id), index.scoring.gradePlace(scoring.id, id)]),
    ];
    sql.close();
    return all;
  };
  const contents = fc.tuple(...logs.map((name) => fc.tuple(fc.constant(name), fc.array(fc.nat(entries.length - 1)))));
  const twice = contents.chain((read) => fc.tuple(fc.constant(read), fc.shuffledSubarray(read, { minLength: read.length })));
  fc.assert(
    fc.property(twice, ([one, other]) => assert.deepEqual(tablesOf(other), tablesOf(one))),
    { numRuns: 40 },
  );
});

test('a run whose compaction was killed reads alike in whatever order its logs are found', async () => {
  await using folder = await temporaryFolder();
  const run = makeRun({ status: 'finished' });
  const attempts = [makeAttempt(run.id), makeFailure(run.id), makeAttempt(run.id)];
  const [created, ...lines] = [
    { type: 'run-created', run, detail } as const,
    ...attempts.map((attempt) => ({ type: 'attempt', attempt }) as const),
  ];
  await mkdir(join(folder.path, logsFolder));
  // The oldest of the logs that went into the last one is gone already.
  await writeLog(folder.path, `${run.id}.second.1.jsonl`, '2026-03-02T00:00:00.000Z', run.id, lines.slice(1));
  await writeLog(folder.path, `${run.id}.whole.1.jsonl`, '2026-03-03T00:00:00.000Z', run.id, [created, ...lines]);
  const seen = (files: StoreFiles) => visit(folder.path, (store) => allOf(store, { run, attempts }), { files });
  const onward = await seen(listing((names) => names.toSorted()));
  await removeDerived(folder.path);
  assert.deepEqual(await seen(listing((names) => names.toSorted().toReversed())), onward);
});

async function writeLog(folder: string, name: string, at: string, runId: RunId, entries: readonly LogEntry[]): Promise<void> {
  const writer = { ...thisWriter(new Date()), at };
  const lines = [{ type: 'log-opened', runId, writer } as const, ...entries, closing];
  await writeFile(join(folder, logsFolder, name), Buffer.concat(lines.map(encodeLine)));
}

/** Files that lists name in an order of their own, as file systems do. */
function listing(inOrder: (names: readonly string[]) => string[]): StoreFiles {
  const readdir = async (path: string) => inOrder(await diskFiles.readdir(path));
  return { ...diskFiles, readdir } as StoreFiles;
}
