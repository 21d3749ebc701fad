import type { Attempt, Timing } from '../../shared/model/attempt.ts';
import type { Candidate, ModelParams, WireKind } from '../../shared/model/suite.ts';
import type { Cost } from '../../shared/model/usage.ts';
import { maxTokensOf } from '../providers/anthropic.ts';
import type { CallResult, Endpoint, GenerateRequest } from '../providers/spec.ts';
import { scoreAnswer, scoreInline } from '../scorers/registry.ts';
import type { ScoreAnswer } from '../scorers/spec.ts';
import { deriveTiming } from '../stats/timing.ts';
import { renderTemplate } from '../suite/template.ts';
import { buildAttempt } from './attempt.ts';
import { notBilled, type Calls, type MadeCall, type WantedCall } from './calls.ts';
import type { EnginePorts, EngineSpec } from './engine.ts';
import { wantsEstimate, withEstimatedUsage } from './estimateUsage.ts';
import { isDeferred } from './grading/places.ts';
import { lengthError } from './lengthCheck.ts';
import type { LoopWatch } from './loopWatch.ts';
import { expectedTokens, usualOutputTokens } from './pacing.ts';
import type { Sample } from './plan.ts';
import type { Try } from './retry.ts';
import { unsent, type WhyUnsent } from './unsent.ts';

/** One turn of a sample on the wire. */
export interface Turn extends Try {
  readonly sample: Sample;
  /** Attempts at the sample that failed before the run was taken up again. */
  readonly triesBefore: number;
  readonly backoffMs: number;
}

export interface TurnOver {
  readonly result: CallResult;
  /** How long the server is to be left alone; `null` where nothing failed, or it asks for more than the suite allows. */
  readonly pauseMs: number | null;
  readonly build: (final: boolean) => Attempt;
}

interface CallFacts {
  readonly ref: string;
  readonly endpoint: Endpoint;
  readonly request: GenerateRequest;
}

type CallSide = Pick<MadeCall<CallResult>, 'startedAt' | 'dueAt' | 'concurrency' | 'cost'>;

/** Makes the measured calls of one run, and the records of what became of them. */
export class TurnTaker {
  readonly #spec: EngineSpec;
  readonly #ports: EnginePorts;
  readonly #calls: Calls;
  readonly #watch: LoopWatch;
  readonly #stop: AbortSignal;
  readonly #enqueuedAt: number;
  #inFlight = 0;

  constructor(spec: EngineSpec, ports: EnginePorts, calls: Calls, watch: LoopWatch, stop: AbortSignal, enqueuedAt: number) {
    this.#spec = spec;
    this.#ports = ports;
    this.#calls = calls;
    this.#watch = watch;
    this.#stop = stop;
    this.#enqueuedAt = enqueuedAt;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** `null` when the run stops, or the budget forbids the call. */
  async take(turn: Turn): Promise<TurnOver | null> {
    const facts = this.#factsOf(turn.sample);
    const over = await this.#calls.take(turn, this.#wanted(turn, facts));
    if (over === null) return null;
    return over.type === 'unsent' ? this.#unsent(turn, facts, over.why) : this.#called(turn, facts, over);
  }

  #factsOf({ candidate, model, prompt, case: { vars } }: Sample): CallFacts {
    const ref = modelRef(candidate);
    const endpoint = this.#spec.endpoints[ref];
    if (!endpoint) throw new Error(`No endpoint was resolved for ${ref}`);
    const system = prompt.system === undefined ? null : renderTemplate(prompt.system, vars);
    const request = { model: candidate.model, system, prompt: renderTemplate(prompt.template, vars), params: model.params };
    return { ref, endpoint, request };
  }

  #wanted(turn: Turn, { ref, endpoint, request }: CallFacts): WantedCall<CallResult> {
    const { system, prompt, params, model } = request;
    return {
      ref,
      endpoint,
      model,
      inputBytes: Buffer.byteLength(prompt) + Buffer.byteLength(system ?? ''),
      maxOutputTokens: limitOf(endpoint.api, params),
      tokens: expectedTokens(prompt.length + (system?.length ?? 0), params.maxOutputTokens ?? usualOutputTokens),
      send: ({ dueAt }) => {
        this.#watch.sending(dueAt);
        return this.#send(turn, endpoint, request);
      },
      counted: async (called) => (wantsEstimate(called) ? withEstimatedUsage(called, request, this.#ports.tokens) : called),
    };
  }

  async #send({ sample, triesBefore, attempt }: Turn, endpoint: Endpoint, request: GenerateRequest): Promise<CallResult> {
    const { caller, emit } = this.#ports;
    const { run, detail } = this.#spec;
    this.#inFlight++;
    if (!sample.warmup) emit({ type: 'attempt-started', runId: run.id, sampleId: sample.id, attempt: triesBefore + attempt });
    try {
      return await caller.call(endpoint, request, detail.suite.timeouts, this.#stop);
    } finally {
      this.#inFlight--;
    }
  }

  #called(turn: Turn, { endpoint }: CallFacts, made: MadeCall<CallResult>): TurnOver {
    const timing = this.#timingOf(turn, made.result);
    const result = this.#checked(turn.sample, endpoint, made.result, timing);
    return { result, pauseMs: made.pauseMs, build: this.#builder(turn, result, timing, made) };
  }

  #unsent(turn: Turn, { endpoint, request }: CallFacts, why: WhyUnsent): TurnOver {
    const { clock } = this.#ports;
    const result = unsent(endpoint, request.model, why, clock.now());
    const side = { startedAt: clock.date(), dueAt: result.finishedAt, concurrency: 0, cost: notBilled };
    return { result, pauseMs: null, build: this.#builder(turn, result, this.#timingOf(turn, result), side) };
  }

  #timingOf(turn: Turn, result: CallResult): Timing {
    return deriveTiming({
      ...turn,
      enqueuedAt: this.#enqueuedAt,
      sentAt: result.sentAt,
      chunks: result.chunks,
      finishedAt: result.finishedAt,
      usage: result.usage,
      reasoningStreamed: streamsReasoning(result),
    });
  }

  /** In a fixed-length speed test an answer of another length is an error, not a result. */
  #checked({ warmup, candidate }: Sample, endpoint: Endpoint, result: CallResult, timing: Timing): CallResult {
    const asked = this.#spec.detail.suite.timing?.outputTokens ?? null;
    if (asked === null || warmup || result.status !== 'ok') return result;
    const error = lengthError(endpoint, candidate.model, result, timing, asked);
    return error === null ? result : { ...result, status: 'error', error };
  }

  #builder(turn: Turn, result: CallResult, timing: Timing, side: CallSide): TurnOver['build'] {
    const { api, sentAt, chunks, finishedAt } = result;
    return (final) =>
      buildAttempt(result, {
        ...turn,
        ...side,
        ...this.#score(turn.sample, result, timing, side.cost),
        attempt: turn.triesBefore + turn.attempt,
        final,
        runId: this.#spec.run.id,
        requestedTokens: limitOf(api, turn.sample.model.params),
        enqueuedAt: this.#enqueuedAt,
        timing,
        contaminated:
          result.starved === true ||
          (sentAt !== null && this.#watch.contaminates([side.dueAt, sentAt, ...chunks.map((chunk) => chunk.at)], finishedAt)),
      });
  }

  /** What takes longer, or costs something, comes later: until then the answer's quality is open. */
  #score({ warmup, case: { expect } }: Sample, result: CallResult, timing: Timing, cost: Cost): ReturnType<ScoreAnswer> {
    if (result.status !== 'ok' || warmup) return { scores: [], quality: null, passed: null };
    const { e2eMs, ttftMs } = timing;
    const { text, reasoning, usage } = result;
    const answer = { text, reasoning, e2eMs, ttftMs, costUsd: cost.usd, outputTokens: usage.outputTokens };
    if (!isDeferred(expect)) return scoreAnswer(answer, expect);
    return { scores: scoreInline(answer, expect), quality: null, passed: null };
  }
}

/** No text of a model has fewer characters for each token, but for dense scripts: a text that has is a summary. */
const leastCharsPerToken = 2;

/**
 * Only this wire streams the reasoning itself; the others stream a summary of it, or nothing. A router does so here, too
 * (OpenRouter for models of OpenAI): what it streams is too little for the tokens that are billed. To take dense reasoning
 * for a summary does no harm: the pace is then that of the answer alone.
 */
function streamsReasoning({ api, reasoning, usage }: CallResult): boolean {
  return api === 'openai-chat' && reasoning !== '' && reasoning.length >= leastCharsPerToken * (usage.reasoningTokens ?? 0);
}

/** The limit that a request is sent with. */
function limitOf(api: WireKind, params: ModelParams): number | null {
  return api === 'anthropic' || api === 'vertex-anthropic' ? maxTokensOf(params) : (params.maxOutputTokens ?? null);
}

/** How models are named in suites, prices and endpoints: `provider/model`. */
function modelRef(candidate: Candidate): string {
  return `${candidate.provider}/${candidate.model}`;
}
