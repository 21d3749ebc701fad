import { join } from 'node:path';
import type { Logger } from '../ports.ts';
import type { Catalog } from './catalog.ts';
import { catalogMigrations } from './catalogTables.ts';
import { StoreError, newerMessage } from './errors.ts';
import type { StoreFiles } from './files.ts';
import { imageVersion, writeImage } from './image.ts';
import { catalogName } from './layout.ts';
import type { Sql } from './sql.ts';

/** From a change to its being written: a run's beginning and end often come with other changes. */
const pauseMs = 3000;

export interface CatalogFileParts {
  readonly files: StoreFiles;
  readonly folder: string;
  readonly sql: Sql;
  readonly catalog: Catalog;
  readonly logger: Logger;
  readonly readOnly: boolean;
}

/** Writes the catalog from time to time. What it lacks is read from the logs at the next opening. */
export class CatalogFile {
  readonly #parts: CatalogFileParts;
  #written: number;
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: CatalogFileParts) {
    this.#parts = parts;
    this.#written = parts.catalog.changes;
  }

  /** Rejects where a later version has written it meanwhile, or it cannot be written. */
  async write(): Promise<void> {
    const { files, folder, sql, catalog } = this.#parts;
    const { changes } = catalog;
    if (changes === this.#written) return;
    const path = join(folder, catalogName);
    if ((await imageVersion(files, path)) > catalogMigrations.length) throw new StoreError('read-only', newerMessage);
    await writeImage(files, path, sql.export());
    this.#written = changes;
  }

  /** Has `write` called after a pause. */
  soon(write: () => Promise<void>): void {
    if (this.#parts.readOnly || this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      write().catch((error: unknown) => this.#parts.logger.warn(notWritten(error)));
    }, pauseMs).unref();
  }

  /** Nothing is called any more. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  close(): void {
    this.#parts.sql.close();
  }
}

export function notWritten(error: unknown): string {
  return `The list of runs was not written, which only makes the next opening slower: ${String(error)}`;
}
