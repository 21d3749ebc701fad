import { seededRandom, type Random } from './random.ts';

const seed = 20_240_501;
/**
 * More clusters than this are dealt at random into so many equal blocks, and blocks are resampled: blocks of
 * independent cases are as exchangeable as the cases, and the time stays bounded.
 */
const mostUnits = 200;

/** What is resampled: cases, or blocks of cases. */
export interface Units {
  readonly count: number;
  /** Cases in all units together. */
  readonly clusters: number;
  /** Resampling unit of each observation. */
  readonly of: Uint16Array;
}

/** `clusters`: the cluster of each observation. */
export function toUnits(clusters: readonly number[]): Units {
  const distinct = [...new Set(clusters)].sort((a, b) => a - b);
  const count = Math.min(distinct.length, mostUnits);
  if (distinct.length > mostUnits) shuffle(distinct, seededRandom(seed + 1));
  const unitOf = new Map(distinct.map((cluster, i) => [cluster, i % count]));
  return { count, clusters: distinct.length, of: Uint16Array.from(clusters, (cluster) => unitOf.get(cluster) ?? 0) };
}

let kept: { readonly units: number; readonly weights: Uint16Array } = { units: 0, weights: new Uint16Array() };

/**
 * So many resamples of so many units, one after the other: how often each unit is in it. They depend on nothing but the seed,
 * fewer draws are the first of more, and the distributions of one comparison mostly have the same number of units: the last
 * ones are kept.
 */
export function resamplesOf(units: number, draws: number): Uint16Array {
  const length = draws * units;
  if (kept.units !== units || kept.weights.length < length) kept = { units, weights: drawn(units, length) };
  return kept.weights.subarray(0, length);
}

function drawn(units: number, length: number): Uint16Array {
  const random = seededRandom(seed);
  const weights = new Uint16Array(length);
  for (let start = 0; start < length; start += units) {
    for (let i = 0; i < units; i++) {
      const unit = start + below(units, random);
      weights[unit] = (weights[unit] ?? 0) + 1;
    }
  }
  return weights;
}

function shuffle(items: number[], random: Random): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = below(i + 1, random);
    const kept = items[i] ?? 0;
    items[i] = items[j] ?? 0;
    items[j] = kept;
  }
}

function below(limit: number, random: Random): number {
  return Math.floor((random() * limit) / 2 ** 32);
}
