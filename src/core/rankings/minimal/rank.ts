import type { CategoryRanking, RankedModel, RankingCategory } from '../../../shared/model/rankings.ts';

/** One model on one prompt. */
export interface MinimalAnswer {
  readonly category: RankingCategory;
  /** 0 or 1. `null`: it could not be had or scored, which is no wrong answer. */
  readonly quality: number | null;
  readonly latencyMs: number | null;
  readonly ttftMs: number | null;
  readonly tokensPerSecond: number | null;
}

export interface TestedModel {
  /** `provider/model` */
  readonly ref: string;
  readonly inputUsdPerMTok: number | null;
  readonly outputUsdPerMTok: number | null;
  readonly answers: readonly MinimalAnswer[];
}

export interface MinimalRankings {
  readonly rankings: readonly CategoryRanking[];
  /** Models without a rank in a category, since not every prompt of it has a score. */
  readonly leftOut: readonly { readonly model: string; readonly categories: readonly RankingCategory[] }[];
}

/** A model is ranked where it has answered as many prompts as were asked: means over different questions compare nothing. */
export function rankMinimal(
  models: readonly TestedModel[],
  asked: ReadonlyMap<RankingCategory, number>,
  fetchedAt: string,
): MinimalRankings {
  const categories = [...asked];
  const rankings = categories.map(([category, prompts]): CategoryRanking => {
    const scored = models.flatMap((model) => scoredIn(model, category, prompts) ?? []);
    return {
      category,
      origin: 'minimal-test',
      fetchedAt,
      index: `share of ${prompts} prompts answered right`,
      standsIn: false,
      models: ranked(scored),
    };
  });
  const leftOut = models.flatMap((model) => {
    const missing = categories.filter(([category, prompts]) => scoredIn(model, category, prompts) === null);
    return missing.length === 0 ? [] : [{ model: model.ref, categories: missing.map(([category]) => category) }];
  });
  return { rankings, leftOut };
}

type Unranked = Omit<RankedModel, 'rank'>;

function scoredIn(
  { ref, inputUsdPerMTok, outputUsdPerMTok, answers }: TestedModel,
  category: RankingCategory,
  prompts: number,
): Unranked | null {
  const own = answers.filter((answer) => answer.category === category);
  const qualities = own.flatMap(({ quality }) => quality ?? []);
  if (qualities.length < prompts) return null;
  return {
    id: ref,
    name: ref,
    aliases: [ref.slice(ref.indexOf('/') + 1)],
    creator: null,
    score: qualities.reduce((sum, quality) => sum + quality, 0) / qualities.length,
    releasedAt: null,
    inputUsdPerMTok,
    outputUsdPerMTok,
    tokensPerSecond: median(own.map(({ tokensPerSecond }) => tokensPerSecond)),
    ttftMs: median(own.map(({ ttftMs }) => ttftMs)),
    latencyMs: median(own.map(({ latencyMs }) => latencyMs)),
    n: qualities.length,
  };
}

function ranked(models: readonly Unranked[]): readonly RankedModel[] {
  const best = models.toSorted((a, b) => b.score - a.score || a.id.localeCompare(b.id, 'en'));
  return best.map((model) => ({ ...model, rank: 1 + best.filter(({ score }) => score > model.score).length }));
}

/** Of those known; `null` where none is. */
function median(values: readonly (number | null)[]): number | null {
  const known = values.flatMap((value) => value ?? []).toSorted((a, b) => a - b);
  const [low, high] = [known[Math.ceil(known.length / 2) - 1], known[Math.floor(known.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
