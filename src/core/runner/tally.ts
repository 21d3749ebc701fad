import type { AttemptRecord } from '../../shared/model/attempt.ts';
import type { GradingProgress, RunProgress } from '../../shared/model/run.ts';

export interface TallyCounts {
  readonly done: number;
  readonly failed: number;
  readonly answered: number;
  readonly contaminated: number;
  /** `null` as soon as one call's cost is unknown. */
  readonly costUsd: number | null;
}

/** Counts what has been recorded of a run. */
export class Tally {
  readonly #planned: number;
  #done = 0;
  #failed = 0;
  #answered = 0;
  #contaminated = 0;
  #costUsd: number | null = 0;

  /** @param earlier what a run that goes on has */
  constructor(planned: number, earlier?: TallyCounts) {
    this.#planned = planned;
    if (earlier === undefined) return;
    this.#done = earlier.done;
    this.#failed = earlier.failed;
    this.#answered = earlier.answered;
    this.#contaminated = earlier.contaminated;
    this.#costUsd = earlier.costUsd;
  }

  get counts(): TallyCounts {
    return {
      done: this.#done,
      failed: this.#failed,
      answered: this.#answered,
      contaminated: this.#contaminated,
      costUsd: this.#costUsd,
    };
  }

  get missing(): number {
    return this.#planned - this.#done;
  }

  get answered(): number {
    return this.#answered;
  }

  get contaminated(): number {
    return this.#contaminated;
  }

  /** Of a run that goes on: all that was called was paid for, and what is `kept` is not called again. */
  countEarlier(all: readonly AttemptRecord[], kept: Iterable<AttemptRecord>): void {
    for (const record of all) this.#pay(record);
    for (const record of kept) this.#countResult(record);
  }

  count(record: AttemptRecord): void {
    this.#pay(record);
    if (!record.warmup) this.#countResult(record);
  }

  progress(inFlight: number, grading: GradingProgress | null): RunProgress {
    return { done: this.#done, planned: this.#planned, failed: this.#failed, inFlight, costUsd: this.#costUsd, grading };
  }

  #countResult(record: AttemptRecord): void {
    if (record.status === 'ok') this.#answered++;
    if (record.status === 'ok' && record.contaminated) this.#contaminated++;
    if (!record.final || record.status === 'cancelled') return;
    this.#done++;
    if (record.status === 'error') this.#failed++;
  }

  #pay({ cost }: AttemptRecord): void {
    this.#costUsd = this.#costUsd === null || cost.usd === null ? null : this.#costUsd + cost.usd;
  }
}
