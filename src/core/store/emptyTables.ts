import type { SqlJsStatic } from 'sql.js';
import { migrate } from './migrations.ts';
import { Sql } from './sql.ts';

/** Tables of a run of which nothing is known yet. They are made once and copied from then on: a tenth of the time. */
export class EmptyTables {
  readonly #engine: SqlJsStatic;
  readonly #now: () => Date;
  #image: Uint8Array | null = null;

  constructor(engine: SqlJsStatic, now: () => Date) {
    this.#engine = engine;
    this.#now = now;
  }

  open(): Sql {
    this.#image ??= this.#make();
    return new Sql(this.#engine, this.#image);
  }

  #make(): Uint8Array {
    const sql = new Sql(this.#engine);
    try {
      migrate(sql, this.#now());
      return sql.export();
    } finally {
      sql.close();
    }
  }
}
