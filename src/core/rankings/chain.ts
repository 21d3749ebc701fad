import { rankingSources } from '../../shared/model/rankings.ts';
import type {
  CategoryRanking,
  RankingAnswer,
  RankingCategory,
  RankingSource,
  SourceError,
  SourceErrorKind,
  SourceUse,
} from '../../shared/model/rankings.ts';
import type { Clock } from '../ports.ts';
import { consultBoard } from './consultBoard.ts';
import { bestKept, isAnswer, newestKept, putRankings, whyNoneKept, youngKept } from './kept.ts';
import type { KeptChange } from './kept.ts';
import { answered, failed, skipped } from './sourceAnswer.ts';
import type { SourceAnswer, WhyNot } from './sourceAnswer.ts';
import { notAllowed, nothingIsKept, tooFew, unexpected } from './sourceErrors.ts';
import type { Board, KeptRankings, MinimalTest } from './spec.ts';

/**
 * The chain: each source is asked for the categories that still have no answer, until all have one.
 * Pure but for the boards, the minimal test and the clock that are handed in.
 */

export interface ChainRequest {
  readonly categories: readonly RankingCategory[];
  /** Those that are switched on. */
  readonly boards: readonly Board[];
  readonly keys: (board: Board) => Promise<string | null> | string | null;
  readonly kept: KeptRankings;
  /** Kept rankings younger than this are served without asking anybody; 0: none. */
  readonly serveYoungerThanMs: number;
  /** `null`: not allowed to spend. */
  readonly minimalTest: MinimalTest | null;
  /** The only source that is asked; `null`: all in turn. */
  readonly forced: RankingSource | null;
  readonly clock: Clock;
  readonly trigger: SourceUse['trigger'];
  readonly signal: AbortSignal;
  /**
   * Told of each source before the next is asked: what a board gave outlives a minimal test that is cancelled. `change` is one
   * of whatever is kept by then, for another process may have kept something meanwhile.
   */
  readonly onUse: (use: SourceUse, change: KeptChange | null) => Promise<void>;
}

/** Kinds of a minimal test that did not begin; `too-few` are the models that it could ask. */
const neverAsked: readonly SourceErrorKind[] = ['needs-key', 'not-allowed', 'too-few'];

/** One answer for each category asked for, in that order. Rejects with the reason of an aborted `signal` only. */
export async function runChain(request: ChainRequest): Promise<readonly RankingAnswer[]> {
  const chain = new Chain(request);
  if (request.forced === null) await chain.serveYoung();
  for (const source of rankingSources) {
    if (request.forced === null || request.forced === source) await chain.ask(source);
  }
  return chain.answers();
}

class Chain {
  readonly #request: ChainRequest;
  readonly #answers = new Map<RankingCategory, { readonly ranking: CategoryRanking; readonly source: RankingSource }>();
  readonly #errors = new Map<RankingCategory, { readonly source: RankingSource; readonly error: SourceError }[]>();

  constructor(request: ChainRequest) {
    this.#request = request;
  }

  async serveYoung(): Promise<void> {
    const { kept, clock, serveYoungerThanMs } = this.#request;
    const [at, began] = [clock.date(), clock.now()];
    const young = this.#open().flatMap((category) => youngKept(kept, category, at, serveYoungerThanMs) ?? []);
    if (young.length === 0) return;
    this.#take('cache', young);
    const answer = answered(young, (category) => whyNoneKept(kept, category, at));
    await this.#tell('cache', at, began, answer);
  }

  async ask(source: RankingSource): Promise<void> {
    const wanted = this.#open();
    if (wanted.length === 0) return;
    const { clock, signal } = this.#request;
    signal.throwIfAborted();
    const [at, began] = [clock.date(), clock.now()];
    const answer = await this.#answerOf(source, wanted, at);
    signal.throwIfAborted();
    await this.#tell(source, at, began, answer);
    this.#take(source, answer.rankings);
    for (const category of this.#open()) {
      const error = answer.whyNot(category);
      this.#errors.set(category, [...(this.#errors.get(category) ?? []), { source, error }]);
    }
  }

  answers(): readonly RankingAnswer[] {
    return this.#request.categories.map((category) => {
      const found = this.#answers.get(category);
      const errors = this.#errors.get(category) ?? [];
      return { category, ranking: found?.ranking ?? null, source: found?.source ?? null, errors };
    });
  }

  /** Categories without an answer. */
  #open(): readonly RankingCategory[] {
    return this.#request.categories.filter((category) => !this.#answers.has(category));
  }

  #answerOf(source: RankingSource, wanted: readonly RankingCategory[], now: Date): Promise<SourceAnswer> | SourceAnswer {
    if (source === 'cache') return this.#lookUp(wanted, now);
    if (source === 'minimal-test') return this.#askModels(wanted);
    const { boards, forced } = this.#request;
    const board = boards.find(({ id }) => id === source);
    if (!board) return skipped(notAllowed(source));
    return consultBoard(board, wanted, { ...this.#request, now, ...(forced !== null && { serveYoungerThanMs: 0 }) });
  }

  #lookUp(wanted: readonly RankingCategory[], now: Date): SourceAnswer {
    const { kept } = this.#request;
    const whyNot: WhyNot = (category) => whyNoneKept(kept, category, now);
    const rankings = wanted.flatMap((category) => bestKept(kept, category, now) ?? []);
    if (rankings.length > 0) return answered(rankings, whyNot);
    const held = wanted.find((category) => newestKept(kept, category) !== null);
    return held === undefined ? skipped(nothingIsKept()) : failed(whyNot(held), whyNot);
  }

  async #askModels(wanted: readonly RankingCategory[]): Promise<SourceAnswer> {
    const { minimalTest, signal } = this.#request;
    if (minimalTest === null) return skipped(notAllowed('minimal-test'));
    try {
      const rankings = await minimalTest(wanted, signal);
      const models = (category: RankingCategory) => rankings.find((one) => one.category === category)?.models.length ?? 0;
      const whyNot: WhyNot = (category) => tooFew('minimal-test', models(category));
      const good = rankings.filter(isAnswer);
      if (good.length > 0) return answered(good, whyNot, { change: putRankings(good) });
      return failed(tooFew('minimal-test', Math.max(0, ...rankings.map((one) => one.models.length))), whyNot);
    } catch (reason) {
      const error = unexpected('minimal-test', reason);
      return neverAsked.includes(error.kind) ? skipped(error) : failed(error);
    }
  }

  #take(source: RankingSource, rankings: readonly CategoryRanking[]): void {
    const open = this.#open();
    for (const ranking of rankings) {
      if (open.includes(ranking.category)) this.#answers.set(ranking.category, { ranking, source });
    }
  }

  async #tell(source: RankingSource, at: Date, began: number, answer: SourceAnswer): Promise<void> {
    const { clock, trigger, onUse } = this.#request;
    const { outcome, error, notModified, change } = answer;
    // That a board has no such index is known without turning to it.
    if (error?.kind === 'no-index') return;
    const categories = answer.rankings.map(({ category }) => category);
    const durationMs = clock.now() - began;
    await onUse({ at: at.toISOString(), source, outcome, durationMs, categories, error, trigger, notModified }, change);
  }
}
