import type { Units } from './units.ts';

/**
 * Percentiles of resamples without sorting any: the values are sorted once, and a resample is only a weight
 * for each unit. Nearly every percentile falls into a narrow band of ranks, so the walk starts at its lower
 * edge with the weights of all that lies below, known for each unit.
 */
export class ResampledPercentiles {
  readonly #values: Float64Array;
  readonly #units: Uint16Array;
  readonly #sizes: Uint32Array;
  readonly #starts: readonly { readonly p: number; readonly rank: number; readonly below: Uint32Array }[];

  constructor(values: readonly number[], units: Units, ps: readonly number[]) {
    const order = values.map((_, i) => i).sort((i, j) => (values[i] ?? 0) - (values[j] ?? 0));
    this.#values = Float64Array.from(order, (i) => values[i] ?? 0);
    this.#units = Uint16Array.from(order, (i) => units.of[i] ?? 0);
    this.#sizes = this.#countBelow(values.length, units.count);
    this.#starts = ps.map((p) => {
      const spread = Math.sqrt(p * (1 - p) * values.length * (values.length / units.clusters));
      const rank = Math.max(0, Math.floor(p * values.length - 3 * spread));
      return { p, rank, below: this.#countBelow(rank, units.count) };
    });
  }

  evaluate(weights: Uint16Array): number[] {
    const last = weighted(weights, this.#sizes) - 1;
    return this.#starts.map(({ p, rank, below }) => {
      const position = last * p;
      const skipped = weighted(weights, below);
      return skipped <= position ? this.#walk(weights, position, rank, skipped) : this.#walk(weights, position, 0, 0);
    });
  }

  /** Interpolates at `position` of the resample, given that `seen` of its values lie below rank `from`. */
  #walk(weights: Uint16Array, position: number, from: number, seen: number): number {
    const values = this.#values;
    const units = this.#units;
    const index = Math.floor(position);
    let count = seen;
    let rank = from;
    while (count <= index) count += weights[units[rank++] ?? 0] ?? 0;
    const lower = values[rank - 1] ?? 0;
    if (count > index + 1 || position === index) return lower;
    while (count <= index + 1) count += weights[units[rank++] ?? 0] ?? 0;
    return lower + ((values[rank - 1] ?? lower) - lower) * (position - index);
  }

  #countBelow(rank: number, units: number): Uint32Array {
    const counts = new Uint32Array(units);
    for (let i = 0; i < rank; i++) {
      const unit = this.#units[i] ?? 0;
      counts[unit] = (counts[unit] ?? 0) + 1;
    }
    return counts;
  }
}

function weighted(weights: Uint16Array, counts: Uint32Array): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += (weights[i] ?? 0) * (counts[i] ?? 0);
  return sum;
}
