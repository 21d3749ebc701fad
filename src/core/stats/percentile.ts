declare const sorted: unique symbol;
/** At least one number, ascending, none of them NaN. */
export type SortedSample = Float64Array & { readonly [sorted]: true };

/** `null` where there is nothing to sort. */
export function sortSample(values: ArrayLike<number>): SortedSample | null {
  return values.length === 0 ? null : (new Float64Array(values).sort() as SortedSample);
}

/**
 * Linear interpolation between order statistics: type 7 of Hyndman and Fan 1996, the default of NumPy and R.
 * `p` from 0 to 1.
 */
export function percentile(sample: SortedSample, p: number): number {
  const position = (sample.length - 1) * p;
  const index = Math.floor(position);
  const below = at(sample, index);
  const above = at(sample, Math.min(index + 1, sample.length - 1));
  return below + (above - below) * (position - index);
}

/** At most `limit` (≥ 2) order statistics, evenly spaced by rank, the least and the greatest among them. */
export function thin(sample: SortedSample, limit: number): number[] {
  if (sample.length <= limit) return [...sample];
  return Array.from({ length: limit }, (_, i) => at(sample, Math.round((i * (sample.length - 1)) / (limit - 1))));
}

function at(sample: SortedSample, index: number): number {
  const value = sample[index];
  if (value === undefined) throw new RangeError(`No order statistic ${index} in a sample of ${sample.length}.`);
  return value;
}
