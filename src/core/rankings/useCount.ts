import { isYounger } from './age.ts';
import { highUsesADay } from './refreshRule.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Which reads of this process are worth a record: more than make the use high change nothing. */
export class UseCount {
  #recorded: readonly string[] = [];

  /** Whether to record a read at this time. */
  take(now: Date): boolean {
    this.#recorded = this.#recorded.filter((at) => isYounger(at, now, dayMs));
    if (this.#recorded.length >= highUsesADay) return false;
    this.#recorded = [...this.#recorded, now.toISOString()];
    return true;
  }
}
