import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Database, SqlJsStatic, SqlValue, Statement } from 'sql.js';

export type Row = Readonly<Record<string, SqlValue>>;
export type { SqlValue };

let loading: Promise<SqlJsStatic> | null = null;

/** Loads sql.js once in a process or worker. `wasmPath` is where the bundle keeps it; without one it is the package's. */
export function loadSqlJs(wasmPath?: string): Promise<SqlJsStatic> {
  loading ??= load(wasmPath).catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function load(wasmPath: string | undefined): Promise<SqlJsStatic> {
  const path = wasmPath ?? createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm');
  const [wasm, { default: initSqlJs }] = await Promise.all([readFile(path), import('sql.js')]);
  const wasmBinary = wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength);
  return await initSqlJs({ wasmBinary });
}

/** A sql.js database that keeps its prepared statements. Everything in it is synchronous. */
export class Sql {
  readonly #database: Database;
  readonly #statements = new Map<string, Statement>();

  constructor(engine: SqlJsStatic, image?: Uint8Array) {
    this.#database = new engine.Database(image ?? null);
    this.#setPragmas();
  }

  /** Several statements without parameters. */
  script(sql: string): void {
    this.#database.exec(sql);
  }

  run(sql: string, ...parameters: SqlValue[]): void {
    this.#prepared(sql).run(parameters);
  }

  all(sql: string, ...parameters: SqlValue[]): Row[] {
    const statement = this.#prepared(sql);
    const rows: Row[] = [];
    try {
      statement.bind(parameters);
      // getAsObject() would decode the names anew for every row.
      const names = statement.getColumnNames();
      while (statement.step()) rows.push(toRow(names, statement.get()));
    } finally {
      statement.reset();
    }
    return rows;
  }

  get(sql: string, ...parameters: SqlValue[]): Row | null {
    return this.all(sql, ...parameters)[0] ?? null;
  }

  transaction<T>(work: () => T): T {
    this.run('BEGIN');
    try {
      const result = work();
      this.run('COMMIT');
      return result;
    } catch (error) {
      this.run('ROLLBACK');
      throw error;
    }
  }

  /** The whole file. sql.js closes and reopens the database for it: statements are gone and pragmas reset. */
  export(): Uint8Array {
    this.#statements.clear();
    const image = this.#database.export();
    this.#setPragmas();
    return image;
  }

  /** Size of the database in memory. */
  bytes(): number {
    return Number(this.get('SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()')?.['bytes']);
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  /** The database lives in memory and is written whole, so SQLite's own syncing would be for nothing. */
  #setPragmas(): void {
    this.#database.exec('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY');
  }

  #prepared(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

function toRow(names: readonly string[], values: readonly SqlValue[]): Row {
  const row: Record<string, SqlValue> = {};
  names.forEach((name, index) => (row[name] = values[index] ?? null));
  return row;
}
