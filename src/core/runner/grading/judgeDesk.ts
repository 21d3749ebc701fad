import { createHash } from 'node:crypto';
import type { JudgeCall } from '../../../shared/model/scoring.ts';
import type { Suite } from '../../../shared/model/suite.ts';
import { unknownUsage, type Cost, type TokenUsage } from '../../../shared/model/usage.ts';
import type { Clock } from '../../ports.ts';
import type { Caller, CallOutcome, CallResult, Endpoint, EmbedResult } from '../../providers/spec.ts';
import type { TokenCounter } from '../../tokens/spec.ts';
import { notBilled, type CallOver, type Calls, type WantedCall } from '../calls.ts';
import { wantsEstimate, withEstimatedUsage } from '../estimateUsage.ts';
import { expectedTokens, usualOutputTokens } from '../pacing.ts';
import { nextTry, type Try } from '../retry.ts';
import { unsentError } from '../unsent.ts';
import { shareOf, sumOfCosts } from './costs.ts';
import type { JudgePrompt } from './judgePrompt.ts';
import { Lanes } from './lanes.ts';

/**
 * Room to reason before the grade: a reasoning model spends some thousand tokens, which its provider counts as output; a
 * lower limit would cut it off without a word. A higher one is refused by models whose answers may not be longer.
 */
export const mostJudgeTokens = 4096;

/** The grading was ended from outside, or its judge is out of reach. What is not graded by then stays open. */
export class GradingStopped extends Error {
  override readonly name = 'GradingStopped';
}

/** What came of one question to one judge. */
export interface Asked {
  readonly call: JudgeCall;
  /** False where an equal question had been asked before in this scoring: nothing was called, nothing is owed. */
  readonly made: boolean;
  /** The asker's part of the cost of the call, whoever made it. */
  readonly share: Cost;
  /** It was not asked, since it could have passed the budget. */
  readonly overBudget: boolean;
  /** The reply broke off at the limit of its length. */
  readonly cutOff: boolean;
  /** How near two texts are; `null` where the judge was asked for words. */
  readonly cosine: number | null;
}

interface Over<Result> {
  /** `null` where nothing was called. */
  readonly result: Result | null;
  readonly error: string | null;
  readonly cost: Cost;
  readonly overBudget: boolean;
}

/** What is kept of a result: there may be a hundred thousand. */
interface Reply {
  readonly answer: string;
  readonly usage: TokenUsage;
  readonly cutOff: boolean;
  readonly cosine: number | null;
}

interface Question {
  readonly over: Promise<Over<Reply>>;
  claims: number;
}

interface DeskPorts {
  readonly caller: Caller;
  readonly tokens: TokenCounter;
  readonly clock: Clock;
}

interface DeskTerms {
  readonly suite: Pick<Suite, 'retries' | 'timeouts' | 'concurrency'>;
  /** By `provider/model`. */
  readonly endpoints: Readonly<Record<string, Endpoint>>;
}

/** Asks the judges of one scoring: with the suite's retries, so many at once at each provider, and never the same thing twice. */
export class JudgeDesk {
  readonly #terms: DeskTerms;
  readonly #calls: Calls;
  readonly #ports: DeskPorts;
  readonly #stop: AbortSignal;
  readonly #lanes = new Map<string, Lanes>();
  readonly #questions = new Map<string, Question>();
  #judgeLost = false;

  constructor(terms: DeskTerms, calls: Calls, ports: DeskPorts, stop: AbortSignal) {
    this.#terms = terms;
    this.#calls = calls;
    this.#ports = ports;
    this.#stop = stop;
  }

  /** The budget is used up, or a judge cannot be reached any more: what the others would say could not be used. */
  get isClosed(): boolean {
    return this.#calls.budgetReached || this.#judgeLost;
  }

  /**
   * Rejects with `GradingStopped`; whatever else goes wrong is in what it resolves with.
   * @param askers how many answers the question is about, which share its cost
   */
  ask(ref: string, scorer: 'judge' | 'pairwise', prompt: JudgePrompt, askers: 1 | 2): Promise<Asked> {
    return this.#once({ judge: ref, scorer, ...prompt }, askers, () => this.#generate(ref, prompt));
  }

  /** How near two texts are by their embeddings. */
  compare(ref: string, one: string, other: string): Promise<Asked> {
    const question = { judge: ref, scorer: 'embedding', system: '', prompt: JSON.stringify([one, other]) } as const;
    return this.#once(question, 1, () => this.#embed(ref, [one, other]));
  }

  async #once(
    asked: Pick<JudgeCall, 'judge' | 'scorer' | 'system' | 'prompt'>,
    askers: 1 | 2,
    make: () => Promise<Over<Reply>>,
  ): Promise<Asked> {
    const key = createHash('sha256').update(JSON.stringify(asked)).digest('base64');
    const known = this.#questions.get(key);
    const question = known ?? { over: make(), claims: 0 };
    this.#questions.set(key, question);
    const { result, error, cost, overBudget } = await question.over;
    const made = known === undefined && result !== null;
    const share = question.claims++ < askers ? shareOf(cost, askers) : notBilled;
    const { answer = '', usage = unknownUsage, cutOff = false, cosine = null } = result ?? {};
    const call = { ...asked, answer, usage, cost: made ? cost : notBilled, error };
    return { call, made, share, overBudget, cutOff, cosine };
  }

  async #generate(ref: string, { system, prompt }: JudgePrompt): Promise<Over<Reply>> {
    const { caller, tokens } = this.#ports;
    const { endpoint, model } = this.#serverOf(ref);
    const request = { model, system, prompt, params: { maxOutputTokens: mostJudgeTokens } };
    const over = await this.#carryOut<CallResult>({
      ref,
      endpoint,
      model,
      inputBytes: Buffer.byteLength(system) + Buffer.byteLength(prompt),
      maxOutputTokens: mostJudgeTokens,
      tokens: expectedTokens(system.length + prompt.length, usualOutputTokens),
      send: () => caller.call(endpoint, request, this.#terms.suite.timeouts, this.#stop),
      counted: async (called) => (wantsEstimate(called) ? withEstimatedUsage(called, request, tokens) : called),
    });
    return replied(over, ({ text, usage, finishReason }) => ({
      answer: text,
      usage,
      cutOff: finishReason === 'length',
      cosine: null,
    }));
  }

  async #embed(ref: string, texts: readonly [string, string]): Promise<Over<Reply>> {
    const { caller, tokens } = this.#ports;
    const { endpoint, model } = this.#serverOf(ref);
    const whole = texts.join('\n');
    const over = await this.#carryOut<EmbedResult>({
      ref,
      endpoint,
      model,
      inputBytes: Buffer.byteLength(whole),
      maxOutputTokens: 0,
      tokens: expectedTokens(whole.length, 0),
      send: () => caller.embed(endpoint, { model, texts }, this.#terms.suite.timeouts, this.#stop),
      counted: async (embedded) => {
        if (embedded.status !== 'ok' || embedded.usage.inputTokens !== null) return embedded;
        const counted = await tokens.count({ input: whole, output: '', reasoning: '' }).catch(() => null);
        if (counted === null) return embedded;
        return { ...embedded, usage: { ...embedded.usage, inputTokens: counted.inputTokens }, usageSource: 'estimated' };
      },
    });
    return replied(over, ({ usage, vectors }) => {
      const [one = [], other = []] = vectors ?? [];
      return { answer: '', usage, cutOff: false, cosine: cosineOf(one, other) };
    });
  }

  #outOfReach(): GradingStopped {
    this.#judgeLost = true;
    return new GradingStopped();
  }

  #serverOf(ref: string): { readonly endpoint: Endpoint; readonly model: string } {
    const endpoint = this.#terms.endpoints[ref];
    if (!endpoint) throw new Error(`No endpoint was resolved for ${ref}`);
    return { endpoint, model: ref.slice(ref.indexOf('/') + 1) };
  }

  /** Tries until there is an answer or an end of it. The lane is kept while backing off. */
  #carryOut<Result extends CallOutcome>(wanted: WantedCall<Result>): Promise<Over<Result>> {
    const { provider } = wanted.endpoint;
    const lanes = this.#lanes.get(provider) ?? new Lanes(this.#terms.suite.concurrency);
    this.#lanes.set(provider, lanes);
    return lanes.run(async () => {
      const costs: Cost[] = [];
      let last: Result | null = null;
      let turn: Try | null = { attempt: 1, readyAt: this.#ports.clock.now(), firstSentAt: null };
      while (turn !== null) {
        const over: CallOver<Result> | null = await this.#calls.take(turn, wanted);
        const ended = { result: last, cost: sumOfCosts(costs) };
        if (over === null) {
          if (this.#stop.aborted) throw new GradingStopped();
          if (!this.#calls.budgetReached) throw this.#outOfReach();
          return { ...ended, error: 'It was not asked: that could have passed the budget.', overBudget: true };
        }
        if (over.type === 'unsent') {
          return { ...ended, error: unsentError(wanted.endpoint, wanted.model, over.why).message, overBudget: false };
        }
        if (over.result.status === 'cancelled') throw new GradingStopped();
        costs.push(over.cost);
        last = over.result;
        turn = this.#stop.aborted ? null : nextTry(turn, over.result, over.pauseMs, this.#terms.suite.retries);
      }
      return { result: last, error: last?.error?.message ?? null, cost: sumOfCosts(costs), overBudget: false };
    });
  }
}

function replied<Result>(over: Over<Result>, read: (result: Result) => Reply): Over<Reply> {
  return { ...over, result: over.result === null ? null : read(over.result) };
}

/** `null` where one of the two has no direction. */
function cosineOf(one: readonly number[], other: readonly number[]): number | null {
  const length = Math.hypot(...one) * Math.hypot(...other);
  return length === 0 ? null : one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0) / length;
}
