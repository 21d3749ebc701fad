import { formatPercent } from '../../src/shared/format.ts';
import type { CandidateSummary } from '../../src/shared/model/comparison.ts';
import type { WeightedRank } from '../../src/shared/weights.ts';
import { labelOf } from './leaders.ts';

/** `With these weights gpt-5-mini comes first, in 83 % of the resamples of the cases.` */
export function leaderText(ranks: readonly WeightedRank[], candidates: readonly CandidateSummary[]): string {
  const leaders = ranks.filter(({ place }) => place === 1);
  const [leader] = leaders;
  if (!leader) return 'No model can be ranked by these weights: move a slider.';
  const names = leaders.map(({ id }) => labelOf(candidates, id));
  if (names.length > 1) return `With these weights ${names.join(' and ')} share the first place.`;
  const sure = leader.first === null ? '' : `, in ${formatPercent(leader.first)} of the resamples of the cases`;
  return `With these weights ${names.join('')} comes first${sure}.`;
}
