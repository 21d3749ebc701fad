import { createHash } from 'node:crypto';
import type { StoredSuite } from '../../shared/model/history.ts';
import type { RunId } from '../../shared/model/ids.ts';
import { encodeLine } from './logLine.ts';
import { callsFromRow } from './reliability.ts';
import type { CallTotals } from './reliability.ts';
import { insertSql, number, text } from './rows.ts';
import type { Columns } from './rows.ts';
import type { IndexedLog, ListCounts, RunHead, RunIndex, UnderWay } from './runIndex.ts';
import { closing } from './runLog.ts';
import { runMatcher } from './runSearch.ts';
import type { RunListItem, RunPage } from './spec.ts';
import type { Row, Sql } from './sql.ts';

/** A file of a run, as far as the run's row in the catalog knows it. */
export interface CatalogLog extends IndexedLog {
  readonly name: string;
  readonly runId: RunId;
}

/** What lists and history ask of a run. */
export interface RunSummary {
  readonly head: RunHead | null;
  readonly counts: ListCounts;
  readonly underWay: readonly UnderWay[];
  readonly logs: readonly CatalogLog[];
  /** Entries that are in memory only; the files say less than this row. */
  readonly unsaved: number;
  readonly stamp: string;
}

export interface CatalogRow {
  readonly head: RunHead;
  readonly stamp: string;
}

/** One row a run, so that what is asked of all runs need not open the tables of any. */
export class Catalog {
  readonly #sql: Sql;
  #changes = 0;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Two equal counts mean equal tables. */
  get changes(): number {
    return this.#changes;
  }

  get schemaVersion(): number {
    return number(this.#sql.get('PRAGMA user_version') ?? {}, 'user_version');
  }

  put(runId: RunId, { head, counts, underWay, logs, unsaved, stamp }: RunSummary): void {
    this.#changes++;
    this.#sql.transaction(() => {
      this.#clear(runId, 'logs', 'runs');
      for (const { name, bytes, closed } of logs) this.#insert('logs', { name, run_id: runId, bytes, closed: Number(closed) });
      if (head === null) return;
      const { suitePath, suiteName, startedAt, baselineAt } = head.run;
      this.#insert('runs', {
        id: runId,
        suite_path: suitePath,
        suite_name: suiteName,
        started_at: startedAt,
        baseline_at: baselineAt,
        pruned: Number(head.pruned),
        unsaved,
        stamp,
        head: JSON.stringify(head),
        counts: JSON.stringify(counts),
        under_way: JSON.stringify(underWay),
      });
    });
  }

  /** What reliability asks of a run: it takes longer to find than all the rest. */
  putCalls(runId: RunId, calls: readonly CallTotals[]): void {
    this.#changes++;
    this.#sql.transaction(() => {
      this.#clear(runId, 'calls');
      for (const { provider, model, kind, calls: n, firstAt, lastAt } of calls) {
        this.#insert('calls', { run_id: runId, provider, model, kind, calls: n, first_at: firstAt, last_at: lastAt });
      }
    });
  }

  remove(runId: RunId): void {
    this.#changes++;
    this.#sql.transaction(() => this.#clear(runId, 'calls', 'logs', 'runs'));
  }

  row(runId: RunId): CatalogRow | null {
    const row = this.#sql.get('SELECT head, stamp FROM runs WHERE id = ?', runId);
    return row && { head: JSON.parse(text(row, 'head')) as RunHead, stamp: text(row, 'stamp') };
  }

  list({ limit = Infinity, offset = 0, suitePath, pinnedFirst = false, search = '' }: RunPage): RunListItem[] {
    const sql = pinnedFirst ? pinnedFirstSql : listSql;
    if (search.trim() === '') {
      return this.#sql.all(sql, suitePath ?? null, Number.isFinite(limit) ? limit : -1, offset).map(listItem);
    }
    // Not by LIKE, which knows the case of ASCII letters only.
    const found = this.#sql
      .all(sql, suitePath ?? null, -1, 0)
      .map(listItem)
      .filter(runMatcher(search));
    return found.slice(offset, offset + limit);
  }

  suites(): StoredSuite[] {
    return this.#sql.all(suitesSql).map((row) => ({
      path: text(row, 'suite_path'),
      name: text(row, 'suite_name'),
      runs: number(row, 'runs'),
      lastAt: text(row, 'last_at'),
    }));
  }

  /** Runs of a suite, the oldest first, pruned ones too. */
  ofSuite(suitePath: string): CatalogRow[] {
    const rows = this.#sql.all('SELECT head, stamp FROM runs WHERE suite_path = ? ORDER BY started_at, id', suitePath);
    return rows.map((row) => ({ head: JSON.parse(text(row, 'head')) as RunHead, stamp: text(row, 'stamp') }));
  }

  /** The one that was made it last, of the runs of the suite at this path. */
  baseline(suitePath: string): RunId | null {
    const row = this.#sql.get(baselineSql, suitePath);
    return row && (text(row, 'id') as RunId);
  }

  /** Calls of the runs all of whose calls were sent from this instant (ISO 8601) on; `rest` had some before it and some after. */
  calls(since: string): { readonly totals: CallTotals[]; readonly rest: RunId[] } {
    const rest = this.#sql.all(straddlingSql, since, since).map((row) => text(row, 'run_id') as RunId);
    const totals = this.#sql.all('SELECT * FROM calls WHERE last_at >= ?', since);
    const apart = new Set<string>(rest);
    return { totals: totals.filter((row) => !apart.has(text(row, 'run_id'))).map(callsFromRow), rest };
  }

  logs(): CatalogLog[] {
    return this.#sql.all('SELECT * FROM logs').map(logFromRow);
  }

  /** Runs of which something goes on, as far as is known. */
  underWay(): { readonly runId: RunId; readonly what: readonly UnderWay[] }[] {
    return this.#sql.all("SELECT id, under_way FROM runs WHERE under_way <> '[]'").map((row) => ({
      runId: text(row, 'id') as RunId,
      what: JSON.parse(text(row, 'under_way')) as UnderWay[],
    }));
  }

  /** Names of the runs of which something goes on. */
  busy(): string[] {
    return this.underWay().flatMap(({ runId }) => this.row(runId)?.head.run.name ?? []);
  }

  /** Runs whose row was made while a disk was full. */
  unsaved(): RunId[] {
    return this.#sql.all('SELECT id FROM runs WHERE unsaved > 0').map((row) => text(row, 'id') as RunId);
  }

  #clear(runId: RunId, ...tables: readonly ('calls' | 'logs' | 'runs')[]): void {
    for (const table of tables) this.#sql.run(`DELETE FROM ${table} WHERE ${table === 'runs' ? 'id' : 'run_id'} = ?`, runId);
  }

  #insert(table: string, columns: Columns): void {
    this.#sql.run(insertSql('INSERT OR REPLACE', table, columns), ...Object.values(columns));
  }
}

/** What the catalog is to know of a run. */
export function summaryOf(runId: RunId, index: RunIndex, unsaved: number): RunSummary {
  return {
    head: index.head(runId),
    counts: index.counts(),
    underWay: index.underWay(),
    logs: [...index.indexedLogs()].map(([name, log]) => ({ name, runId, ...log })),
    unsaved,
    stamp: stampOf(runId, index, unsaved),
  };
}

/** Of the logs' names and lengths, so that every process has the same. */
export function stampOf(runId: RunId, index: RunIndex, unsaved: number): string {
  const head = index.head(runId);
  // That something was interrupted is in no log, nor is what could not be written.
  const derived = head && [head.run.status, head.scorings.map(({ id, status }) => [id, status])];
  // That nothing more is to come says nothing new.
  const read = [...index.indexedLogs()].map(
    ([name, { bytes, closed }]) => [name, closed ? bytes - closingBytes : bytes] as const,
  );
  read.sort(([a], [b]) => (a < b ? -1 : 1));
  return digest([read, derived, unsaved > 0 ? index.changes : 0]);
}

const closingBytes = encodeLine(closing).length;

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}

function logFromRow(row: Row): CatalogLog {
  return {
    name: text(row, 'name'),
    runId: text(row, 'run_id') as RunId,
    bytes: number(row, 'bytes'),
    closed: row['closed'] === 1,
  };
}

function listItem(row: Row): RunListItem {
  const { run } = JSON.parse(text(row, 'head')) as RunHead;
  return { run, ...(JSON.parse(text(row, 'counts')) as ListCounts) };
}

const listSql = listSqlBy('started_at DESC, id');
const pinnedFirstSql = listSqlBy("json_extract(head, '$.run.pinnedAt') IS NULL, started_at DESC, id");

function listSqlBy(order: string): string {
  return `
    SELECT head, counts FROM runs
    WHERE NOT pruned AND (?1 IS NULL OR suite_path = ?1)
    ORDER BY ${order} LIMIT ?2 OFFSET ?3`;
}

/** Of a group with max(), SQLite gives the other columns from the row that has it (https://www.sqlite.org/lang_select.html#bareagg). */
const suitesSql = `
  SELECT suite_path, suite_name, count(*) AS runs, max(started_at) AS last_at FROM runs
  GROUP BY suite_path ORDER BY last_at DESC, suite_path`;

const baselineSql = `
  SELECT id FROM runs WHERE suite_path = ? AND baseline_at IS NOT NULL AND NOT pruned
  ORDER BY baseline_at DESC, id LIMIT 1`;

const straddlingSql = 'SELECT run_id FROM calls GROUP BY run_id HAVING min(first_at) < ? AND max(last_at) >= ?';
