import type { Cost, PriceRow, TokenUsage, UsageSource } from '../../shared/model/usage.ts';
import { ratesFor, type Rates } from './rates.ts';

const unknownCost: Cost = { usd: null, estimated: false, source: null };

/**
 * Cost of one call in USD. The provider's own figure comes first, then tokens × the pinned row, else unknown.
 * Cached and cache-write tokens are parts of `inputTokens`, reasoning is a part of `outputTokens`; where a provider does
 * not report them, all is billed at the plain rate. A missing count makes the cost unknown, unless its rate is 0.
 */
export function costOf(
  usage: TokenUsage,
  row: PriceRow | null,
  reportedUsd: number | null,
  usageSource: UsageSource | null = 'provider',
): Cost {
  if (reportedUsd !== null) return { usd: reportedUsd, estimated: false, source: 'reported' };
  if (row === null) return unknownCost;
  const rates = ratesFor(row, usage.inputTokens ?? 0);
  const input = inputUsd(usage, rates);
  const output = outputUsd(usage, rates);
  if (input === null || output === null) return unknownCost;
  const estimated = !row.exact || usageSource === 'estimated' || !isWhole(usage, rates);
  return { usd: input + output, estimated, source: 'price-row' };
}

function inputUsd(usage: TokenUsage, rates: Rates): number | null {
  const cached = usage.cachedInputTokens ?? 0;
  const written = usage.cacheWriteTokens ?? 0;
  const plain = billed(rest(usage.inputTokens, cached + written), rates.input);
  if (plain === null) return null;
  return plain + (cached * rates.cachedInput + written * rates.cacheWrite) / 1_000_000;
}

function outputUsd(usage: TokenUsage, rates: Rates): number | null {
  const reasoning = usage.reasoningTokens ?? 0;
  const plain = billed(rest(usage.outputTokens, reasoning), rates.output);
  return plain === null ? null : plain + (reasoning * rates.reasoning) / 1_000_000;
}

function rest(tokens: number | null, parts: number): number | null {
  return tokens === null ? null : Math.max(0, tokens - parts);
}

function billed(tokens: number | null, perMTok: number): number | null {
  if (perMTok === 0) return 0;
  return tokens === null ? null : (tokens * perMTok) / 1_000_000;
}

/** False where the counts leave something open: parts that exceed the whole, reasoning with a price of its own and no count. */
function isWhole(usage: TokenUsage, rates: Rates): boolean {
  const { inputTokens, outputTokens, reasoningTokens } = usage;
  if ((usage.cachedInputTokens ?? 0) + (usage.cacheWriteTokens ?? 0) > (inputTokens ?? Number.POSITIVE_INFINITY)) return false;
  if ((reasoningTokens ?? 0) > (outputTokens ?? Number.POSITIVE_INFINITY)) return false;
  return reasoningTokens !== null || rates.reasoning === rates.output;
}
