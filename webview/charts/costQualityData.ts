import type { Comparison, Estimate } from '../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../src/shared/model/ids.ts';
import { identityOf, type Shape } from '../logic/identity.ts';

/** One model in the cost–quality plane: `x` is USD per sample, `y` quality from 0 to 1. */
export interface CostQualityPoint {
  readonly id: CandidateId;
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly cost: Estimate;
  readonly quality: Estimate;
  readonly pareto: boolean;
  readonly shape: Shape;
  readonly colour: number;
}

export interface CostQualityData {
  readonly points: readonly CostQualityPoint[];
  /** The points that no other beats in both, by rising cost. */
  readonly front: readonly CostQualityPoint[];
  /** Models that cannot be drawn, and why. */
  readonly missing: readonly { readonly label: string; readonly why: 'cost unknown' | 'quality unknown' }[];
}

export function costQualityData({ candidates }: Comparison): CostQualityData {
  const points: CostQualityPoint[] = [];
  const missing: CostQualityData['missing'][number][] = [];
  for (const [index, { id, label, quality, cost, pareto }] of candidates.entries()) {
    if (quality === null) missing.push({ label, why: 'quality unknown' });
    else if (cost.perSample === null) missing.push({ label, why: 'cost unknown' });
    else
      points.push({
        id,
        label,
        x: cost.perSample.value,
        y: quality.value,
        cost: cost.perSample,
        quality,
        pareto,
        ...identityOf(index),
      });
  }
  return { points, missing, front: points.filter(({ pareto }) => pareto).sort((a, b) => a.x - b.x) };
}

/** The picture in a sentence, for those who do not see it. */
export function costQualitySummary({ points, front }: CostQualityData): string {
  if (points.length === 0) return 'No model has both a known cost and a measured quality.';
  const names = front.map(({ label }) => label).join(', ');
  return `Quality against cost of ${points.length} models. Best quality for their cost: ${names}.`;
}
