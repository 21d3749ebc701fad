import type { IncomingMessage } from 'node:http';
import type { Clock } from '../ports.ts';
import { Pieces, type Frame, type FrameScanner } from './frames.ts';
import { ProviderError } from './spec.ts';
import type { Turns } from './turns.ts';

/** No answer of a model comes near it. */
const largestBody = 64 * 1024 * 1024;
/** Ten times a very long answer, sent letter by letter: each frame is kept and stored. */
const mostFrames = 1_000_000;
/** Enough of a refusal to read it. */
const largestRefusal = 256 * 1024;
/** How long the end of a response may take after its reader has seen enough. */
const drainMs = 1000;

export interface ReaderOptions {
  readonly clock: Clock;
  readonly turns: Turns;
  readonly signal: AbortSignal;
  readonly scanner: FrameScanner;
  readonly idleMs: number;
  readonly stalled: () => ProviderError;
  readonly broken: (error: unknown) => ProviderError;
  readonly tooLarge: (limit: string) => ProviderError;
  /** The scanner could not make sense of the bytes. */
  readonly unreadable: (error: unknown) => ProviderError;
  /** The body turned out to be no event stream; this is its text. */
  readonly noStream: (body: string) => ProviderError;
  readonly failed: (error: ProviderError) => void;
}

interface Consumer {
  readonly chunk: (chunk: Buffer, at: number) => void;
  readonly end: () => void;
  readonly error: (error: ProviderError) => void;
}

/**
 * Reads one response as fast as it comes and notes when each frame arrived. It is handed on in a later turn of the
 * event loop, after all that came at the same time on other sockets has been noted: a busy parser moves no mark.
 */
export class ResponseReader {
  readonly #message: IncomingMessage;
  readonly #options: ReaderOptions;
  readonly #frames: number[] = [];
  readonly #idle: NodeJS.Timeout;
  #bytes = 0;
  #over = false;
  /** Nobody reads the stream any more. */
  #released = false;
  #sawDone = false;
  #complete = false;
  #lastAt: number | null = null;

  constructor(message: IncomingMessage, options: ReaderOptions) {
    this.#message = message;
    this.#options = options;
    this.#idle = setTimeout(() => message.destroy(options.stalled()), options.idleMs);
  }

  /** Arrival of each data frame: of the network chunk that completed it. */
  get frames(): readonly number[] {
    return this.#frames;
  }

  /** Nothing of the answer is missing: the body ended well, or a `[DONE]` said so. */
  get complete(): boolean {
    return this.#complete || this.#sawDone;
  }

  get sawDone(): boolean {
    return this.#sawDone;
  }

  /** When the last bytes came. */
  get lastAt(): number | null {
    return this.#lastAt;
  }

  /** The body of a refusal, as far as it can be had. */
  text(): Promise<string> {
    const { promise, resolve } = Promise.withResolvers<string>();
    const chunks: Buffer[] = [];
    const finish = (): void => resolve(Buffer.concat(chunks).subarray(0, largestRefusal).toString('utf8'));
    this.#consume({
      chunk: (chunk) => {
        chunks.push(chunk);
        if (this.#bytes > largestRefusal) this.#message.destroy();
      },
      end: finish,
      error: finish,
    });
    return promise;
  }

  /** The body as its scanner writes it for the SDK. */
  stream(): ReadableStream<Uint8Array> {
    return new ReadableStream<Uint8Array>({
      start: (controller) => this.#pump(controller),
      cancel: () => {
        this.#released = true;
        this.release();
      },
    });
  }

  /** Lets the rest of the response run out for a moment, so that the socket can be used again; then ends it. */
  release(): void {
    if (this.#over) return;
    clearTimeout(this.#idle);
    this.#over = true;
    const timer = setTimeout(() => this.#message.destroy(), drainMs).unref();
    this.#message.once('close', () => clearTimeout(timer));
    this.#message.resume();
  }

  #pump(controller: ReadableStreamDefaultController<Uint8Array>): void {
    const { turns, failed, scanner, unreadable, noStream, clock } = this.#options;
    const foreign: Buffer[] = [];
    const pieces = new Pieces(turns, (piece) => void (this.#released || controller.enqueue(piece)));
    /** In a turn after the last piece's: an error throws away what has not been read yet. */
    const finish = (then: () => void): void => {
      pieces.flush();
      turns.add(() => void (this.#released || then()));
    };
    const fail = (error: ProviderError): void => {
      failed(error);
      finish(() => controller.error(error));
    };
    this.#consume({
      chunk: (chunk, at) => {
        try {
          const frames = scanner.push(chunk);
          if (frames !== null) this.#take(frames, at, pieces);
          else if (this.#bytes <= largestRefusal) foreign.push(chunk);
        } catch (error) {
          this.#message.destroy(unreadable(error));
        }
      },
      end: () => {
        if (foreign.length > 0) return fail(noStream(Buffer.concat(foreign).toString('utf8')));
        try {
          this.#take(scanner.flush(), this.#lastAt ?? clock.now(), pieces);
        } catch (error) {
          return fail(unreadable(error));
        }
        finish(() => controller.close());
      },
      error: fail,
    });
  }

  #take(frames: readonly Frame[], at: number, pieces: Pieces): void {
    for (const frame of frames) {
      this.#sawDone ||= frame.last;
      this.#frames.push(at);
      pieces.add(frame);
    }
  }

  #consume(consumer: Consumer): void {
    const { signal, broken, tooLarge } = this.#options;
    const message = this.#message;
    const onAbort = (): void => void message.destroy();
    const settle = (then: () => void): void => {
      signal.removeEventListener('abort', onAbort);
      clearTimeout(this.#idle);
      if (this.#over) return;
      this.#over = true;
      then();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    message.on('data', (chunk: Buffer) => {
      if (this.#over) return;
      const at = this.#options.clock.now();
      this.#lastAt = at;
      this.#idle.refresh();
      this.#bytes += chunk.length;
      if (this.#bytes > largestBody) message.destroy(tooLarge(`${largestBody} bytes`));
      else consumer.chunk(chunk, at);
      if (this.#frames.length > mostFrames) message.destroy(tooLarge(`${mostFrames} frames`));
    });
    message.once('end', () => {
      this.#complete = true;
      settle(consumer.end);
    });
    message.on('error', (error) => settle(() => consumer.error(error instanceof ProviderError ? error : broken(error))));
    message.once('close', () => settle(() => consumer.error(broken(closedEarly()))));
    if (signal.aborted) onAbort();
  }
}

function closedEarly(): Error {
  return Object.assign(new Error('closed early'), { code: 'ECONNRESET' });
}
