import type { FileHandle } from 'node:fs/promises';
import type { CallError } from '../../shared/model/errors.ts';
import { StoreError } from '../store/errors.ts';
import { insertSql, runColumns } from '../store/rows.ts';
import type { Columns } from '../store/rows.ts';
import { gradeColumns, ratingColumns, scoringColumns } from '../store/scoringRows.ts';
import { Sql, loadSqlJs } from '../store/sql.ts';
import type { SqlValue } from '../store/sql.ts';
import type { ExportCounts } from './exportAll.ts';
import type { DataParts } from './parts.ts';
import { resultColumns, resultRows } from './resultColumns.ts';
import type { ResultRow } from './resultColumns.ts';
import { size } from './size.ts';
import { wholeRuns } from './wholeRuns.ts';
import type { WholeRun } from './wholeRuns.ts';

/**
 * The database is made in memory and handed out in one piece: that takes about three times its size, and it is about as large as
 * the logs. Beyond this an editor's process would be in danger.
 */
const maxLogBytes = 1024 * 1024 * 1024;

/** One database with everything, for people with SQL tools. */
export async function exportSqlite(parts: DataParts, handle: FileHandle, counts: ExportCounts): Promise<void> {
  const { logBytes } = await size(parts);
  if (logBytes > maxLogBytes) {
    const gigabytes = (logBytes / maxLogBytes).toFixed(1);
    throw new StoreError('other', `The results take ${gigabytes} GB, too much for one SQLite file: export JSONL or CSV instead.`);
  }
  // Loaded with the store already, wherever the bundle keeps it.
  const sql = new Sql(await loadSqlJs());
  try {
    sql.script(schema);
    for await (const entry of wholeRuns(parts)) {
      counts.runs++;
      if (entry.kind === 'pruned') insert(sql, 'runs', { ...runColumns(entry.figures.run), pruned: 1 });
      else counts.results += await insertRun(sql, entry.run);
    }
    await handle.appendFile(sql.export());
  } finally {
    sql.close();
  }
}

async function insertRun(sql: Sql, whole: WholeRun): Promise<number> {
  let results = 0;
  insert(sql, 'runs', { ...runColumns(whole.run), pruned: 0 });
  for (const { scoring, grades } of whole.scorings) {
    insert(sql, 'scorings', scoringColumns(scoring));
    for (const grade of grades) insert(sql, 'grades', gradeColumns(grade));
  }
  for (const rating of whole.ratings) insert(sql, 'ratings', ratingColumns(rating));
  for await (const row of resultRows(whole)) {
    results++;
    insert(sql, 'results', Object.fromEntries(resultColumns.map(([name, cell]) => [`"${name}"`, toSql(cell(row))])));
    if (row.record.error) insert(sql, 'errors', errorRow(row, row.record.error));
  }
  return results;
}

function insert(sql: Sql, table: string, columns: Columns): void {
  sql.run(insertSql('INSERT', table, columns), ...Object.values(columns));
}

function errorRow({ record }: ResultRow, error: CallError): Columns {
  return {
    result_id: record.id,
    run_id: record.runId,
    kind: error.kind,
    stage: error.stage,
    message: error.message,
    advice: error.advice,
    retryable: Number(error.retryable),
    http_status: error.httpStatus,
    provider_code: error.providerCode,
    request_id: error.requestId,
  };
}

function toSql(cell: string | number | boolean | null): SqlValue {
  return typeof cell === 'boolean' ? Number(cell) : cell;
}

const schema = `
  CREATE TABLE runs (
    id TEXT PRIMARY KEY, name TEXT, triggered_by TEXT, suite_name TEXT, suite_path TEXT, suite_hash TEXT, started_at TEXT,
    finished_at TEXT, status TEXT, status_message TEXT, planned_samples INTEGER, tool_version TEXT, harness TEXT,
    baseline_at TEXT, extensions INTEGER, part TEXT, pinned_at TEXT, pruned INTEGER
  );
  CREATE TABLE results (${resultColumns.map(([name]) => (name === 'id' ? 'id PRIMARY KEY' : `"${name}"`)).join(', ')});
  CREATE INDEX results_by_run ON results (run_id);
  CREATE TABLE errors (
    result_id TEXT PRIMARY KEY, run_id TEXT, kind TEXT, stage TEXT, message TEXT, advice TEXT, retryable INTEGER,
    http_status INTEGER, provider_code TEXT, request_id TEXT
  );
  CREATE TABLE scorings (
    id TEXT PRIMARY KEY, run_id TEXT, trigger TEXT, created_at TEXT, finished_at TEXT, status TEXT, status_message TEXT,
    planned INTEGER, source TEXT
  );
  CREATE TABLE grades (
    scoring_id TEXT, attempt_id TEXT, run_id TEXT, at TEXT, quality REAL, passed INTEGER, cost_usd REAL, cost_estimated INTEGER,
    cost_source TEXT, calls INTEGER, scores TEXT, PRIMARY KEY (scoring_id, attempt_id)
  );
  CREATE TABLE ratings (attempt_id TEXT PRIMARY KEY, run_id TEXT, at TEXT, thumb TEXT, stars INTEGER, note TEXT);`;
