import { formatPlural, formatUsd } from '../../shared/format.ts';
import type { Attempt } from '../../shared/model/attempt.ts';
import type { AttemptSink, RunDetail, RunEvent, RunRecord, RunStatus } from '../../shared/model/run.ts';
import type { PriceRow } from '../../shared/model/usage.ts';
import type { Clock, Logger } from '../ports.ts';
import type { Caller, Endpoint } from '../providers/spec.ts';
import type { ScoreAnswer } from '../scorers/spec.ts';
import type { TokenCounter } from '../tokens/spec.ts';
import { LoopWatch } from './loopWatch.ts';
import type { PacerPool } from './pacer.ts';
import { planRun, type Plan, type Sample } from './plan.ts';
import { mayRetry } from './retry.ts';
import { TurnTaker, type Turn, type TurnOver } from './sampleTurn.ts';
import { Tally } from './tally.ts';

export interface RunSink extends AttemptSink {
  createRun(run: RunRecord, detail: RunDetail): Promise<void>;
  updateRun(run: RunRecord): Promise<void>;
}

export interface EnginePorts {
  readonly caller: Caller;
  readonly sink: RunSink;
  readonly score: ScoreAnswer;
  /** For answers whose provider tells no token counts. */
  readonly tokens: TokenCounter;
  /** Of this thread: runs that go on at once share what a provider allows. */
  readonly pacers: PacerPool;
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
  /** By `provider/model`: what the budget counts by where a suite's own price may be too low. Absent: `detail.prices`. */
  readonly worstPrices?: Readonly<Record<string, PriceRow>>;
}

/**
 * Carries out one run: every sample is tried, a failed one is recorded and the run goes on.
 * Resolves with the finished run record; rejects only where the run could not even be created in the store.
 */
export async function runEngine(spec: EngineSpec, ports: EnginePorts, signal: AbortSignal): Promise<RunRecord> {
  await ports.sink.createRun(spec.run, spec.detail);
  await ports.caller.prepare(Object.values(spec.endpoints), signal);
  const plan = planRun(spec.detail.suite);
  ports.emit({ type: 'run-started', run: spec.run, candidates: plan.candidates });
  return new RunExecution(spec, plan, ports, signal).execute();
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
  readonly #tally: Tally;
  readonly #calls: TurnTaker;
  readonly #writes = new Set<Promise<void>>();
  readonly #enqueuedAt: number;
  #storeError: string | null = null;
  #fault: string | null = null;

  constructor(spec: EngineSpec, plan: Plan, ports: EnginePorts, signal: AbortSignal) {
    this.#spec = spec;
    this.#plan = plan;
    this.#ports = ports;
    this.#signal = signal;
    this.#watch = new LoopWatch(ports.clock);
    this.#tally = new Tally(plan.plannedSamples);
    this.#enqueuedAt = ports.clock.now();
    this.#calls = new TurnTaker(spec, ports, this.#watch, this.#stop.signal, this.#enqueuedAt);
  }

  async execute(): Promise<RunRecord> {
    const onAbort = () => this.#stop.abort();
    if (this.#signal.aborted) onAbort();
    this.#signal.addEventListener('abort', onAbort, { once: true });
    try {
      await Promise.all(this.#plan.queues.map((queue) => this.#drain(queue)));
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

  /** Works one queue with as many lanes as calls may be in flight; warm-ups are over before the first sample. */
  async #drain(queue: readonly Sample[]): Promise<void> {
    const warmups = queue.filter((sample) => sample.warmup);
    const samples = queue.filter((sample) => !sample.warmup);
    for (const part of [warmups, samples]) {
      const rest = part.values();
      const lane = async () => {
        for (const sample of rest) {
          if (this.#stop.signal.aborted || this.#calls.budgetReached) return;
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
    let turn: Turn | null = { sample, attempt: 1, backoffMs: 0, readyAt: this.#enqueuedAt, firstSentAt: null };
    while (turn !== null) {
      const over: TurnOver | null = await this.#calls.take(turn);
      if (over === null) return;
      turn = this.#nextTurn(turn, over);
      this.#record(over.build(turn === null));
    }
  }

  #nextTurn(turn: Turn, { result, pauseMs }: TurnOver): Turn | null {
    if (result.error === null || pauseMs === null || this.#stop.signal.aborted) return null;
    const firstSentAt = turn.firstSentAt ?? result.sentAt ?? result.finishedAt;
    const readyAt = result.finishedAt + pauseMs;
    const { retries } = this.#spec.detail.suite;
    if (!mayRetry(result.error, turn.attempt, retries, { firstSentAt, beginsAt: readyAt })) return null;
    return { ...turn, attempt: turn.attempt + 1, backoffMs: turn.backoffMs + pauseMs, readyAt, firstSentAt };
  }

  /** Makes the attempt durable, then tells of it. The lane does not wait for the disk. */
  #record(attempt: Attempt): void {
    const write = this.#ports.sink
      .append(attempt)
      .catch((error: unknown) => this.#storeFailed(error))
      .then(() => {
        this.#tally.count(attempt.record);
        this.#ports.emit({
          type: 'attempt-finished',
          runId: this.#spec.run.id,
          record: attempt.record,
          progress: this.#tally.progress(this.#calls.inFlight),
        });
      })
      .finally(() => this.#writes.delete(write));
    this.#writes.add(write);
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

  #finishedRun(): RunRecord {
    const { status, message } = this.#outcome();
    return {
      ...this.#spec.run,
      status,
      statusMessage: message,
      finishedAt: this.#ports.clock.date().toISOString(),
      harness: this.#watch.report(this.#tally.answered, this.#tally.contaminated),
    };
  }

  #outcome(): { status: RunStatus; message: string | null } {
    const { missing } = this.#tally;
    if (this.#storeError !== null) {
      return { status: 'failed', message: `Results could not be stored, so the run was stopped: ${this.#storeError}` };
    }
    if (this.#fault !== null) return { status: 'failed', message: `The engine failed, so the run was stopped: ${this.#fault}` };
    if (this.#calls.budgetReached) {
      const cap = formatUsd(this.#spec.detail.suite.budgetUsd);
      const message = `One more call could have passed the budget of ${cap}: ${formatPlural(missing, 'call')} were not made. Raise budget.usd, or lower params.maxOutputTokens.`;
      return { status: 'cancelled', message };
    }
    if (this.#stop.signal.aborted) return { status: 'cancelled', message: `Cancelled with ${missing} calls not finished.` };
    return { status: 'finished', message: null };
  }
}
