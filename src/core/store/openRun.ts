import { join } from 'node:path';
import type { SqlJsStatic } from 'sql.js';
import type { RunId } from '../../shared/model/ids.ts';
import type { Logger } from '../ports.ts';
import type { EmptyTables } from './emptyTables.ts';
import type { StoreFiles } from './files.ts';
import { imageVersion, readImage, setImageAside, writeImage } from './image.ts';
import type { LogFolder } from './logFolder.ts';
import { imageNameOf } from './layout.ts';
import type { LogEntry } from './logLine.ts';
import { migrate, migrations } from './migrations.ts';
import { RunIndex } from './runIndex.ts';
import { headerOf } from './runLog.ts';
import type { LinePlace } from './runLog.ts';
import { Sql } from './sql.ts';

/** Least number of lines between two images of a run that goes on, and the share of all that is there. */
const imageLines = 5000;
const imageShare = 1 / 2;
/** Lines that are not worth an image of their own, as a share of all: reading them anew costs less than writing it. */
const worthShare = 1 / 10;
/** What open tables take beside their pages: SQLite's copies of them, prepared statements. Measured, 4 to 10,000 results a run. */
const overheadBytes = 512 * 1024;
/** Lines that may be read again where nobody looked at the run: some tens of milliseconds. */
const fewLines = 500;

export interface OpenRunParts {
  readonly engine: SqlJsStatic;
  readonly empty: EmptyTables;
  readonly files: StoreFiles;
  /** Where images are kept. */
  readonly folder: string;
  readonly logs: LogFolder;
  readonly now: () => Date;
  readonly logger: Logger;
  readonly readOnly: boolean;
}

/** What came of reading a log on. */
export interface ReadOn {
  /** Of the file. */
  readonly size: number;
  readonly closed: boolean;
  /** There are lines that only a later version can read. */
  readonly isNewer: boolean;
  readonly attempts: number;
}

/** The tables of one run in memory, made of its image and what its logs have beyond it. */
export class OpenRun {
  readonly runId: RunId;
  readonly index: RunIndex;
  readonly #parts: OpenRunParts;
  readonly #sql: Sql;
  /** A later version's image is left as it is. */
  readonly #keepsImage: boolean;
  /** Lines that the image does not have, and that it had when it was written. */
  #lines = 0;
  #imageRows: number;
  #hasDamage = false;
  #bytes = 0;
  #measuredAt: number | null = null;
  /** `index.changes` when the catalog's row was made of it, and when its calls were; `null`: there is none as good. */
  catalogued: number | null = null;
  callsCatalogued: number | null = null;

  private constructor(parts: OpenRunParts, runId: RunId, sql: Sql, keepsImage: boolean) {
    this.#parts = parts;
    this.runId = runId;
    this.#sql = sql;
    this.index = new RunIndex(sql);
    this.#keepsImage = keepsImage && !parts.readOnly;
    this.#imageRows = this.index.count();
  }

  /** @param sizes of the run's logs, by name: what an image noted must be there */
  static async open(parts: OpenRunParts, runId: RunId, sizes: ReadonlyMap<string, number>): Promise<OpenRun> {
    const { engine, empty, now } = parts;
    const found = await imageOf(parts, runId);
    if (found.bytes) {
      const sql = new Sql(engine, found.bytes);
      migrate(sql, now());
      const run = new OpenRun(parts, runId, sql, true);
      if (run.#fits(sizes)) return run;
      run.close();
    }
    return new OpenRun(parts, runId, empty.open(), !found.newer);
  }

  /** Bytes in memory. */
  get bytes(): number {
    if (this.#measuredAt !== this.index.changes) this.#bytes = this.#sql.bytes() + overheadBytes;
    this.#measuredAt = this.index.changes;
    return this.#bytes;
  }

  /**
   * Takes in a line of this store's own; `false` where the tables lack lines before it, as those written while the log was
   * being read: the next reading takes them all.
   */
  take(entry: LogEntry, place: LinePlace): boolean {
    if (place.offset > (this.index.indexedBytes(place.file.name) ?? headerOf(place.file).length)) return false;
    this.index.transaction(() => {
      this.index.apply(entry, place);
      this.index.reached(place.file, place.offset + place.length + 1);
    });
    this.#lines++;
    return true;
  }

  /** Reads a log on from where the tables stand. A line of a later format ends the reading until a later version reads it. */
  async readOn(name: string): Promise<ReadOn> {
    const { logs, logger } = this.#parts;
    const known = this.index.indexedLogs().get(name);
    let { bytes, closed } = known ?? { bytes: 0, closed: false };
    let attempts = 0;
    let isNewer = false;
    const size = (await logs.facts(name))?.size ?? 0;
    for await (const { file, lines, end } of logs.read(name, this.runId, bytes)) {
      const newer = lines.findIndex(({ decoded }) => decoded.state === 'newer');
      const read = newer === -1 ? lines : lines.slice(0, newer);
      bytes = newer === -1 ? end : (lines[newer]?.offset ?? end);
      this.index.transaction(() => {
        for (const { decoded, offset, length } of read) {
          if (decoded.state !== 'ok') {
            this.#hasDamage = true;
            logger.warn(`${name}: the line at byte ${offset} is damaged and was left out.`);
            continue;
          }
          this.index.apply(decoded.entry, { file, offset, length });
          if (decoded.entry.type === 'attempt') attempts++;
          closed ||= decoded.entry.type === 'log-closed';
        }
        this.index.reached(file, bytes);
      });
      this.#lines += read.length;
      isNewer = newer !== -1;
      if (isNewer) break;
    }
    this.index.noteNewer(name, isNewer);
    return { size, closed, isNewer, attempts };
  }

  /** Whether a run that goes on has come so far since its last image that the next one is due. */
  get isImageDue(): boolean {
    return this.#keepsImage && this.#lines >= Math.max(imageLines, this.#imageRows * imageShare);
  }

  /** Whether an image would save a later reader more than it costs now. */
  get isImageWorth(): boolean {
    return this.#keepsImage && !this.index.isPruned && this.#lines > this.index.count() * worthShare;
  }

  /** Whether the logs beyond the image are so short that these tables are soon made again, and nothing is told twice by it. */
  get isSoonReread(): boolean {
    return this.#lines <= fewLines && !this.#hasDamage && !this.index.isPartial;
  }

  /** The tables as a file, to be handed to `saveImage`. */
  export(): Uint8Array {
    this.#lines = 0;
    this.#imageRows = this.index.count();
    return this.#sql.export();
  }

  close(): void {
    this.#sql.close();
  }

  /** A log that is gone, or shorter than what was read of it, says that the image is of another past. */
  #fits(sizes: ReadonlyMap<string, number>): boolean {
    if (this.index.isOfAnother(this.runId)) return false;
    return [...this.index.indexedLogs()].every(([name, { bytes }]) => bytes <= (sizes.get(name) ?? -1));
  }
}

/** Leaves an image of a later version as it is. */
export async function saveImage({ files, folder }: OpenRunParts, runId: RunId, bytes: Uint8Array): Promise<void> {
  const path = join(folder, imageNameOf(runId));
  if ((await imageVersion(files, path)) > migrations.length) return;
  await writeImage(files, path, bytes);
}

interface RunImage {
  readonly bytes: Uint8Array | null;
  readonly newer: boolean;
}

async function imageOf({ files, folder, logger, now, readOnly }: OpenRunParts, runId: RunId): Promise<RunImage> {
  const path = join(folder, imageNameOf(runId));
  try {
    const found = await readImage(files, path);
    if (found.state === 'ok') {
      const newer = found.version > migrations.length;
      return { bytes: newer ? null : found.bytes, newer };
    }
    if (found.state === 'damaged' && !readOnly) {
      const aside = await setImageAside(files, path, now());
      logger.warn(`The tables of run ${runId} were damaged: they were set aside as ${aside}, and made anew from its logs.`);
    }
  } catch (error) {
    logger.warn(`${path} cannot be read: ${String(error)}`);
  }
  return { bytes: null, newer: false };
}
