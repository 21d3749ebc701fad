import type { Estimate, LabelFigures } from '../../shared/model/comparison.ts';
import { bootstrapInterval } from './bootstrap.ts';
import { estimate } from './interval.ts';
import { toUnits } from './units.ts';

/** One answer: the label that was to be found, and the one that it names, if any. */
export interface LabelPair {
  readonly expected: string;
  readonly predicted: string | null;
}

/**
 * Precision, recall and F1 of each label that was expected or named (van Rijsbergen 1979, chapter 7), by name. An answer that
 * names none is a miss for its label and counts against nobody's precision.
 */
export function labelFigures(pairs: readonly LabelPair[]): LabelFigures[] {
  const labels = new Set(pairs.flatMap(({ expected, predicted }) => (predicted === null ? [expected] : [expected, predicted])));
  return [...labels].sort().map((label) => {
    const expected = pairs.filter((pair) => pair.expected === label);
    const found = expected.filter((pair) => pair.predicted === label).length;
    const named = pairs.filter((pair) => pair.predicted === label).length;
    return {
      label,
      expected: expected.length,
      precision: named === 0 ? null : found / named,
      recall: expected.length === 0 ? null : found / expected.length,
      f1: expected.length === 0 ? null : (2 * found) / (expected.length + named),
    };
  });
}

/** Unweighted mean of F1 over the labels that were expected, with a BCa interval over clusters; `null` without answers. */
export function macroF1(sample: readonly (LabelPair & { readonly cluster: number })[]): Estimate | null {
  if (sample.length === 0) return null;
  const clusters = sample.map(({ cluster }) => cluster);
  const units = toUnits(clusters);
  const labels = new Map([...new Set(sample.map(({ expected }) => expected))].map((label, i) => [label, i]));
  const expected = Uint16Array.from(sample, (pair) => labels.get(pair.expected) ?? 0);
  // Nobody's F1 counts labels that were never expected: they are one more, behind the others.
  const predicted = Uint16Array.from(
    sample,
    (pair) => (pair.predicted === null ? null : labels.get(pair.predicted)) ?? labels.size,
  );
  const f1 = (weights: Uint16Array): number => {
    const found = new Float64Array(labels.size + 1);
    const wanted = new Float64Array(labels.size + 1);
    const named = new Float64Array(labels.size + 1);
    for (let i = 0; i < expected.length; i++) {
      const weight = weights[units.of[i] ?? 0] ?? 0;
      const [want, name] = [expected[i] ?? 0, predicted[i] ?? 0];
      wanted[want] = (wanted[want] ?? 0) + weight;
      named[name] = (named[name] ?? 0) + weight;
      if (want === name) found[want] = (found[want] ?? 0) + weight;
    }
    return meanF1(found, wanted, named);
  };
  const value = f1(new Uint16Array(units.count).fill(1));
  return estimate(value, bootstrapInterval(units, f1), sample.length, units.clusters);
}

function meanF1(found: Float64Array, wanted: Float64Array, named: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (const [i, want] of wanted.entries()) {
    if (want === 0) continue;
    sum += (2 * (found[i] ?? 0)) / (want + (named[i] ?? 0));
    count++;
  }
  return sum / count;
}
