import type { Attempt, AttemptRecord } from '../../shared/model/attempt.ts';
import type { CallError } from '../../shared/model/errors.ts';
import type { AttemptId, RunId } from '../../shared/model/ids.ts';
import type { RunDetail, RunRecord } from '../../shared/model/run.ts';
import type { LogEntry } from './logLine.ts';
import {
  errorColumns,
  errorFromRow,
  insertSql,
  number,
  numberOrNull,
  resultColumns,
  resultFromRow,
  runColumns,
  runFromRow,
  text,
  textOrNull,
} from './rows.ts';
import type { Columns } from './rows.ts';
import type { Row, Sql } from './sql.ts';
import type { LogFile, LinePlace } from './runLog.ts';
import type { RunListItem, StoredError } from './spec.ts';
import type { Writer } from './writer.ts';

/** A line on disk, by the name of its file. */
export interface StoredPlace {
  readonly name: string;
  readonly offset: number;
  readonly length: number;
}

/** How far a log file has been taken into the index. */
export interface IndexedLog {
  readonly bytes: number;
  /** The file will not grow any more. */
  readonly closed: boolean;
}

/**
 * The tables: everything that lists and comparisons ask for, without the answers. It is built from log entries alone,
 * and taking an entry in twice, or in another order, gives the same tables.
 */
export class RunIndex {
  readonly #sql: Sql;
  readonly #putSql = new Map<string, string>();
  #rowsSql: string | null = null;
  readonly #logIds = new Map<string, number>();
  #changes = 0;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  get schemaVersion(): number {
    return number(this.#sql.get('PRAGMA user_version') ?? {}, 'user_version');
  }

  /** Counts what happened to the tables since this object was made: two equal counts mean equal tables. */
  get changes(): number {
    return this.#changes;
  }

  /** Takes one entry in. `place` is `null` for what could not be written to disk. */
  apply(entry: LogEntry, place: LinePlace | null): void {
    this.#changes++;
    const logId = place && this.#logId(place.file);
    const columns = { log_id: logId, log_offset: place?.offset ?? null, log_length: place?.length ?? null };
    switch (entry.type) {
      case 'run-created':
        this.#putRun(entry.run, 0, entry.run.startedAt);
        this.#putDetail(entry.run.id, entry.detail, columns);
        break;
      case 'run-updated':
        this.#putRun(entry.run, entry.revision, entry.at);
        break;
      case 'attempt':
        this.#putAttempt(entry.attempt, columns);
        break;
      case 'log-closed':
        this.#sql.run('UPDATE logs SET closed = 1 WHERE id = ?', logId);
        break;
      case 'log-opened':
        break;
    }
  }

  /** Notes that `file` is taken in up to `bytes`. */
  reached(file: LogFile, bytes: number): void {
    this.#sql.run('UPDATE logs SET indexed_bytes = ? WHERE id = ?', bytes, this.#logId(file));
  }

  transaction<T>(work: () => T): T {
    try {
      return this.#sql.transaction(work);
    } catch (error) {
      // Ids given inside are given no more.
      this.#logIds.clear();
      throw error;
    }
  }

  indexedLogs(): Map<string, IndexedLog> {
    const rows = this.#sql.all('SELECT name, indexed_bytes, closed FROM logs');
    return new Map(rows.map((row) => [text(row, 'name'), { bytes: number(row, 'indexed_bytes'), closed: row['closed'] === 1 }]));
  }

  runningRuns(): RunId[] {
    return this.#sql.all("SELECT id FROM runs WHERE status = 'running'").map((row) => text(row, 'id') as RunId);
  }

  /** The run's files that may still grow. */
  growingLogs(runId: RunId): { readonly name: string; readonly writer: Writer }[] {
    return this.#sql
      .all('SELECT name, writer FROM logs WHERE run_id = ? AND NOT closed', runId)
      .map((row) => ({ name: text(row, 'name'), writer: JSON.parse(text(row, 'writer')) as Writer }));
  }

  /** Not an update of the run: should its owner live after all, the owner's next word wins. */
  markInterrupted(runId: RunId): void {
    this.#changes++;
    this.#sql.run("UPDATE runs SET status = 'interrupted' WHERE id = ? AND status = 'running'", runId);
  }

  /** Does nothing where there is nothing of the run. */
  deleteRun(runId: RunId): void {
    if (!this.#sql.get(anythingOfRunSql, runId)) return;
    this.#changes++;
    this.#logIds.clear();
    this.transaction(() => {
      for (const table of ['results', 'errors', 'run_details', 'logs']) {
        this.#sql.run(`DELETE FROM ${table} WHERE run_id = ?`, runId);
      }
      this.#sql.run('DELETE FROM runs WHERE id = ?', runId);
    });
  }

  run(id: RunId): { readonly run: RunRecord; readonly revision: number } | null {
    const row = this.#sql.get('SELECT * FROM runs WHERE id = ?', id);
    return row && { run: runFromRow(row), revision: number(row, 'revision') };
  }

  listRuns(limit: number | undefined): RunListItem[] {
    return this.#sql.all(listSql, limit ?? -1).map((row) => {
      const known = number(row, 'known_cost');
      return {
        run: runFromRow(row),
        samplesDone: number(row, 'done'),
        failed: number(row, 'failed'),
        costUsd: row['unknown_costs'] === 0 ? known : null,
        knownCostUsd: known,
        meanQuality: numberOrNull(row, 'mean_quality'),
        models: JSON.parse(textOrNull(row, 'models') ?? '[]') as string[],
      };
    });
  }

  attempts(runId: RunId): AttemptRecord[] {
    const errors = new Map<unknown, CallError>();
    for (const row of this.#sql.all('SELECT * FROM errors WHERE run_id = ?', runId))
      errors.set(row['attempt_id'], errorFromRow(row));
    return this.#sql.all(this.#attemptsSql(), runId).map(({ json }) => {
      const row = JSON.parse(String(json)) as Row;
      return resultFromRow(row, errors.get(row['id']) ?? null);
    });
  }

  errors(runId: RunId): StoredError[] {
    return this.#sql.all('SELECT * FROM errors WHERE run_id = ? ORDER BY at, rowid', runId).map((row) => ({
      ...errorFromRow(row),
      attemptId: text(row, 'attempt_id') as AttemptId,
      runId,
      provider: text(row, 'provider'),
      model: text(row, 'model'),
      at: text(row, 'at'),
    }));
  }

  bodyPlace(id: AttemptId): StoredPlace | null {
    return placeFromRow(this.#sql.get(`${placeSql} JOIN results ON log_id = logs.id WHERE results.id = ?`, id));
  }

  detailPlace(id: RunId): StoredPlace | null {
    return placeFromRow(this.#sql.get(`${placeSql} JOIN run_details ON log_id = logs.id WHERE run_details.run_id = ?`, id));
  }

  count(): number {
    return number(this.#sql.get('SELECT count(*) AS n FROM results') ?? {}, 'n');
  }

  #putRun(run: RunRecord, revision: number, at: string): void {
    this.#put('runs', { ...runColumns(run), revision, revised_at: at }, 'id', newerRevision);
  }

  #putDetail(runId: RunId, detail: RunDetail, place: Columns): void {
    const models = [...new Set(detail.candidates.map(({ provider, model }) => `${provider}/${model}`))];
    this.#put('run_details', { run_id: runId, models: JSON.stringify(models), ...place }, 'run_id', placeUnknown);
  }

  #putAttempt({ record }: Attempt, place: Columns): void {
    this.#put('results', { ...resultColumns(record), ...place }, 'id', placeUnknown);
    if (record.error) this.#put('errors', errorColumns(record, record.error), 'attempt_id', 'NOTHING');
  }

  /** Inserts or updates by `key`; the columns of a table are the same at every call. */
  #put(table: string, columns: Columns, key: string, onConflict: string): void {
    let sql = this.#putSql.get(table);
    if (sql === undefined) {
      const update = onConflict === 'NOTHING' ? onConflict : `UPDATE SET ${assignments(columns, key)} WHERE ${onConflict}`;
      sql = insertSql('INSERT', table, columns, `ON CONFLICT (${key}) DO ${update}`);
      this.#putSql.set(table, sql);
    }
    this.#sql.run(sql, ...Object.values(columns));
  }

  /**
   * A row as one JSON text: a third of the time of 47 calls into WebAssembly a row.
   * Logs come in the order they were opened, lines in the order written; what has no place on disk came last.
   */
  #attemptsSql(): string {
    if (this.#rowsSql !== null) return this.#rowsSql;
    const names = this.#sql.all("SELECT name FROM pragma_table_info('results')").map((row) => text(row, 'name'));
    this.#rowsSql = `
      SELECT json_object(${names.map((name) => `'${name}', results.${name}`).join(', ')}) AS json
      FROM results LEFT JOIN logs ON logs.id = results.log_id
      WHERE results.run_id = ?
      ORDER BY results.log_id IS NULL, opened_at, logs.name, log_offset, results.rowid`;
    return this.#rowsSql;
  }

  #logId(file: LogFile): number {
    const known = this.#logIds.get(file.name);
    if (known !== undefined) return known;
    const found = this.#sql.get('SELECT id FROM logs WHERE name = ?', file.name) ?? this.#addLog(file);
    const id = number(found, 'id');
    this.#logIds.set(file.name, id);
    return id;
  }

  #addLog(file: LogFile): Row {
    const row = this.#sql.get(
      `INSERT INTO logs (name, run_id, opened_at, writer, indexed_bytes, closed) VALUES (?, ?, ?, ?, 0, 0) RETURNING id`,
      file.name,
      file.runId,
      file.writer.at,
      JSON.stringify(file.writer),
    );
    return row ?? {};
  }
}

const anythingOfRunSql = `
  SELECT 1 FROM runs WHERE id = ?1
  UNION ALL SELECT 1 FROM logs WHERE run_id = ?1
  UNION ALL SELECT 1 FROM results WHERE run_id = ?1 LIMIT 1`;

const newerRevision = '(excluded.revision, excluded.revised_at) > (runs.revision, runs.revised_at)';

/** An attempt or detail never changes; only its place may become known later, when a full disk has room again. */
const placeUnknown = 'log_id IS NULL AND excluded.log_id IS NOT NULL';

function assignments(columns: Columns, key: string): string {
  return Object.keys(columns)
    .filter((name) => name !== key)
    .map((name) => `${name} = excluded.${name}`)
    .join(', ');
}

const placeSql = 'SELECT logs.name AS name, log_offset, log_length FROM logs';

function placeFromRow(row: Row | null): StoredPlace | null {
  return row && { name: text(row, 'name'), offset: number(row, 'log_offset'), length: number(row, 'log_length') };
}

/** Samples are counted by their last attempt, warm-ups aside; money counts in every call. */
const listSql = `
  SELECT listed.*, models,
    count(*) FILTER (WHERE final AND NOT warmup AND results.status <> 'cancelled') AS done,
    count(*) FILTER (WHERE final AND NOT warmup AND results.status = 'error') AS failed,
    coalesce(sum(cost_usd), 0) AS known_cost,
    count(*) FILTER (WHERE results.run_id IS NOT NULL AND cost_usd IS NULL) AS unknown_costs,
    avg(quality) FILTER (WHERE final AND NOT warmup) AS mean_quality
  FROM (SELECT * FROM runs ORDER BY started_at DESC, id LIMIT ?) AS listed
  LEFT JOIN run_details ON run_details.run_id = listed.id
  LEFT JOIN results ON results.run_id = listed.id
  GROUP BY listed.id
  ORDER BY started_at DESC, listed.id`;
