import { rankingCategories } from '../../../src/shared/model/rankings.ts';
import type {
  CategoryRanking,
  RankingAnswer,
  RankingBoard,
  RankingCategory,
  RankingOrigin,
  SourceErrorKind,
  SourceUse,
} from '../../../src/shared/model/rankings.ts';
import { runChain } from '../../../src/core/rankings/chain.ts';
import type { ChainRequest } from '../../../src/core/rankings/chain.ts';
import { sourceError } from '../../../src/core/rankings/getBoard.ts';
import { nothingKept } from '../../../src/core/rankings/spec.ts';
import type { Board, BoardAnswer, BoardRequest, KeptRankings } from '../../../src/core/rankings/spec.ts';

/** Boards that answer as they are told, and a clock that goes where it is put. */

export const hourMs = 60 * 60 * 1000;
export const dayMs = 24 * hourMs;
export const noon = new Date('2026-03-01T12:00:00.000Z');

export function at(ms: number, from: Date = noon): Date {
  return new Date(from.getTime() + ms);
}

/** Models `m1`, `m2`, …, the first the best. */
export function ranking(origin: RankingOrigin, category: RankingCategory, fetchedAt: Date, models = 2): CategoryRanking {
  return {
    category,
    origin,
    fetchedAt: fetchedAt.toISOString(),
    index: `${category} index`,
    standsIn: false,
    models: Array.from({ length: models }, (_, i) => ({
      id: `${origin}-m${i + 1}`,
      name: `m${i + 1}`,
      aliases: [],
      creator: null,
      rank: i + 1,
      score: 100 - i,
      releasedAt: null,
      inputUsdPerMTok: null,
      outputUsdPerMTok: null,
      tokensPerSecond: null,
      ttftMs: null,
      latencyMs: null,
      n: null,
    })),
  };
}

export function keptOf(rankings: readonly CategoryRanking[], boards: KeptRankings['boards'] = {}): KeptRankings {
  return { rankings, boards };
}

/** What a fake board is to do; a number of models, by category or for all. */
export type Told =
  | 'up'
  | 'not-modified'
  | 'throws'
  | {
      readonly models: number | Readonly<Partial<Record<RankingCategory, number>>>;
      readonly etag?: string;
      readonly waitUntil?: Date;
    }
  | { readonly fails: SourceErrorKind; readonly status?: number; readonly until?: Date };

export interface FakeBoard extends Board {
  readonly requests: BoardRequest[];
  told: Told;
}

const indexed: readonly RankingCategory[] = ['coding', 'math', 'reasoning', 'research', 'general'];

export function fakeBoard(id: RankingBoard, told: Told, categories: readonly RankingCategory[] = indexed): FakeBoard {
  const needsKey = id !== 'openrouter';
  const board: FakeBoard = {
    id,
    origin: `https://${id}.example`,
    needsKey,
    keyEnv: null,
    keyUrl: needsKey ? `https://${id}.example/keys` : null,
    categories,
    requests: [],
    told,
    fetch: async (request) => {
      board.requests.push(request);
      return answerOf(board, request);
    },
  };
  return board;
}

function answerOf({ told, id, categories }: FakeBoard, { now }: BoardRequest): BoardAnswer {
  if (told === 'throws') throw new Error('a mistake with key-123 in it');
  if (told === 'not-modified') return { kind: 'not-modified', waitUntil: null };
  if (told !== 'up' && 'fails' in told) {
    const error = sourceError(told.fails, `${id} failed.`, 'Try later.');
    return { kind: 'failed', error: { ...error, status: told.status ?? null, until: told.until?.toISOString() ?? null } };
  }
  const { models, etag, waitUntil } = told === 'up' ? { models: 3, etag: undefined, waitUntil: undefined } : told;
  const given = (category: RankingCategory) => (typeof models === 'number' ? models : (models[category] ?? 0));
  const rankings = categories.filter((one) => given(one) > 0).map((one) => ranking(id, one, now, given(one)));
  return { kind: 'read', rankings, etag: etag ?? null, waitUntil: waitUntil?.toISOString() ?? null };
}

export interface ChainOptions extends Partial<Omit<ChainRequest, 'boards' | 'clock'>> {
  readonly boards: readonly Board[];
  readonly now?: Date;
}

export interface ChainResult {
  readonly answers: readonly RankingAnswer[];
  /** In the order of asking. */
  readonly uses: readonly SourceUse[];
  /** After the answers. */
  readonly kept: KeptRankings;
}

export async function chain({ now = noon, ...request }: ChainOptions): Promise<ChainResult> {
  let ticks = 0;
  let kept = request.kept ?? nothingKept;
  const uses: SourceUse[] = [];
  const answers = await runChain({
    categories: rankingCategories,
    keys: (board) => `${board.id}-key`,
    kept,
    serveYoungerThanMs: 0,
    minimalTest: null,
    forced: null,
    clock: { now: () => ticks++ * 5, date: () => now },
    trigger: 'user',
    signal: new AbortController().signal,
    onUse: async (use, change) => {
      uses.push(use);
      kept = change?.(kept) ?? kept;
    },
    ...request,
  });
  return { answers, uses, kept };
}
