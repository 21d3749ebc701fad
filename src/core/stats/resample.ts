import { sortSample } from './percentile.ts';
import type { Units } from './units.ts';

/**
 * Percentiles of resamples without sorting any: the values are sorted once, and a resample is only a weight for each unit. Its
 * percentile is near that of the sample, so the walk starts there, with the weights of all that lies below known for each unit.
 */
export class ResampledPercentiles {
  readonly #values: Float64Array;
  readonly #units: Uint16Array;
  readonly #sizes: Int32Array;
  readonly #starts: readonly { readonly p: number; readonly rank: number; readonly below: Int32Array }[];

  /** @param sorted the values, where somebody has sorted them already */
  constructor(values: readonly number[], units: Units, ps: readonly number[], sorted: Float64Array | null = sortSample(values)) {
    this.#values = sorted ?? new Float64Array();
    this.#units = inOrder(values, this.#values, units.of);
    this.#sizes = this.#countBelow(values.length, units.count);
    this.#starts = ps.map((p) => {
      const rank = Math.floor(p * values.length);
      return { p, rank, below: this.#countBelow(rank, units.count) };
    });
  }

  evaluate(weights: Uint16Array): number[] {
    const last = weighted(weights, this.#sizes) - 1;
    return this.#starts.map(({ p, rank, below }) => this.#walk(weights, last * p, rank, weighted(weights, below)));
  }

  /** Interpolates at `position` of the resample, given that `seen` of its values lie below rank `from`. */
  #walk(weights: Uint16Array, position: number, from: number, seen: number): number {
    const values = this.#values;
    const units = this.#units;
    const index = Math.floor(position);
    let count = seen;
    let rank = from;
    while (count > index) count -= weights[units[--rank] ?? 0] ?? 0;
    while (count <= index) count += weights[units[rank++] ?? 0] ?? 0;
    const lower = values[rank - 1] ?? 0;
    if (count > index + 1 || position === index) return lower;
    while (count <= index + 1) count += weights[units[rank++] ?? 0] ?? 0;
    return lower + ((values[rank - 1] ?? lower) - lower) * (position - index);
  }

  #countBelow(rank: number, units: number): Int32Array {
    const counts = new Int32Array(units);
    for (let i = 0; i < rank; i++) {
      const unit = this.#units[i] ?? 0;
      counts[unit] = (counts[unit] ?? 0) + 1;
    }
    return counts;
  }
}

/** The unit of each value in their order. Looking each value up takes a fraction of sorting by a function. */
function inOrder(values: readonly number[], sorted: Float64Array, units: Uint16Array): Uint16Array {
  const ordered = new Uint16Array(sorted.length);
  // Of equal values, how many have their place already.
  const placed = new Uint32Array(sorted.length);
  for (let i = 0; i < ordered.length; i++) {
    const first = firstNotBelow(sorted, values[i] ?? 0);
    const rank = first + (placed[first] ?? 0);
    ordered[rank] = units[i] ?? 0;
    placed[first] = rank - first + 1;
  }
  return ordered;
}

function firstNotBelow(sorted: Float64Array, value: number): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((sorted[middle] ?? 0) < value) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** In whole numbers of 32 bits: twice as quick, and there are far fewer observations than 2³¹. */
function weighted(weights: Uint16Array, counts: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum = (sum + Math.imul(weights[i] ?? 0, counts[i] ?? 0)) | 0;
  return sum;
}
