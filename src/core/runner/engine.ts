import { setImmediate as immediate, setTimeout as delay } from 'node:timers/promises';
import { formatPlural, formatUsd } from '../../shared/format.ts';
import type { Attempt } from '../../shared/model/attempt.ts';
import type { SampleId } from '../../shared/model/ids.ts';
import type {
  AttemptSink,
  HarnessReport,
  RunDetail,
  RunEvent,
  RunProgress,
  RunRecord,
  RunStatus,
} from '../../shared/model/run.ts';
import type { GradeRecord, GradeSink, ScoringDetail, ScoringRecord } from '../../shared/model/scoring.ts';
import type { PriceRow } from '../../shared/model/usage.ts';
import type { Clock, Logger } from '../ports.ts';
import type { Caller, Endpoint } from '../providers/spec.ts';
import type { ScoringThread } from '../scorers/spec.ts';
import type { TokenCounter } from '../tokens/spec.ts';
import { BudgetGuard } from './budget.ts';
import { Calls } from './calls.ts';
import { Grading, type StoredAnswers } from './grading/grading.ts';
import { gradingBudgetMessage, gradingCancelMessage } from './grading/endings.ts';
import { JudgeDesk } from './grading/judgeDesk.ts';
import { joinedReport, LoopWatch, shadowMs, starvedAfterMs } from './loopWatch.ts';
import type { PacerPool } from './pacer.ts';
import { planRun, withoutDone, type Plan, type Sample } from './plan.ts';
import { nextTry } from './retry.ts';
import { TurnTaker, type Turn, type TurnOver } from './sampleTurn.ts';
import { Tally } from './tally.ts';

export interface RunSink extends AttemptSink, GradeSink {
  createRun(run: RunRecord, detail: RunDetail): Promise<void>;
  extendRun(run: RunRecord, detail: RunDetail): Promise<void>;
  updateRun(run: RunRecord): Promise<void>;
}

export interface EnginePorts {
  readonly caller: Caller;
  readonly sink: RunSink;
  readonly stored: StoredAnswers;
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
  /** Samples that a run had when it ended, to which others are added now. Absent: the run is new. */
  readonly done?: readonly SampleId[];
}

/**
 * Carries out one run: every sample is tried, a failed one is recorded and the run goes on; what takes a model to grade
 * is graded when the last call is over. Resolves with the finished run record; rejects only where the run could not even
 * be created in the store.
 */
export async function runEngine(spec: EngineSpec, ports: EnginePorts, signal: AbortSignal): Promise<RunRecord> {
  const plan = planRun(spec.detail.suite);
  const earlier = await beginRun(spec, plan, ports);
  await ports.caller.prepare(Object.values(spec.endpoints), signal);
  ports.emit({ type: 'run-started', run: spec.run, candidates: plan.candidates });
  return new RunExecution(spec, plan, earlier, ports, signal).execute();
}

/** What a run that goes on has to its account. */
interface Earlier {
  readonly tally: Tally;
  readonly spentUsd: number;
}

async function beginRun(spec: EngineSpec, plan: Plan, { sink, stored }: EnginePorts): Promise<Earlier> {
  const { run, detail, scoring, done } = spec;
  const tally = new Tally(plan.plannedSamples);
  if (done === undefined) {
    await sink.createRun(run, detail);
    return { tally, spentUsd: 0 };
  }
  const records = await stored.attempts(run.id);
  const grades: readonly GradeRecord[] = scoring === null ? [] : await stored.grades(run.id, scoring.record.id);
  tally.countEarlier(records, new Set(done));
  await sink.extendRun(run, detail);
  return { tally, spentUsd: [...records, ...grades].reduce((sum, { cost }) => sum + (cost.usd ?? 0), 0) };
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
  readonly #calls: Calls;
  readonly #turns: TurnTaker;
  readonly #grading: Grading | null;
  readonly #writes = new Set<Promise<void>>();
  readonly #enqueuedAt: number;
  #storeError: string | null = null;
  #fault: string | null = null;

  constructor(spec: EngineSpec, plan: Plan, { tally, spentUsd }: Earlier, ports: EnginePorts, signal: AbortSignal) {
    const { suite, prices } = spec.detail;
    this.#spec = spec;
    this.#plan = plan;
    this.#ports = ports;
    this.#signal = signal;
    this.#watch = new LoopWatch(ports.clock);
    this.#tally = tally;
    this.#enqueuedAt = ports.clock.now();
    const terms = { suite, prices, worstPrices: { ...prices, ...spec.worstPrices } };
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
    const { done = [], run } = this.#spec;
    try {
      await this.#grading?.begin().catch((error: unknown) => this.#storeFailed(error));
      await Promise.all(withoutDone(this.#plan, new Set(done)).map((queue) => this.#drain(queue)));
      await Promise.all(this.#writes);
      return joinedReport(run.harness, this.#watch.report(this.#tally.answered, this.#tally.contaminated));
    } finally {
      this.#watch.dispose();
    }
  }

  async #finish(harness: HarnessReport): Promise<RunRecord> {
    const { status, statusMessage } = this.#outcome();
    await this.#grading?.finish(status, statusMessage);
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
    let turn: Turn | null = { sample, attempt: 1, backoffMs: 0, readyAt: this.#enqueuedAt, firstSentAt: null };
    while (turn !== null) {
      const over: TurnOver | null = await this.#turns.take(turn);
      if (over === null) return;
      turn = this.#nextTurn(turn, over);
      this.#record(over.build(turn === null));
    }
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
    const { missing } = this.#tally;
    const open = this.#grading?.open ?? 0;
    if (this.#storeError !== null) {
      return ended('failed', `Results could not be stored, so the run was stopped: ${this.#storeError}`);
    }
    if (this.#fault !== null) return ended('failed', `The engine failed, so the run was stopped: ${this.#fault}`);
    if (this.#calls.budgetReached) {
      const cap = formatUsd(this.#spec.detail.suite.budgetUsd);
      if (missing === 0)
        return ended('cancelled', `${gradingBudgetMessage(cap, open)} Raise budget.usd, or score the run again.`);
      const message = `One more call could have passed the budget of ${cap}: ${formatPlural(missing, 'call')} were not made. Raise budget.usd, or lower params.maxOutputTokens.`;
      return ended('cancelled', message);
    }
    if (!this.#stop.signal.aborted) return ended('finished', null);
    if (missing === 0 && open > 0) return ended('cancelled', gradingCancelMessage(open));
    return ended('cancelled', `Cancelled with ${missing} calls not finished.`);
  }
}

interface Ending {
  readonly status: Extract<RunStatus, 'finished' | 'cancelled' | 'failed'>;
  readonly statusMessage: string | null;
}

function ended(status: Ending['status'], statusMessage: string | null): Ending {
  return { status, statusMessage };
}
