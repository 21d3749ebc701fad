import type { LongContextPrice, PriceRow } from '../../shared/model/usage.ts';

/** What a call is billed by, in USD per million tokens, with every rate that a row leaves open filled in. */
export interface Rates {
  readonly input: number;
  readonly cachedInput: number;
  readonly cacheWrite: number;
  readonly output: number;
  readonly reasoning: number;
}

/** The rates of a call with that much input, cached input included: a tier that it reaches bills all of its tokens. */
export function ratesFor(row: PriceRow, inputTokens: number): Rates {
  const tier = row.longContext?.findLast(({ aboveInputTokens }) => inputTokens > aboveInputTokens);
  const { inputPerMTok: input, outputPerMTok: output, cachedInputPerMTok, cacheWritePerMTok } = tier ?? row;
  return {
    input,
    cachedInput: cachedInputPerMTok ?? input,
    cacheWrite: cacheWritePerMTok ?? input,
    output,
    reasoning: row.reasoningPerMTok ?? output,
  };
}

/** The most that tokens like these can cost in USD: written to the cache, or spent on reasoning, where that is dearer. */
export function worstUsd(row: PriceRow, inputTokens: number, outputTokens: number): number {
  const { input, cacheWrite, cachedInput, output, reasoning } = ratesFor(row, inputTokens);
  return (inputTokens * Math.max(input, cacheWrite, cachedInput) + outputTokens * Math.max(output, reasoning)) / 1_000_000;
}

/** A row that is nowhere cheaper than either: the first, with every rate raised to the second's. */
export function dearerRow(first: PriceRow, second: PriceRow): PriceRow {
  const above = thresholds(first, second);
  const longContext = above.map((tokens) => ({ aboveInputTokens: tokens, ...dearerRates(first, second, tokens + 1) }));
  const apart = [first, second].some(({ reasoningPerMTok }) => typeof reasoningPerMTok === 'number');
  // One price for reasoning in all tiers: the dearest, which is that of the output where a row has no other.
  const reasoning = [0, ...above].flatMap((tokens) => [first, second].map((row) => ratesFor(row, tokens + 1).reasoning));
  return {
    ...first,
    ...dearerRates(first, second, 0),
    ...(apart && { reasoningPerMTok: Math.max(...reasoning) }),
    ...(longContext.length > 0 && { longContext }),
  };
}

function thresholds(...rows: readonly PriceRow[]): readonly number[] {
  const all = rows.flatMap(({ longContext = [] }) => longContext.map(({ aboveInputTokens }) => aboveInputTokens));
  return [...new Set(all)].sort((a, b) => a - b);
}

function dearerRates(first: PriceRow, second: PriceRow, inputTokens: number): Omit<LongContextPrice, 'aboveInputTokens'> {
  const [a, b] = [ratesFor(first, inputTokens), ratesFor(second, inputTokens)];
  return {
    inputPerMTok: Math.max(a.input, b.input),
    outputPerMTok: Math.max(a.output, b.output),
    cachedInputPerMTok: Math.max(a.cachedInput, b.cachedInput),
    cacheWritePerMTok: Math.max(a.cacheWrite, b.cacheWrite),
  };
}
