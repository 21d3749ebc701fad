import type { Frame, FrameScanner } from './frames.ts';

/** One server-sent event that carries data. */
export interface SseFrame {
  readonly event: string | null;
  /** Its data lines, joined by a space: JSON does not care which white space it is. */
  readonly data: string;
}

const lf = 0x0a;
const cr = 0x0d;

/**
 * Splits a byte stream into the frames of the server-sent events format, whatever way the bytes are cut into chunks:
 * `\n`, `\r\n` and `\r` line ends, comments, several frames in a chunk, a frame (or a character) over several chunks.
 * Frames without data are dropped, as the standard says.
 */
export class SseScanner {
  /** The beginning of a line whose end has not come yet. */
  #pending: Buffer[] = [];
  #afterCr = false;
  #atStart = true;
  #event: string | null = null;
  #data: string | null = null;

  /** The frames that this chunk completes. */
  push(chunk: Buffer): SseFrame[] {
    const frames: SseFrame[] = [];
    let start = 0;
    for (let index = 0; index < chunk.length; index++) {
      const byte = chunk[index];
      if (byte !== lf && byte !== cr) continue;
      // The `\n` of a `\r\n` ends no second line; the two may come in different chunks.
      const ended = byte === lf && index === start && this.#pending.length === 0 && this.#afterCr;
      if (!ended) this.#takeLine(this.#line(chunk, start, index), frames);
      this.#afterCr = byte === cr;
      start = index + 1;
    }
    if (start < chunk.length) {
      this.#pending.push(chunk.subarray(start));
      this.#afterCr = false;
    }
    return frames;
  }

  /** A last frame that the server did not end with an empty line. */
  flush(): SseFrame[] {
    const frames: SseFrame[] = [];
    this.#takeLine(this.#line(Buffer.alloc(0), 0, 0), frames);
    this.#takeLine('', frames);
    return frames;
  }

  #line(chunk: Buffer, start: number, end: number): string {
    if (this.#pending.length === 0) return chunk.toString('utf8', start, end);
    const line = Buffer.concat([...this.#pending, chunk.subarray(start, end)]).toString('utf8');
    this.#pending = [];
    return line;
  }

  #takeLine(raw: string, frames: SseFrame[]): void {
    const line = this.#atStart && raw.startsWith('\uFEFF') ? raw.slice(1) : raw;
    this.#atStart = false;
    if (line === '') {
      if (this.#data) frames.push({ event: this.#event, data: this.#data });
      this.#event = null;
      this.#data = null;
      return;
    }
    const colon = line.indexOf(':');
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (name === 'event') this.#event = value;
    else if (name === 'data') this.#data = this.#data === null ? value : `${this.#data} ${value}`;
  }
}

const frameKey = '__llmBenchFrame';

/**
 * Writes the frame's ordinal into its JSON, so that whatever an SDK yields says itself which frame brought it:
 * nothing has to be known about the frames that an SDK skips (pings, `[DONE]`, unnamed events).
 * Data that is no JSON object stays as it is.
 */
export function stampFrame(data: string, ordinal: number): string {
  const object = /^\s*\{\s*/.exec(data);
  if (object === null) return data;
  const rest = data.slice(object[0].length);
  return `{"${frameKey}":${ordinal}${rest.startsWith('}') ? '' : ','}${rest}`;
}

/** The ordinal that `stampFrame` wrote; 0 where there is none. */
export function frameOf(value: unknown): number {
  const ordinal = (value as Record<string, unknown> | null | undefined)?.[frameKey];
  return typeof ordinal === 'number' ? ordinal : 0;
}

/** The frame as an SDK is to read it: one `data` line, `\n` line ends, no comments. */
export function formatFrame(frame: SseFrame, ordinal: number): string {
  const event = frame.event === null ? '' : `event: ${frame.event}\n`;
  return `${event}data: ${stampFrame(frame.data, ordinal)}\n\n`;
}

/** Server-sent events, written anew for the SDK: no comments, one data line a frame, each frame stamped with its ordinal. */
export class SseFrames implements FrameScanner {
  readonly contentType = 'text/event-stream';
  readonly #scanner = new SseScanner();
  #isForeign: boolean | null = null;
  #count = 0;

  push(chunk: Buffer): readonly Frame[] | null {
    this.#isForeign ??= looksForeign(chunk);
    return this.#isForeign === true ? null : this.#frames(this.#scanner.push(chunk));
  }

  flush(): readonly Frame[] {
    return this.#frames(this.#scanner.flush());
  }

  #frames(found: readonly SseFrame[]): Frame[] {
    return found.map((frame) => ({
      bytes: Buffer.from(formatFrame(frame, this.#count++)),
      last: frame.data === '[DONE]',
    }));
  }
}

/** JSON and HTML show with their first visible byte that they are no server-sent events. `null`: nothing to be seen yet. */
function looksForeign(chunk: Buffer): boolean | null {
  const first = chunk.find((byte) => byte > 0x20);
  return first === undefined ? null : first === 0x7b || first === 0x5b || first === 0x3c;
}
