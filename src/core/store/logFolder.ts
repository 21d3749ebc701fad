import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { RunId } from '../../shared/model/ids.ts';
import { errorCode } from './errors.ts';
import { syncFolder } from './files.ts';
import type { StoreFiles } from './files.ts';
import { decodeLine } from './logLine.ts';
import type { LogEntry } from './logLine.ts';
import { readLines } from './logReader.ts';
import type { ReadLine } from './logReader.ts';
import { RunLog } from './runLog.ts';
import type { LogFile, LinePlace } from './runLog.ts';
import type { StoredPlace } from './tables.ts';
import { thisWriter, unknownWriter } from './writer.ts';

/** What a look into the folder found. */
export interface FolderListing {
  /** Those of deleted runs too, until they are removed. `own` is what this store writes itself. */
  readonly logs: readonly { readonly name: string; readonly runId: RunId; readonly own: boolean }[];
  readonly deleted: readonly RunId[];
}

/** What the file system says of a file. */
export interface FileFacts {
  readonly size: number;
  readonly mtimeMs: number;
}

/** Lines read from a log, and the byte after the last of them. */
export interface LogChunk {
  readonly file: LogFile;
  readonly lines: readonly ReadLine[];
  readonly end: number;
}

const logName = /^([^.]+)\.([^.]+)\.\d+\.jsonl$/;
const tombstoneName = /^([^.]+)\.deleted$/;

/**
 * The folder `runs/`: `<run>.<store>.<n>.jsonl` are the logs, `<run>.deleted` says that a run is gone for good.
 * `<store>` is new at each opening, so no file is ever written by two processes.
 */
export class LogFolder {
  readonly #files: StoreFiles;
  readonly #path: string;
  readonly #now: () => Date;
  readonly #store = randomUUID();
  readonly #open = new Map<RunId, RunLog>();
  #made = 0;

  constructor(files: StoreFiles, path: string, now: () => Date) {
    this.#files = files;
    this.#path = path;
    this.#now = now;
  }

  append(runId: RunId, entry: LogEntry): Promise<LinePlace> {
    let log = this.#open.get(runId);
    if (!log) {
      log = new RunLog(this.#files, this.#path, runId, () => ({
        name: `${runId}.${this.#store}.${++this.#made}.jsonl`,
        writer: thisWriter(this.#now()),
      }));
      this.#open.set(runId, log);
    }
    return log.append(entry);
  }

  /** Nothing more is to come from here for this run. Returns the place of the closing line, if there is one. */
  async closeRun(runId: RunId): Promise<LinePlace | null> {
    const log = this.#open.get(runId);
    this.#open.delete(runId);
    return (await log?.close()) ?? null;
  }

  /** The file of the run that this store has open to write. */
  openName(runId: RunId): string | null {
    return this.#open.get(runId)?.fileName ?? null;
  }

  /** Runs with a file that this store has open to write. */
  openRuns(): RunId[] {
    return [...this.#open.keys()];
  }

  /** Writes no more to the file that is open for this run, if one is: it is not what it was. */
  async abandon(runId: RunId): Promise<void> {
    await this.#open.get(runId)?.abandon();
  }

  /** When a name was last added to or taken from the folder; `null` where there is none. */
  async lastChange(): Promise<number | null> {
    return (await this.#stat(this.#path))?.mtimeMs ?? null;
  }

  async list(): Promise<FolderListing> {
    const names = await this.#files.readdir(this.#path).catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT') return [];
      throw error;
    });
    const logs: { name: string; runId: RunId; own: boolean }[] = [];
    const deleted: RunId[] = [];
    for (const name of names) {
      const log = logName.exec(name);
      if (log) logs.push({ name, runId: log[1] as RunId, own: log[2] === this.#store });
      const tombstone = tombstoneName.exec(name);
      if (tombstone) deleted.push(tombstone[1] as RunId);
    }
    return { logs, deleted };
  }

  /** Reads a log from byte `from` on. A file that is gone by now has nothing to read. */
  async *read(name: string, runId: RunId, from: number): AsyncGenerator<LogChunk> {
    const handle = await this.#openToRead(name);
    if (!handle) return;
    try {
      let file: LogFile = { name, runId, writer: unknownWriter() };
      for await (const lines of readLines(handle, from)) {
        const first = lines[0]?.decoded;
        if (first?.state === 'ok' && first.entry.type === 'log-opened') file = { name, runId, writer: first.entry.writer };
        const last = lines.at(-1);
        if (last) yield { file, lines, end: last.offset + last.length + 1 };
      }
    } finally {
      await handle.close();
    }
  }

  /** One line, by its place. `null` when its file is gone or the line is damaged. */
  async readLine({ name, offset, length }: StoredPlace): Promise<LogEntry | null> {
    const handle = await this.#openToRead(name);
    if (!handle) return null;
    try {
      const { buffer } = await handle.read(Buffer.alloc(length), 0, length, offset);
      const decoded = decodeLine(buffer);
      return decoded.state === 'ok' ? decoded.entry : null;
    } finally {
      await handle.close();
    }
  }

  /** `null`: the file is gone. */
  facts(name: string): Promise<FileFacts | null> {
    return this.#stat(join(this.#path, name));
  }

  /** Makes it known for good that the run is gone. Only then may its files go. */
  async bury(runId: RunId): Promise<void> {
    const handle = await this.#files.open(join(this.#path, `${runId}.deleted`), 'w');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    await syncFolder(this.#files, this.#path);
  }

  async remove(name: string): Promise<void> {
    await this.#files.unlink(join(this.#path, name));
  }

  async #stat(path: string): Promise<FileFacts | null> {
    try {
      const { size, mtimeMs } = await this.#files.stat(path);
      return { size, mtimeMs };
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return null;
      throw error;
    }
  }

  async #openToRead(name: string) {
    try {
      return await this.#files.open(join(this.#path, name), 'r');
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return null;
      throw error;
    }
  }
}
