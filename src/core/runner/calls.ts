import type { Suite } from '../../shared/model/suite.ts';
import type { Cost, PriceRow } from '../../shared/model/usage.ts';
import type { Clock } from '../ports.ts';
import { costOf } from '../pricing/cost.ts';
import type { CallOutcome, Endpoint } from '../providers/spec.ts';
import type { BudgetGuard, Reservation } from './budget.ts';
import type { PaceAnswer, PacedResult, PacerPool, Permit } from './pacer.ts';
import { notUsed, pacedResult, paceRequest, wasRefused } from './pacing.ts';
import { originOf, Reach } from './reach.ts';
import { Refusals } from './refusals.ts';
import { pauseMs, type Try } from './retry.ts';
import type { WhyUnsent } from './unsent.ts';

/** What the calls of one run, or of one scoring, go by. */
export interface CallTerms {
  readonly suite: Pick<Suite, 'retries' | 'pacing' | 'timing' | 'concurrency'>;
  /** By `provider/model`. */
  readonly prices: Readonly<Record<string, PriceRow>>;
  /** What the budget counts by where a suite's own price may be too low. */
  readonly worstPrices: Readonly<Record<string, PriceRow>>;
  /** Servers that answered earlier in a run that goes on now. */
  readonly answered?: Iterable<Endpoint>;
}

interface CallPorts {
  readonly pacers: PacerPool;
  readonly clock: Clock;
  readonly random: () => number;
}

/** A call that is wanted, of whatever kind. */
export interface WantedCall<Result extends CallOutcome> {
  /** `provider/model` */
  readonly ref: string;
  readonly endpoint: Endpoint;
  readonly model: string;
  readonly inputBytes: number;
  /** The limit that it is sent with; `null` where it has none. */
  readonly maxOutputTokens: number | null;
  /** Input and output at a guess: what limits by the minute count until the usage is known. */
  readonly tokens: number;
  readonly send: (permit: Permit) => Promise<Result>;
  /** Counts what the server did not, once the call's place is free again. */
  readonly counted: (result: Result) => Promise<Result>;
}

export interface MadeCall<Result> {
  readonly type: 'called';
  readonly result: Result;
  readonly cost: Cost;
  /** How long the server is to be left alone; `null` where nothing failed, or it asks for more than the suite allows. */
  readonly pauseMs: number | null;
  readonly startedAt: Date;
  readonly dueAt: number;
  readonly concurrency: number;
}

export type CallOver<Result> = MadeCall<Result> | { readonly type: 'unsent'; readonly why: WhyUnsent };

/** Makes the calls of one run or scoring: each waits for its turn at its provider, and for room in the budget. */
export class Calls {
  readonly #terms: CallTerms;
  readonly #ports: CallPorts;
  readonly #budget: BudgetGuard;
  readonly #stop: AbortSignal;
  readonly #refusals: Refusals;
  readonly #reach: Reach;

  constructor(terms: CallTerms, budget: BudgetGuard, ports: CallPorts, stop: AbortSignal) {
    this.#terms = terms;
    this.#budget = budget;
    this.#ports = ports;
    this.#stop = stop;
    this.#refusals = new Refusals(terms.suite.retries);
    this.#reach = new Reach(terms.suite.concurrency, [...(terms.answered ?? [])].map(originOf));
  }

  get budgetReached(): boolean {
    return this.#budget.reached;
  }

  /** Origins that were called and cannot be reached any more. */
  get lost(): readonly string[] {
    return this.#reach.lost;
  }

  /** `null` when the run stops, the budget forbids the call, or its server cannot be reached any more. */
  async take<Result extends CallOutcome>(turn: Try, wanted: WantedCall<Result>): Promise<CallOver<Result> | null> {
    const { pacers, clock } = this.#ports;
    if (this.#reach.isLost(originOf(wanted.endpoint))) return null;
    const refused = this.#refusals.verdict(wanted.ref, clock.now());
    if (refused) return { type: 'unsent', why: refused };
    // Before its turn at the provider, where others would wait behind it.
    const room = await this.#budget.reserve(wanted, this.#terms.worstPrices[wanted.ref], this.#stop);
    if (room === null) return null;
    const answer = await pacers.of(wanted.endpoint).turn(paceRequest(turn, this.#terms.suite, wanted), this.#stop);
    if (answer.type !== 'permit') {
      this.#budget.release(room);
      return this.#notLet(answer);
    }
    // The run may have changed while the call waited for its turn.
    const isOver = this.#budget.reached || this.#reach.isLost(originOf(wanted.endpoint));
    const why = isOver ? null : this.#refusals.verdict(wanted.ref, clock.now());
    if (!isOver && why === null) return this.#make(answer.permit, turn, wanted, room);
    answer.permit.end(notUsed);
    this.#budget.release(room);
    return why && { type: 'unsent', why };
  }

  #notLet(answer: Exclude<PaceAnswer, { type: 'permit' }>): CallOver<never> | null {
    switch (answer.type) {
      case 'aborted':
        return null;
      case 'deadline-passed':
        return { type: 'unsent', why: { reason: 'deadline-passed' } };
      case 'limit-announced':
        return { type: 'unsent', why: { reason: 'limit-announced', ms: answer.until - this.#ports.clock.now() } };
    }
  }

  async #make<Result extends CallOutcome>(
    permit: Permit,
    turn: Try,
    wanted: WantedCall<Result>,
    room: Reservation,
  ): Promise<MadeCall<Result>> {
    const startedAt = this.#ports.clock.date();
    const { sent, pause } = await this.#onTheWire(permit, turn, wanted);
    const result = await wanted.counted(sent);
    const cost = billed(result, this.#terms.prices[wanted.ref]);
    this.#budget.settle(room, result.usage, [cost, billed(result, this.#terms.worstPrices[wanted.ref])]);
    const { dueAt, concurrency } = permit;
    return { type: 'called', result, cost, pauseMs: pause, startedAt, dueAt, concurrency };
  }

  /** The call itself; its place is free again as soon as it is over, whatever is made of its result. */
  async #onTheWire<Result extends CallOutcome>(permit: Permit, { attempt }: Try, { ref, endpoint, send }: WantedCall<Result>) {
    let paced: PacedResult = notUsed;
    try {
      const sent = await send(permit);
      this.#refusals.note(ref, sent);
      this.#reach.note(originOf(endpoint), sent);
      const pause = sent.error && pauseMs(sent.error, sent.rateState, attempt, this.#terms.suite.retries, this.#ports.random);
      paced = pacedResult(sent, pause ?? 0);
      return { sent, pause };
    } finally {
      permit.end(paced);
    }
  }
}

export const notBilled: Cost = { usd: 0, estimated: false, source: 'not-billed' };

function billed(result: CallOutcome, price: PriceRow | undefined): Cost {
  return wasRefused(result) ? notBilled : costOf(result.usage, price ?? null, result.reportedCostUsd, result.usageSource);
}
