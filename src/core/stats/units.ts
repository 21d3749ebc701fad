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
  const distinct = distinctOf(clusters);
  const count = Math.min(distinct.length, mostUnits);
  if (distinct.length > mostUnits) shuffle(distinct, seededRandom(seed + 1));
  const unitOf = new Uint16Array(distinct.reduce((most, cluster) => Math.max(most, cluster + 1), 0));
  for (const [i, cluster] of distinct.entries()) unitOf[cluster] = i % count;
  const of = new Uint16Array(clusters.length);
  for (let i = 0; i < of.length; i++) of[i] = unitOf[clusters[i] ?? 0] ?? 0;
  return { count, clusters: distinct.length, of };
}

/** Ascending. A place for each number up to the greatest is quicker than a set. */
function distinctOf(clusters: readonly number[]): number[] {
  const seen = new Uint8Array(clusters.reduce((most, cluster) => Math.max(most, cluster + 1), 0));
  for (const cluster of clusters) seen[cluster] = 1;
  const distinct: number[] = [];
  for (let cluster = 0; cluster < seen.length; cluster++) if (seen[cluster] === 1) distinct.push(cluster);
  return distinct;
}

let kept: { readonly units: number; readonly resamples: readonly Uint16Array[] } = { units: 0, resamples: [] };

/**
 * So many resamples of so many units: how often each unit is in it. They depend on nothing but the seed, fewer draws are the
 * first of more, and the distributions of one comparison mostly have the same number of units: the last ones are kept.
 */
export function resamplesOf(units: number, draws: number): readonly Uint16Array[] {
  if (kept.units !== units || kept.resamples.length < draws) kept = { units, resamples: drawn(units, draws) };
  return kept.resamples.length === draws ? kept.resamples : kept.resamples.slice(0, draws);
}

function drawn(units: number, draws: number): Uint16Array[] {
  const random = seededRandom(seed);
  return Array.from({ length: draws }, () => {
    const weights = new Uint16Array(units);
    for (let i = 0; i < units; i++) {
      const unit = below(units, random);
      weights[unit] = (weights[unit] ?? 0) + 1;
    }
    return weights;
  });
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
