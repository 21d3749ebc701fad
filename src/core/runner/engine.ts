import { formatPlural, formatUsd } from '../../shared/format.ts';
import type { Attempt, AttemptRecord, Timing } from '../../shared/model/attempt.ts';
import type { AttemptSink, RunDetail, RunEvent, RunProgress, RunRecord, RunStatus } from '../../shared/model/run.ts';
import type { Candidate } from '../../shared/model/suite.ts';
import type { Cost } from '../../shared/model/usage.ts';
import type { Clock, Logger } from '../ports.ts';
import { costOf } from '../pricing/cost.ts';
import { defaultMaxTokens } from '../providers/anthropic.ts';
import type { Caller, CallResult, Endpoint, GenerateRequest } from '../providers/spec.ts';
import type { ScoreAnswer } from '../scorers/spec.ts';
import { deriveTiming } from '../stats/timing.ts';
import { renderTemplate } from '../suite/template.ts';
import { buildAttempt } from './attempt.ts';
import { BudgetGuard, worstCaseUsd } from './budget.ts';
import { LoopWatch } from './loopWatch.ts';
import { planRun, type Plan, type Sample } from './plan.ts';
import { retryDelayMs } from './retry.ts';
import { wait } from './wait.ts';

export interface RunSink extends AttemptSink {
  createRun(run: RunRecord, detail: RunDetail): Promise<void>;
  updateRun(run: RunRecord): Promise<void>;
}

export interface EnginePorts {
  readonly caller: Caller;
  readonly sink: RunSink;
  readonly score: ScoreAnswer;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  readonly emit: (event: RunEvent) => void;
}

export interface EngineSpec {
  readonly run: RunRecord;
  readonly detail: RunDetail;
  /** By `provider/model`. */
  readonly endpoints: Readonly<Record<string, Endpoint>>;
}

/**
 * Carries out one run: every sample is tried, a failed one is recorded and the run goes on.
 * Resolves with the finished run record; rejects only where the run could not even be created in the store.
 */
export async function runEngine(spec: EngineSpec, ports: EnginePorts, signal: AbortSignal): Promise<RunRecord> {
  await ports.sink.createRun(spec.run, spec.detail);
  await ports.caller.prepare(Object.values(spec.endpoints).map(({ api }) => api));
  const plan = planRun(spec.detail.suite);
  ports.emit({ type: 'run-started', run: spec.run, candidates: plan.candidates });
  return new RunExecution(spec, plan, ports, signal).execute();
}

/** One turn of a sample on the wire. */
interface Turn {
  readonly sample: Sample;
  /** From 1. */
  readonly attempt: number;
  readonly backoffMs: number;
  /** When it could have been sent, had a place been free; ms, monotonic. */
  readonly readyAt: number;
}

interface CallSide {
  readonly startedAt: Date;
  readonly concurrency: number;
  readonly cost: Cost;
  readonly final: boolean;
}

/** Attempts on their way to the disk. With more of them than this the store is stuck: no call is made before it moves. */
const mostWrites = 256;

/** The state of one run while it goes on. */
class RunExecution {
  readonly #spec: EngineSpec;
  readonly #plan: Plan;
  readonly #ports: EnginePorts;
  readonly #signal: AbortSignal;
  /** Aborts for reasons of our own as well as the user's. */
  readonly #stop = new AbortController();
  readonly #watch: LoopWatch;
  readonly #budget: BudgetGuard;
  readonly #writes = new Set<Promise<void>>();
  readonly #inFlight = new Map<string, number>();
  readonly #enqueuedAt: number;
  #done = 0;
  #failed = 0;
  #contaminated = 0;
  #answered = 0;
  #costUsd: number | null = 0;
  #budgetReached = false;
  #storeError: string | null = null;
  #fault: string | null = null;

  constructor(spec: EngineSpec, plan: Plan, ports: EnginePorts, signal: AbortSignal) {
    this.#spec = spec;
    this.#plan = plan;
    this.#ports = ports;
    this.#signal = signal;
    this.#watch = new LoopWatch(ports.clock);
    this.#budget = new BudgetGuard(spec.detail.suite.budgetUsd);
    this.#enqueuedAt = ports.clock.now();
  }

  async execute(): Promise<RunRecord> {
    const onAbort = () => this.#stop.abort();
    if (this.#signal.aborted) onAbort();
    this.#signal.addEventListener('abort', onAbort, { once: true });
    try {
      await Promise.all([...this.#plan.queues.values()].map((queue) => this.#drain(queue)));
      await Promise.all(this.#writes);
    } finally {
      this.#signal.removeEventListener('abort', onAbort);
      this.#watch.dispose();
    }
    const run = this.#finishedRun();
    await this.#ports.sink.updateRun(run).catch((error: unknown) => this.#storeFailed(error));
    this.#ports.emit({ type: 'run-finished', run });
    return run;
  }

  /** Works one provider's queue with as many lanes as calls may be in flight; warm-ups are over before the first sample. */
  async #drain(queue: readonly Sample[]): Promise<void> {
    const warmups = queue.filter((sample) => sample.warmup);
    const samples = queue.filter((sample) => !sample.warmup);
    for (const part of [warmups, samples]) {
      const rest = part.values();
      const lane = async () => {
        for (const sample of rest) {
          if (this.#stop.signal.aborted || this.#budgetReached) return;
          await this.#runSample(sample).catch((error: unknown) => this.#broke(error));
          while (this.#writes.size >= mostWrites) await Promise.race(this.#writes);
        }
      };
      const lanes = Math.min(this.#spec.detail.suite.concurrency, part.length);
      await Promise.all(Array.from({ length: lanes }, lane));
    }
  }

  /** Tries a sample until it succeeds, fails for good, or the run stops. The lane is kept while backing off: a provider under load gets fewer calls. */
  async #runSample(sample: Sample): Promise<void> {
    const { retries } = this.#spec.detail.suite;
    let backoffMs = 0;
    let readyAt = this.#enqueuedAt;
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#attempt({ sample, attempt, backoffMs, readyAt });
      if (outcome === null) return;
      const { error } = outcome.result;
      const delay = error && !this.#stop.signal.aborted ? retryDelayMs(error, attempt, retries, this.#ports.random) : null;
      this.#record(outcome.build(delay === null));
      if (delay === null) return;
      await wait(delay, this.#stop.signal);
      if (this.#stop.signal.aborted) return;
      backoffMs += delay;
      readyAt = this.#ports.clock.now();
    }
  }

  /** One request. `null` when the budget forbids it. */
  async #attempt(turn: Turn): Promise<{ result: CallResult; build: (final: boolean) => Attempt } | null> {
    const { clock, caller, emit } = this.#ports;
    const { detail, endpoints, run } = this.#spec;
    const { sample, attempt } = turn;
    const { provider } = sample.candidate;
    const ref = modelRef(sample.candidate);
    const endpoint = endpoints[ref];
    if (!endpoint) throw new Error(`No endpoint was resolved for ${ref}`);
    const request = requestFor(sample);
    const worst = worstCaseUsd(request.prompt.length + (request.system?.length ?? 0), request.params, detail.prices[ref]);
    if (!this.#budget.reserve(worst)) {
      this.#budgetReached = true;
      return null;
    }
    const concurrency = this.#changeInFlight(provider, 1);
    const startedAt = clock.date();
    if (!sample.warmup) emit({ type: 'attempt-started', runId: run.id, sampleId: sample.id, attempt });
    const result = await caller.call(endpoint, request, detail.suite.timeouts, this.#stop.signal);
    this.#changeInFlight(provider, -1);
    const cost = wasRefused(result) ? notBilled : costOf(result.usage, detail.prices[ref] ?? null, result.reportedCostUsd);
    this.#budget.settle(worst, cost);
    return { result, build: (final) => this.#build(turn, endpoint, result, { startedAt, concurrency, cost, final }) };
  }

  #changeInFlight(provider: string, by: number): number {
    const count = (this.#inFlight.get(provider) ?? 0) + by;
    this.#inFlight.set(provider, count);
    return count;
  }

  #build(turn: Turn, endpoint: Endpoint, result: CallResult, call: CallSide): Attempt {
    const timing = deriveTiming({
      ...turn,
      enqueuedAt: this.#enqueuedAt,
      sentAt: result.sentAt,
      chunks: result.chunks,
      finishedAt: result.finishedAt,
      usage: result.usage,
      // Only this wire streams the reasoning itself; the others stream a summary of it, or nothing.
      reasoningStreamed: endpoint.api === 'openai-chat' && result.chunks.some((chunk) => chunk.kind === 'reasoning'),
    });
    const moments = result.sentAt === null ? [] : [result.sentAt, ...result.chunks.map((chunk) => chunk.at)];
    return buildAttempt(result, {
      ...turn,
      ...call,
      ...this.#score(turn.sample, result, timing, call.cost),
      runId: this.#spec.run.id,
      requestedTokens: turn.sample.model.params.maxOutputTokens ?? (endpoint.api === 'anthropic' ? defaultMaxTokens : null),
      enqueuedAt: this.#enqueuedAt,
      timing,
      contaminated: this.#watch.contaminates(moments),
    });
  }

  #score(sample: Sample, result: CallResult, timing: Timing, cost: Cost): ReturnType<ScoreAnswer> {
    if (result.status !== 'ok' || sample.warmup) return { scores: [], quality: null, passed: null };
    const { e2eMs, ttftMs } = timing;
    const { text, reasoning, usage } = result;
    const answer = { text, reasoning, e2eMs, ttftMs, costUsd: cost.usd, outputTokens: usage.outputTokens };
    return this.#ports.score(answer, sample.case.expect);
  }

  /** Makes the attempt durable, then tells of it. The lane does not wait for the disk. */
  #record(attempt: Attempt): void {
    const write = this.#ports.sink
      .append(attempt)
      .catch((error: unknown) => this.#storeFailed(error))
      .then(() => {
        this.#count(attempt.record);
        this.#ports.emit({
          type: 'attempt-finished',
          runId: this.#spec.run.id,
          record: attempt.record,
          progress: this.#progress(),
        });
      })
      .finally(() => this.#writes.delete(write));
    this.#writes.add(write);
  }

  #count(record: AttemptRecord): void {
    this.#costUsd = addCost(this.#costUsd, record);
    if (record.warmup) return;
    if (record.status === 'ok') this.#answered++;
    if (record.status === 'ok' && record.contaminated) this.#contaminated++;
    if (!record.final || record.status === 'cancelled') return;
    this.#done++;
    if (record.status === 'error') this.#failed++;
  }

  /** Results that cannot be kept are not worth paying for: the run stops, and says why. */
  #storeFailed(error: unknown): void {
    this.#storeError ??= error instanceof Error ? error.message : String(error);
    this.#ports.logger.error(`Storing results failed: ${this.#storeError}`);
    this.#stop.abort();
  }

  /** A fault of ours in one lane ends all of them: calls that nobody waits for would go on and be paid for. */
  #broke(error: unknown): void {
    this.#fault ??= error instanceof Error ? error.message : String(error);
    this.#ports.logger.error(`The engine failed: ${this.#fault}`);
    this.#stop.abort();
  }

  #progress(): RunProgress {
    let inFlight = 0;
    for (const count of this.#inFlight.values()) inFlight += count;
    return { done: this.#done, planned: this.#plan.plannedSamples, failed: this.#failed, inFlight, costUsd: this.#costUsd };
  }

  #finishedRun(): RunRecord {
    const { status, message } = this.#outcome();
    return {
      ...this.#spec.run,
      status,
      statusMessage: message,
      finishedAt: this.#ports.clock.date().toISOString(),
      harness: this.#watch.report(this.#answered, this.#contaminated),
    };
  }

  #outcome(): { status: RunStatus; message: string | null } {
    const missing = this.#plan.plannedSamples - this.#done;
    if (this.#storeError !== null) {
      return { status: 'failed', message: `Results could not be stored, so the run was stopped: ${this.#storeError}` };
    }
    if (this.#fault !== null) return { status: 'failed', message: `The engine failed, so the run was stopped: ${this.#fault}` };
    if (this.#budgetReached) {
      const cap = formatUsd(this.#spec.detail.suite.budgetUsd);
      const message = `One more call could have passed the budget of ${cap}: ${formatPlural(missing, 'call')} were not made. Raise budget.usd, or lower params.maxOutputTokens.`;
      return { status: 'cancelled', message };
    }
    if (this.#stop.signal.aborted) return { status: 'cancelled', message: `Cancelled with ${missing} calls not finished.` };
    return { status: 'finished', message: null };
  }
}

const notBilled: Cost = { usd: 0, estimated: false, source: 'not-billed' };

/** Answered with an HTTP error, or never sent. A stream that broke off, or headers that never came, may well be billed. */
function wasRefused({ error, sentAt }: CallResult): boolean {
  return error !== null && (sentAt === null || (error.httpStatus !== null && error.httpStatus >= 400));
}

function addCost(total: number | null, record: AttemptRecord): number | null {
  return total === null || record.cost.usd === null ? null : total + record.cost.usd;
}

/** How models are named in suites, prices and endpoints: `provider/model`. */
function modelRef(candidate: Candidate): string {
  return `${candidate.provider}/${candidate.model}`;
}

function requestFor(sample: Sample): GenerateRequest {
  const { vars } = sample.case;
  return {
    model: sample.candidate.model,
    system: sample.prompt.system === undefined ? null : renderTemplate(sample.prompt.system, vars),
    prompt: renderTemplate(sample.prompt.template, vars),
    params: sample.model.params,
  };
}
