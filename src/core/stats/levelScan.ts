/** Fewer points than this in a row are no level of their own: one bad day is an outlier. */
export const leastStretch = 3;
/** Ends of passing stretches that are tried; in a longer series they are evenly spread. */
const mostEnds = 48;
/** More than this is no correlation of neighbours but a level that was not found. */
const mostAlike = 0.9;
/** Of all squares: less than this is left to chance by no cut of a series that moves at all. */
const leastUnexplained = 1e-12;

/** Where a series is best cut into levels, and how much that explains. */
export interface Cut {
  /** First points of new levels: one, or two around a stretch whose surroundings are of one level. */
  readonly at: readonly number[];
  /**
   * Log likelihood ratio against a single level. A second cut costs log n, as in the BIC; and neighbours that are still alike
   * tell less than independent ones: with a correlation of ρ, as much as a share of (1 − ρ)/(1 + ρ) of them.
   */
  readonly score: number;
}

/**
 * Looks for the best cut in series of the same length and weights: one level up to a point and another from it on, or a stretch
 * that differs from what is before and after it, which a search for single changes overlooks (circular binary segmentation:
 * Olshen, Venkatraman, Lucito and Wigler 2004, Biostatistics 5:557).
 */
export class LevelScan {
  readonly #roots: Float64Array;
  /** Weight of all points before each. */
  readonly #weightTo: Float64Array;
  readonly #ends: Uint32Array;
  /** By first and second end: what makes the square of a stretch's sum the sum of squares that it explains. */
  readonly #stretchFactors: Float64Array;
  readonly #stepFactors: Float64Array;
  /** Of the series last scanned: sum of all points before each, as distances from their mean. */
  readonly #sumTo: Float64Array;
  readonly #sumsAtEnds: Float64Array;
  #mean = 0;

  constructor(weights: Float64Array) {
    const n = weights.length;
    this.#roots = weights.map(Math.sqrt);
    this.#weightTo = new Float64Array(n + 1);
    for (const [t, weight] of weights.entries()) this.#weightTo[t + 1] = (this.#weightTo[t] ?? 0) + weight;
    this.#sumTo = new Float64Array(n + 1);
    this.#ends = endsWithin(n);
    this.#sumsAtEnds = new Float64Array(this.#ends.length);
    const ends = [...this.#ends];
    this.#stepFactors = Float64Array.from({ length: n + 1 }, (_, t) => this.#factor(0, t));
    this.#stretchFactors = Float64Array.from(ends.flatMap((from) => ends.map((to) => this.#factor(from, to))));
  }

  /** @param residuals distances from one level, times the roots of the weights: all of the same spread */
  best(residuals: Float64Array): Cut {
    const squares = this.#sumUp(residuals);
    const [step, stepGain] = this.#bestStep();
    const [stretch, stretchGain] = this.#bestStretch();
    const n = residuals.length;
    const ratio = (gain: number): number =>
      squares > 0 ? (-n / 2) * Math.log(Math.max(leastUnexplained, 1 - gain / squares)) : 0;
    const [one, two] = [ratio(stepGain), ratio(stretchGain) - Math.log(n)];
    const at = two > one ? stretch : [step];
    const alike = this.#alikeness(residuals, at);
    return { at, score: (Math.max(one, two) * (1 - alike)) / (1 + alike) };
  }

  /** The best place for a single change. */
  bestStep(residuals: Float64Array): number {
    this.#sumUp(residuals);
    return this.#bestStep()[0];
  }

  /** Returns the sum of the squared distances from the mean. */
  #sumUp(residuals: Float64Array): number {
    const n = residuals.length;
    const [roots, weightTo, sumTo] = [this.#roots, this.#weightTo, this.#sumTo];
    let sum = 0;
    let squares = 0;
    for (let t = 0; t < n; t++) {
      const residual = residuals[t] ?? 0;
      sum += (roots[t] ?? 0) * residual;
      squares += residual * residual;
      sumTo[t + 1] = sum;
    }
    const mean = sum / (weightTo[n] ?? 1);
    for (let t = 1; t <= n; t++) sumTo[t] = (sumTo[t] ?? 0) - (weightTo[t] ?? 0) * mean;
    this.#mean = mean;
    return squares - sum * mean;
  }

  #bestStep(): [at: number, gain: number] {
    const [sumTo, factors] = [this.#sumTo, this.#stepFactors];
    let at = leastStretch;
    let most = 0;
    for (let t = 0; t < sumTo.length; t++) {
      const sum = sumTo[t] ?? 0;
      const gain = sum * sum * (factors[t] ?? 0);
      if (gain <= most) continue;
      at = t;
      most = gain;
    }
    return [at, most];
  }

  #bestStretch(): [at: readonly number[], gain: number] {
    const [ends, factors, sumsAtEnds] = [this.#ends, this.#stretchFactors, this.#sumsAtEnds];
    const count = ends.length;
    for (let a = 0; a < count; a++) sumsAtEnds[a] = this.#sumTo[ends[a] ?? 0] ?? 0;
    let best = 0;
    let most = 0;
    for (let a = 0; a < count; a++) {
      const before = sumsAtEnds[a] ?? 0;
      const row = a * count;
      for (let b = a + 1; b < count; b++) {
        const sum = (sumsAtEnds[b] ?? 0) - before;
        const gain = sum * sum * (factors[row + b] ?? 0);
        if (gain <= most) continue;
        best = row + b;
        most = gain;
      }
    }
    return [[ends[Math.floor(best / count)] ?? 0, ends[best % count] ?? 0], most];
  }

  /** Correlation of neighbours about the levels of a cut; at least 0. */
  #alikeness(residuals: Float64Array, [from = 0, to = residuals.length]: readonly number[]): number {
    const [sum, weight] = [this.#between(this.#sumTo, from, to), this.#between(this.#weightTo, from, to)];
    const within = this.#mean + sum / weight;
    const around = this.#mean - sum / ((this.#weightTo.at(-1) ?? 0) - weight);
    const roots = this.#roots;
    let products = 0;
    let squares = 0;
    let previous = 0;
    for (let t = 0; t < residuals.length; t++) {
      const rest = (residuals[t] ?? 0) - (roots[t] ?? 0) * (t >= from && t < to ? within : around);
      products += previous * rest;
      squares += rest * rest;
      previous = rest;
    }
    return squares > 0 ? Math.min(mostAlike, Math.max(0, products / squares)) : 0;
  }

  #factor(from: number, to: number): number {
    const n = this.#roots.length;
    if (to - from < leastStretch || n - (to - from) < leastStretch) return 0;
    const [within, all] = [this.#between(this.#weightTo, from, to), this.#weightTo[n] ?? 0];
    return all / (within * (all - within));
  }

  #between(sums: Float64Array, from: number, to: number): number {
    return (sums[to] ?? 0) - (sums[from] ?? 0);
  }
}

/** Both sides of a passing stretch are levels too. */
function endsWithin(n: number): Uint32Array {
  const places = Math.max(0, n - 2 * leastStretch + 1);
  const count = Math.min(places, mostEnds);
  return Uint32Array.from({ length: count }, (_, i) =>
    count < 2 ? leastStretch : leastStretch + Math.round((i * (places - 1)) / (count - 1)),
  );
}
