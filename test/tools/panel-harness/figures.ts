// Seeded figures for the comparisons of the harness.
import type { Distribution, Estimate } from '../../../src/shared/model/comparison.ts';

export function estimateOf(values: readonly number[], n: number): Estimate | null {
  if (values.length === 0) return null;
  const value = mean(values);
  if (values.length < 3) return { value, low: null, high: null, n, clusters: values.length };
  const error = Math.sqrt(mean(values.map((v) => (v - value) ** 2)) / values.length);
  return { value, low: Math.max(0, value - 2 * error), high: Math.min(1, value + 2 * error), n, clusters: values.length };
}

export function distribution(values: readonly number[]): Distribution {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const around = (value: number): Estimate => ({ value, low: value * 0.93, high: value * 1.09, n: sorted.length, clusters: 24 });
  return {
    n: sorted.length,
    mean: mean(sorted),
    min: at(0),
    max: at(1),
    p25: at(0.25),
    p50: around(at(0.5)),
    p75: at(0.75),
    p90: at(0.9),
    p95: around(at(0.95)),
    p99: at(0.99),
    sorted: sorted.length <= 200 ? sorted : Array.from({ length: 200 }, (_, i) => at(i / 199)),
  };
}

export const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
export const mean = (values: readonly number[]) => sum(values) / values.length;

/** Mulberry32. */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Box–Muller. */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
