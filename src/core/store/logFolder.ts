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
/** Lines so near to one another are read at once, and so much at most. */
const mostGapBytes = 64 * 1024;
const mostPieceBytes = 4 * 1024 * 1024;
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

  /** As `readLine` of each place; neighbours are read as one piece. */
  async readEach(places: readonly (StoredPlace | null)[]): Promise<readonly (LogEntry | null)[]> {
    const wanted = places.flatMap((place, index) => (place ? [{ ...place, index }] : []));
    const entries: (LogEntry | null)[] = places.map(() => null);
    for (const [name, lines] of Map.groupBy(wanted, (line) => line.name)) {
      const handle = await this.#openToRead(name);
      if (!handle) continue;
      try {
        for (const piece of pieces(lines)) {
          const bytes = Buffer.alloc(piece.length);
          await handle.read(bytes, 0, piece.length, piece.offset);
          for (const { index, offset, length } of piece.lines) {
            const start = offset - piece.offset;
            const decoded = decodeLine(bytes.subarray(start, start + length));
            if (decoded.state === 'ok') entries[index] = decoded.entry;
          }
        }
      } finally {
        await handle.close();
      }
    }
    return entries;
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

interface Piece<Line> {
  readonly offset: number;
  length: number;
  readonly lines: Line[];
}

/** Lines of one file by where they stand, near ones together. */
function pieces<Line extends Pick<StoredPlace, 'offset' | 'length'>>(lines: readonly Line[]): Piece<Line>[] {
  const found: Piece<Line>[] = [];
  for (const line of lines.toSorted((a, b) => a.offset - b.offset)) {
    const last = found.at(-1);
    const end = line.offset + line.length;
    if (last && line.offset - (last.offset + last.length) <= mostGapBytes && end - last.offset <= mostPieceBytes) {
      last.length = Math.max(last.length, end - last.offset);
      last.lines.push(line);
    } else found.push({ offset: line.offset, length: line.length, lines: [line] });
  }
  return found;
}
