import type { MatchLogic, ModelInfo, ModelPrice, PriceCalculation } from '@pydantic/genai-prices';
import type { LongContextPrice, PriceRow } from '../../shared/model/usage.ts';

/** What may be billed for an ordinary text call and has no column in a row. */
const otherCharges = ['requests_kcount', 'output_citation_mtok'];

/** Endings that name a release of the same model: `-20250929`, `@20250929`, `-2025-08-07`, `-001`, `-latest`. */
const releaseSuffix = /^(?:[-@]20\d{6}|-20\d{2}-\d{2}-\d{2}|-00\d|-latest)$/;

/** Bedrock's inference profiles: the list has one row for all regions that cost the same. */
const regionPrefix = /^(?:us-gov|us|eu|apac|au|jp|ca)\./;

/**
 * The price row of genai-prices (offline, loaded on first use), or `null` where it has none.
 * @param providerId the package's own id. It also finds providers by likeness (`my-openai-proxy` → openai), and a server of
 * the user's own must not be priced that way: the caller knows whose prices hold
 */
export async function listedPrice(providerId: string, model: string, at: Date): Promise<PriceRow | null> {
  const { calcPrice } = await import('@pydantic/genai-prices');
  // Vertex names the publisher with the model, the list does not.
  const names = [model, ...(model.startsWith(`${providerId}/`) ? [model.slice(providerId.length + 1)] : [])];
  for (const name of names) {
    const found = calcPrice({ input_tokens: 1, output_tokens: 1 }, name, { providerId, timestamp: at });
    if (found) return rowOf(found, name);
  }
  return null;
}

function rowOf({ model, model_price: prices }: PriceCalculation, asked: string): PriceRow | null {
  const base = ratesAt(prices, 0);
  // A list that knows only one direction (embeddings, audio) does not know what a text call costs.
  if (base === null) return null;
  const longContext = tiersOf(prices);
  const reasoning = rateAt(prices, 'output_reasoning_mtok', 0);
  return {
    ...base,
    ...(reasoning !== null && { reasoningPerMTok: reasoning }),
    ...(longContext.length > 0 && { longContext }),
    source: 'genai-prices',
    matchedModel: model.id,
    exact: isSameModel(model, asked) && isWholePrice(model, prices),
  };
}

type BaseRates = Omit<LongContextPrice, 'aboveInputTokens'>;

function ratesAt(prices: ModelPrice, inputTokens: number): BaseRates | null {
  const input = rateAt(prices, 'input_mtok', inputTokens);
  const output = rateAt(prices, 'output_mtok', inputTokens);
  if (input === null || output === null) return null;
  return {
    inputPerMTok: input,
    outputPerMTok: output,
    cachedInputPerMTok: rateAt(prices, 'cache_read_mtok', inputTokens),
    cacheWritePerMTok: rateAt(prices, 'cache_write_mtok', inputTokens),
  };
}

/** A tier holds for calls with more input than its start. */
function rateAt(prices: ModelPrice, key: string, inputTokens: number): number | null {
  const rate = prices[key];
  if (typeof rate !== 'object') return rate ?? null;
  return rate.tiers.findLast(({ start }) => inputTokens > start)?.price ?? rate.base;
}

function tiersOf(prices: ModelPrice): readonly LongContextPrice[] {
  const starts = Object.values(prices).flatMap((rate) => (typeof rate === 'object' ? rate.tiers.map(({ start }) => start) : []));
  return [...new Set(starts)]
    .sort((a, b) => a - b)
    .flatMap((start) => {
      const rates = ratesAt(prices, start + 1);
      return rates === null ? [] : [{ aboveInputTokens: start, ...rates }];
    });
}

/** The package matches by prefix and substring: `claude-sonnet-5-5` finds `claude-sonnet-5`. */
function isSameModel(found: ModelInfo, asked: string): boolean {
  const wanted = asked.trim().toLowerCase();
  const id = found.id.toLowerCase();
  if (wanted === id || isListed(found.match, wanted)) return true;
  if (id === `regional.${wanted.replace(regionPrefix, '')}`) return true;
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
