import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import type { AttemptRecord } from '../../shared/model/attempt.ts';
import type { Comparison } from '../../shared/model/comparison.ts';
import type { AttemptId, RunId } from '../../shared/model/ids.ts';
import type { LiveAnswer, LiveView } from '../../shared/model/liveView.ts';
import type { BenchStore } from '../../core/benchStore.ts';
import type { LiveRun } from '../run/liveRun.ts';
import { Throttle } from '../throttle.ts';
import { LiveTally, rateWindowMs, timeLeftOf } from './liveTally.ts';

const updateMs = 500;
/** Rates fall while nothing comes. */
const idleMs = 2_000;
/** Characters of an answer's beginning. */
const mostOfText = 240;

type LiveStore = Pick<BenchStore, 'head' | 'body'>;

export interface LiveWatchParts {
  readonly runId: RunId;
  readonly store: () => Promise<LiveStore>;
  /** What the page shows. */
  readonly shown: () => Comparison | null;
  readonly send: (live: LiveView) => Promise<void>;
  /** Of an update that could not be made. */
  readonly failed: (error: unknown) => void;
}

/** Follows a run while it goes on, and tells the page of it as long as that looks. */
export class LiveWatch implements Disposable {
  readonly #parts: LiveWatchParts;
  readonly #updates: Throttle;
  #following: Following | null = null;
  #watched = false;

  constructor(parts: LiveWatchParts) {
    this.#parts = parts;
    this.#updates = new Throttle(updateMs, () => this.#update());
  }

  /** @param live the run, while it goes on */
  follow(live: LiveRun | undefined): void {
    if (live?.handle === this.#following?.run.handle) return;
    this.#following?.owned.dispose();
    this.#following = live ? this.#begin(live) : null;
  }

  watch(on: boolean): void {
    this.#watched = on;
    if (on) this.#updates.request();
  }

  #begin(run: LiveRun): Following {
    const owned = new DisposableStore();
    const ids = run.handle.candidates.map(({ id }) => id);
    const tally = new LiveTally(ids, performance.now());
    owned.add(
      run.handle.events((event) => {
        tally.hear(event, performance.now());
        this.#updates.request();
      }),
    );
    const timer = setInterval(() => this.#updates.request(), idleMs);
    owned.add({ dispose: () => clearInterval(timer) });
    return { run, tally, owned, budget: null, texts: new Map() };
  }

  async #update(): Promise<void> {
    const [following, comparison] = [this.#following, this.#parts.shown()];
    if (!this.#watched || !following || !comparison) return;
    try {
      const store = await this.#parts.store();
      following.budget ??= store.head(this.#parts.runId).then((head) => head?.suite.budgetUsd ?? null);
      const [budgetUsd, newest] = await Promise.all([following.budget, this.#newest(following, store)]);
      const models = following.tally.models(comparison.candidates, performance.now());
      await this.#parts.send({ windowMs: rateWindowMs, models, timeLeft: timeLeftOf(models), budgetUsd, newest });
    } catch (error) {
      following.budget = null;
      this.#parts.failed(error);
    }
  }

  /** Each text is read once, and forgotten when its answer is no longer among the newest. */
  async #newest({ tally: { newest }, texts }: Following, store: LiveStore): Promise<LiveAnswer[]> {
    for (const id of texts.keys()) if (!newest.some((one) => one.id === id)) texts.delete(id);
    return Promise.all(
      newest.map(async (record) => {
        if (record.status === 'ok' && !texts.has(record.id)) {
          const body = await store.body(record.runId, record.id);
          texts.set(record.id, (body?.answer ?? '').slice(0, mostOfText));
        }
        return liveAnswer(record, texts.get(record.id) ?? null);
      }),
    );
  }

  dispose(): void {
    this.#following?.owned.dispose();
    this.#updates.dispose();
  }
}

interface Following {
  readonly run: LiveRun;
  readonly tally: LiveTally;
  readonly owned: DisposableStore;
  readonly texts: Map<AttemptId, string>;
  /** `null` until it was asked for. */
  budget: Promise<number | null> | null;
}

function liveAnswer({ id, candidateId, caseId, timing, quality, error }: AttemptRecord, text: string | null): LiveAnswer {
  return {
    attemptId: id,
    candidateId,
    caseId,
    text,
    latencyMs: timing.e2eMs,
    quality,
    errorKind: error?.kind ?? null,
  };
}
