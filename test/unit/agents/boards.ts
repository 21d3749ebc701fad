import type { AgentDesk, AgentRankings } from '../../../src/core/agents/spec.ts';
import type { Corrections } from '../../../src/core/rankings/match/corrections.ts';
import type { CategoryRanking, RankedModel, RankingAnswer, RankingCategory } from '../../../src/shared/model/rankings.ts';
import { emptyDesk, noRankings } from './desk.ts';

/** A model on a board, of which nothing is known but its place. */
export function ranked(name: string, rank: number, over: Partial<RankedModel> = {}): RankedModel {
  const unknown = {
    inputUsdPerMTok: null,
    outputUsdPerMTok: null,
    tokensPerSecond: null,
    ttftMs: null,
    latencyMs: null,
    n: null,
  };
  const id = `id of ${name}`;
  return { id, name, aliases: [], creator: null, rank, score: 80 - rank, releasedAt: null, ...unknown, ...over };
}

export function ranking(
  category: RankingCategory,
  models: readonly RankedModel[],
  over: Partial<CategoryRanking> = {},
): CategoryRanking {
  const fetchedAt = new Date(Date.now() - 3 * 60 * 60 * 1000).toISOString();
  const index = `${category} index`;
  return { category, origin: 'artificial-analysis', fetchedAt, index, standsIn: false, models, ...over };
}

export function answer(own: CategoryRanking): RankingAnswer {
  return { category: own.category, ranking: own, source: 'cache', errors: [] };
}

/** Dear and good, cheap and quick, and one that nobody here can call. */
export const coders = ranking('coding', [
  ranked('Wonder 9', 1, { creator: 'Nobody' }),
  ranked('GPT-5', 2, { creator: 'OpenAI', inputUsdPerMTok: 1.25, outputUsdPerMTok: 10, latencyMs: 9_000 }),
  ranked('GPT-5 mini', 3, { creator: 'OpenAI', inputUsdPerMTok: 0.25, outputUsdPerMTok: 2, latencyMs: 4_000 }),
  ranked('Claude Haiku 4.5', 4, { creator: 'Anthropic' }),
]);

export interface Asked {
  readonly asked: Parameters<AgentRankings['get']>[0][];
}

/** A desk that keeps these rankings, and answers by them. */
export function rankedDesk(
  answers: readonly RankingAnswer[],
  callable: readonly string[],
  { on = emptyDesk(), corrections = [] }: { readonly on?: AgentDesk; readonly corrections?: Corrections } = {},
): AgentDesk & Asked {
  const asked: Asked['asked'] = [];
  const rankings: AgentRankings = {
    ...noRankings,
    kept: async () => answers.filter(({ ranking: own }) => own !== null),
    corrections: async () => corrections,
    get: async (request) => {
      asked.push(request);
      return answers.filter(({ category }) => request.categories?.includes(category));
    },
  };
  return { ...on, asked, rankings, callable: async () => callable };
}
