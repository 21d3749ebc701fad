import { setImmediate as immediate, setTimeout as delay } from 'node:timers/promises';
import { formatUsd } from '../../shared/format.ts';
import type { Attempt } from '../../shared/model/attempt.ts';
import type { AttemptSink, HarnessReport, RunDetail, RunEvent, RunProgress, RunRecord } from '../../shared/model/run.ts';
import type { GradeRecord, GradeSink, ScoringDetail, ScoringRecord } from '../../shared/model/scoring.ts';
import type { PriceRow } from '../../shared/model/usage.ts';
import type { Clock, Logger } from '../ports.ts';
import type { ResumeWhat } from '../prepareResume.ts';
import type { Caller, Endpoint } from '../providers/spec.ts';
import type { ScoringThread } from '../scorers/spec.ts';
import type { TokenCounter } from '../tokens/spec.ts';
import { BudgetGuard } from './budget.ts';
import { Calls } from './calls.ts';
import { nothingEarlier, takeUp, type Earlier, type StoredRuns } from './earlier.ts';
import { Grading } from './grading/grading.ts';
import { JudgeDesk } from './grading/judgeDesk.ts';
import { joinedReport, LoopWatch, shadowMs, starvedAfterMs } from './loopWatch.ts';
import type { PacerPool } from './pacer.ts';
import { outcomeOf, type Ending } from './outcome.ts';
import { planRun, queuesOf, type Plan, type Sample } from './plan.ts';
import { nextTry } from './retry.ts';
import { TurnTaker, type Turn, type TurnOver } from './sampleTurn.ts';
import type { Tally } from './tally.ts';

export interface RunSink extends AttemptSink, GradeSink {
  createRun(run: RunRecord, detail: RunDetail): Promise<void>;
  extendRun(run: RunRecord, detail: RunDetail): Promise<void>;
  updateRun(run: RunRecord): Promise<void>;
}

export interface EnginePorts {
  readonly caller: Caller;
  readonly sink: RunSink;
  readonly stored: StoredRuns;
  /** Scores what may take long. */
  readonly thread: ScoringThread;
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
  /** By `provider/model`: of the models and of the judges. */
  readonly endpoints: Readonly<Record<string, Endpoint>>;
  /** By `provider/model`: what the budget counts by where a suite's own price may be too low. Absent: the pinned prices. */
  readonly worstPrices?: Readonly<Record<string, PriceRow>>;
  /** The run's own, for the cases that cannot be scored as the answers come; `null` where there are none. */
  readonly scoring: { readonly record: ScoringRecord; readonly detail: ScoringDetail } | null;
  /** What is called of a run that had ended and goes on now. Absent: the run is new. */
  readonly goesOnWith?: ResumeWhat;
}

/**
 * Carries out one run: every sample is tried, a failed one is recorded and the run goes on; what takes a model to grade
 * is graded when the last call is over. Resolves with the run record as it ended; rejects only where the run could not even
 * be created in the store, or with `locked` where it was to go on and somebody else is at it.
 */
export async function runEngine(spec: EngineSpec, ports: EnginePorts, signal: AbortSignal): Promise<RunRecord> {
  const plan = planRun(spec.detail.suite);
  const earlier = await beginRun(spec, plan, ports);
  await ports.caller.prepare(Object.values(spec.endpoints), signal);
  ports.emit({ type: 'run-started', run: spec.run, candidates: plan.candidates });
  return new RunExecution(spec, plan, earlier, ports, signal).execute();
}

async function beginRun(spec: EngineSpec, { plannedSamples }: Plan, { sink, stored }: EnginePorts): Promise<Earlier> {
  const { run, detail } = spec;
  if (spec.goesOnWith === undefined) {
    await sink.createRun(run, detail);
    return nothingEarlier(plannedSamples);
  }
  const earlier = await takeUp(spec, plannedSamples, stored);
  await sink.extendRun(run, detail);
  return earlier;
}

/** Attempts on their way to the disk. With more of them than this the store is stuck: no call is made before it moves. */
const mostWrites = 256;

/** The state of one run while it goes on. */
class RunExecution {
  readonly #spec: EngineSpec;
  readonly #earlier: Earlier;
  readonly #queues: Plan['queues'];
  readonly #ports: EnginePorts;
  readonly #signal: AbortSignal;
  /** Aborts for reasons of our own as well as the user's. */
  readonly #stop = new AbortController();
  readonly #watch: LoopWatch;
  readonly #tally: Tally;
  readonly #calls: Calls;
  readonly #turns: TurnTaker;
  readonly #grading: Grading | null;
  readonly #writes = new Set<Promise<void>>();
  /** On a clock that stood still while nothing of the run went on. */
  readonly #enqueuedAt: number;
  readonly #takenUpAt: number;
  /** Calls that are still to be made, or to end. */
  #open: number;
  #storeError: string | null = null;
  #fault: string | null = null;

  constructor(spec: EngineSpec, plan: Plan, earlier: Earlier, ports: EnginePorts, signal: AbortSignal) {
    const { suite, prices } = spec.detail;
    const { tally, spentUsd, elapsedMs, answered, isWanted } = earlier;
    this.#spec = spec;
    this.#earlier = earlier;
    this.#queues = queuesOf(plan, isWanted);
    this.#open = this.#queues.flat().filter(({ warmup }) => !warmup).length;
    this.#ports = ports;
    this.#signal = signal;
    this.#watch = new LoopWatch(ports.clock);
    this.#tally = tally;
    this.#takenUpAt = ports.clock.now();
    this.#enqueuedAt = this.#takenUpAt - elapsedMs;
    const terms = { suite, prices, worstPrices: { ...prices, ...spec.worstPrices }, answered };
    this.#calls = new Calls(terms, new BudgetGuard(suite.budgetUsd, spentUsd), ports, this.#stop.signal);
    this.#turns = new TurnTaker(spec, ports, this.#calls, this.#watch, this.#stop.signal, this.#enqueuedAt);
    this.#grading = this.#gradingOf(spec);
  }

  async execute(): Promise<RunRecord> {
    const onAbort = () => this.#stop.abort();
    if (this.#signal.aborted) onAbort();
    this.#signal.addEventListener('abort', onAbort, { once: true });
    try {
      const harness = await this.#measure();
      await this.#grading?.gradeStored().catch((error: unknown) => this.#broke(error));
      return await this.#finish(harness);
    } finally {
      this.#signal.removeEventListener('abort', onAbort);
    }
  }

  /** Makes all calls that are measured, with nothing of ours beside them. */
  async #measure(): Promise<HarnessReport> {
    try {
      await this.#grading?.begin().catch((error: unknown) => this.#storeFailed(error));
      await Promise.all(this.#queues.map((queue) => this.#drain(queue)));
      await Promise.all(this.#writes);
      return joinedReport(this.#spec.run.harness, this.#watch.report(this.#tally.answered, this.#tally.contaminated));
    } finally {
      this.#watch.dispose();
    }
  }

  async #finish(harness: HarnessReport): Promise<RunRecord> {
    const { status, statusMessage } = this.#outcome();
    await this.#grading?.finish(status === 'interrupted' ? 'cancelled' : status, statusMessage);
    const finishedAt = this.#ports.clock.date().toISOString();
    const run: RunRecord = { ...this.#spec.run, ...this.#outcome(), finishedAt, harness };
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
      await Promise.all(await this.#begin(lanes, lane));
    }
  }

  /**
   * Each lane in a turn of its own: what the first calls of a thread cost to set up, tens of milliseconds, would hold up the
   * marks of all others that are sent in the same breath. Where one did block, the next waits until that is over.
   */
  async #begin(lanes: number, lane: () => Promise<void>): Promise<Promise<void>[]> {
    const { clock } = this.#ports;
    const working: Promise<void>[] = [];
    for (let count = 0; count < lanes; count++) {
      const before = clock.now();
      working.push(lane());
      await immediate();
      if (clock.now() - before > starvedAfterMs) await delay(shadowMs);
    }
    return working;
  }

  /** Tries a sample until it succeeds, fails for good, or the run stops. The lane is kept while backing off: a provider under load gets fewer calls. */
  async #runSample(sample: Sample): Promise<void> {
    const triesBefore = this.#earlier.triesBefore(sample.id);
    // What had its turn and failed did not wait for another one before it was asked for.
    const readyAt = triesBefore === 0 ? this.#enqueuedAt : this.#takenUpAt;
    let turn: Turn | null = { sample, triesBefore, attempt: 1, backoffMs: 0, readyAt, firstSentAt: null };
    while (turn !== null) {
      const over: TurnOver | null = await this.#turns.take(turn);
      if (over === null) return;
      turn = this.#nextTurn(turn, over);
      this.#record(over.build(turn === null && !this.#leavesFailure(over)));
    }
  }

  /** A call that was made again and cut short takes no place of a result: the failure before it stands. */
  #leavesFailure({ result }: TurnOver): boolean {
    return this.#spec.goesOnWith === 'failed' && result.status === 'cancelled';
  }

  #nextTurn(turn: Turn, { result, pauseMs }: TurnOver): Turn | null {
    const next = this.#stop.signal.aborted ? null : nextTry(turn, result, pauseMs, this.#spec.detail.suite.retries);
    return next && { ...turn, ...next, backoffMs: turn.backoffMs + (pauseMs ?? 0) };
  }

  /** Makes the attempt durable, then tells of it. The lane does not wait for the disk. */
  #record(attempt: Attempt): void {
    const write = this.#ports.sink
      .append(attempt)
      .catch((error: unknown) => this.#storeFailed(error))
      .then(() => {
        this.#tally.count(attempt.record);
        if (endsSample(attempt)) this.#open--;
        this.#grading?.take(attempt);
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

  #progress(): RunProgress {
    return this.#tally.progress(this.#turns.inFlight, this.#grading?.progress ?? null);
  }

  #gradingOf({ run, detail, endpoints, scoring }: EngineSpec): Grading | null {
    if (scoring === null) return null;
    const desk = new JudgeDesk({ suite: detail.suite, endpoints }, this.#calls, this.#ports, this.#stop.signal);
    const graded = (grade: GradeRecord): void =>
      this.#ports.emit({ type: 'answer-graded', runId: run.id, grade, progress: this.#progress() });
    const broke = (error: unknown, where: 'store' | 'grading'): void =>
      where === 'store' ? this.#storeFailed(error) : this.#broke(error);
    return new Grading({ ...scoring, runDetail: detail }, { ...this.#ports, graded, broke }, desk, this.#stop.signal);
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

  #outcome(): Ending {
    const { ended } = this.#earlier;
    const isRetry = this.#spec.goesOnWith === 'failed';
    return outcomeOf({
      storeError: this.#storeError,
      fault: this.#fault,
      capReached: this.#calls.budgetReached ? formatUsd(this.#spec.detail.suite.budgetUsd) : null,
      lost: this.#calls.lost,
      cancelled: this.#stop.signal.aborted,
      open: this.#open,
      ungraded: this.#grading?.open ?? 0,
      retried: isRetry && ended !== null ? { run: ended, absent: this.#tally.missing - this.#open } : null,
    });
  }
}

function endsSample({ record }: Attempt): boolean {
  return record.final && !record.warmup && record.status !== 'cancelled';
}
