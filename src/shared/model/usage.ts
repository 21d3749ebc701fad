/** Token counts of one call. `null` is unknown; it is never 0 unless a provider said 0. */
export interface TokenUsage {
  /** All prompt tokens, cached ones included. */
  readonly inputTokens: number | null;
  /** All billed output tokens, reasoning included. */
  readonly outputTokens: number | null;
  /** The part of `outputTokens` spent on reasoning. */
  readonly reasoningTokens: number | null;
  /** The part of `inputTokens` read from the provider's prompt cache. */
  readonly cachedInputTokens: number | null;
  /** The part of `inputTokens` written to the provider's prompt cache. */
  readonly cacheWriteTokens: number | null;
}

export const unknownUsage: TokenUsage = {
  inputTokens: null,
  outputTokens: null,
  reasoningTokens: null,
  cachedInputTokens: null,
  cacheWriteTokens: null,
};

/** Where the counts come from: the provider's own usage, or a tokenizer's estimate. */
export type UsageSource = 'provider' | 'estimated';

/**
 * Price of a model in USD per million tokens, pinned to the run that used it.
 * A tier that is `null` is billed at the plain rate (cached input, cache write) or as output (reasoning).
 */
export interface PriceRow {
  readonly inputPerMTok: number;
  readonly outputPerMTok: number;
  readonly cachedInputPerMTok: number | null;
  readonly cacheWritePerMTok: number | null;
  /** Where reasoning has a price of its own; absent or `null`: it is billed as output. */
  readonly reasoningPerMTok?: number | null;
  /** Dearer tiers for long prompts, by ascending `aboveInputTokens`; a call that reaches one is billed by it as a whole. */
  readonly longContext?: readonly LongContextPrice[];
  /** Who says so: the suite's `prices`, the demo server, the provider's own model list, or the genai-prices data set. */
  readonly source: 'suite' | 'demo' | 'model-list' | 'genai-prices';
  /** The id that the price list matched. */
  readonly matchedModel: string;
  /** False where the price list matched another id than the one asked for: the cost is then an estimate. */
  readonly exact: boolean;
}

/** USD per million tokens of a call whose input is longer than `aboveInputTokens`. */
export interface LongContextPrice {
  readonly aboveInputTokens: number;
  readonly inputPerMTok: number;
  readonly outputPerMTok: number;
  readonly cachedInputPerMTok: number | null;
  readonly cacheWritePerMTok: number | null;
}

/** Cost of one call in USD. `usd: null` is unknown, and stays unknown in every total. */
export interface Cost {
  readonly usd: number | null;
  /** True where the price match or the token counts are estimates. */
  readonly estimated: boolean;
  /**
   * `reported` is the provider's own figure; `price-row` is tokens × the run's pinned row; `not-billed` is the 0 of a
   * request that was refused with an HTTP error or never sent: no provider bills those.
   */
  readonly source: 'reported' | 'price-row' | 'not-billed' | null;
}
