import { Worker } from 'node:worker_threads';
import { createBirpc, type BirpcReturn } from 'birpc';
import { formatMs } from '../../shared/format.ts';
import type { Score } from '../../shared/model/attempt.ts';
import { scorerPlaces, type ScorerSpec } from '../../shared/model/scorer.ts';
import { failedScore, scoreOf } from './registry.ts';
import type { ScoredAnswer, ScoringThread, Verdict01 } from './spec.ts';
import type { ScoringFunctions, ThreadSpec } from './threadScorers.ts';

interface Thread {
  readonly worker: Worker;
  readonly rpc: BirpcReturn<ScoringFunctions, object>;
}

/** Longest that the thread may take to begin, and bounded work to end, on a machine that is busy measuring; ms. */
const patienceMs = 60_000;
/** What such a machine may add to a script's own limit before the thread is ended, ms. */
const graceMs = 1_000;
/** Most characters of answers that may wait: beyond, memory that the measuring thread needs would be at stake. */
const maxWaiting = 100_000_000;
/** Of the thread's heap. A script's memory is outside of it and has a limit of its own. */
const maxHeapMb = 512;

/**
 * Scores in a worker: one answer by one scorer at a time, in the order they came. A script stops at its limit; one that
 * cannot, because it is within a single long step of its engine, ends with the whole thread, and the next begins anew.
 */
export class WorkerScoringThread implements ScoringThread {
  readonly #script: URL;
  #thread: Thread | null = null;
  /** Settles with the last of those that wait. */
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  /** How often the thread was released: who waited before is not scored after. */
  #releases = 0;

  constructor(script: URL) {
    this.#script = script;
  }

  async score(answer: ScoredAnswer, expect: readonly ScorerSpec[]): Promise<readonly Score[]> {
    return Promise.all(expect.filter(isThreaded).map((spec) => this.#enqueue(answer, spec)));
  }

  release(): void {
    this.#releases++;
    if (this.#thread !== null) this.#end(this.#thread, new Error('Scoring was ended before this answer was scored.'));
  }

  async #enqueue(answer: ScoredAnswer, spec: ThreadSpec): Promise<Score> {
    const size = answer.text.length + answer.reasoning.length;
    if (this.#waiting > 0 && this.#waiting + size > maxWaiting)
      return failedScore(spec, 'Too many answers wait to be scored: score the run again once it has ended.');
    this.#waiting += size;
    const releases = this.#releases;
    const turn = this.#last.then(async () => this.#scoreNow(answer, spec, releases));
    this.#last = turn;
    try {
      return await turn;
    } finally {
      this.#waiting -= size;
    }
  }

  async #scoreNow(answer: ScoredAnswer, spec: ThreadSpec, releases: number): Promise<Score> {
    if (releases !== this.#releases) return failedScore(spec, 'Scoring was ended before this answer was scored.');
    try {
      return scoreOf(spec, await this.#verdict(answer, spec));
    } catch (error) {
      return failedScore(spec, error instanceof Error ? error.message : String(error));
    }
  }

  async #verdict(answer: ScoredAnswer, spec: ThreadSpec): Promise<Verdict01> {
    const thread = (this.#thread ??= this.#begin());
    await this.#within(patienceMs, thread, 'The scoring thread did not begin.', thread.rpc.prepare(spec.scorer));
    if (spec.scorer !== 'javascript')
      return this.#within(patienceMs, thread, 'The scorer took too long.', thread.rpc.score(answer, spec));
    const { timeoutMs } = spec.args;
    const reason = `The script took longer than its ${formatMs(timeoutMs)} and could only be ended with its thread.`;
    return this.#within(2 * timeoutMs + graceMs, thread, reason, thread.rpc.score(answer, spec));
  }

  /** Ends the thread, and so the work, when the time is up. */
  async #within<T>(ms: number, thread: Thread, reason: string, work: Promise<T>): Promise<T> {
    const timer = setTimeout(() => this.#end(thread, new Error(reason)), ms);
    try {
      return await work;
    } finally {
      clearTimeout(timer);
    }
  }

  #begin(): Thread {
    const worker = new Worker(this.#script, {
      name: 'llm-bench scoring',
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
    });
    // Whoever waits for a score has better reasons to stay alive.
    worker.unref();
    const rpc = createBirpc<ScoringFunctions, object>(
      {},
      {
        post: (message) => worker.postMessage(message),
        on: (receive) => worker.on('message', receive),
        timeout: -1,
      },
    );
    const thread: Thread = { worker, rpc };
    worker.on('error', (error) => this.#end(thread, error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', (code) => this.#end(thread, new Error(`The scoring thread ended with code ${code}.`)));
    return thread;
  }

  /** Whatever is under way in the thread fails with the reason. */
  #end(thread: Thread, reason: Error): void {
    if (this.#thread === thread) this.#thread = null;
    thread.rpc.$close(reason);
    void thread.worker.terminate();
  }
}

function isThreaded(spec: ScorerSpec): spec is ThreadSpec {
  return scorerPlaces[spec.scorer] === 'thread';
}
