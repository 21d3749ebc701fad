import type { LogHistogram } from '../../shared/model/history.ts';

/** Ratio of the ends of a bin. */
const gamma = 1.02;
const logGamma = Math.log(gamma);

/**
 * Counts in bins of equal ratio, as in DDSketch (Masson, Rim and Lee 2019, PVLDB 12:2195): a few hundred numbers from which
 * any percentile of any number of values can be read to 1 %, and which add up exactly.
 */
export function logHistogram(values: readonly number[]): LogHistogram {
  const counts = new Map<number, number>();
  let zeros = 0;
  for (const value of values) {
    if (!(value > 0)) {
      zeros++;
      continue;
    }
    const bin = Math.ceil(Math.log(value) / logGamma);
    counts.set(bin, (counts.get(bin) ?? 0) + 1);
  }
  return { zeros, bins: inOrder(counts) };
}

export function addHistograms(all: readonly LogHistogram[]): LogHistogram {
  const counts = new Map<number, number>();
  for (const [bin, count] of all.flatMap(({ bins }) => bins)) counts.set(bin, (counts.get(bin) ?? 0) + count);
  return { zeros: all.reduce((sum, { zeros }) => sum + zeros, 0), bins: inOrder(counts) };
}

export function countOf({ zeros, bins }: LogHistogram): number {
  return bins.reduce((sum, [, count]) => sum + count, zeros);
}

/** As `percentile`, of values that are each known to 1 %; `null` where there is none. `p` from 0 to 1. */
export function histogramPercentile(histogram: LogHistogram, p: number): number | null {
  const n = countOf(histogram);
  if (n === 0) return null;
  const position = (n - 1) * p;
  const index = Math.floor(position);
  const below = valueAt(histogram, index);
  const above = valueAt(histogram, Math.min(index + 1, n - 1));
  return below + (above - below) * (position - index);
}

/** The order statistic of this index, from 0. */
function valueAt({ zeros, bins }: LogHistogram, index: number): number {
  let upTo = zeros;
  if (index < upTo) return 0;
  for (const [bin, count] of bins) {
    upTo += count;
    if (index < upTo) return middleOf(bin);
  }
  return middleOf(bins.at(-1)?.[0] ?? 0);
}

/** Equally far, as a ratio, from both ends of (γ^(i−1), γ^i]. */
function middleOf(bin: number): number {
  return (2 * gamma ** bin) / (gamma + 1);
}

function inOrder(counts: ReadonlyMap<number, number>): [number, number][] {
  return [...counts].sort(([a], [b]) => a - b);
}
