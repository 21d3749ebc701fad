import { decodeLine } from './logLine.ts';
import type { DecodedLine } from './logLine.ts';
import type { FileHandle } from 'node:fs/promises';

/** A whole line of a log with where it stands. */
export interface ReadLine {
  readonly decoded: DecodedLine;
  readonly offset: number;
  readonly length: number;
}

const chunkBytes = 4 * 1024 * 1024;
const lineFeed = 10;

/**
 * Reads the whole lines from byte `from` on, a few megabytes at a time. What follows the last line feed is a line
 * still being written, or torn by a crash: it is left for the next reading.
 */
export async function* readLines(handle: FileHandle, from: number): AsyncGenerator<readonly ReadLine[]> {
  const { size } = await handle.stat();
  let start = from;
  let held = Buffer.alloc(0);
  while (start + held.length < size) {
    const position = start + held.length;
    const wanted = Math.min(chunkBytes, size - position);
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(wanted), 0, wanted, position);
    if (bytesRead === 0) return;
    const bytes = Buffer.concat([held, buffer.subarray(0, bytesRead)]);
    const { lines, used } = splitLines(bytes, start);
    held = bytes.subarray(used);
    start += used;
    if (lines.length > 0) yield lines;
  }
}

/** `used` counts the bytes up to and with the last line feed. */
function splitLines(bytes: Buffer, start: number): { lines: ReadLine[]; used: number } {
  const lines: ReadLine[] = [];
  let used = 0;
  for (let end = bytes.indexOf(lineFeed); end !== -1; end = bytes.indexOf(lineFeed, used)) {
    lines.push({ decoded: decodeLine(bytes.subarray(used, end)), offset: start + used, length: end - used });
    used = end + 1;
  }
  return { lines, used };
}
