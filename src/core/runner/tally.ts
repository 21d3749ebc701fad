import type { AttemptRecord } from '../../shared/model/attempt.ts';
import type { SampleId } from '../../shared/model/ids.ts';
import type { GradingProgress, RunProgress } from '../../shared/model/run.ts';

/** Counts what has been recorded of a run. */
export class Tally {
  readonly #planned: number;
  #done = 0;
  #failed = 0;
  #answered = 0;
  #contaminated = 0;
  #costUsd: number | null = 0;

  constructor(planned: number) {
    this.#planned = planned;
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

  /** What the run had before samples were added: all of it was paid for, `done` is not made again. */
  countEarlier(records: readonly AttemptRecord[], done: ReadonlySet<SampleId>): void {
    for (const record of records) {
      if (done.has(record.sampleId)) this.count(record);
      else this.#pay(record);
    }
  }

  count(record: AttemptRecord): void {
    this.#pay(record);
    if (record.warmup) return;
    if (record.status === 'ok') this.#answered++;
    if (record.status === 'ok' && record.contaminated) this.#contaminated++;
    if (!record.final || record.status === 'cancelled') return;
    this.#done++;
    if (record.status === 'error') this.#failed++;
  }

  progress(inFlight: number, grading: GradingProgress | null): RunProgress {
    return { done: this.#done, planned: this.#planned, failed: this.#failed, inFlight, costUsd: this.#costUsd, grading };
  }

  #pay({ cost }: AttemptRecord): void {
    this.#costUsd = this.#costUsd === null || cost.usd === null ? null : this.#costUsd + cost.usd;
  }
}
