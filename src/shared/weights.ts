import type { CandidateId } from './model/ids.ts';

/** What matters how much to the user: each from 0, only their proportions count. */
export interface Weights {
  readonly quality: number;
  readonly cost: number;
  readonly speed: number;
}

export const defaultWeights: Weights = { quality: 60, cost: 20, speed: 20 };

/** A candidate's place in a ranking by weights. */
export interface WeightedRank {
  readonly id: CandidateId;
  /** From 1; equal scores share a place. */
  readonly place: number;
  /** 0–1: the weighted mean of quality, least cost ÷ cost and least latency ÷ latency. */
  readonly score: number;
  /** 95 % interval over the resamples; `null` without replicates. */
  readonly low: number | null;
  readonly high: number | null;
  /** Share of the resamples in which it comes first; `null` without replicates. */
  readonly first: number | null;
}
