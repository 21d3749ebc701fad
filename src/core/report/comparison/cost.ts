import type { CostSummary, Estimate, TotalCost } from '../../../shared/model/comparison.ts';
import type { Cost } from '../../../shared/model/usage.ts';
import { meanEstimate } from '../../stats/mean.ts';
import type { CandidateGroup } from './group.ts';

/** Sum over calls: a call whose cost is unknown makes the total unknown, never smaller. */
export function totalCost(costs: readonly Cost[]): TotalCost {
  let knownUsd = 0;
  let unknownCalls = 0;
  for (const { usd } of costs) {
    if (usd === null) unknownCalls++;
    else knownUsd += usd;
  }
  const estimated = costs.some((cost) => cost.usd !== null && cost.estimated);
  return { totalUsd: unknownCalls === 0 ? knownUsd : null, knownUsd, unknownCalls, estimated };
}

export function costSummary(group: CandidateGroup): CostSummary {
  return { ...totalCost(group.attempts.map(({ cost }) => cost)), perSample: costPerSample(group) };
}

/**
 * Mean over the answered samples, retries included. A failed call of unknown cost takes its own sample out;
 * an answered one means that the model has no price, and then there is no mean.
 */
function costPerSample({ outcomes }: CandidateGroup): Estimate | null {
  const answered = outcomes.filter(({ record }) => record.status === 'ok');
  if (answered.some(({ record }) => record.cost.usd === null)) return null;
  const known = answered.filter(({ sampleCost }) => sampleCost !== null);
  return meanEstimate({ values: known.map((o) => o.sampleCost ?? 0), clusters: known.map((o) => o.caseIndex) }, 0);
}
