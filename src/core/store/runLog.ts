import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunId } from '../../shared/model/ids.ts';
import { fileError } from './errors.ts';
import type { StoreError } from './errors.ts';
import { makeFolder, syncFolder } from './files.ts';
import type { StoreFiles } from './files.ts';
import { encodeLine } from './logLine.ts';
import type { LogEntry } from './logLine.ts';
import type { Writer } from './writer.ts';

/** A file of a run's log. */
export interface LogFile {
  readonly name: string;
  readonly runId: RunId;
  readonly writer: Writer;
}

/** Where a line stands, in bytes; `length` is without the line feed. */
export interface LinePlace {
  readonly file: LogFile;
  readonly offset: number;
  readonly length: number;
}

interface Waiting {
  readonly line: Buffer;
  readonly resolve: (place: LinePlace) => void;
  readonly reject: (error: StoreError) => void;
}

interface OpenFile {
  readonly file: LogFile;
  readonly handle: FileHandle;
  readonly headerBytes: number;
  /** Bytes known to be whole and on disk. */
  size: number;
}

export const closing: LogEntry = { type: 'log-closed' };

/** The first line of a file. */
export function headerOf({ runId, writer }: Pick<LogFile, 'runId' | 'writer'>): Buffer {
  return encodeLine({ type: 'log-opened', runId, writer });
}

/**
 * Appends to the log of one run, in files that this object alone writes and that only ever grow. Lines that wait
 * together share one flush (group commit), so a durable append gets cheaper as more calls are in flight.
 * After a failed append the file may end in a torn line, so the log goes on in a new file.
 */
export class RunLog {
  readonly #files: StoreFiles;
  readonly #folder: string;
  readonly #runId: RunId;
  readonly #nextFile: () => { readonly name: string; readonly writer: Writer };
  #open: OpenFile | null = null;
  #queue: Waiting[] = [];
  #flushing: Promise<void> | null = null;

  constructor(files: StoreFiles, folder: string, runId: RunId, nextFile: () => { name: string; writer: Writer }) {
    this.#files = files;
    this.#folder = folder;
    this.#runId = runId;
    this.#nextFile = nextFile;
  }

  /** The file that the next line goes to; `null`: a new one. */
  get fileName(): string | null {
    return this.#open?.file.name ?? null;
  }

  /** Resolves once the line is on disk. Rejects with a `StoreError`; the same entry may then be appended again. */
  append(entry: LogEntry): Promise<LinePlace> {
    const line = encodeLine(entry);
    return new Promise((resolve, reject) => {
      this.#queue.push({ line, resolve, reject });
      this.#flushing ??= this.#flush();
    });
  }

  /**
   * Ends the file with a line that says it will not grow any more, and returns that line's place; `null` where there
   * is no file or the line cannot be written, which does no harm.
   */
  async close(): Promise<LinePlace | null> {
    await this.#flushing;
    if (this.#open === null) return null;
    const place = await this.append(closing).catch(() => null);
    await this.#leave();
    return place;
  }

  /** Goes on in a new file: somebody took this one away or put another in its place. */
  async abandon(): Promise<void> {
    while (this.#flushing) await this.#flushing;
    const open = this.#open;
    this.#open = null;
    await open?.handle.close().catch(() => undefined);
  }

  async #flush(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = this.#queue;
      this.#queue = [];
      try {
        const { file, offset } = await this.#write(Buffer.concat(batch.map(({ line }) => line)));
        let next = offset;
        for (const { line, resolve } of batch) {
          resolve({ file, offset: next, length: line.length - 1 });
          next += line.length;
        }
      } catch (error) {
        await this.#leave();
        const failure = fileError(error, this.#folder);
        for (const { reject } of batch) reject(failure);
      }
    }
    // In the same turn as the look at the queue: an append in between would wait for ever.
    this.#flushing = null;
  }

  async #write(data: Buffer): Promise<{ file: LogFile; offset: number }> {
    const open = (this.#open ??= await this.#create());
    await open.handle.appendFile(data);
    await open.handle.datasync();
    const offset = open.size;
    open.size += data.length;
    return { file: open.file, offset };
  }

  async #create(): Promise<OpenFile> {
    const { name, writer } = this.#nextFile();
    const file = { name, runId: this.#runId, writer };
    const header = headerOf(file);
    await makeFolder(this.#files, this.#folder);
    const handle = await this.#files.open(join(this.#folder, file.name), 'ax');
    const open: OpenFile = { file, handle, headerBytes: header.length, size: 0 };
    try {
      await handle.appendFile(header);
      await syncFolder(this.#files, this.#folder);
      open.size = header.length;
      return open;
    } catch (error) {
      this.#open = open;
      throw error;
    }
  }

  /** Stops using the file, and takes it away if no line but the header ever got into it. */
  async #leave(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    if (open === null) return;
    await open.handle.close().catch(() => undefined);
    if (open.size > open.headerBytes) return;
    await this.#files.unlink(join(this.#folder, open.file.name)).catch(() => undefined);
  }
}
