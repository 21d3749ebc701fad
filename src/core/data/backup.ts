import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import type { Header, Pack } from 'tar-stream';
import { StoreError, errorCode } from '../store/errors.ts';
import type { StoreFiles } from '../store/files.ts';
import { readLines } from '../store/logReader.ts';
import type { Store } from '../store/spec.ts';
import { byRun, findLogs, readBytes, wholeBytes, withFile } from './logs.ts';
import type { StoredLog } from './logs.ts';
import { manifestFormat, manifestName, manifestVersion } from './manifest.ts';
import type { Manifest, ManifestFile, ManifestRun } from './manifest.ts';
import type { DataParts } from './parts.ts';
import { prunedRuns } from './prunedRuns.ts';
import type { BackupReport } from './spec.ts';
import { exists, writeWhole } from './wholeFile.ts';

/** A log went or became another one between being measured and being copied: it was deleted, compacted or restored. */
class LogChanged extends Error {}

/** Each try begins with a fresh look, so only a store that never comes to rest needs more than two. */
const tries = 5;

/**
 * Every log up to its last whole line at this moment, in a `.tar.gz` that any tar can open. Logs only ever grow, so what is
 * copied is whole while others write on.
 */
export async function backup(parts: DataParts, path: string): Promise<BackupReport> {
  if (await exists(parts.files, path)) {
    throw new StoreError('other', `${path} is there already: choose another name for the backup.`);
  }
  for (let left = tries; ; left--) {
    try {
      return await writeBackup(parts, path);
    } catch (error) {
      if (!(error instanceof LogChanged)) throw error;
      if (left <= 1) throw new StoreError('other', 'Runs kept being deleted or compacted meanwhile. Try the backup again.');
    }
  }
}

interface Measured {
  readonly log: StoredLog;
  readonly file: ManifestFile;
}

async function writeBackup({ store, folder, files, clock }: DataParts, path: string): Promise<BackupReport> {
  const measured: Measured[] = [];
  for (const log of (await findLogs(files, folder)).logs) {
    const file = await measure(files, log);
    if (file.bytes > 0) measured.push({ log, file });
  }
  const runs = await namesOf(store, measured);
  const madeAt = clock.date();
  const manifest: Manifest = {
    format: manifestFormat,
    version: manifestVersion,
    madeAt: madeAt.toISOString(),
    runs,
    files: measured.map(({ file }) => file),
  };
  const bytes = await writeWhole(files, path, async (handle) => {
    const archive = pack();
    const writing = pipeline(archive, createGzip(), sinkOf(handle));
    try {
      await Promise.race([fill(files, archive, manifest, measured, madeAt), writing]);
    } catch (error) {
      archive.destroy(error instanceof Error ? error : new Error(String(error)));
      await writing.catch(() => undefined);
      throw error;
    }
    await writing;
  });
  return { path, runs: runs.length, bytes };
}

async function fill(
  files: StoreFiles,
  archive: Pack,
  manifest: Manifest,
  measured: readonly Measured[],
  mtime: Date,
): Promise<void> {
  const text = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
  await addEntry(archive, { name: manifestName, size: text.length, mtime }, [text]);
  for (const { log, file } of measured) {
    const entry = { name: file.name, size: file.bytes, mtime };
    await unlessGone(withFile(files, log.path, (handle) => addEntry(archive, entry, sameBytes(handle, file))));
  }
  archive.finalize();
}

async function addEntry(
  archive: Pack,
  header: Pick<Header, 'name' | 'size' | 'mtime'>,
  chunks: Iterable<Buffer> | AsyncIterable<Buffer>,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const entry = archive.entry(header, (error) => (error ? reject(error) : resolve()));
  await Promise.all([pipeline(Readable.from(chunks), entry), promise]);
}

/** The bytes that were measured, or a rejection. */
async function* sameBytes(handle: FileHandle, { bytes, sha256 }: ManifestFile): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  // The size of an entry stands before it: a file that became shorter must not get there.
  if ((await handle.stat()).size < bytes) throw new LogChanged();
  for await (const chunk of readBytes(handle, 0, bytes)) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest('hex') !== sha256) throw new LogChanged();
}

async function measure(files: StoreFiles, { name, path }: StoredLog): Promise<ManifestFile> {
  const measuring = unlessGone(
    withFile(files, path, async (handle) => {
      const bytes = await wholeBytes(handle);
      const hash = createHash('sha256');
      for await (const chunk of readBytes(handle, 0, bytes)) hash.update(chunk);
      let damagedLines = 0;
      for await (const lines of readLines(handle, 0)) {
        damagedLines += lines.filter(({ decoded, offset }) => decoded.state === 'damaged' && offset < bytes).length;
      }
      return { name: `runs/${name}`, bytes, sha256: hash.digest('hex'), damagedLines };
    }),
  );
  return await measuring.catch((error: unknown) => {
    throw error instanceof LogChanged ? error : unreadable(error, path);
  });
}

async function unlessGone<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') throw new LogChanged();
    throw error;
  }
}

function unreadable(error: unknown, path: string): StoreError {
  const why = error instanceof Error ? error.message : String(error);
  const message = `${path} cannot be read, so there would be no whole backup: look at the file, or take it away. (${why})`;
  return new StoreError('other', message, { cause: error });
}

async function namesOf(store: Store, measured: readonly Measured[]): Promise<ManifestRun[]> {
  const [listed, pruned] = await Promise.all([store.listRuns(), prunedRuns(store)]);
  const names = new Map([...listed, ...pruned].map(({ run }) => [run.id, run.name]));
  return [...byRun(measured.map(({ log }) => log)).keys()].map((id) => ({ id, name: names.get(id) ?? null }));
}

function sinkOf(handle: FileHandle): Writable {
  return new Writable({
    async write(chunk: Buffer, _, done) {
      try {
        await handle.appendFile(chunk);
        done();
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
  });
}
