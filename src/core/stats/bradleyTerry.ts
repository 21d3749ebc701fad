import type { Estimate } from '../../shared/model/comparison.ts';
import { bcaInterval, type Figures } from './bca.ts';
import { bootstrap, leastClusters, mostDraws, type Bootstrapped } from './bootstrap.ts';
import { fitStrengths } from './strengths.ts';
import { alpha, estimate, type Interval } from './interval.ts';
import { toUnits } from './units.ts';

/** One comparison of players `a` and `b`. */
export interface Game {
  readonly a: number;
  readonly b: number;
  /** 1: a won; 0.5: a tie; 0: b won. */
  readonly value: number;
  /** The case that it belongs to. */
  readonly cluster: number;
}

export interface RankedPlayer {
  readonly index: number;
  /** Probability of beating an average player of these. */
  readonly strength: Estimate;
  /** From 1; equals share the better rank. */
  readonly rank: Estimate;
}

const priorGames = 1;
const leastDraws = 200;
/** Multiplications of all draws together, about a second: more than 60 players have fewer draws. */
const mostSteps = 1e9;
const roundsOfDraw = 5;
/** Log strengths that differ by less are equal. */
const sameStrength = 1e-6;

/**
 * Players by their Bradley–Terry strengths (see `fitStrengths`), the strongest first; those without a game are left out.
 * Strengths have BCa intervals and ranks percentile intervals from 2,000 seeded resamples of whole cases (200 at
 * least, where there are very many players); none with fewer than five cases.
 */
export function rankPlayers(games: readonly Game[], players: number): RankedPlayer[] {
  const own = Array.from({ length: players }, (_, player) => games.filter(({ a, b }) => a === player || b === player));
  const present = own.flatMap((played, player) => (played.length > 0 ? [player] : []));
  const seats = new Map(present.map((player, seat) => [player, seat]));
  const seated = games.map((game) => ({ ...game, a: seats.get(game.a) ?? 0, b: seats.get(game.b) ?? 0 }));
  const found = bootstrapFits(seated, present.length);
  const ranked = present.map((index, seat) => {
    const played = own[index] ?? [];
    const clusters = new Set(played.map(({ cluster }) => cluster)).size;
    const figure = (of: Bootstrapped | undefined, interval: (of: Bootstrapped) => Interval | null): Estimate =>
      estimate(of?.value ?? NaN, of ? interval(of) : null, played.length, clusters);
    return {
      index,
      strength: figure(found[seat], ({ value, draws, jackknife }) => bcaInterval(value, draws, jackknife)),
      rank: figure(found[present.length + seat], ({ draws }) => {
        return rankInterval(draws, found[2 * present.length + seat]?.draws ?? []);
      }),
    };
  });
  return ranked.sort((a, b) => b.strength.value - a.strength.value || a.index - b.index);
}

/** The strengths of all players, then their ranks, then their ranks behind all that they are level with. */
function bootstrapFits(games: readonly Game[], players: number): Bootstrapped[] {
  const units = toUnits(games.map(({ cluster }) => cluster));
  const pointsOf = pointsByUnit(games, units.of, players);
  const steps = roundsOfDraw * players ** 3 + 2 * games.length;
  const draws = units.count < leastClusters ? 0 : Math.max(leastDraws, Math.min(mostDraws, Math.floor(mostSteps / steps)));
  const from = fitStrengths({ players, points: pointsOf(new Uint16Array(units.count).fill(1)) }, priorGames);
  return bootstrap(
    units,
    (weights) => {
      const fit = fitStrengths({ players, points: pointsOf(weights) }, priorGames, from);
      return [
        ...Array.from(fit, (beta) => 1 / (1 + Math.exp(-beta))),
        ...ranksOf(fit, sameStrength),
        ...ranksOf(fit, -sameStrength),
      ];
    },
    draws,
  );
}

/** Sums up the points of a resample, from a list of what each unit adds to which place. */
function pointsByUnit(games: readonly Game[], units: Uint16Array, players: number): (weights: Uint16Array) => Float64Array {
  const added = new Map<number, number>();
  const size = players * players;
  for (const [i, { a, b, value }] of games.entries()) {
    const start = (units[i] ?? 0) * size;
    for (const [place, points] of [
      [a * players + b, value],
      [b * players + a, 1 - value],
    ] as const) {
      if (points > 0) added.set(start + place, (added.get(start + place) ?? 0) + points);
    }
  }
  const entries = [...added].map(([key, points]) => ({ unit: Math.floor(key / size), place: key % size, points }));
  return (weights) => {
    const sums = new Float64Array(size);
    for (const { unit, place, points } of entries) sums[place] = (sums[place] ?? 0) + (weights[unit] ?? 0) * points;
    return sums;
  };
}

function ranksOf(strengths: Float64Array, margin: number): number[] {
  return Array.from(strengths, (own, i) => 1 + strengths.filter((other, j) => i !== j && other > own + margin).length);
}

/**
 * Ranks are whole, so nothing is interpolated: the interval is the narrowest that leaves out at most α/2 of the draws on each side.
 * To be level with others is to be as well behind as before them: else it would look like a lead.
 */
function rankInterval(best: Figures, worst: Figures): Interval | null {
  const [ahead, behind] = [best.toSorted((a, b) => a - b), worst.toSorted((a, b) => a - b)];
  const left = Math.floor((best.length * alpha) / 2);
  const [low, high] = [ahead[left], behind[behind.length - 1 - left]];
  return low === undefined || high === undefined ? null : { low, high };
}
