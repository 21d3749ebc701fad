import type { RunId } from '../../shared/model/ids.ts';
import type { StoreFiles } from '../store/files.ts';
import { readLines } from '../store/logReader.ts';
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
 * Reads a log that came from elsewhere. Its checksums say that it is whole, not who wrote it: it must speak of its own run only.
 * Resolves with the number of its damaged lines.
 */
export async function readStrictly(files: StoreFiles, path: string, runId: RunId): Promise<number> {
  return await withFile(files, path, async (handle) => {
    let damaged = 0;
    try {
      for await (const lines of readLines(handle, 0)) {
        for (const { decoded } of lines) {
          if (decoded.state === 'damaged') damaged++;
          if (decoded.state !== 'ok') continue;
          const run = runOf(decoded.entry);
          if (run !== null && run !== runId) throw new StrangeLog('has a line of another run');
        }
      }
    } catch (error) {
      // A line whose checksum fits and whose content does not was not written by us.
      throw error instanceof SyntaxError || error instanceof TypeError ? new StrangeLog('has a line that says nothing') : error;
    }
    return damaged;
  });
}
