import { refOf } from '../../core/report/effortOf.ts';
import type { BenchStore } from '../../core/benchStore.ts';
import type { Corrections } from '../../core/rankings/match/corrections.ts';
import type { Subscribe } from '../../shared/base/emitter.ts';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import type { Comparison } from '../../shared/model/comparison.ts';
import type { RankingAnswer } from '../../shared/model/rankings.ts';
import type { RunRanks } from '../../shared/model/runRanks.ts';
import { canBeAsked } from '../providers/canBeAsked.ts';
import { disabledRefs } from '../rankings/disabledRefs.ts';
import type { RankingMatches } from '../rankings/rankingService.ts';
import { Throttle } from '../throttle.ts';
import type { ProviderNode } from '../views/providerList.ts';

/** While a run goes on its figures change a few times a second. */
const updateMs = 2_000;

export interface RanksFeedParts {
  readonly rankings: {
    readonly onDidChange: Subscribe<void>;
    kept(): Promise<readonly RankingAnswer[]>;
    matches(): Promise<RankingMatches>;
    corrections(): Promise<Corrections>;
  };
  readonly providers: () => Promise<readonly ProviderNode[]>;
  readonly store: () => Promise<Pick<BenchStore, 'head'>>;
  /** What the page shows. */
  readonly shown: () => Comparison | null;
  readonly send: (found: RunRanks | null) => Promise<void>;
  /** Of an update that could not be made. */
  readonly failed: (error: unknown) => Promise<void>;
}

type Ranker = (comparison: Comparison) => RunRanks;

/** Tells the page what the boards say of the run's models, once it has asked. No board is asked for it. */
export class RanksFeed implements Disposable {
  readonly #parts: RanksFeedParts;
  readonly #owned = new DisposableStore();
  readonly #updates = this.#owned.add(new Throttle(updateMs, () => this.#update()));
  /** Of the rankings as they are; resolves with `null` where nothing usable is kept. */
  #ranker: Promise<Ranker | null> | null = null;
  #wanted = false;

  constructor(parts: RanksFeedParts) {
    this.#parts = parts;
    this.#owned.add(
      parts.rankings.onDidChange(() => {
        this.#ranker = null;
        this.request();
      }),
    );
  }

  /** The page is new, or asks. */
  want(wanted: boolean): void {
    this.#wanted = wanted;
    this.#ranker = null;
    this.request();
  }

  /** The run's figures are others than before. */
  request(): void {
    if (this.#wanted) this.#updates.request();
  }

  async #update(): Promise<void> {
    const { shown, send, failed } = this.#parts;
    const comparison = shown();
    if (!this.#wanted || comparison === null) return;
    try {
      const rank = await (this.#ranker ??= this.#read(comparison));
      await send(rank && rank(comparison));
    } catch (error) {
      this.#ranker = null;
      await failed(error);
    }
  }

  async #read({ runId, candidates }: Comparison): Promise<Ranker | null> {
    const { rankings, providers, store } = this.#parts;
    const answers = await rankings.kept();
    if (answers.length === 0) return null;
    const [{ runRanker }, head, matches, corrections, nodes] = await Promise.all([
      import('./runRanks.ts'),
      store().then((open) => open.head(runId)),
      rankings.matches(),
      rankings.corrections(),
      providers(),
    ]);
    const askable = new Set(nodes.filter(canBeAsked).map(({ id }) => id));
    return runRanker({
      refs: [...new Set(candidates.map(refOf))],
      suite: head?.suite ?? { models: [] },
      ...{ answers, matches, corrections },
      canAsk: (id) => askable.has(id),
      disabled: disabledRefs(nodes),
    });
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
