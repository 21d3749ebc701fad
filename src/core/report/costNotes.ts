import { listText } from '../../shared/comparisonText.ts';
import { formatPlural, formatUsd } from '../../shared/format.ts';
import type { CandidateSummary, Comparison } from '../../shared/model/comparison.ts';
import { playMoneyText } from '../../shared/playMoney.ts';

/** What is unknown of the cost, and what of it and of the tokens is an estimate. */
export function costNotes(comparison: Comparison): readonly (string | null)[] {
  return [playMoneyNote(comparison), budgetNote(comparison), unknownCostNote(comparison), estimateNote(comparison)];
}

function playMoneyNote({ playMoney = false }: Comparison): string | null {
  return playMoney ? `Demo models: ${playMoneyText}.` : null;
}

/** That a run cost more than its suite allowed: the guard knows a call's cost only when the call is over. */
export function budgetNote({ budgetUsd = null, totals, judging, scoring: { active, all } }: Comparison): string | null {
  if (budgetUsd === null) return null;
  // Scoring again has the budget for itself.
  const isOwn = all.find(({ id }) => id === active)?.trigger !== 'rescore';
  const spentUsd = totals.knownCostUsd + ((isOwn ? judging?.cost.knownUsd : null) ?? 0);
  if (spentUsd <= budgetUsd) return null;
  return `The run cost ${formatUsd(spentUsd)}, more than its budget of ${formatUsd(budgetUsd)}: calls were billed for more than was to be expected from their texts, limits and prices.`;
}

function unknownCostNote({ candidates, totals }: Comparison): string | null {
  if (totals.unknownCostCalls === 0) return null;
  const unknown = candidates.filter(({ cost }) => cost.unknownCalls > 0);
  const unpriced = labels(unknown.filter(({ price }) => price === null));
  const uncounted = labels(unknown.filter(({ price }) => price !== null));
  const cut = candidates.some(({ cancelled }) => cancelled > 0) ? ', or the call was cut off before they came' : '';
  const reasons = [
    unpriced.length > 0 && `no price for ${listText(unpriced)}`,
    (uncounted.length > 0 || unpriced.length === 0) &&
      `no token counts${uncounted.length > 0 ? ` from ${listText(uncounted)}` : ''}${cut}`,
  ];
  const advice = unpriced.length > 0 ? ' Prices can be set under `prices` in the suite.' : '';
  return `The cost of ${formatPlural(totals.unknownCostCalls, 'call')} is unknown: ${reasons.filter(Boolean).join('; ')}.${advice}`;
}

function estimateNote({ candidates }: Comparison): string | null {
  const estimated = candidates.filter(({ cost, estimatedUsageCalls }) => cost.estimated || estimatedUsageCalls > 0);
  if (estimated.length === 0) return null;
  const similar = estimated.flatMap(({ label, cost, price }) =>
    cost.estimated && price && !price.exact ? [`${label} is priced as ${price.matchedModel}`] : [],
  );
  const counted = estimated.filter(({ estimatedUsageCalls }) => estimatedUsageCalls > 0);
  const calls = counted.reduce((sum, { estimatedUsageCalls }) => sum + estimatedUsageCalls, 0);
  const reasons = [
    ...similar,
    ...(calls === 0
      ? []
      : [
          `the tokens of ${formatPlural(calls, 'call')} were counted here, since nobody reported them (${listText(labels(counted))})`,
        ]),
  ];
  return `~ marks estimates${reasons.length === 0 ? '' : `: ${reasons.join('; ')}`}.`;
}

function labels(candidates: readonly CandidateSummary[]): readonly string[] {
  return candidates.map(({ label }) => label);
}
