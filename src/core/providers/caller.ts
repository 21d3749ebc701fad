import type { CallError } from '../../shared/model/errors.ts';
import type { WireKind } from '../../shared/model/suite.ts';
import { nullLogger, systemClock, type Clock, type Logger } from '../ports.ts';
import { Answer } from './answer.ts';
import { createAnthropic } from './anthropic.ts';
import { callError, classifyPreparation, classifyStreamError, subjectOf, type CallSubject } from './errors.ts';
import { createGemini } from './gemini.ts';
import { createOpenaiChat } from './openaiChat.ts';
import { createOpenaiResponses } from './openaiResponses.ts';
import type { Adapter, Caller, CallResult, CallTimeouts, Endpoint, GenerateRequest } from './spec.ts';
import { Transport, type WireCall } from './transport.ts';

export interface CallerOptions {
  readonly clock?: Clock;
  readonly logger?: Logger;
}

/** The one that makes calls. It keeps sockets, and what servers have taught about their dialects, until disposed. */
export function createCaller(options: CallerOptions = {}): Caller {
  return new ProviderCaller(options.clock ?? systemClock, options.logger ?? nullLogger);
}

class ProviderCaller implements Caller {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #transport: Transport;
  readonly #adapters: Readonly<Partial<Record<WireKind, Adapter>>> = {
    'openai-chat': createOpenaiChat(),
    'openai-responses': createOpenaiResponses(),
    anthropic: createAnthropic(),
    gemini: createGemini(),
  };
  /** Models that their server moved from Chat Completions to the Responses API, as `baseUrl model`. */
  readonly #moved = new Set<string>();

  constructor(clock: Clock, logger: Logger) {
    this.#clock = clock;
    this.#logger = logger;
    this.#transport = new Transport(clock);
  }

  async prepare(apis: Iterable<WireKind>): Promise<void> {
    await Promise.all([...new Set(apis)].flatMap((api) => this.#adapters[api]?.prepare() ?? []));
  }

  async call(endpoint: Endpoint, request: GenerateRequest, timeouts: CallTimeouts, signal: AbortSignal): Promise<CallResult> {
    if (endpoint.api !== 'openai-chat') return this.#once(endpoint, request, timeouts, signal);
    const key = `${endpoint.baseUrl} ${request.model}`;
    const moved: Endpoint = { ...endpoint, api: 'openai-responses' };
    if (this.#moved.has(key)) return this.#once(moved, request, timeouts, signal);
    const result = await this.#once(endpoint, request, timeouts, signal);
    if (result.error?.kind !== 'needs-responses-api') return result;
    this.#logger.info(`${endpoint.provider}/${request.model} asks for the Responses API: it is called there from now on.`);
    this.#moved.add(key);
    return this.#once(moved, request, timeouts, signal);
  }

  dispose(): void {
    this.#transport.dispose();
  }

  async #once(endpoint: Endpoint, request: GenerateRequest, timeouts: CallTimeouts, signal: AbortSignal): Promise<CallResult> {
    const subject = subjectOf(endpoint, request.model);
    const scope = new CallScope(signal, timeouts.totalMs);
    const wire = this.#transport.open(endpoint, subject, timeouts, scope.signal);
    const answer = new Answer();
    const failure = await this.#collect(answer, request, wire, { endpoint, subject, signal: scope.signal });
    wire.close();
    scope.dispose();
    const finish = (status: CallResult['status'], error: CallError | null): CallResult =>
      answer.result(endpoint.api, status, error, wire, subject.secrets, this.#clock.now());
    // An abort that came when all was there changes nothing; else SDKs end in silence, or with any error at all.
    if (failure === null && wire.complete) return finish('ok', null);
    if (scope.late) return finish('error', tooLate(subject, wire, timeouts));
    if (signal.aborted) return finish('cancelled', null);
    return finish('error', failure ?? unfinished(subject, wire));
  }

  /** Runs the adapter to its end and says what went wrong, if anything did. */
  async #collect(answer: Answer, request: GenerateRequest, wire: WireCall, call: CollectContext): Promise<CallError | null> {
    const { endpoint, subject, signal } = call;
    try {
      const adapter = this.#adapters[endpoint.api];
      if (!adapter) throw new Error(`There is no adapter for ${endpoint.api}`);
      for await (const event of adapter.stream(request, { endpoint, fetch: wire.fetch, signal })) {
        answer.take(event);
      }
    } catch (error) {
      // The wire's own account comes first: SDKs wrap it, or swallow it, each in another way.
      const classify = wire.headersAt === null ? classifyPreparation : classifyStreamError;
      return (wire.failure ?? classify(subject, error)).detail;
    }
    if (wire.failure !== null) return wire.failure.detail;
    return answer.finished || wire.sawDone ? null : unfinished(subject, wire);
  }
}

interface CollectContext {
  readonly endpoint: Endpoint;
  readonly subject: CallSubject;
  readonly signal: AbortSignal;
}

/** Ends a call when its caller wants it or its time is up. */
class CallScope {
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal;
  readonly #timer: NodeJS.Timeout;
  readonly #abort = (): void => this.#controller.abort();
  #late = false;

  constructor(outer: AbortSignal, totalMs: number) {
    this.#outer = outer;
    this.#timer = setTimeout(() => {
      this.#late = !outer.aborted;
      this.#abort();
    }, totalMs);
    if (outer.aborted) this.#abort();
    else outer.addEventListener('abort', this.#abort, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get late(): boolean {
    return this.#late;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#outer.removeEventListener('abort', this.#abort);
  }
}

function tooLate(subject: CallSubject, wire: WireCall, timeouts: CallTimeouts): CallError {
  return callError(subject, {
    kind: 'timeout',
    stage: wire.stage,
    message: `${subject.provider}/${subject.model} was not done after ${timeouts.totalMs} ms`,
  });
}

/** The stream ended without the end that its format has. */
function unfinished(subject: CallSubject, wire: WireCall): CallError {
  if (wire.frames.length === 0) {
    return callError(subject, {
      kind: 'malformed-response',
      stage: 'parse',
      message: `${subject.origin} sent no event of this format`,
    });
  }
  return callError(subject, {
    kind: 'network',
    stage: 'stream',
    message: `${subject.origin} closed the stream before the answer was finished`,
  });
}
