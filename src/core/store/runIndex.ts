import type { Attempt, AttemptRecord } from '../../shared/model/attempt.ts';
import type { CallError } from '../../shared/model/errors.ts';
import type { AttemptId, RunId } from '../../shared/model/ids.ts';
import type { RunDetail, RunRecord } from '../../shared/model/run.ts';
import type { ScoringRecord } from '../../shared/model/scoring.ts';
import type { LogEntry } from './logLine.ts';
import {
  errorColumns,
  errorFromRow,
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
import { countsSql } from './countsSql.ts';
import { partialMessage } from './errors.ts';
import { ScoringIndex } from './scoringIndex.ts';
import type { Row, Sql } from './sql.ts';
import { Tables, newerOrPlaced, newerRevision, placedEarlier } from './tables.ts';
import type { StoredPlace } from './tables.ts';
import type { LogFile, LinePlace } from './runLog.ts';
import { callsFromRow, callsSql } from './reliability.ts';
import type { CallTotals } from './reliability.ts';
import type { RunListItem, StoredError } from './spec.ts';
import type { Writer } from './writer.ts';

/** How far a log file has been taken into the index. */
export interface IndexedLog {
  readonly bytes: number;
  /** The file will not grow any more. */
  readonly closed: boolean;
}

/** A run or scoring that goes on, as far as is known. */
export interface UnderWay {
  readonly kind: 'run' | 'scoring';
  readonly id: string;
  /** The file that it was begun in, if that may still grow: its writer carries it on. */
  readonly log: { readonly name: string; readonly writer: Writer } | null;
}

/** What a list shows of a run. */
export type ListCounts = Omit<RunListItem, 'run'>;

/** What there is of a run beside its attempts. */
export interface RunHead {
  readonly run: RunRecord;
  /** Of the record: the highest so far. */
  readonly revision: number;
  /** Newest first. */
  readonly scorings: readonly ScoringRecord[];
  readonly pruned: boolean;
  /** Where the line with its detail stands, or with its figures if it was pruned; `null`: not on disk. */
  readonly line: StoredPlace | null;
}

/**
 * The tables of one run: everything that comparisons ask for, without the answers. They are built from log entries alone,
 * and taking an entry in twice, or in another order, gives the same tables.
 */
export class RunIndex {
  readonly #sql: Sql;
  readonly #tables: Tables;
  readonly scoring: ScoringIndex;
  readonly #logIds = new Map<string, number>();
  readonly #newerLogs = new Set<string>();
  #changes = 0;
  #isPruned: boolean;

  constructor(sql: Sql) {
    this.#sql = sql;
    this.#tables = new Tables(sql);
    this.scoring = new ScoringIndex(sql, this.#tables);
    this.#isPruned = sql.get('SELECT 1 FROM prunings') !== null;
  }

  /** Counts what happened to the tables since this object was made: two equal counts mean equal tables. */
  get changes(): number {
    return this.#changes;
  }

  /** Nothing but the record is left, and nothing else is taken in any more. */
  get isPruned(): boolean {
    return this.#isPruned;
  }

  /** Its logs have what only a later version can read. */
  get isPartial(): boolean {
    return this.#newerLogs.size > 0;
  }

  /** Notes whether this log has lines that only a later version can read. In no table: that version will read on by itself. */
  noteNewer(name: string, isNewer: boolean): void {
    if (this.#newerLogs.has(name) === isNewer) return;
    this.#changes++;
    if (isNewer) this.#newerLogs.add(name);
    else this.#newerLogs.delete(name);
  }

  /** Takes one entry in. `place` is `null` for what could not be written to disk. */
  apply(entry: LogEntry, place: LinePlace | null): void {
    this.#changes++;
    const logId = place && this.#logId(place.file);
    const columns = { log_id: logId, log_offset: place?.offset ?? null, log_length: place?.length ?? null };
    if (entry.type === 'log-closed') this.#sql.run('UPDATE logs SET closed = 1 WHERE id = ?', logId);
    else if (entry.type === 'run-pruned') this.#prune(entry, columns);
    else if (!this.#isPruned) this.#applyToRun(entry, columns);
  }

  /** Notes that `file` is taken in up to `bytes`. */
  reached(file: LogFile, bytes: number): void {
    this.#changes++;
    this.#sql.run('UPDATE logs SET indexed_bytes = max(indexed_bytes, ?) WHERE id = ?', bytes, this.#logId(file));
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

  /** `null`: nothing of this log. */
  indexedBytes(name: string): number | null {
    const row = this.#sql.get('SELECT indexed_bytes FROM logs WHERE name = ?', name);
    return row && number(row, 'indexed_bytes');
  }

  /** Whether an image that was found under a run's name is of another one. */
  isOfAnother(runId: RunId): boolean {
    return this.#sql.get('SELECT 1 FROM logs WHERE run_id <> ?', runId) !== null;
  }

  /** Files of a pruned run with what it consisted of. None of them says that it was pruned, so they may go. */
  logsBeforePruning(): string[] {
    if (!this.#isPruned) return [];
    const rows = this.#sql.all('SELECT name FROM logs WHERE id NOT IN (SELECT log_id FROM prunings WHERE log_id IS NOT NULL)');
    return rows.map((row) => text(row, 'name'));
  }

  /** The file was taken away. */
  forgetLog(name: string): void {
    this.#changes++;
    this.#sql.run('DELETE FROM logs WHERE name = ?', name);
    this.#logIds.delete(name);
    this.noteNewer(name, false);
  }

  /** The run and those of its scorings that say `running`. */
  underWay(): UnderWay[] {
    return this.#sql.all(underWaySql).map((row) => ({
      kind: text(row, 'kind') as UnderWay['kind'],
      id: text(row, 'id'),
      log: row['name'] === null ? null : { name: text(row, 'name'), writer: JSON.parse(text(row, 'writer')) as Writer },
    }));
  }

  /** Not an update: should the owner live after all, its next word wins. */
  markInterrupted({ kind, id }: Pick<UnderWay, 'kind' | 'id'>): void {
    this.#changes++;
    if (kind === 'scoring') this.scoring.markInterrupted(id);
    else this.#sql.run("UPDATE runs SET status = 'interrupted' WHERE id = ? AND status = 'running'", id);
  }

  /** `null` where its record has not come in. */
  head(id: RunId): RunHead | null {
    const row = this.#sql.get('SELECT * FROM runs WHERE id = ?', id);
    return (
      row && {
        run: this.#asFarAsRead(runFromRow(row)),
        revision: number(row, 'revision'),
        scorings: this.scoring.scorings(id),
        pruned: this.#isPruned,
        line: this.#isPruned
          ? this.#tables.place('prunings', 'true ORDER BY revision DESC, revised_at DESC, logs.name DESC')
          : this.#tables.place('run_details', 'run_details.run_id = ?', id),
      }
    );
  }

  /** What a log that can be read says of a run that goes on is the last word all the same. */
  #asFarAsRead(run: RunRecord): RunRecord {
    if (!this.isPartial) return run;
    const log = this.underWay().find(({ id }) => id === run.id)?.log;
    return log && !this.#newerLogs.has(log.name) ? run : { ...run, status: 'partial', statusMessage: partialMessage };
  }

  counts(): ListCounts {
    const row = this.#sql.get(countsSql) ?? {};
    const known = number(row, 'known_cost');
    return {
      samplesDone: number(row, 'done'),
      failed: number(row, 'failed'),
      costUsd: row['unknown_costs'] === 0 ? known : null,
      knownCostUsd: known,
      meanQuality: numberOrNull(row, 'mean_quality'),
      models: JSON.parse(textOrNull(row, 'models') ?? '[]') as string[],
    };
  }

  attempts(runId: RunId): AttemptRecord[] {
    const errors = new Map<unknown, CallError>();
    for (const row of this.#sql.all('SELECT * FROM errors WHERE run_id = ?', runId))
      errors.set(row['attempt_id'], errorFromRow(row));
    return this.#tables.inOrder('results', 'run_id', runId).map((row) => resultFromRow(row, errors.get(row['id']) ?? null));
  }

  /** From an instant (ISO 8601) on. */
  calls(since: string): CallTotals[] {
    return this.#sql.all(callsSql, since).map(callsFromRow);
  }

  errors(runId: RunId): StoredError[] {
    return this.#sql.all('SELECT * FROM errors WHERE run_id = ? ORDER BY at, attempt_id', runId).map((row) => ({
      ...errorFromRow(row),
      attemptId: text(row, 'attempt_id') as AttemptId,
      runId,
      provider: text(row, 'provider'),
      model: text(row, 'model'),
      at: text(row, 'at'),
    }));
  }

  bodyPlace(id: AttemptId): StoredPlace | null {
    return this.#tables.place('results', 'results.id = ?', id);
  }

  /** Results and grades. */
  count(): number {
    return number(this.#sql.get('SELECT (SELECT count(*) FROM results) + (SELECT count(*) FROM grades) AS n') ?? {}, 'n');
  }

  #applyToRun(entry: Exclude<LogEntry, { type: 'log-closed' | 'run-pruned' }>, place: Columns): void {
    switch (entry.type) {
      case 'run-created':
        this.#putRun(entry.run, 0, entry.run.startedAt);
        this.#putDetail(entry.run.id, entry.detail, { revision: 0, revised_at: entry.run.startedAt, ...place });
        break;
      case 'run-updated':
        this.#putRun(entry.run, entry.revision, entry.at);
        break;
      case 'run-extended':
        this.#putRun(entry.run, entry.revision, entry.at);
        this.#putDetail(entry.run.id, entry.detail, { revision: entry.revision, revised_at: entry.at, ...place });
        break;
      case 'attempt':
        this.#putAttempt(entry.attempt, place);
        break;
      case 'scoring-created':
        this.scoring.putScoring(entry);
        this.scoring.putDetail(entry, place);
        break;
      case 'scoring-updated':
        this.scoring.putScoring(entry);
        break;
      case 'grade':
        this.scoring.putGrade(entry, place);
        break;
      case 'rated':
        this.scoring.putRating(entry);
        break;
      case 'log-opened':
        break;
    }
  }

  /** Of two windows that pruned a run, the one with the later word is believed, whatever was said of the run besides. */
  #prune({ run, revision, at }: Extract<LogEntry, { type: 'run-pruned' }>, place: Columns): void {
    if (!this.#isPruned) {
      for (const table of ['results', 'errors', 'run_details', 'runs']) this.#sql.run(`DELETE FROM ${table}`);
      this.scoring.clear();
      this.#isPruned = true;
    }
    this.#putRun(run, revision, at);
    this.#tables.put('prunings', { ...place, revision, revised_at: at }, ['log_id'], 'NOTHING');
  }

  #putRun(run: RunRecord, revision: number, at: string): void {
    this.#tables.put('runs', { ...runColumns(run), revision, revised_at: at }, ['id'], newerRevision('runs'));
  }

  #putDetail(runId: RunId, detail: RunDetail, place: Columns): void {
    const models = [...new Set(detail.candidates.map(({ provider, model }) => `${provider}/${model}`))];
    const columns = { run_id: runId, models: JSON.stringify(models), ...place };
    this.#tables.put('run_details', columns, ['run_id'], newerOrPlaced('run_details'));
  }

  #putAttempt({ record }: Attempt, place: Columns): void {
    this.#tables.put('results', { ...resultColumns(record), ...place }, ['id'], placedEarlier('results'));
    if (record.final && !record.warmup) this.#sql.run(supersedeSql, record.sampleId);
    if (record.error) this.#tables.put('errors', errorColumns(record, record.error), ['attempt_id'], 'NOTHING');
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

/** Of several final attempts of a sample, the last one counts: by its number, since clocks are moved back. */
const supersedeSql = `
  UPDATE results SET final = 0
  WHERE sample_id = ?1 AND final AND NOT warmup AND id <> (
    SELECT id FROM results WHERE sample_id = ?1 AND final AND NOT warmup ORDER BY attempt DESC, created_at DESC, id DESC LIMIT 1
  )`;

const underWaySql = `
  SELECT 'run' AS kind, runs.id AS id, logs.name AS name, writer
  FROM runs LEFT JOIN run_details ON run_details.run_id = runs.id LEFT JOIN logs ON logs.id = log_id AND NOT closed
  WHERE status = 'running'
  UNION ALL
  SELECT 'scoring', scorings.id, logs.name, writer
  FROM scorings LEFT JOIN scoring_details ON scoring_id = scorings.id LEFT JOIN logs ON logs.id = log_id AND NOT closed
  WHERE status = 'running'`;
