import { rankIn, type ModelRank } from '../../shared/modelRank.ts';
import type { RankingService } from '../rankings/rankingService.ts';

export type RankSource = Pick<RankingService, 'isUsed' | 'kept' | 'corrections'>;

/** By `provider/model`; those that no kept ranking has are missing. */
export type GeneralRanks = ReadonlyMap<string, ModelRank>;

/** The rank in general to show beside each model. Nobody is asked, and nothing is loaded before rankings are used. */
export async function generalRanks(models: readonly string[], rankings: RankSource): Promise<GeneralRanks> {
  if (!(await rankings.isUsed())) return new Map();
  const [answers, corrections, { modelRanks }, { outsideFinder }] = await Promise.all([
    rankings.kept(),
    rankings.corrections(),
    import('../../core/modelRanks.ts'),
    import('../../core/rankings/match/outsideFinder.ts'),
  ]);
  const find = outsideFinder(models, corrections);
  const general = answers.filter(({ category }) => category === 'general');
  const found = models.map((model) => [model, rankIn('general', modelRanks(model, general, find))] as const);
  return new Map(found.flatMap(([model, rank]) => (rank === null ? [] : [[model, rank]])));
}
