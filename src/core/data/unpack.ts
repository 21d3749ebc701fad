import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import type { Extract as Archive } from 'tar-stream';
import type { RunId } from '../../shared/model/ids.ts';
import { StoreError, errorCode } from '../store/errors.ts';
import type { StoreFiles } from '../store/files.ts';
import { readBytes, withFile } from './logs.ts';
import { manifestName, noBackup, readManifest, runOfEntry } from './manifest.ts';
import type { Manifest, ManifestFile } from './manifest.ts';
import { StrangeLog, boundedLines, readStrictly } from './strictly.ts';
import { fillAndSync, temporaryFor, unlinkIfThere } from './wholeFile.ts';

/** A log that lies, tested and on disk, beside those of the store under a name that nothing reads. */
export interface StagedLog {
  readonly name: string;
  readonly runId: RunId;
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

type Entry = Archive extends AsyncIterable<infer One> ? One : never;

export interface Unpacked {
  readonly manifest: Manifest;
  readonly staged: readonly StagedLog[];
}

const maxManifestBytes = 64 * 1024 * 1024;
/** Logs shrink to a tenth or so; what claims to hold more than this many times its size was made to fill a disk. */
const maxRatio = 200;
const alwaysAllowedBytes = 256 * 1024 * 1024;

/**
 * Reads and tests the whole backup at `path`, and leaves its logs in the folder `to`. Where it is not exactly what it says of
 * itself it rejects, and leaves nothing.
 */
export async function unpack(files: StoreFiles, path: string, to: string): Promise<Unpacked> {
  const staged: StagedLog[] = [];
  try {
    return await readArchive(files, path, async (manifest, entries, size) => {
      refuseBomb(manifest, size, path);
      for (const file of manifest.files) {
        const { done, value: entry } = await entries.next();
        if (done) throw noBackup(path, `${file.name} is missing`);
        staged.push(await stage(files, entry, file, to, path));
      }
      const { done, value: more } = await entries.next();
      if (!done) throw noBackup(path, `it holds ${JSON.stringify(more.header.name)}, of which its manifest says nothing`);
      return { manifest, staged };
    });
  } catch (error) {
    await discard(files, staged);
    throw error;
  }
}

/** What the backup says of itself; the rest of it is not looked at. */
export function readManifestOf(files: StoreFiles, path: string): Promise<Manifest> {
  return readArchive(files, path, async (manifest) => manifest);
}

export async function discard(files: StoreFiles, staged: readonly StagedLog[]): Promise<void> {
  for (const { path } of staged) await unlinkIfThere(files, path);
}

async function readArchive<T>(
  files: StoreFiles,
  path: string,
  use: (manifest: Manifest, entries: AsyncIterator<Entry, undefined>, size: number) => Promise<T>,
): Promise<T> {
  try {
    return await withFile(files, path, async (handle) => {
      const { size } = await handle.stat();
      const archive = extract();
      const stop = new AbortController();
      const reading = pipeline(Readable.from(readBytes(handle, 0, size)), createGunzip(), archive, { signal: stop.signal });
      // Whoever takes the entries hears what broke the reading.
      reading.catch(() => undefined);
      try {
        const entries = archive[Symbol.asyncIterator]() as AsyncIterator<Entry, undefined>;
        return await use(await firstEntry(entries, path), entries, size);
      } finally {
        stop.abort();
        await reading.catch(() => undefined);
      }
    });
  } catch (error) {
    throw readingError(error, path);
  }
}

async function firstEntry(entries: AsyncIterator<Entry, undefined>, path: string): Promise<Manifest> {
  const { done, value: entry } = await entries.next();
  if (done || entry.header.name !== manifestName) throw noBackup(path, `it does not begin with ${manifestName}`);
  if ((entry.header.size ?? 0) > maxManifestBytes) throw noBackup(path, 'its manifest is too large');
  const chunks: Buffer[] = [];
  for await (const chunk of bytesOf(entry)) chunks.push(chunk);
  return readManifest(Buffer.concat(chunks).toString('utf8'), path);
}

function refuseBomb({ files }: Manifest, size: number, path: string): void {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total > Math.max(alwaysAllowedBytes, size * maxRatio)) {
    throw noBackup(path, `it claims to hold ${total} bytes in ${size}, which results never do`);
  }
}

async function stage(files: StoreFiles, entry: Entry, file: ManifestFile, to: string, path: string): Promise<StagedLog> {
  const { name, size, type } = entry.header;
  const runId = runOfEntry(file.name) as RunId;
  if (name !== file.name || type !== 'file' || size !== file.bytes) {
    throw noBackup(path, `it holds ${JSON.stringify(name)} where its manifest has ${file.name}`);
  }
  const logName = file.name.slice('runs/'.length);
  const temporary = temporaryFor(join(to, logName));
  try {
    await fillAndSync(files, temporary, (handle) => copyEntry(entry, file, handle, path));
    const damaged = await readStrictly(files, temporary, runId);
    if (damaged !== file.damagedLines) throw noBackup(path, `lines of ${file.name} are damaged`);
    return { name: logName, runId, path: temporary, bytes: file.bytes, sha256: file.sha256 };
  } catch (error) {
    await unlinkIfThere(files, temporary);
    throw error instanceof StrangeLog ? noBackup(path, `${file.name} ${error.message}`) : error;
  }
}

async function copyEntry(entry: Entry, { name, sha256 }: ManifestFile, handle: FileHandle, path: string): Promise<void> {
  const hash = createHash('sha256');
  for await (const chunk of boundedLines(bytesOf(entry))) {
    hash.update(chunk);
    await handle.appendFile(chunk);
  }
  if (hash.digest('hex') !== sha256) throw noBackup(path, `${name} is not what it was when the backup was made`);
}

async function* bytesOf(entry: Entry): AsyncGenerator<Buffer> {
  // Its types leave open what its streams are made of.
  for await (const chunk of entry) yield chunk as Buffer;
}

/** Errors of the file system keep their codes; what else goes wrong is the archive's fault. */
function readingError(error: unknown, path: string): unknown {
  const code = errorCode(error);
  if (error instanceof StoreError) return error;
  if (code === 'ENOENT') return new StoreError('other', `${path} is not there: name the file of a backup.`, { cause: error });
  if (code === 'EISDIR') return new StoreError('other', `${path} is a folder: name the file of a backup.`, { cause: error });
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new StoreError('disk-full', `There is no space to unpack ${path}. Nothing was changed: free some.`, { cause: error });
  }
  if (code !== null && /^E[A-Z0-9]+$/.test(code)) return error;
  return noBackup(path, 'it is damaged, cut off, or another kind of file');
}
