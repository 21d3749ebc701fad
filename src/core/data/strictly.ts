import type { RunId } from '../../shared/model/ids.ts';
import type { StoreFiles } from '../store/files.ts';
import type { LogEntry } from '../store/logLine.ts';
import { readLines } from '../store/logReader.ts';
import { migrate } from '../store/migrations.ts';
import { RunIndex } from '../store/runIndex.ts';
import type { LogFile } from '../store/runLog.ts';
import { Sql, loadSqlJs } from '../store/sql.ts';
import { unknownWriter } from '../store/writer.ts';
import { runOf, withFile } from './logs.ts';

/** Why a log that came from elsewhere is not taken in. */
export class StrangeLog extends Error {
  override readonly name = 'StrangeLog';
}

/** A line has to fit in memory. The longest are runs of large suites, some tens of megabytes. */
const maxLineBytes = 128 * 1024 * 1024;
const lineFeed = 10;

/** Passes the bytes of a log on, and throws where a line has no end. */
export async function* boundedLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let lineBytes = 0;
  for await (const chunk of chunks) {
    const last = chunk.lastIndexOf(lineFeed);
    lineBytes = last === -1 ? lineBytes + chunk.length : chunk.length - last - 1;
    if (lineBytes > maxLineBytes) throw new StrangeLog('has a line without an end');
    yield chunk;
  }
}

/**
 * Reads a log that came from elsewhere. Its checksums say that it is whole, not who wrote it: it must speak of its own run only,
 * and of nothing that the store's tables cannot take in. Resolves with the number of its damaged lines.
 */
export async function readStrictly(files: StoreFiles, path: string, runId: RunId): Promise<number> {
  const trial = new Trial(new Sql(await loadSqlJs()), runId);
  try {
    return await withFile(files, path, async (handle) => {
      let damaged = 0;
      for await (const lines of readLines(handle, 0)) {
        damaged += lines.filter(({ decoded }) => decoded.state === 'damaged').length;
        trial.take(lines.flatMap(({ decoded }) => (decoded.state === 'ok' ? [decoded.entry] : [])));
      }
      return damaged;
    });
  } catch (error) {
    // A line whose checksum fits and that is no JSON was not written by us.
    throw error instanceof SyntaxError ? saysNothing(error) : error;
  } finally {
    trial.close();
  }
}

/** Tables in memory that take a log in as those of the store will. */
class Trial {
  readonly #sql: Sql;
  readonly #index: RunIndex;
  readonly #runId: RunId;

  constructor(sql: Sql, runId: RunId) {
    migrate(sql, new Date());
    this.#sql = sql;
    this.#index = new RunIndex(sql);
    this.#runId = runId;
  }

  take(entries: readonly LogEntry[]): void {
    this.#index.transaction(() => {
      for (const entry of entries) this.#takeOne(entry);
    });
  }

  close(): void {
    this.#sql.close();
  }

  #takeOne(entry: LogEntry): void {
    try {
      const run = runOf(entry);
      if (run !== null && run !== this.#runId) throw new StrangeLog('has a line of another run');
      const writer = entry.type === 'log-opened' ? entry.writer : unknownWriter();
      const file: LogFile = { name: 'trial', runId: this.#runId, writer };
      this.#index.apply(entry, { file, offset: 0, length: 0 });
    } catch (error) {
      throw error instanceof StrangeLog ? error : saysNothing(error);
    }
  }
}

function saysNothing(cause: unknown): StrangeLog {
  return new StrangeLog('has a line that says nothing', { cause });
}
