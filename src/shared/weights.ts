import type { CandidateReplicates, CandidateSummary, Replicates } from './model/comparison.ts';
import type { CandidateId } from './model/ids.ts';

/** What matters how much to the user: each from 0, only their proportions count. */
export interface Weights {
  readonly quality: number;
  readonly cost: number;
  readonly speed: number;
}

export const defaultWeights: Weights = { quality: 80, cost: 10, speed: 10 };

export type Merit = keyof Weights;
export const merits = ['quality', 'cost', 'speed'] as const satisfies readonly Merit[];

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

/** A candidate that cannot be ranked: a figure that counts is unknown, or too few answers are behind its figures. */
export interface Unranked {
  readonly id: CandidateId;
  readonly missing: readonly Merit[];
  readonly fewAnswers: boolean;
}

type Rankable = Pick<CandidateSummary, 'id' | 'ok' | 'quality' | 'cost' | 'latencyMs'>;

/** Quality 0–1, mean cost of a sample in USD, median latency in ms. */
type Figures = Readonly<Record<Merit, number>>;
type KnownFigures = Readonly<Record<Merit, number | null>>;

/** Scores this close are the same: what is left of sums in another order. */
const sameScore = 1e-9;

/**
 * The candidates in the order that the weights give, the best first; those of `unrankedBy` are left out. The interval and
 * `first` come from resamples of the cases that are the same for all, so that each is ranked against each as it was drawn.
 */
export function rankByWeights(candidates: readonly Rankable[], replicates: Replicates | null, weights: Weights): WeightedRank[] {
  const shares = weightShares(candidates, weights);
  if (shares === null) return [];
  const left = new Set(unrankedBy(candidates, weights).map(({ id }) => id));
  const ranked = candidates.filter(({ id }) => !left.has(id));
  const scores = scoresOf(
    ranked.map((candidate) => weighed(levelOf(candidate, replicates), shares)),
    shares,
  );
  const draws = replicates && drawnScores(ranked, replicates, shares);
  return ranked
    .map(({ id }, index) => {
      const score = scores[index] ?? 0;
      const ahead = scores.filter((other) => other > score + sameScore).length;
      return { id, place: ahead + 1, score, ...spreadOf(draws, index) };
    })
    .sort((a, b) => a.place - b.place);
}

/** Who is left out of the ranking, and why. */
export function unrankedBy(candidates: readonly Rankable[], weights: Weights): Unranked[] {
  const shares = weightShares(candidates, weights);
  const most = Math.max(0, ...candidates.map(({ ok }) => ok));
  return candidates.flatMap((candidate) => {
    const figures = figuresOf(candidate);
    const missing = merits.filter((merit) => shares !== null && shares[merit] > 0 && figures[merit] === null);
    // Where most calls failed, the few answers tell nothing about the rest.
    const fewAnswers = candidate.ok * 2 < most;
    return missing.length > 0 || fewAnswers ? [{ id: candidate.id, missing, fewAnswers }] : [];
  });
}

/** Each weight as a share of 1. What nobody has a figure for does not count; `null` where then nothing does. */
export function weightShares(candidates: readonly Rankable[], weights: Weights): Weights | null {
  const counted = (merit: Merit) => (candidates.some((one) => figuresOf(one)[merit] !== null) ? Math.max(0, weights[merit]) : 0);
  const [quality, cost, speed] = [counted('quality'), counted('cost'), counted('speed')];
  const sum = quality + cost + speed;
  return sum > 0 ? { quality: quality / sum, cost: cost / sum, speed: speed / sum } : null;
}

function figuresOf({ ok, quality, cost, latencyMs }: Rankable): KnownFigures {
  if (ok === 0) return { quality: null, cost: null, speed: null };
  return { quality: quality?.value ?? null, cost: cost.perSample?.value ?? null, speed: latencyMs?.p50.value ?? null };
}

/** Who failed on hard or long cases is not ranked by the easy ones alone. */
function levelOf(candidate: Rankable, replicates: Replicates | null): KnownFigures {
  const level = replicates?.candidates.find(({ id }) => id === candidate.id)?.level;
  return level ? { quality: level.quality, cost: level.costUsd, speed: level.latencyMs } : figuresOf(candidate);
}

/** A figure without weight may be unknown: it is multiplied by 0. */
function weighed(figures: KnownFigures, shares: Weights): Figures {
  const figure = (merit: Merit) => (shares[merit] > 0 ? (figures[merit] ?? Number.NaN) : 0);
  return { quality: figure('quality'), cost: figure('cost'), speed: figure('speed') };
}

function scoresOf(figures: readonly Figures[], shares: Weights): number[] {
  const cost = Math.min(...figures.map((one) => one.cost));
  const speed = Math.min(...figures.map((one) => one.speed));
  return figures.map(
    (one) => shares.quality * one.quality + shares.cost * part(cost, one.cost) + shares.speed * part(speed, one.speed),
  );
}

/** Least ÷ figure: 1 for the least itself, also where it is 0 (a free model), beside which every price is infinitely more. */
function part(least: number, figure: number): number {
  return figure === least ? 1 : least / figure;
}

/** The scores of each draw; `null` where a candidate has no replicates of a figure that counts. */
function drawnScores(ranked: readonly Rankable[], { draws, candidates }: Replicates, shares: Weights): number[][] | null {
  const own = ranked.map(({ id }) => candidates.find((one) => one.id === id));
  const drawn: number[][] = [];
  for (let draw = 0; draw < draws; draw += 1) {
    const figures = own.map((one) => weighed(drawnFigures(one, draw), shares));
    if (figures.some((one) => merits.some((merit) => !Number.isFinite(one[merit])))) return null;
    drawn.push(scoresOf(figures, shares));
  }
  return drawn.length === 0 ? null : drawn;
}

function drawnFigures(replicates: CandidateReplicates | undefined, draw: number): KnownFigures {
  return {
    quality: replicates?.quality?.[draw] ?? null,
    cost: replicates?.costUsd?.[draw] ?? null,
    speed: replicates?.latencyMs?.[draw] ?? null,
  };
}

function spreadOf(draws: readonly (readonly number[])[] | null, index: number): Pick<WeightedRank, 'low' | 'high' | 'first'> {
  if (draws === null) return { low: null, high: null, first: null };
  const own = draws.map((scores) => scores[index] ?? 0).sort((a, b) => a - b);
  return { low: quantile(own, 0.025), high: quantile(own, 0.975), first: leads(draws, index) / draws.length };
}

/** Draws in which the candidate leads; those who lead together share the draw. */
function leads(draws: readonly (readonly number[])[], index: number): number {
  return draws.reduce((sum, scores) => {
    const top = Math.max(...scores) - sameScore;
    return (scores[index] ?? 0) < top ? sum : sum + 1 / scores.filter((score) => score >= top).length;
  }, 0);
}

/** Linear between order statistics (type 7 of Hyndman & Fan), as everywhere in this project. */
function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
  return below + (at - Math.floor(at)) * (above - below);
}

const unknownMerit: Readonly<Record<Merit, string>> = {
  quality: 'quality unknown',
  cost: 'cost unknown',
  speed: 'latency unknown',
};

/** Why it has no rank: `cost unknown`. */
export function unrankedReason({ missing, fewAnswers }: Unranked): string {
  return fewAnswers ? 'too few answers' : missing.map((merit) => unknownMerit[merit]).join(', ');
}
