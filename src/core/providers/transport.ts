import { request as httpRequest, type Agent, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { TLSSocket } from 'node:tls';
import type { ErrorKind, ErrorStage } from '../../shared/model/errors.ts';
import type { Clock } from '../ports.ts';
import { Agents, trusted } from './agents.ts';
import {
  callError,
  classifyResponse,
  classifySocket,
  classifyStreamError,
  requestIdOf,
  type CallSubject,
  type HttpFacts,
} from './errors.ts';
import type { FrameScanner } from './frames.ts';
import { requestHeaders } from './headers.ts';
import { ResponseReader } from './responseReader.ts';
import { ProviderError, type CallTimeouts, type Endpoint } from './spec.ts';
import { SseFrames } from './sse.ts';
import { Turns } from './turns.ts';

const redirectLimit = 3;

/**
 * Makes the requests. node:http by hand, because its marks are the truest of all clients measured
 * (TTFT error at 10 in flight: 0.5 ms median; undici 1.8, fetch 3.0, the openai SDK's own 2.7).
 */
export class Transport {
  readonly #agents = new Agents();
  readonly #clock: Clock;
  readonly #turns = new Turns();

  constructor(clock: Clock) {
    this.#clock = clock;
    // The first `Response` of a process loads a good deal of Node: not while the first answer is being timed.
    new Response(new ReadableStream()).headers.get('content-type');
  }

  /** Does what would keep the first call to one of these addresses waiting. */
  prepare(baseUrls: Iterable<string>): void {
    if ([...baseUrls].some((url) => url.startsWith('https:'))) trusted();
  }

  /** `signal` ends whatever the call is doing, at once. */
  open(
    endpoint: Endpoint,
    subject: CallSubject,
    timeouts: CallTimeouts,
    signal: AbortSignal,
    frames: () => FrameScanner = () => new SseFrames(),
  ): WireCall {
    const shared = { clock: this.#clock, turns: this.#turns, agents: this.#agents };
    return new WireCall({ endpoint, subject, timeouts, signal, frames, ...shared });
  }

  dispose(): void {
    this.#agents.dispose();
  }
}

interface WireOptions {
  readonly endpoint: Endpoint;
  readonly subject: CallSubject;
  readonly timeouts: CallTimeouts;
  readonly signal: AbortSignal;
  readonly frames: () => FrameScanner;
  readonly clock: Clock;
  readonly turns: Turns;
  readonly agents: Agents;
}

/** One call on the wire: the `fetch` for an SDK, and the marks of its latest request. All marks as `Clock.now()`. */
export class WireCall {
  readonly #options: WireOptions;
  readonly #early = new AbortController();
  #request: ClientRequest | null = null;
  #reader: ResponseReader | null = null;
  #sentAt: number | null = null;
  #headersAt: number | null = null;
  #headers: HttpFacts['headers'] = {};
  #failure: ProviderError | null = null;

  constructor(options: WireOptions) {
    this.#options = options;
    const abort = (): void => void (this.#reader === null && this.#early.abort());
    if (options.signal.aborted) abort();
    else options.signal.addEventListener('abort', abort, { once: true });
  }

  /**
   * For an SDK: it fires only as long as there is no response. One that has begun is ended by the transport, after all
   * that came has been handed on; SDKs throw that away when they hear of the end from a signal.
   */
  get signal(): AbortSignal {
    return this.#early.signal;
  }

  /** When the request was written to a connected socket. */
  get sentAt(): number | null {
    return this.#sentAt;
  }

  get headersAt(): number | null {
    return this.#headersAt;
  }

  /** Of the latest response, a refusal's too; lower-case names. Empty before there is one. */
  get headers(): HttpFacts['headers'] {
    return this.#headers;
  }

  get requestId(): string | null {
    return requestIdOf(this.#headers);
  }

  /** Arrival of each data frame, by ordinal. */
  get frames(): readonly number[] {
    return this.#reader?.frames ?? [];
  }

  get complete(): boolean {
    return this.#reader?.complete ?? false;
  }

  /** When the last bytes of the response came. */
  get lastAt(): number | null {
    return this.#reader?.lastAt ?? null;
  }

  /** The stream said by itself that it is over. */
  get sawDone(): boolean {
    return this.#reader?.sawDone ?? false;
  }

  /** What went wrong on the wire, whatever an SDK makes of it. */
  get failure(): ProviderError | null {
    return this.#failure;
  }

  get stage(): ErrorStage {
    if (this.#sentAt === null) return 'connect';
    return this.#headersAt === null ? 'headers' : 'stream';
  }

  /** A `fetch` that goes to the endpoint's origin only, and takes its key and headers from the endpoint, not from the SDK. */
  readonly fetch: typeof fetch = async (input, init) => {
    this.#sentAt = null;
    this.#headersAt = null;
    this.#headers = {};
    this.#failure = null;
    this.#reader = null;
    const url = new URL(input instanceof Request ? input.url : input.toString());
    const body = typeof init?.body === 'string' ? init.body : '';
    const headers = requestHeaders(this.#options.endpoint, new Headers(init?.headers), Buffer.byteLength(body));
    // However many calls begin at once, bytes are read, and marked, between the writing of two requests.
    await new Promise<void>((resolve) => this.#options.turns.addUrgent(resolve));
    try {
      return await this.#exchange(url, headers, body);
    } catch (error) {
      throw this.#fail(error instanceof ProviderError ? error : classifySocket(this.#options.subject, error, this.stage));
    }
  };

  /** Ends what is still open; a response that is merely not read to its end may finish, so that its socket is used again. */
  close(): void {
    this.#reader?.release();
  }

  #fail(error: ProviderError): ProviderError {
    this.#failure ??= error;
    return this.#failure;
  }

  async #exchange(url: URL, headers: Record<string, string>, body: string): Promise<Response> {
    let target = url;
    for (let redirects = 0; ; redirects++) {
      this.#refuseOtherOrigin(target);
      const response = await this.#send(target, headers, body);
      const location = this.#redirectOf(response, target);
      if (location === null) return this.#receive(response);
      response.destroy();
      if (redirects >= redirectLimit) {
        throw this.#error('network', 'headers', `${target.origin} redirects more than ${redirectLimit} times`, false);
      }
      target = location;
    }
  }

  #refuseOtherOrigin(url: URL): void {
    const { origin } = this.#options.subject;
    if (url.origin === origin) return;
    throw this.#error('network', this.stage, `A request meant for ${origin} was to go to ${url.origin}: it was not sent`, false);
  }

  /** The address of a redirect that keeps method and body (307, 308), within the origin; any other is an error. */
  #redirectOf(response: IncomingMessage, from: URL): URL | null {
    const status = response.statusCode ?? 0;
    if (status < 300 || status > 399) return null;
    const location = response.headers.location;
    const to = location === undefined ? null : URL.parse(location, from.href);
    if (to !== null && to.origin === from.origin && (status === 307 || status === 308)) return to;
    response.destroy();
    const where = to === null ? 'nowhere' : to.origin === from.origin ? to.pathname : to.origin;
    throw new ProviderError(
      callError(this.#options.subject, {
        kind: 'network',
        stage: 'headers',
        message: `${from.origin} redirects (${status}) to ${where}; the key was not sent there`,
        advice: 'If that is the right address, set it as the base URL of this endpoint and give it a key of its own.',
        retryable: false,
        httpStatus: status,
      }),
    );
  }

  /** Resolves with the response's headers. A kept socket that the server had closed meanwhile is tried once more, afresh. */
  async #send(url: URL, headers: Record<string, string>, body: string): Promise<IncomingMessage> {
    try {
      return await this.#attempt(url, headers, body, this.#agentFor(url));
    } catch (error) {
      const stale = this.#request?.reusedSocket === true && isReset(error) && !this.#options.signal.aborted;
      if (!stale) throw error;
      return this.#attempt(url, headers, body, false);
    }
  }

  #agentFor(url: URL): Agent {
    try {
      return this.#options.agents.for(url);
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      throw this.#error('network', 'connect', `${url.origin} was not called: ${said}`, false);
    }
  }

  #attempt(url: URL, headers: Record<string, string>, body: string, agent: Agent | false): Promise<IncomingMessage> {
    const { signal, timeouts, clock } = this.#options;
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    if (signal.aborted) return Promise.reject(abortError());
    const options = { method: 'POST', headers, agent };
    const request = url.protocol === 'https:' ? httpsRequest(url, options) : httpRequest(url, options);
    this.#request = request;
    const end = (error: Error): void => {
      reject(error);
      request.destroy(error);
    };
    const onAbort = (): void => end(abortError());
    const timer = setTimeout(
      () => end(this.#error('timeout', this.stage, `${url.origin} sent no headers for ${timeouts.headersMs} ms`)),
      timeouts.headersMs,
    );
    signal.addEventListener('abort', onAbort, { once: true });
    const settle = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
    this.#sentAt = null;
    request.on('socket', (socket) => {
      const written = (): void => void (this.#sentAt = clock.now());
      if (!socket.connecting) written();
      else socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', written);
    });
    request.once('response', (response) => {
      this.#headersAt = clock.now();
      settle();
      resolve(response);
    });
    // Stays on: an error after the response is the reader's, and must not be an uncaught one here.
    request.on('error', (error) => {
      settle();
      reject(error);
    });
    request.end(body);
    return promise;
  }

  async #receive(message: IncomingMessage): Promise<Response> {
    const { subject, clock, turns, timeouts, signal } = this.#options;
    const headers = flatHeaders(message);
    const status = message.statusCode ?? 0;
    this.#headers = headers;
    const refusal = (body: string): ProviderError => classifyResponse(subject, { status, headers, body }, clock.date());
    const scanner = this.#options.frames();
    const reader = new ResponseReader(message, {
      scanner,
      clock,
      turns,
      signal,
      idleMs: timeouts.idleMs,
      stalled: () => this.#error('stall', 'stream', `${subject.origin} sent nothing for ${timeouts.idleMs} ms`),
      broken: (error) => classifySocket(subject, error, 'stream'),
      tooLarge: (limit) => this.#error('malformed-response', 'stream', `${subject.origin} sent more than ${limit}`),
      unreadable: (error) => classifyStreamError(subject, error),
      noStream: refusal,
      failed: (error) => this.#fail(error),
    });
    this.#reader = reader;
    if (status < 200 || status > 299) throw refusal(await reader.text());
    const encoding = headers['content-encoding'];
    if (encoding !== undefined && encoding !== 'identity') {
      message.destroy();
      throw this.#error(
        'malformed-response',
        'headers',
        `${subject.origin} sent a body packed with ${encoding}, which was not asked for`,
      );
    }
    return new Response(reader.stream(), { status, headers: { 'content-type': scanner.contentType } });
  }

  #error(kind: ErrorKind, stage: ErrorStage, message: string, retryable?: boolean): ProviderError {
    return new ProviderError(
      callError(this.#options.subject, {
        kind,
        stage,
        message,
        ...(retryable !== undefined && { retryable }),
      }),
    );
  }
}

function isReset(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}

/** What SDKs take for the end of a call that its caller ended. */
function abortError(): Error {
  return new DOMException('The call was ended', 'AbortError');
}

function flatHeaders(message: IncomingMessage): HttpFacts['headers'] {
  return Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}
