import { rankingCategories, type CategoryRanking } from '../shared/model/rankings.ts';
import { modelRanks } from './modelRanks.ts';
import { nullLogger, systemClock } from './ports.ts';
import { rankingDisk } from './rankingDisk.ts';
import { keptAnswers } from './rankings/kept.ts';
import type { Corrections } from './rankings/match/corrections.ts';
import { outsideFinder } from './rankings/match/outsideFinder.ts';
import { FileRankingStore } from './rankings/rankingStore.ts';
import type { ModelRanks } from './suite/language/sources.ts';

interface Found {
  readonly models: ReadonlySet<string>;
  readonly rankings: readonly (CategoryRanking | null)[];
  readonly corrections: Corrections;
  readonly ranks: ModelRanks;
}

/** Ranks of models by the rankings kept in a folder. Asks nobody; a folder that is not there keeps none. */
export class KeptRanks {
  readonly #store: FileRankingStore;
  readonly #now: () => Date;
  #found: Found | null = null;

  constructor(folder: string, now: () => Date) {
    this.#store = new FileRankingStore({ folder, disk: rankingDisk, clock: systemClock, logger: nullLogger });
    this.#now = now;
  }

  /** At least of these models, `provider/model`; those of which nothing is known are missing. */
  async of(models: readonly string[]): Promise<ModelRanks> {
    const [kept, corrections] = await Promise.all([this.#store.read(), this.#store.corrections()]);
    const answers = keptAnswers(kept, rankingCategories, this.#now());
    const rankings = answers.map(({ ranking }) => ranking);
    const before = this.#found;
    const isSame = before !== null && before.corrections === corrections && areSame(before.rankings, rankings);
    if (isSame && models.every((model) => before.models.has(model))) return before.ranks;
    const find = outsideFinder(models, corrections);
    const ranks = new Map(
      models.map((model) => [model, modelRanks(model, answers, find)] as const).filter(([, own]) => own.length > 0),
    );
    // A single model that is pointed at does not take the place of all that are completed.
    if (!isSame || models.length >= before.models.size) this.#found = { models: new Set(models), rankings, corrections, ranks };
    return ranks;
  }
}

/** The store hands out the same objects until a file changes. */
function areSame(some: Found['rankings'], others: Found['rankings']): boolean {
  return some.length === others.length && some.every((ranking, index) => ranking === others[index]);
}
