import type { GradingProgress } from '../../../shared/model/run.ts';
import type { GradeRecord } from '../../../shared/model/scoring.ts';

/** Counts what has been graded. */
export class GradingTally {
  /** Answers that are to be graded, as far as is known. */
  planned: number;
  #done = 0;
  #failed = 0;
  #costUsd: number | null = 0;

  constructor(planned: number) {
    this.planned = planned;
  }

  /** Answers that are not graded. */
  get open(): number {
    return this.planned - this.#done;
  }

  count({ scores, cost }: GradeRecord): void {
    this.#done++;
    if (scores.some(({ value }) => value === null)) this.#failed++;
    this.#costUsd = this.#costUsd === null || cost.usd === null ? null : this.#costUsd + cost.usd;
  }

  /** It is graded once more, by a grade that tells the cost of both. */
  reopen({ scores, cost }: GradeRecord): void {
    this.#done--;
    if (scores.some(({ value }) => value === null)) this.#failed--;
    this.#costUsd = this.#costUsd === null || cost.usd === null ? null : this.#costUsd - cost.usd;
  }

  get progress(): GradingProgress {
    return { done: this.#done, planned: this.planned, failed: this.#failed, costUsd: this.#costUsd };
  }
}
