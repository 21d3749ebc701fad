/**
 * A store in a folder: logs that are the truth, and an image that is only their index.
 *
 *     runs/<run>.<store>.<n>.jsonl   one line an entry, with a checksum; answers included
 *     runs/<run>.deleted             the run is gone for good
 *     store.sqlite                   the tables, and how many bytes of each log they hold
 *
 * - A write is an append to a log, flushed before it resolves; its price does not depend on the size of the store.
 *   Every opening of a store makes files of its own, which only ever grow: two processes never write the same file,
 *   so they need no lock, and a torn line can only be the last of a file.
 * - sql.js keeps the database in memory and writes it out whole. That happens at checkpoints, by renaming a complete
 *   file into place. The image holds nothing that the logs do not hold: whichever process wrote it last, however old
 *   it is, opening it and reading the logs on from the noted bytes gives the same tables, and a lost or damaged image
 *   is built anew. Taking an entry in is idempotent and does not depend on order (`RunIndex`).
 * - Answers, and what judges were asked and said, stay out of the image: the tables say where in which log they stand.
 * - The status `interrupted` is derived, never written: a run that says `running` and whose log nobody can be writing.
 *   A scoring of which that is true counts as cancelled.
 */
import { constants } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { nullLogger, systemClock } from '../ports.ts';
import type { Clock, Logger } from '../ports.ts';
import { FileStore, newerMessage } from './fileStore.ts';
import { diskFiles, syncFolder } from './files.ts';
import type { StoreFiles } from './files.ts';
import { imageName, readImage, removeOldTemporaries, setImageAside } from './image.ts';
import type { FoundImage } from './image.ts';
import { LogFollower } from './logFollower.ts';
import { LogFolder } from './logFolder.ts';
import { migrate, migrations } from './migrations.ts';
import { RunIndex } from './runIndex.ts';
import type { Store, StoreHealth } from './spec.ts';
import { Sql, loadSqlJs } from './sql.ts';

export interface OpenStoreOptions {
  /** Where the bundle keeps `sql-wasm.wasm`; by default it is taken from the sql.js package. */
  readonly wasmPath?: string;
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly files?: StoreFiles;
}

/**
 * Opens the store in the folder `path`, which is made where it is missing. A folder that cannot be written, or not
 * even read, gives a store all the same: its writes reject, its records live in memory, and `health` says why.
 */
export async function openStore(path: string, options: OpenStoreOptions = {}): Promise<Store> {
  const { clock = systemClock, logger = nullLogger, files = diskFiles } = options;
  const now = clock.date();
  const folder = resolve(path);
  const logsPath = join(folder, 'runs');
  const [engine, unwritable] = await Promise.all([loadSqlJs(options.wasmPath), makeWritable(files, folder, logsPath)]);

  const found = await readImage(files, folder).catch((error: unknown): FoundImage => {
    logger.warn(`${join(folder, imageName)} cannot be read: ${String(error)}`);
    return { state: 'none' };
  });
  const newer = found.state === 'ok' && found.version > migrations.length;
  const readOnly = newer ? newerMessage : unwritable;
  const aside = found.state === 'damaged' && readOnly === null ? await setImageAside(files, folder, now) : null;

  const sql = new Sql(engine, found.state === 'ok' ? found.bytes : undefined);
  if (!newer) migrate(sql, now);
  const index = new RunIndex(sql);
  const logs = new LogFolder(files, logsPath, () => clock.date());
  const follower = newer ? null : new LogFollower({ logs, index, clock, logger, readOnly: readOnly !== null });
  const replayed = (await follower?.refresh()) ?? 0;
  if (readOnly === null) await removeOldTemporaries(files, folder, now).catch(() => undefined);

  const facts = { schemaVersion: index.schemaVersion, replayed };
  const health = { ...facts, ...describe(readOnly, aside, replayed) };
  return new FileStore({ folder, files, logs, follower, sql, index, clock, logger, health });
}

function describe(readOnly: string | null, aside: string | null, replayed: number): Pick<StoreHealth, 'state' | 'message'> {
  if (readOnly !== null) return { state: 'read-only', message: readOnly };
  if (aside === null) return { state: 'ok', message: null };
  const message = `The results index was damaged. It was set aside as ${aside}, and ${replayed} results were restored from the run logs.`;
  return { state: 'restored', message };
}

/** Makes the folders between `top` and `path` durable, each in the one above it. */
async function syncFolders(files: StoreFiles, top: string, path: string): Promise<void> {
  for (let folder = dirname(path); folder.length >= top.length; folder = dirname(folder)) {
    await syncFolder(files, folder);
    if (folder === top) return;
  }
}

/** Makes the folders. Returns why they cannot be written, or `null`. */
async function makeWritable(files: StoreFiles, folder: string, logsPath: string): Promise<string | null> {
  try {
    const made = await files.mkdir(logsPath, { recursive: true });
    if (made !== undefined) await syncFolders(files, dirname(made), logsPath);
    await files.access(folder, constants.W_OK);
    await files.access(logsPath, constants.W_OK);
    return null;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `Results are kept in memory only, because ${folder} cannot be written (${reason}). Export them before closing.`;
  }
}
