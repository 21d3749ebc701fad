/**
 * A store in a folder: logs that are the truth, and files that are made of them.
 *
 *     runs/<run>.<store>.<n>.jsonl   one line an entry, with a checksum; answers included
 *     runs/<run>.deleted             the run is gone for good
 *     index/<run>.sqlite             the tables of one run, and how many bytes of each log they hold
 *     index/<run>.<name>.json        a text that took long to make, with the stamp of the run it was made of
 *     catalog.sqlite                 a row for each run, with how many bytes of each log it knows
 *
 * - A write is an append to a log, flushed before it resolves; its price depends neither on the run nor on the store.
 *   Every opening of a store makes files of its own, which only ever grow: two processes never write the same file,
 *   so they need no lock, and a torn line can only be the last of a file.
 * - sql.js keeps a database in memory and writes it out whole. So each run has its own, opened when somebody looks at the
 *   run; lists, reliability and history read the catalog alone, and opening costs what the catalog costs.
 * - Nothing is in a derived file that is not in the logs: whichever process wrote it last, however old it is, reading
 *   the logs on from the noted bytes gives the same tables. One that is lost or damaged, or knows of a log that is gone or
 *   shorter than noted, is made anew. Taking an entry in is idempotent and does not depend on order (`RunIndex`).
 * - Answers, and what judges were asked and said, stay out of the tables: these say where in which log they stand.
 * - The status `interrupted` is derived, never written: a run that says `running` and whose log nobody can be writing.
 *   A scoring of which that is true counts as cancelled.
 * - A run is pruned by one line with all that is kept of it; its other logs go afterwards, and count for nothing if they do not.
 *
 * What is flushed when: a log's lines (fdatasync) and its name (fsync of the folder) before the write resolves, many lines
 * together where they wait together; a tombstone or a pruning before the files that it makes void are removed; an image
 * before it is renamed into place, and its name after; texts never, their checksum tells. So a kill or a power loss at
 * any moment costs nothing that was reported, and at most the time to read logs anew.
 */
import { constants } from 'node:fs';
import { join, resolve } from 'node:path';
import type { SqlJsStatic } from 'sql.js';
import { nullLogger, systemClock } from '../ports.ts';
import type { Clock, Logger } from '../ports.ts';
import { Catalog } from './catalog.ts';
import { CatalogFile } from './catalogFile.ts';
import { catalogMigrations } from './catalogTables.ts';
import { DerivedFiles } from './derivedFiles.ts';
import { EmptyTables } from './emptyTables.ts';
import { newerMessage, partialRunsMessage } from './errors.ts';
import { FileStore } from './fileStore.ts';
import { diskFiles, makeFolder, syncFolder } from './files.ts';
import type { StoreFiles } from './files.ts';
import { readImage, removeOldTemporaries, setImageAside } from './image.ts';
import type { FoundImage } from './image.ts';
import { catalogName, derivedFolder, formerImageName, logsFolder } from './layout.ts';
import { LogFolder } from './logFolder.ts';
import { LogFollower } from './logFollower.ts';
import { LogWatch } from './logWatch.ts';
import { migrate } from './migrations.ts';
import { Owned } from './owned.ts';
import { Runs } from './runs.ts';
import { RunWriter } from './runWriter.ts';
import type { Store, StoreHealth } from './spec.ts';
import { Sql, loadSqlJs } from './sql.ts';
import { Turns } from './turns.ts';
import { Unsaved } from './unsaved.ts';

export interface OpenStoreOptions {
  /** Where the bundle keeps `sql-wasm.wasm`; by default it is taken from the sql.js package. */
  readonly wasmPath?: string;
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly files?: StoreFiles;
}

interface Ports {
  readonly folder: string;
  readonly files: StoreFiles;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The catalog as it was found, and what that says of the store. */
interface FoundCatalog {
  readonly sql: Sql;
  /** Why nothing can be written. */
  readonly readOnly: string | null;
  /** Under which name a damaged one was set aside. */
  readonly aside: string | null;
}

/**
 * Opens the store in the folder `path`, which is made where it is missing. A folder that cannot be written, or not
 * even read, gives a store all the same: its writes reject, its records live in memory, and `health` says why.
 */
export async function openStore(path: string, options: OpenStoreOptions = {}): Promise<Store> {
  const { clock = systemClock, logger = nullLogger, files = diskFiles } = options;
  const ports = { folder: resolve(path), files, clock, logger };
  const [engine, unwritable] = await Promise.all([loadSqlJs(options.wasmPath), makeWritable(ports)]);
  const found = await openCatalog(ports, engine, unwritable);
  const parts = assemble(ports, engine, found);
  await parts.follower.look(true);
  for (const runId of parts.catalog.unsaved()) parts.runs.markStale(runId);
  const replayed = await parts.runs.catalogue();
  if (found.readOnly === null) await tidy(ports, parts);
  const facts = { schemaVersion: parts.catalog.schemaVersion, replayed };
  return new FileStore({ ...parts, health: { ...facts, ...describe(found, parts.runs.partialCount) } });
}

function assemble({ folder, files, clock, logger }: Ports, engine: SqlJsStatic, { sql, readOnly: why }: FoundCatalog) {
  const readOnly = why !== null;
  const now = () => clock.date();
  const catalog = new Catalog(sql);
  const logs = new LogFolder(files, join(folder, logsFolder), now);
  const watch = new LogWatch({ logs, known: catalog.logs(), now, readOnly });
  const empty = new EmptyTables(engine, now);
  const open = { engine, empty, files, folder: join(folder, derivedFolder), logs, now, logger, readOnly };
  const derived = new DerivedFiles(open);
  const owned = new Owned();
  const unsaved = new Unsaved();
  const catalogFile = new CatalogFile({ files, folder, sql, catalog, logger, readOnly });
  const runs = new Runs({ open, watch, catalog, catalogFile, derived, owned, unsaved });
  const follower = new LogFollower({ logs, watch, runs, logger });
  const turns = new Turns();
  const writer = new RunWriter({ logs, watch, runs, catalog, derived, owned, unsaved, turns, clock, readOnly: why });
  return { folder, logs, watch, follower, runs, catalog, catalogFile, derived, owned, unsaved, turns, writer, logger };
}

async function openCatalog(
  { folder, files, clock, logger }: Ports,
  engine: SqlJsStatic,
  unwritable: string | null,
): Promise<FoundCatalog> {
  const path = join(folder, catalogName);
  const found = await readImage(files, path).catch((error: unknown): FoundImage => {
    logger.warn(`${path} cannot be read: ${String(error)}`);
    return { state: 'none' };
  });
  if (found.state === 'ok') {
    const sql = new Sql(engine, found.bytes);
    if (found.version > catalogMigrations.length) return { sql, readOnly: newerMessage, aside: null };
    migrate(sql, clock.date(), catalogMigrations);
    return { sql, readOnly: unwritable, aside: null };
  }
  const aside = found.state === 'damaged' && unwritable === null ? await setImageAside(files, path, clock.date()) : null;
  const sql = new Sql(engine);
  migrate(sql, clock.date(), catalogMigrations);
  return { sql, readOnly: unwritable, aside };
}

/** Takes away what an earlier version or a crash left. The one index of earlier versions goes only when all is in place of it. */
async function tidy({ folder, files, clock, logger }: Ports, { runs, catalogFile }: ReturnType<typeof assemble>): Promise<void> {
  try {
    if ((await files.readdir(folder)).includes(formerImageName)) {
      runs.catalogueCalls();
      await catalogFile.write();
      await files.unlink(join(folder, formerImageName));
      await syncFolder(files, folder);
    }
    for (const path of [folder, join(folder, derivedFolder)]) await removeOldTemporaries(files, path, clock.date());
  } catch (error) {
    logger.warn(`Leftovers in ${folder} stay there for now: ${String(error)}`);
  }
}

function describe({ readOnly, aside }: FoundCatalog, partialRuns: number): Pick<StoreHealth, 'state' | 'message'> {
  const partial = partialRuns === 0 ? [] : [partialRunsMessage(partialRuns)];
  if (readOnly !== null) return { state: 'read-only', message: [readOnly, ...partial].join(' ') };
  if (aside === null) return { state: partial.length === 0 ? 'ok' : 'partial', message: partial[0] ?? null };
  const restored = `The results index was damaged. It was set aside as ${aside}, and everything in it was restored from the run logs.`;
  return { state: 'restored', message: [restored, ...partial].join(' ') };
}

/** Makes the folders. Returns why they cannot be written, or `null`. */
async function makeWritable({ folder, files }: Ports): Promise<string | null> {
  try {
    for (const name of [logsFolder, derivedFolder]) {
      await makeFolder(files, join(folder, name));
      await files.access(join(folder, name), constants.W_OK);
    }
    await files.access(folder, constants.W_OK);
    return null;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const isThere = await files.readdir(join(folder, logsFolder)).then(
      () => true,
      () => false,
    );
    if (!isThere)
      return `Results are kept in memory only, because ${folder} cannot be written (${reason}). Export them before closing.`;
    return `${folder} is read-only: earlier runs can be read; new ones would be kept in memory only. Make the folder writable to keep them.`;
  }
}
