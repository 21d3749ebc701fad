import type { Cost } from '../../../shared/model/usage.ts';
import { notBilled } from '../calls.ts';

/** Of several calls: unknown as soon as one is, nothing where there were none. */
export function sumOfCosts(costs: readonly Cost[]): Cost {
  const billed = costs.filter(({ source }) => source !== 'not-billed');
  const [first] = billed;
  if (!first) return notBilled;
  const known = billed.flatMap(({ usd }) => usd ?? []);
  return {
    usd: known.length < billed.length ? null : known.reduce((sum, usd) => sum + usd, 0),
    estimated: billed.some(({ estimated }) => estimated),
    source: billed.some(({ source }) => source === null) ? null : first.source,
  };
}

export function shareOf(cost: Cost, shares: number): Cost {
  return cost.usd === null ? cost : { ...cost, usd: cost.usd / shares };
}
