import { crc32 } from 'node:zlib';
import type { Frame, FrameScanner } from './frames.ts';
import { stampFrame } from './sse.ts';

/** Two lengths and their checksum. */
const preludeBytes = 12;
const checksumBytes = 4;

/**
 * AWS's binary event streams (`application/vnd.amazon.eventstream`): messages of a prelude (length of the message, length
 * of its headers, CRC-32 of both), headers, a JSON payload and a CRC-32 of all; big-endian. Each is handed on as a line
 * of JSON that `eventOfLine` reads.
 */
export class EventStreamFrames implements FrameScanner {
  readonly contentType = 'application/x-ndjson';
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  /** Less than this in hand is no message yet. */
  #needed = preludeBytes;
  #isForeign: boolean | null = null;
  #count = 0;

  push(chunk: Buffer): readonly Frame[] | null {
    // A message of less than 16 MiB begins with a zero; JSON and HTML never do.
    this.#isForeign ??= chunk.length === 0 ? null : chunk[0] !== 0;
    if (this.#isForeign === true) return null;
    this.#pending.push(chunk);
    this.#pendingBytes += chunk.length;
    return this.#pendingBytes < this.#needed ? [] : this.#take(Buffer.concat(this.#pending, this.#pendingBytes));
  }

  /** A torn message is dropped: the stream has then not come to its end, and the caller says so. */
  flush(): readonly Frame[] {
    return [];
  }

  #take(bytes: Buffer): Frame[] {
    const frames: Frame[] = [];
    let rest = bytes;
    for (;;) {
      this.#needed = rest.length < preludeBytes ? preludeBytes : lengthOf(rest);
      if (rest.length < this.#needed) break;
      frames.push(this.#frame(rest.subarray(0, this.#needed)));
      rest = rest.subarray(this.#needed);
    }
    this.#pending = [rest];
    this.#pendingBytes = rest.length;
    return frames;
  }

  #frame(message: Buffer): Frame {
    return { bytes: Buffer.from(`${stampFrame(lineOf(message), this.#count++)}\n`), last: false };
  }
}

/** Of the message that begins here. Its checksum is looked at first: a wrong length would be waited for in vain. */
function lengthOf(bytes: Buffer): number {
  const length = bytes.readUInt32BE(0);
  const fits = length >= preludeBytes + bytes.readUInt32BE(4) + checksumBytes;
  if (!fits || crc32(bytes.subarray(0, 8)) !== bytes.readUInt32BE(8)) throw new Error('a message whose checksum is wrong');
  return length;
}

function lineOf(message: Buffer): string {
  const end = message.length - checksumBytes;
  if (crc32(message.subarray(0, end)) !== message.readUInt32BE(end)) throw new Error('a message whose checksum is wrong');
  const payloadStart = preludeBytes + message.readUInt32BE(4);
  const headers = headersOf(message.subarray(preludeBytes, payloadStart));
  // Line ends in JSON are white space.
  const payload = message.toString('utf8', payloadStart, end).replace(/[\r\n]+/g, ' ');
  return `{"headers":${JSON.stringify(Object.fromEntries(headers))},"payload":${payload === '' ? 'null' : payload}}`;
}

const stringType = 7;
/** Bytes of a value by its type; `null`: a length of two bytes stands before it. */
const valueBytes: readonly (number | null)[] = [0, 0, 1, 2, 4, 8, null, null, 8, 16];

/** Those that are strings: all that say what a message is. */
function headersOf(bytes: Buffer): Map<string, string> {
  const headers = new Map<string, string>();
  let at = 0;
  while (at < bytes.length) {
    const nameEnd = at + 1 + (bytes[at] ?? 0);
    const name = bytes.toString('utf8', at + 1, nameEnd);
    const type = bytes[nameEnd] ?? -1;
    const fixed = valueBytes[type];
    const start = nameEnd + (fixed === null ? 3 : 1);
    if (fixed === undefined || start > bytes.length) throw new Error(`a message with a header "${name}" that cannot be read`);
    at = start + (fixed ?? bytes.readUInt16BE(nameEnd + 1));
    if (type === stringType) headers.set(name, bytes.toString('utf8', start, at));
  }
  return headers;
}
