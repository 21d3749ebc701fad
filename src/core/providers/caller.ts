import type { CallError } from '../../shared/model/errors.ts';
import type { WireKind } from '../../shared/model/suite.ts';
import { nullLogger, systemClock, type Clock, type Logger } from '../ports.ts';
import { Answer } from './answer.ts';
import { createAnthropic } from './anthropic.ts';
import { callError, classifyPreparation, classifyStreamError, RefusalError, subjectOf, type CallSubject } from './errors.ts';
import { createBedrockConverse } from './bedrockConverse.ts';
import { createGemini } from './gemini.ts';
import { embedOnWire, embedResult, WholeBody } from './embeddings.ts';
import { Negotiation, type Terms } from './negotiation.ts';
import { createOpenaiChat } from './openaiChat.ts';
import { createOpenaiResponses } from './openaiResponses.ts';
import {
  ProviderError,
  type Adapter,
  type Caller,
  type CallResult,
  type CallTimeouts,
  type EmbedRequest,
  type EmbedResult,
  type Endpoint,
  type GenerateRequest,
} from './spec.ts';
import { createSignIns, signedIn, type SignIns } from './signIn.ts';
import { Transport, type WireCall } from './transport.ts';
import { createVertexAnthropic } from './vertexAnthropic.ts';

export interface CallerOptions {
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** Who this machine is to the clouds that take no key. */
  readonly signIns?: SignIns;
}

/** The one that makes calls. It keeps sockets, and what servers have taught about their dialects, until disposed. */
export function createCaller(options: CallerOptions = {}): Caller {
  return new ProviderCaller(options.clock ?? systemClock, options.logger ?? nullLogger, options.signIns ?? createSignIns());
}

class ProviderCaller implements Caller {
  readonly #clock: Clock;
  readonly #negotiation: Negotiation;
  readonly #transport: Transport;
  readonly #signIns: SignIns;
  readonly #adapters: Readonly<Partial<Record<WireKind, Adapter>>> = {
    'openai-chat': createOpenaiChat(),
    'openai-responses': createOpenaiResponses(),
    anthropic: createAnthropic(),
    gemini: createGemini(),
    'vertex-anthropic': createVertexAnthropic(),
    'bedrock-converse': createBedrockConverse(),
  };

  constructor(clock: Clock, logger: Logger, signIns: SignIns) {
    this.#clock = clock;
    this.#signIns = signIns;
    this.#negotiation = new Negotiation(logger);
    this.#transport = new Transport(clock);
  }

  async prepare(endpoints: Iterable<Endpoint>, signal: AbortSignal): Promise<void> {
    const all = [...endpoints];
    this.#transport.prepare(all.map(({ baseUrl }) => baseUrl));
    const apis = new Set(all.map(({ api }) => api));
    const clouds = new Map(all.map((endpoint) => [`${endpoint.credentials} ${endpoint.baseUrl}`, endpoint]));
    await Promise.all([
      ...[...apis].flatMap((api) => this.#adapters[api]?.prepare() ?? []),
      // Whoever is not signed in hears it from the calls.
      ...[...clouds.values()].map((endpoint) => signedIn(endpoint, '', this.#signIns, signal)),
    ]);
  }

  /** One call, tried again only where its server has taught how it wants to be asked. */
  async call(endpoint: Endpoint, request: GenerateRequest, timeouts: CallTimeouts, signal: AbortSignal): Promise<CallResult> {
    const scope = new CallScope(signal, timeouts.totalMs);
    try {
      for (;;) {
        const terms = this.#negotiation.terms(endpoint, request);
        const { result, failure } = await this.#once(terms, timeouts, scope);
        const refused = result.status === 'error' && !scope.late && failure instanceof RefusalError;
        if (!refused || !this.#negotiation.learn(terms, failure)) return result;
      }
    } finally {
      scope.dispose();
    }
  }

  async embed(endpoint: Endpoint, request: EmbedRequest, timeouts: CallTimeouts, signal: AbortSignal): Promise<EmbedResult> {
    const scope = new CallScope(signal, timeouts.totalMs);
    try {
      const signed = await signedIn(endpoint, request.model, this.#signIns, scope.signal);
      const subject = subjectOf(signed.endpoint, request.model);
      const wire = this.#transport.open(signed.endpoint, subject, timeouts, scope.signal, () => new WholeBody());
      const call = { endpoint: signed.endpoint, fetch: wire.fetch, signal: wire.signal };
      const found =
        signed.failure ?? (await embedOnWire(request, call).catch((error: unknown) => failureOf(wire, subject, error)));
      wire.close();
      const over = { wire, secrets: subject.secrets, now: this.#clock.now(), date: this.#clock.date() };
      if (!(found instanceof ProviderError)) return embedResult('ok', found, null, over);
      if (scope.late) return embedResult('error', null, tooLate(subject, wire, timeouts), over);
      if (scope.cancelled) return embedResult('cancelled', null, null, over);
      return embedResult('error', null, found.detail, over);
    } finally {
      scope.dispose();
    }
  }

  dispose(): void {
    this.#transport.dispose();
  }

  async #once(terms: Terms, timeouts: CallTimeouts, scope: CallScope): Promise<Outcome> {
    const { request, changes } = terms;
    const { endpoint, failure: unsigned } = await signedIn(terms.endpoint, request.model, this.#signIns, scope.signal);
    const subject = subjectOf(endpoint, request.model);
    const wire = this.#transport.open(endpoint, subject, timeouts, scope.signal, this.#adapters[endpoint.api]?.frames);
    const answer = new Answer(changes);
    const failure = unsigned ?? (await this.#collect(answer, request, wire, { endpoint, subject }));
    wire.close();
    const finish = (status: CallResult['status'], error: CallError | null): Outcome => ({
      failure,
      result: answer.result(
        { api: endpoint.api, status, error, now: this.#clock.now(), date: this.#clock.date() },
        wire,
        subject.secrets,
      ),
    });
    // An abort that came when all was there changes nothing; else SDKs end in silence, or with any error at all.
    if (failure === null && wire.complete) return finish('ok', null);
    if (scope.late) return finish('error', tooLate(subject, wire, timeouts));
    if (scope.cancelled) return finish('cancelled', null);
    return finish('error', failure?.detail ?? unfinished(subject, wire));
  }

  /** Runs the adapter to its end and says what went wrong, if anything did. */
  async #collect(answer: Answer, request: GenerateRequest, wire: WireCall, call: CollectContext): Promise<ProviderError | null> {
    const { endpoint, subject } = call;
    try {
      const adapter = this.#adapters[endpoint.api];
      if (!adapter) throw new Error(`There is no adapter for ${endpoint.api}`);
      for await (const event of adapter.stream(request, { endpoint, fetch: wire.fetch, signal: wire.signal })) {
        answer.take(event);
      }
    } catch (error) {
      return failureOf(wire, subject, error);
    }
    if (wire.failure !== null) return wire.failure;
    return answer.finished || wire.sawDone ? null : new ProviderError(unfinished(subject, wire));
  }
}

/** The wire's own account comes first: SDKs wrap it, or swallow it, each in another way. */
function failureOf(wire: WireCall, subject: CallSubject, error: unknown): ProviderError {
  const classify = wire.headersAt === null ? classifyPreparation : classifyStreamError;
  return wire.failure ?? classify(subject, error);
}

interface Outcome {
  readonly result: CallResult;
  readonly failure: ProviderError | null;
}

interface CollectContext {
  readonly endpoint: Endpoint;
  readonly subject: CallSubject;
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

  /** Its caller ended it. */
  get cancelled(): boolean {
    return this.#outer.aborted;
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
