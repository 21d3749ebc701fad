import type { Cost, PriceRow, TokenUsage, UsageSource } from '../../shared/model/usage.ts';

/**
 * Input length from which some providers bill every token of the call at a higher tier (128k to 512k in the price list).
 * A row pins the base tier, so that a longer call's cost is a lower bound and marked as an estimate.
 */
export const longContextTokens = 128_000;

const unknownCost: Cost = { usd: null, estimated: false, source: null };

/**
 * Cost of one call in USD. The provider's own figure comes first, then tokens × the pinned row, else unknown.
 * Cached and cache-write tokens are parts of `inputTokens`; where a provider does not report them, all input
 * is billed at the plain rate. A missing count makes the cost unknown, unless its rate is 0.
 */
export function costOf(
  usage: TokenUsage,
  row: PriceRow | null,
  reportedUsd: number | null,
  usageSource: UsageSource | null = 'provider',
): Cost {
  if (reportedUsd !== null) return { usd: reportedUsd, estimated: false, source: 'reported' };
  if (row === null) return unknownCost;
  const input = inputUsd(usage, row);
  const output = billed(usage.outputTokens, row.outputPerMTok);
  if (input === null || output === null) return unknownCost;
  const estimated =
    !row.exact || usageSource === 'estimated' || isBeyondBaseTier(usage, row) || cachedTokens(usage) > plainLimit(usage);
  return { usd: input + output, estimated, source: 'price-row' };
}

function inputUsd(usage: TokenUsage, row: PriceRow): number | null {
  const { inputPerMTok, cachedInputPerMTok, cacheWritePerMTok } = row;
  const cached = billed(usage.cachedInputTokens ?? 0, cachedInputPerMTok ?? inputPerMTok);
  const written = billed(usage.cacheWriteTokens ?? 0, cacheWritePerMTok ?? inputPerMTok);
  const plainTokens = usage.inputTokens === null ? null : Math.max(0, usage.inputTokens - cachedTokens(usage));
  const plain = billed(plainTokens, inputPerMTok);
  return cached === null || written === null || plain === null ? null : plain + cached + written;
}

function billed(tokens: number | null, perMTok: number): number | null {
  if (perMTok === 0) return 0;
  return tokens === null ? null : (tokens * perMTok) / 1_000_000;
}

function cachedTokens(usage: TokenUsage): number {
  return (usage.cachedInputTokens ?? 0) + (usage.cacheWriteTokens ?? 0);
}

/** More cached tokens than input tokens is a contradiction in the provider's usage. */
function plainLimit(usage: TokenUsage): number {
  return usage.inputTokens ?? Number.POSITIVE_INFINITY;
}

function isBeyondBaseTier(usage: TokenUsage, row: PriceRow): boolean {
  return row.source === 'genai-prices' && (usage.inputTokens ?? 0) > longContextTokens;
}
