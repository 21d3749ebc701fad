import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunId } from '../../shared/model/ids.ts';
import { errorCode } from '../store/errors.ts';
import type { StoreFiles } from '../store/files.ts';
import { LogFolder } from '../store/logFolder.ts';
import { decodeLine } from '../store/logLine.ts';
import type { LogEntry } from '../store/logLine.ts';
import { readLines } from '../store/logReader.ts';
import { isAlive, unknownWriter } from '../store/writer.ts';
import type { Writer } from '../store/writer.ts';
import { logsPath } from './parts.ts';

export interface StoredLog {
  readonly name: string;
  readonly runId: RunId;
  readonly path: string;
}

export interface FoundLogs {
  /** By name; without those of deleted runs. */
  readonly logs: readonly StoredLog[];
  readonly deleted: ReadonlySet<RunId>;
}

const lineFeed = 10;
const chunkBytes = 1024 * 1024;
/** Holds a first and a closing line. */
const shortLineBytes = 4096;

/** The logs in the store at `folder`; none where it has no place for them. */
export async function findLogs(files: StoreFiles, folder: string): Promise<FoundLogs> {
  const path = logsPath(folder);
  const listing = await new LogFolder(files, path, () => new Date()).list();
  const deleted = new Set(listing.deleted);
  const logs = listing.logs
    .filter(({ runId }) => !deleted.has(runId))
    .map(({ name, runId }) => ({ name, runId, path: join(path, name) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return { logs, deleted };
}

export function byRun(logs: readonly StoredLog[]): ReadonlyMap<RunId, readonly StoredLog[]> {
  return Map.groupBy(logs, ({ runId }) => runId);
}

export async function withFile<T>(files: StoreFiles, path: string, use: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await files.open(path, 'r');
  try {
    return await use(handle);
  } finally {
    await handle.close();
  }
}

/** Bytes up to and with the last line feed: what follows is being written, or was torn by a crash. */
export async function wholeBytes(handle: FileHandle): Promise<number> {
  let { size: end } = await handle.stat();
  while (end > 0) {
    const start = Math.max(0, end - chunkBytes);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(end - start), 0, end - start, start);
    const last = buffer.subarray(0, bytesRead).lastIndexOf(lineFeed);
    if (last !== -1) return start + last + 1;
    end = start;
  }
  return 0;
}

/** Ends early where the file does. */
export async function* readBytes(handle: FileHandle, from: number, to: number): AsyncGenerator<Buffer> {
  for (let position = from; position < to;) {
    const wanted = Math.min(chunkBytes, to - position);
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(wanted), 0, wanted, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** Whether somebody may still append to this log: it was not closed, and its writer lives. A file that is gone grows no more. */
export async function mayGrow(files: StoreFiles, path: string, now: Date): Promise<boolean> {
  try {
    return await withFile(files, path, async (handle) => {
      const { size, mtime } = await handle.stat();
      const tail = await bytesAt(handle, Math.max(0, size - shortLineBytes), size);
      const last = tail.subarray(0, tail.lastIndexOf(lineFeed));
      const closing = decodeLine(last.subarray(last.lastIndexOf(lineFeed) + 1));
      if (closing.state === 'ok' && closing.entry.type === 'log-closed') return false;
      return isAlive(await writerOf(handle), mtime, now);
    });
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/** The logs of one run in the order in which they were opened, which is that of the store's tables. */
export async function inOrderOfOpening(files: StoreFiles, logs: readonly StoredLog[]): Promise<readonly StoredLog[]> {
  const opened: { readonly log: StoredLog; readonly at: string }[] = [];
  for (const log of logs) {
    const handle = await openIfThere(files, log.path);
    if (!handle) continue;
    try {
      opened.push({ log, at: (await writerOf(handle)).at });
    } finally {
      await handle.close();
    }
  }
  return opened.sort((a, b) => compareTexts(a.at, b.at) || compareTexts(a.log.name, b.log.name)).map(({ log }) => log);
}

/** What the readable lines of logs say. A line of a later version ends the reading of its file, as it does in the store. */
export async function* readEntries(files: StoreFiles, logs: readonly StoredLog[]): AsyncGenerator<LogEntry> {
  for (const { path } of logs) {
    const handle = await openIfThere(files, path);
    if (!handle) continue;
    try {
      yield* entriesIn(handle);
    } finally {
      await handle.close();
    }
  }
}

/** `null` where it was deleted or compacted meanwhile. */
async function openIfThere(files: StoreFiles, path: string): Promise<FileHandle | null> {
  try {
    return await files.open(path, 'r');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

async function* entriesIn(handle: FileHandle): AsyncGenerator<LogEntry> {
  for await (const lines of readLines(handle, 0)) {
    for (const { decoded } of lines) {
      if (decoded.state === 'newer') return;
      if (decoded.state === 'ok') yield decoded.entry;
    }
  }
}

async function writerOf(handle: FileHandle): Promise<Writer> {
  const head = await bytesAt(handle, 0, shortLineBytes);
  const end = head.indexOf(lineFeed);
  const first = end === -1 ? null : decodeLine(head.subarray(0, end));
  return first?.state === 'ok' && first.entry.type === 'log-opened' ? first.entry.writer : unknownWriter();
}

async function bytesAt(handle: FileHandle, from: number, to: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(to - from), 0, to - from, from);
  return buffer.subarray(0, bytesRead);
}

/** As SQLite compares them: by their bytes. */
export function compareTexts(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Of which run an entry speaks; `null` where it names none. */
export function runOf(entry: LogEntry): RunId | null {
  switch (entry.type) {
    case 'log-opened':
      return entry.runId;
    case 'run-created':
    case 'run-updated':
    case 'run-extended':
    case 'run-pruned':
      return entry.run.id;
    case 'attempt':
      return entry.attempt.record.runId;
    case 'scoring-created':
    case 'scoring-updated':
      return entry.scoring.runId;
    case 'grade':
      return entry.grade.record.runId;
    case 'rated':
      return entry.rating.runId;
    case 'log-closed':
      return null;
  }
}
