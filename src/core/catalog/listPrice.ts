import type { LongContextPrice, PriceRow } from '../../shared/model/usage.ts';
import { field } from '../json.ts';
import { count, rate } from './read.ts';

interface Rates {
  readonly input: unknown;
  readonly output: unknown;
  readonly cached?: unknown;
  readonly cacheWrite?: unknown;
  readonly reasoning?: unknown;
  readonly longContext?: readonly LongContextPrice[];
}

/** Rates as a provider lists them → USD per million tokens, times `unit`. `null` where one direction is unsaid. */
function priceRow(id: string, unit: number, rates: Rates): PriceRow | null {
  const usd = (value: unknown): number | null => perMTok(value, unit);
  const input = usd(rates.input);
  const output = usd(rates.output);
  if (input === null || output === null) return null;
  const reasoning = usd(rates.reasoning);
  return {
    inputPerMTok: input,
    outputPerMTok: output,
    // Lists say 0 where they mean none: nobody reads a cache for nothing.
    cachedInputPerMTok: usd(rates.cached) || null,
    cacheWritePerMTok: usd(rates.cacheWrite) || null,
    ...(reasoning !== null && reasoning > 0 && { reasoningPerMTok: reasoning }),
    ...(rates.longContext && { longContext: rates.longContext }),
    source: 'model-list',
    matchedModel: id,
    exact: true,
  };
}

/** Twelve digits: `0.00000015 × 1e6` is 0.15, not 0.15000000000000002. */
function perMTok(value: unknown, unit: number): number | null {
  const known = rate(value);
  return known === null ? null : Number((known * unit).toPrecision(12));
}

/**
 * A list that knows no price says 0, as for models that are rented by the hour: only a model that calls itself free is
 * believed to cost nothing.
 */
function unlessUnknown(row: PriceRow | null): PriceRow | null {
  const free = row?.inputPerMTok === 0 && row.outputPerMTok === 0;
  return free && !/\bfree\b/i.test(row.matchedModel) ? null : row;
}

/** OpenRouter: USD per token, as strings; -1 where it depends on the model that a router picks. */
export function openRouterPrice(id: string, entry: unknown): PriceRow | null {
  const pricing = field(entry, 'pricing');
  const row = priceRow(id, 1_000_000, {
    input: field(pricing, 'prompt'),
    output: field(pricing, 'completion'),
    cached: field(pricing, 'input_cache_read'),
    cacheWrite: field(pricing, 'input_cache_write'),
    reasoning: field(pricing, 'internal_reasoning'),
  });
  // A charge for each request has no place in a row of token prices.
  return row && { ...row, exact: !rate(field(pricing, 'request')) };
}

/** Together AI: USD per million tokens. */
export function togetherPrice(id: string, entry: unknown): PriceRow | null {
  const pricing = field(entry, 'pricing');
  return unlessUnknown(
    priceRow(id, 1, {
      input: field(pricing, 'input'),
      output: field(pricing, 'output'),
      cached: field(pricing, 'cached_input'),
    }),
  );
}

/** DeepInfra: USD per million tokens. */
export function deepInfraPrice(id: string, entry: unknown): PriceRow | null {
  const pricing = field(entry, 'metadata', 'pricing');
  return unlessUnknown(
    priceRow(id, 1, {
      input: field(pricing, 'input_tokens'),
      output: field(pricing, 'output_tokens'),
      cached: field(pricing, 'cache_read_tokens'),
    }),
  );
}

/** xAI: hundredths of a cent per million tokens, with a tier for long prompts. */
export function xaiPrice(id: string, entry: unknown): PriceRow | null {
  const unit = 1 / 10_000;
  const tier = xaiTier(entry, unit);
  return unlessUnknown(
    priceRow(id, unit, {
      input: field(entry, 'prompt_text_token_price'),
      output: field(entry, 'completion_text_token_price'),
      cached: field(entry, 'cached_prompt_text_token_price'),
      ...(tier && { longContext: [tier] }),
    }),
  );
}

function xaiTier(entry: unknown, unit: number): LongContextPrice | null {
  const threshold = count(field(entry, 'long_context_threshold'));
  const input = perMTok(field(entry, 'prompt_text_token_price_long_context'), unit);
  const output = perMTok(field(entry, 'completion_text_token_price_long_context'), unit);
  if (threshold === null || !input || !output) return null;
  return {
    // xAI's pages bill a prompt that reaches the threshold by the higher rate.
    aboveInputTokens: threshold - 1,
    inputPerMTok: input,
    outputPerMTok: output,
    cachedInputPerMTok: perMTok(field(entry, 'cached_prompt_text_token_price_long_context'), unit) || null,
    cacheWritePerMTok: null,
  };
}

/** One of Hugging Face's providers of a model: USD per million tokens. */
export function routedPrice(id: string, provider: unknown): PriceRow | null {
  const pricing = field(provider, 'pricing');
  return unlessUnknown(priceRow(id, 1, { input: field(pricing, 'input'), output: field(pricing, 'output') }));
}
