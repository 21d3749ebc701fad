import type { RankingAnswer } from '../shared/model/rankings.ts';
import type { ModelRank } from '../shared/modelRank.ts';
import type { OutsideFinder } from './rankings/match/outsideFinder.ts';

/** What kept rankings say of a model `provider/model` as it answers by itself, a category each. */
export function modelRanks(model: string, answers: readonly RankingAnswer[], find: OutsideFinder): readonly ModelRank[] {
  return answers.flatMap(({ category, ranking }): ModelRank[] => {
    const found = ranking && find(ranking, model, null);
    if (!ranking || !found) return [];
    const { name, rank, score } = found.ranked;
    const { confidence, because } = found.match;
    const { origin, index, standsIn, fetchedAt, models } = ranking;
    return [{ category, name, rank, score, confidence, because, origin, index, standsIn, fetchedAt, of: models.length }];
  });
}
