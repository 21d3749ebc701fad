import type { AttemptRecord } from '../../../shared/model/attempt.ts';
import type { CostSummary, Estimate } from '../../../shared/model/comparison.ts';
import { meanEstimate } from '../../stats/mean.ts';
import type { CandidateGroup } from './group.ts';

export interface CostTotal {
  /** `null` when one call's cost is unknown. */
  readonly totalUsd: number | null;
  readonly knownUsd: number;
  readonly unknownCalls: number;
}

/** Sum over calls: a call whose cost is unknown makes the total unknown, never smaller. */
export function totalCost(attempts: readonly AttemptRecord[]): CostTotal {
  let knownUsd = 0;
  let unknownCalls = 0;
  for (const { cost } of attempts) {
    if (cost.usd === null) unknownCalls++;
    else knownUsd += cost.usd;
  }
  return { totalUsd: unknownCalls === 0 ? knownUsd : null, knownUsd, unknownCalls };
}

export function costSummary(group: CandidateGroup): CostSummary {
  return {
    ...totalCost(group.attempts),
    perSample: costPerSample(group),
    estimated: group.attempts.some(({ cost }) => cost.usd !== null && cost.estimated),
  };
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
