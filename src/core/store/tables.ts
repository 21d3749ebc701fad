import { insertSql, number, text } from './rows.ts';
import type { Columns } from './rows.ts';
import type { Row, Sql, SqlValue } from './sql.ts';

/** A line on disk, by the name of its file. */
export interface StoredPlace {
  readonly name: string;
  readonly offset: number;
  readonly length: number;
}

/** Writes rows that may be there already, and reads them in the order in which their lines were written. */
export class Tables {
  readonly #sql: Sql;
  readonly #putSql = new Map<string, string>();
  readonly #rowsSql = new Map<string, string>();

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Inserts or, where the condition `onConflict` holds, updates by `key`; the columns of a table are the same at every call. */
  put(table: string, columns: Columns, key: readonly string[], onConflict: string): void {
    let sql = this.#putSql.get(table);
    if (sql === undefined) {
      const update = onConflict === 'NOTHING' ? onConflict : `UPDATE SET ${assignments(columns, key)} WHERE ${onConflict}`;
      sql = insertSql('INSERT', table, columns, `ON CONFLICT (${key.join(', ')}) DO ${update}`);
      this.#putSql.set(table, sql);
    }
    this.#sql.run(sql, ...Object.values(columns));
  }

  /**
   * The rows in which `column` has `value`. Each comes as one JSON text: a third of the time of 47 calls into WebAssembly a row.
   * Logs come in the order they were opened, lines in the order written; what has no place on disk came last.
   */
  inOrder(table: string, column: string, value: SqlValue): Row[] {
    const known = this.#rowsSql.get(`${table}.${column}`);
    const sql = known ?? this.#inOrderSql(table, column);
    if (known === undefined) this.#rowsSql.set(`${table}.${column}`, sql);
    return this.#sql.all(sql, value).map(({ json }) => JSON.parse(String(json)) as Row);
  }

  /** Where the line of a row stands; `null` where there is no such row or it has no place on disk. */
  place(table: string, condition: string, ...values: SqlValue[]): StoredPlace | null {
    const row = this.#sql.get(
      `SELECT logs.name AS name, log_offset, log_length FROM logs JOIN ${table} ON log_id = logs.id WHERE ${condition}`,
      ...values,
    );
    return row && { name: text(row, 'name'), offset: number(row, 'log_offset'), length: number(row, 'log_length') };
  }

  #inOrderSql(table: string, column: string): string {
    const names = this.#sql.all(`SELECT name FROM pragma_table_info('${table}')`).map((row) => text(row, 'name'));
    return `
      SELECT json_object(${names.map((name) => `'${name}', rows.${name}`).join(', ')}) AS json
      FROM ${table} AS rows LEFT JOIN logs ON logs.id = rows.log_id
      WHERE rows.${column} = ?
      ORDER BY rows.log_id IS NULL, opened_at, logs.name, log_offset, rows.rowid`;
  }
}

/**
 * The condition under which a row that an entry gives for good is given again: the same line may stand in several logs, as
 * where compacting was cut short, and the first of them in `inOrder` has to count whatever was read first. What could not
 * be written has no place, and gets one when a full disk has room again.
 */
export function placedEarlier(table: string): string {
  const placeIn = (row: string) => `(SELECT opened_at, name, ${row}.log_offset FROM logs WHERE id = ${row}.log_id)`;
  return `excluded.log_id IS NOT NULL AND (${table}.log_id IS NULL OR ${placeIn('excluded')} < ${placeIn(table)})`;
}

/** The condition under which a row of `table` makes way for one of a later revision. */
export function newerRevision(table: string): string {
  return `(excluded.revision, excluded.revised_at) > (${table}.revision, ${table}.revised_at)`;
}

/** As `newerRevision`, in a table that knows where its lines stand. */
export function newerOrPlaced(table: string): string {
  return `${newerRevision(table)} OR (excluded.revision, excluded.revised_at) = (${table}.revision, ${table}.revised_at) AND ${placedEarlier(table)}`;
}

function assignments(columns: Columns, key: readonly string[]): string {
  return Object.keys(columns)
    .filter((name) => !key.includes(name))
    .map((name) => `${name} = excluded.${name}`)
    .join(', ');
}
