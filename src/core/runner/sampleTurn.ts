import type { Attempt, Timing } from '../../shared/model/attempt.ts';
import type { Candidate, ModelParams, WireKind } from '../../shared/model/suite.ts';
import type { Cost, PriceRow } from '../../shared/model/usage.ts';
import { costOf } from '../pricing/cost.ts';
import { maxTokensOf } from '../providers/anthropic.ts';
import type { CallResult, Endpoint, GenerateRequest } from '../providers/spec.ts';
import type { ScoreAnswer } from '../scorers/spec.ts';
import { deriveTiming } from '../stats/timing.ts';
import { renderTemplate } from '../suite/template.ts';
import { buildAttempt } from './attempt.ts';
import { BudgetGuard, type Reservation } from './budget.ts';
import type { EnginePorts, EngineSpec } from './engine.ts';
import { wantsEstimate, withEstimatedUsage } from './estimateUsage.ts';
import { lengthError } from './lengthCheck.ts';
import type { LoopWatch } from './loopWatch.ts';
import type { PaceAnswer, PacedResult, Permit } from './pacer.ts';
import { notUsed, pacedResult, paceRequest, wasRefused } from './pacing.ts';
import type { Sample } from './plan.ts';
import { Refusals } from './refusals.ts';
import { pauseMs } from './retry.ts';
import { unsent, type WhyUnsent } from './unsent.ts';

/** One turn of a sample on the wire. Times are ms on the monotonic clock. */
export interface Turn {
  readonly sample: Sample;
  /** From 1. */
  readonly attempt: number;
  readonly backoffMs: number;
  /** When it could have been sent, had a place been free: for a retry the end of its back-off. */
  readonly readyAt: number;
  /** `null` in the first turn. */
  readonly firstSentAt: number | null;
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

interface CallSide {
  readonly startedAt: Date;
  readonly dueAt: number;
  readonly concurrency: number;
  readonly cost: Cost;
}

/** Makes the calls of one run: each waits for its turn at its provider, and for room in the budget. */
export class TurnTaker {
  readonly #spec: EngineSpec;
  readonly #ports: EnginePorts;
  readonly #watch: LoopWatch;
  readonly #stop: AbortSignal;
  readonly #enqueuedAt: number;
  readonly #budget: BudgetGuard;
  readonly #refusals: Refusals;
  #inFlight = 0;

  constructor(spec: EngineSpec, ports: EnginePorts, watch: LoopWatch, stop: AbortSignal, enqueuedAt: number) {
    this.#spec = spec;
    this.#ports = ports;
    this.#watch = watch;
    this.#stop = stop;
    this.#enqueuedAt = enqueuedAt;
    this.#budget = new BudgetGuard(spec.detail.suite.budgetUsd);
    this.#refusals = new Refusals(spec.detail.suite.retries);
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get budgetReached(): boolean {
    return this.#budget.reached;
  }

  /** `null` when the run stops, or the budget forbids the call. */
  async take(turn: Turn): Promise<TurnOver | null> {
    const facts = this.#factsOf(turn.sample);
    const refused = this.#refusals.verdict(facts.ref, this.#ports.clock.now());
    if (refused) return this.#unsent(turn, facts, refused);
    // Before its turn at the provider, where others would wait behind it.
    const room = await this.#roomFor(facts);
    if (room === null) return null;
    const { pacers } = this.#ports;
    const answer = await pacers
      .of(facts.endpoint)
      .turn(paceRequest(turn, this.#spec.detail.suite, facts.endpoint, facts.request), this.#stop);
    if (answer.type !== 'permit') {
      this.#budget.release(room);
      return this.#notLet(answer, turn, facts);
    }
    // The run may have changed while the call waited for its turn.
    const over = this.#budget.reached ? 'budget' : this.#refusals.verdict(facts.ref, this.#ports.clock.now());
    if (over === null) return this.#call(answer.permit, turn, facts, room);
    answer.permit.end(notUsed);
    this.#budget.release(room);
    return over === 'budget' ? null : this.#unsent(turn, facts, over);
  }

  #factsOf({ candidate, model, prompt, case: { vars } }: Sample): CallFacts {
    const ref = modelRef(candidate);
    const endpoint = this.#spec.endpoints[ref];
    if (!endpoint) throw new Error(`No endpoint was resolved for ${ref}`);
    const system = prompt.system === undefined ? null : renderTemplate(prompt.system, vars);
    const request = { model: candidate.model, system, prompt: renderTemplate(prompt.template, vars), params: model.params };
    return { ref, endpoint, request };
  }

  #roomFor({ ref, endpoint, request: { system, prompt, params } }: CallFacts): Promise<Reservation | null> {
    const inputBytes = Buffer.byteLength(prompt) + Buffer.byteLength(system ?? '');
    const maxOutputTokens = limitOf(endpoint.api, params);
    return this.#budget.reserve({ ref, inputBytes, maxOutputTokens }, this.#worstPrice(ref), this.#stop);
  }

  #notLet(answer: Exclude<PaceAnswer, { type: 'permit' }>, turn: Turn, facts: CallFacts): TurnOver | null {
    switch (answer.type) {
      case 'aborted':
        return null;
      case 'deadline-passed':
        return this.#unsent(turn, facts, { reason: 'deadline-passed' });
      case 'limit-announced':
        return this.#unsent(turn, facts, { reason: 'limit-announced', ms: answer.until - this.#ports.clock.now() });
    }
  }

  async #call(permit: Permit, turn: Turn, facts: CallFacts, room: Reservation): Promise<TurnOver> {
    const { clock, tokens } = this.#ports;
    const { ref, endpoint, request } = facts;
    const startedAt = clock.date();
    this.#watch.sending(permit.dueAt);
    const { called, pause } = await this.#onTheWire(permit, turn, facts);
    const counted = wantsEstimate(called) ? await withEstimatedUsage(called, request, tokens) : called;
    const cost = this.#costOf(counted, this.#spec.detail.prices[ref]);
    this.#budget.settle(room, counted.usage, [cost, this.#costOf(counted, this.#worstPrice(ref))]);
    const timing = this.#timingOf(turn, counted);
    const result = this.#checked(turn.sample, endpoint, counted, timing);
    const { dueAt, concurrency } = permit;
    const build = this.#builder(turn, result, timing, { startedAt, dueAt, concurrency, cost });
    return { result, pauseMs: pause, build };
  }

  /** The call itself; its place is free again as soon as it is over, whatever is made of its result. */
  async #onTheWire(permit: Permit, { sample, attempt }: Turn, { ref, endpoint, request }: CallFacts) {
    const { caller, emit, random } = this.#ports;
    const { run, detail } = this.#spec;
    const { retries, timeouts } = detail.suite;
    let paced: PacedResult = notUsed;
    this.#inFlight++;
    if (!sample.warmup) emit({ type: 'attempt-started', runId: run.id, sampleId: sample.id, attempt });
    try {
      const called = await caller.call(endpoint, request, timeouts, this.#stop);
      this.#refusals.note(ref, called);
      const pause = called.error && pauseMs(called.error, called.rateState, attempt, retries, random);
      paced = pacedResult(called, pause ?? 0);
      return { called, pause };
    } finally {
      this.#inFlight--;
      permit.end(paced);
    }
  }

  #unsent(turn: Turn, { endpoint, request }: CallFacts, why: WhyUnsent): TurnOver {
    const { clock } = this.#ports;
    const result = unsent(endpoint, request.model, why, clock.now());
    const side = { startedAt: clock.date(), dueAt: result.finishedAt, concurrency: 0, cost: notBilled };
    return { result, pauseMs: null, build: this.#builder(turn, result, this.#timingOf(turn, result), side) };
  }

  #worstPrice(ref: string): PriceRow | undefined {
    return (this.#spec.worstPrices ?? this.#spec.detail.prices)[ref];
  }

  #costOf(result: CallResult, price: PriceRow | undefined): Cost {
    return wasRefused(result) ? notBilled : costOf(result.usage, price ?? null, result.reportedCostUsd, result.usageSource);
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

  #score(sample: Sample, result: CallResult, timing: Timing, cost: Cost): ReturnType<ScoreAnswer> {
    if (result.status !== 'ok' || sample.warmup) return { scores: [], quality: null, passed: null };
    const { e2eMs, ttftMs } = timing;
    const { text, reasoning, usage } = result;
    const answer = { text, reasoning, e2eMs, ttftMs, costUsd: cost.usd, outputTokens: usage.outputTokens };
    return this.#ports.score(answer, sample.case.expect);
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

const notBilled: Cost = { usd: 0, estimated: false, source: 'not-billed' };

/** How models are named in suites, prices and endpoints: `provider/model`. */
function modelRef(candidate: Candidate): string {
  return `${candidate.provider}/${candidate.model}`;
}
