import type { MatchLogic, ModelInfo, ModelPrice, PriceCalculation } from '@pydantic/genai-prices';
import type { PriceRow } from '../../shared/model/usage.ts';

/**
 * Our provider ids → those of genai-prices. The package also matches providers by likeness (`my-openai-proxy` → openai);
 * a server of the user's own must not be priced that way, so that only these are looked up.
 */
const providerIds: Readonly<Record<string, string>> = {
  openai: 'openai',
  anthropic: 'anthropic',
  google: 'google',
  gemini: 'google',
  vertex: 'google',
  azure: 'azure',
  bedrock: 'aws',
  cerebras: 'cerebras',
  cohere: 'cohere',
  deepseek: 'deepseek',
  fireworks: 'fireworks',
  groq: 'groq',
  mistral: 'mistral',
  openrouter: 'openrouter',
  together: 'together',
  xai: 'x-ai',
};

/** What is billed besides plain input, cached input, cache write and output for an ordinary text call. */
const otherCharges = ['requests_kcount', 'output_reasoning_mtok', 'output_citation_mtok'];

/** Endings that name a release of the same model: `-20250929`, `@20250929`, `-2025-08-07`, `-001`, `-latest`. */
const releaseSuffix = /^(?:[-@]20\d{6}|-20\d{2}-\d{2}-\d{2}|-00\d|-latest)$/;

/**
 * The price row of genai-prices (offline, loaded on first use), or `null` where it has none.
 * Of tiered prices the base tier is taken; see `longContextTokens` in cost.ts.
 */
export async function listedPrice(provider: string, model: string, at: Date): Promise<PriceRow | null> {
  const providerId = Object.hasOwn(providerIds, provider) ? providerIds[provider] : undefined;
  if (providerId === undefined) return null;
  const { calcPrice } = await import('@pydantic/genai-prices');
  const found = calcPrice({ input_tokens: 1, output_tokens: 1 }, model, { providerId, timestamp: at });
  return found && rowOf(found, model);
}

function rowOf(found: PriceCalculation, asked: string): PriceRow | null {
  const prices = found.model_price;
  const input = baseRate(prices, 'input_mtok');
  const output = baseRate(prices, 'output_mtok');
  // A list that knows only one direction (embeddings, audio) does not know what a text call costs.
  if (input === null || output === null) return null;
  return {
    inputPerMTok: input,
    outputPerMTok: output,
    cachedInputPerMTok: baseRate(prices, 'cache_read_mtok'),
    cacheWritePerMTok: baseRate(prices, 'cache_write_mtok'),
    source: 'genai-prices',
    matchedModel: found.model.id,
    exact: isSameModel(found.model, asked) && isWholePrice(found.model, prices),
  };
}

function baseRate(prices: ModelPrice, key: string): number | null {
  const rate = prices[key];
  return typeof rate === 'object' ? rate.base : (rate ?? null);
}

/** The package matches by prefix and substring: `claude-sonnet-5-5` finds `claude-sonnet-5`. */
function isSameModel(found: ModelInfo, asked: string): boolean {
  const wanted = asked.trim().toLowerCase();
  const id = found.id.toLowerCase();
  if (wanted === id || isListed(found.match, wanted)) return true;
  return wanted.startsWith(id) && releaseSuffix.test(wanted.slice(id.length));
}

function isListed(match: MatchLogic, wanted: string): boolean {
  if ('or' in match) return match.or.some((part) => isListed(part, wanted));
  return 'equals' in match && match.equals.toLowerCase() === wanted;
}

/** False where the row cannot tell the whole: charges that it has no column for, or a price that changes by the hour. */
function isWholePrice(model: ModelInfo, prices: ModelPrice): boolean {
  if (otherCharges.some((key) => prices[key] !== undefined)) return false;
  return !Array.isArray(model.prices) || model.prices.every(({ constraint }) => constraint?.type !== 'time_of_date');
}
