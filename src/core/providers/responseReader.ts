import type { IncomingMessage } from 'node:http';
import type { Clock } from '../ports.ts';
import { ProviderError } from './spec.ts';
import { formatFrame, SseScanner, type SseFrame } from './sse.ts';
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
  readonly idleMs: number;
  readonly stalled: () => ProviderError;
  readonly broken: (error: unknown) => ProviderError;
  readonly tooLarge: (limit: string) => ProviderError;
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

  /** The body as server-sent events, written anew: no comments, one data line a frame, each frame stamped with its ordinal. */
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
    const scanner = new SseScanner();
    const sniffer = new Sniffer();
    const foreign: Buffer[] = [];
    const { turns, failed } = this.#options;
    let waiting = '';
    const handOn = (): void => {
      if (!this.#released) controller.enqueue(Buffer.from(waiting));
      waiting = '';
    };
    const emit = (frames: readonly SseFrame[], at: number): void => {
      const idle = waiting === '';
      for (const frame of frames) {
        if (frame.data === '[DONE]') this.#sawDone = true;
        waiting += formatFrame(frame, this.#frames.push(at) - 1);
      }
      if (idle && waiting !== '') turns.add(handOn);
    };
    /** In a turn of its own: an error throws away what has not been read yet. */
    const finish = (then: () => void): void => turns.add(() => void (this.#released || then()));
    const fail = (error: ProviderError): void => {
      failed(error);
      finish(() => controller.error(error));
    };
    this.#consume({
      chunk: (chunk, at) => {
        if (sniffer.isStream(chunk)) emit(scanner.push(chunk), at);
        else if (this.#bytes <= largestRefusal) foreign.push(chunk);
      },
      end: () => {
        if (foreign.length > 0) return fail(this.#options.noStream(Buffer.concat(foreign).toString('utf8')));
        emit(scanner.flush(), this.#lastAt ?? this.#options.clock.now());
        finish(() => controller.close());
      },
      error: fail,
    });
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

/** Tells from the first visible byte whether a body can be server-sent events: JSON and HTML never are. */
class Sniffer {
  #verdict: boolean | null = null;

  isStream(chunk: Buffer): boolean {
    if (this.#verdict !== null) return this.#verdict;
    const first = chunk.find((byte) => byte > 0x20);
    if (first === undefined) return true;
    this.#verdict = first !== 0x7b && first !== 0x5b && first !== 0x3c;
    return this.#verdict;
  }
}
