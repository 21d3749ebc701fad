import type { RunId } from '../shared/model/ids.ts';
import { mostRuns, type RunsComparison } from '../shared/model/runsComparison.ts';
import { compareRuns } from './report/several/compareRuns.ts';
import { runDataOf, type RunData } from './report/several/data.ts';
import { scoredRun, type ScoredStore } from './scoredRun.ts';
import type { Store } from './store/spec.ts';

/** Answers of all runs that are held, about 100 bytes each. */
const mostAnswers = 200_000;

type SeveralStore = ScoredStore & Pick<Store, 'stamp'>;

/** Runs by the scoring in force. What was read of those looked at last is held: another reference needs no run read again. */
export class SeveralRuns {
  readonly #store: SeveralStore;
  /** By run, the one looked at last at the end. */
  readonly #held = new Map<RunId, { readonly key: string; readonly data: RunData }>();

  constructor(store: SeveralStore) {
    this.#store = store;
  }

  /** `null` where fewer than two of them are there. */
  async compare(runIds: readonly RunId[], reference: RunId | null = null): Promise<RunsComparison | null> {
    const runs: RunData[] = [];
    // One at a time: each may be large.
    for (const id of [...new Set(runIds)].slice(0, mostRuns)) {
      const data = await this.#data(id);
      if (data) runs.push(data);
    }
    return compareRuns(runs, reference);
  }

  async #data(runId: RunId): Promise<RunData | null> {
    const [found, stamp, scorings] = await Promise.all([
      this.#store.run(runId),
      this.#store.stamp(runId),
      this.#store.scorings(runId),
    ]);
    if (!found) return null;
    // Its name and its status are in no log line that counts for the stamp.
    const key = JSON.stringify([stamp, found.run.name, found.run.status, scorings]);
    const known = this.#held.get(runId);
    if (known?.key === key) return this.#hold(runId, key, known.data);
    const scored = await scoredRun(this.#store, runId);
    return scored && this.#hold(runId, key, runDataOf(scored.run, scored.detail, scored.attempts));
  }

  #hold(runId: RunId, key: string, data: RunData): RunData {
    this.#held.delete(runId);
    let room = mostAnswers - answersOf(data);
    for (const [other, held] of [...this.#held].toReversed()) {
      room -= answersOf(held.data);
      if (room < 0) this.#held.delete(other);
    }
    this.#held.set(runId, { key, data });
    return data;
  }
}

function answersOf({ candidates }: RunData): number {
  return candidates.reduce((sum, { cases }) => sum + cases.reduce((of, { answers }) => of + answers.length, 0), 0);
}
