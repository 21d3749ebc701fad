import {
  rankingCategories,
  type RankingAnswer,
  type RankingCategory,
  type RankingHealth,
  type RankingSource,
  type SourceUse,
  type RankingBoard,
} from '../shared/model/rankings.ts';
import type { Clock, KeySource, Logger } from './ports.ts';
import { rankingDisk } from './rankingDisk.ts';
import { runChain } from './rankings/chain.ts';
import type { DiskProblem } from './rankings/disk.ts';
import { lastRefresh, rankingHealth } from './rankings/health.ts';
import { keptAnswers, youngKept } from './rankings/kept.ts';
import type { Corrections } from './rankings/match/corrections.ts';
import { FileRankingStore } from './rankings/rankingStore.ts';
import { nextRefresh, refreshIntervalMs, useLevel, usesCountForMs, type RefreshSetting } from './rankings/refreshRule.ts';
import type { Board, MinimalTest } from './rankings/spec.ts';

export interface RankingsOptions {
  /** `rankings` in the store's folder: shared by all windows and the CLI. */
  readonly folder: string;
  /** Those that are switched on, as of now. */
  readonly boards: () => readonly Board[];
  readonly keys: KeySource;
  readonly refreshEvery: () => RefreshSetting;
  readonly clock: Clock;
  readonly logger: Logger;
  /** In [0, 1): keeps the refreshes of several windows apart. */
  readonly random: () => number;
}

export interface RankingsRequest {
  /** Absent: all. */
  readonly categories?: readonly RankingCategory[];
  /** The only source that is asked; absent or `null`: all in turn. */
  readonly source?: RankingSource | null;
  /** Ask, however young what is kept. */
  readonly fresh?: boolean;
  /** Absent or `null`: not allowed to spend. */
  readonly minimalTest?: MinimalTest | null;
  readonly trigger: SourceUse['trigger'];
  readonly signal: AbortSignal;
}

/** What another process began to fetch shortly before need not be fetched again. */
const justFetchedMs = 60_000;

/** Off asks nobody by itself; who asks all the same is served what is no older than this. */
const servedWhenOffMs = 24 * 60 * 60 * 1000;

/** What public boards say of models, kept for a while. The extension and the CLI are two faces of it. */
export class Rankings {
  readonly #options: RankingsOptions;
  readonly #store: FileRankingStore;

  constructor(options: RankingsOptions) {
    const { folder, clock, logger } = options;
    this.#options = options;
    this.#store = new FileRankingStore({ folder, disk: rankingDisk, clock, logger });
  }

  /** Of the kept files; `null` where all is well. */
  get problem(): DiskProblem | null {
    return this.#store.problem;
  }

  /** The kept answers, without asking anybody; nothing of a category that has none. */
  async kept(): Promise<readonly RankingAnswer[]> {
    return keptAnswers(await this.#store.read(), rankingCategories, this.#now());
  }

  /** An answer for each category, by the chain. One process asks at a time; the others are then served what it kept. */
  async get(request: RankingsRequest): Promise<readonly RankingAnswer[]> {
    const { trigger, signal } = request;
    if (trigger !== 'schedule') await this.#store.countRead(trigger);
    const began = this.#now().getTime();
    let youngerThanMs = request.fresh === true ? 0 : await this.#servedMs();
    const ask = () => this.#ask(request, youngerThanMs);
    // A minimal test may take minutes and asks no board: nobody has to wait for it.
    if (request.source === 'minimal-test' || (await this.#isServed(request, youngerThanMs))) return ask();
    for (;;) {
      const answers = await this.#store.alone(ask, signal);
      if (answers !== null) return answers;
      // Somebody else was at it. What they had no answer to is still to be asked, or the user would not hear why.
      if (request.fresh === true) youngerThanMs = justFetchedMs + Math.max(0, this.#now().getTime() - began);
    }
  }

  /** Asks the boards anew. Where another process is at it, its answers; by the schedule only where it is due. */
  async refresh({ trigger, signal }: Pick<RankingsRequest, 'trigger' | 'signal'>): Promise<readonly RankingAnswer[]> {
    const request = { fresh: true, trigger, signal };
    if (trigger !== 'schedule') return this.get(request);
    const answers = await this.#store.alone(async () => ((await this.#isDue()) ? this.#ask(request, 0) : null), signal);
    return answers ?? this.#keptOf(request);
  }

  /** When a refresh is due by the rule, moved a little at random; `null`: switched off, or nothing was ever fetched. */
  async nextRefresh(): Promise<Date | null> {
    return this.#nextRefresh(this.#options.random());
  }

  async health(): Promise<RankingHealth> {
    const now = this.#now();
    const since = new Date(now.getTime() - usesCountForMs);
    const [kept, uses, reads] = await Promise.all([this.#store.read(), this.#store.uses(since), this.#store.reads(since)]);
    return rankingHealth({ kept, uses, reads, setting: this.#options.refreshEvery(), now });
  }

  corrections(): Promise<Corrections> {
    return this.#store.corrections();
  }

  correct(change: (corrections: Corrections) => Corrections): Promise<Corrections> {
    return this.#store.correct(change);
  }

  /** The board has a new key: the quota that was used up was the old one's. */
  async forgetWait(id: RankingBoard): Promise<void> {
    await this.#store.update((kept) => {
      const board = kept.boards[id];
      return board ? { ...kept, boards: { ...kept.boards, [id]: { ...board, waitUntil: null } } } : kept;
    });
  }

  async #ask(request: RankingsRequest, serveYoungerThanMs: number): Promise<readonly RankingAnswer[]> {
    const { boards, keys, clock } = this.#options;
    const { categories = rankingCategories, source = null, minimalTest = null, trigger, signal } = request;
    return runChain({
      categories,
      boards: boards(),
      keys: ({ id, origin, needsKey, keyEnv }) => (needsKey ? keys.key({ origin, provider: id, required: true, keyEnv }) : null),
      kept: await this.#store.read(),
      serveYoungerThanMs,
      minimalTest,
      forced: source,
      clock,
      trigger,
      signal,
      onUse: async (use, change) => {
        if (change !== null) await this.#store.update(change);
        await this.#store.record([use]);
      },
    });
  }

  /** Whether what is kept answers all of it. */
  async #isServed({ categories = rankingCategories, source = null }: RankingsRequest, youngerThanMs: number): Promise<boolean> {
    if (source === 'cache') return true;
    const kept = await this.#store.read();
    const now = this.#now();
    return source === null && categories.every((category) => youngKept(kept, category, now, youngerThanMs) !== null);
  }

  /** One for each category, as kept. */
  async #keptOf({ categories = rankingCategories }: RankingsRequest): Promise<readonly RankingAnswer[]> {
    const kept = keptAnswers(await this.#store.read(), categories, this.#now());
    return categories.map(
      (category) => kept.find((answer) => answer.category === category) ?? { category, ranking: null, source: null, errors: [] },
    );
  }

  async #servedMs(): Promise<number> {
    return (await this.#intervalMs()) ?? servedWhenOffMs;
  }

  async #intervalMs(): Promise<number | null> {
    const now = this.#now();
    const reads = await this.#store.reads(new Date(now.getTime() - usesCountForMs));
    return refreshIntervalMs(this.#options.refreshEvery(), useLevel(reads, now));
  }

  /** At the earliest moment that any window may choose. */
  async #isDue(): Promise<boolean> {
    const next = await this.#nextRefresh(0);
    return next !== null && next <= this.#now();
  }

  async #nextRefresh(random: number): Promise<Date | null> {
    const now = this.#now();
    const [kept, uses, intervalMs] = await Promise.all([
      this.#store.read(),
      this.#store.uses(new Date(now.getTime() - usesCountForMs)),
      this.#intervalMs(),
    ]);
    return nextRefresh(lastRefresh(kept, uses, now), intervalMs, now, random);
  }

  #now(): Date {
    return this.#options.clock.date();
  }
}
