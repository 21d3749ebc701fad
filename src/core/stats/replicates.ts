import type { ClusteredSample } from './interval.ts';
import type { CaseFigures } from './paired.ts';
import { ResampledPercentiles } from './resample.ts';
import { resamplesOf, toUnits, type Units } from './units.ts';

/** Resamples of the cases of a run, the same ones for whatever is measured on them. */
export interface CaseResamples {
  readonly draws: number;
  readonly units: Units;
}

export function caseResamples(cases: number, draws: number): CaseResamples {
  return { draws, units: toUnits(Array.from({ length: cases }, (_, i) => i)) };
}

/**
 * Mean over the cases that have a figure, in each resample. One that holds none of them has the mean of all. `null` with
 * fewer than two such cases: they have no spread to show.
 */
export function replicateMeans(values: CaseFigures, resamples: CaseResamples): number[] | null {
  const { units } = resamples;
  const known = values.flatMap((value, index) => (value === null ? [] : [{ value, unit: units.of[index] ?? 0 }]));
  if (known.length < 2) return null;
  const [sums, counts] = [new Float64Array(units.count), new Float64Array(units.count)];
  for (const { value, unit } of known) {
    sums[unit] = (sums[unit] ?? 0) + value;
    counts[unit] = (counts[unit] ?? 0) + 1;
  }
  const mean = (weights: Uint16Array): number => dot(weights, sums) / dot(weights, counts);
  return evaluateAll(resamples, counts, mean);
}

/** Median of all observations, in each resample of the cases; as `replicateMeans` otherwise. `clusters` are the numbers of the cases. */
export function replicateMedians(sample: ClusteredSample, resamples: CaseResamples): number[] | null {
  const { units } = resamples;
  if (new Set(sample.clusters).size < 2) return null;
  const of = Uint16Array.from(sample.clusters, (cluster) => units.of[cluster] ?? 0);
  const counts = new Float64Array(units.count);
  for (const unit of of) counts[unit] = (counts[unit] ?? 0) + 1;
  const medians = new ResampledPercentiles(sample.values, { ...units, of }, [0.5]);
  return evaluateAll(resamples, counts, (weights) => medians.evaluate(weights)[0] ?? NaN);
}

function evaluateAll(
  { draws, units }: CaseResamples,
  counts: Float64Array,
  evaluate: (weights: Uint16Array) => number,
): number[] {
  const all = evaluate(new Uint16Array(units.count).fill(1));
  return resamplesOf(units.count, draws).map((resample) => (dot(resample, counts) === 0 ? all : evaluate(resample)));
}

function dot(weights: Uint16Array, values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += (weights[i] ?? 0) * (values[i] ?? 0);
  return sum;
}
