import type { Turns } from './turns.ts';

/** One frame of a response as it is handed on. Each gets a mark of its own; events name it by its ordinal, from 0. */
export interface Frame {
  /** As the SDK is to read it: with its ordinal written in, where the format has room for that. */
  readonly bytes: Buffer;
  /** It says that the stream is over: nothing behind it is waited for. */
  readonly last: boolean;
}

/**
 * Cuts the body of one response into frames as its bytes come. The transport reads server-sent events (`SseFrames`)
 * unless the adapter brings a scanner for its own wire (`Adapter.frames`): length-prefixed messages, say.
 * A format without room for ordinals is matched by counting: then the scanner's frames are the SDK's events, one to one.
 */
export interface FrameScanner {
  /** What the SDK is told that it reads. */
  readonly contentType: string;
  /**
   * The frames that this chunk completes; `null` where the body is of another format altogether: plain JSON, an HTML page.
   * Throws where the bytes make no sense: the call then ends with `malformed-response`.
   */
  push(chunk: Buffer): readonly Frame[] | null;
  /** What is left when the body ends. */
  flush(): readonly Frame[];
}

/** A piece is parsed in one go, during which no mark is taken: small enough for that to be short. */
const pieceBytes = 8 * 1024;
/** No frame waits longer than this: it may be an error, after which nothing comes. */
const pieceMs = 50;

/**
 * Hands frames on in pieces, one piece in a turn of the event loop. An SDK's parser costs as much for each piece that
 * it is given as for the frames in it, and nobody looks at an answer before it is whole.
 */
export class Pieces {
  readonly #turns: Turns;
  readonly #handOn: (piece: Buffer) => void;
  #waiting: Buffer[] = [];
  #bytes = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(turns: Turns, handOn: (piece: Buffer) => void) {
    this.#turns = turns;
    this.#handOn = handOn;
  }

  add(frame: Frame): void {
    this.#waiting.push(frame.bytes);
    this.#bytes += frame.bytes.length;
    if (frame.last || this.#bytes >= pieceBytes) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), pieceMs);
  }

  /** Hands on what waits, in a turn to come. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#waiting.length === 0) return;
    const piece = Buffer.concat(this.#waiting, this.#bytes);
    this.#waiting = [];
    this.#bytes = 0;
    this.#turns.add(() => this.#handOn(piece));
  }
}
