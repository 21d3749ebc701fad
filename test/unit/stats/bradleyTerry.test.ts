import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { rankPlayers, type Game } from '../../../src/core/stats/bradleyTerry.ts';
import { fitStrengths } from '../../../src/core/stats/strengths.ts';
import { mulberry32 } from '../../engine/random.ts';
import { near } from './near.ts';

/** Milwaukee, Detroit, Toronto, New York, Boston, Cleveland, Baltimore in 1987: wins of the row over the column. Agresti, Categorical Data Analysis, table 11.10. */
const baseball = [
  [0, 7, 9, 7, 7, 9, 11],
  [6, 0, 7, 5, 11, 9, 9],
  [4, 6, 0, 7, 7, 8, 12],
  [6, 8, 6, 0, 6, 7, 10],
  [6, 2, 6, 7, 0, 7, 12],
  [4, 4, 5, 6, 6, 0, 6],
  [2, 4, 1, 3, 1, 7, 0],
];
const scores = { players: 7, points: Float64Array.from(baseball.flat()) };

// Published to three digits, with Baltimore at 0. More digits, with mean 0: X has a row for each pair, 1 for the first and −1 for the second,
// f <- glm(cbind(won, lost) ~ X[,-7] - 1, binomial, control=glm.control(epsilon=1e-14)); b <- c(coef(f), 0); b - mean(b)
test('the strengths of the baseball teams are the published ones', () => {
  const fit = fitStrengths(scores, 1e-7);
  for (const [i, published] of [1.581, 1.436, 1.294, 1.248, 1.108, 0.684, 0].entries()) {
    near((fit[i] ?? NaN) - (fit[6] ?? NaN), published, 5e-4);
  }
  const inR = [0.531153340652, 0.386205895803, 0.244282587903, 0.197415309132, 0.057495169369, -0.36634976685, -1.050202536009];
  for (const [i, expected] of inR.entries()) near(fit[i], expected);
});

// glm(cbind(c(won, rep(.5,7)), c(lost, rep(.5,7))) ~ rbind(X, diag(7)) - 1, binomial, …); b <- coef(f); b - mean(b)
test('a tied game with an average player draws the strengths together a little, as in R', () => {
  const fit = fitStrengths(scores, 1);
  const inR = [0.523860893462, 0.380865923215, 0.240802762631, 0.194543304762, 0.056431787957, -0.361781252336, -1.034723419691];
  for (const [i, expected] of inR.entries()) near(fit[i], expected);
});

function played(a: number, b: number, values: readonly number[]): Game[] {
  return values.map((value, cluster) => ({ a, b, value, cluster }));
}

// X <- rbind(c(1,-1,0), c(1,0,-1), c(0,1,-1), diag(3)); f <- glm(cbind(c(4,4,2.5,.5,.5,.5), c(0,0,1.5,.5,.5,.5)) ~ X - 1, binomial, …)
// b <- coef(f); plogis(b - mean(b))
test('who won everything is strong, not infinitely so, and a tie is half a win', () => {
  const games = [...played(0, 1, [1, 1, 1, 1]), ...played(2, 0, [0, 0, 0, 0]), ...played(1, 2, [1, 1, 0.5, 0])];
  const ranked = rankPlayers(games, 3);
  assert.deepEqual(
    ranked.map(({ index, rank }) => [index, rank.value]),
    [
      [0, 1],
      [1, 2],
      [2, 3],
    ],
  );
  for (const [i, expected] of [0.879340681293, 0.313941191558, 0.230685649721].entries())
    near(ranked[i]?.strength.value, expected);
  assert.deepEqual([ranked[0]?.strength.n, ranked[0]?.strength.clusters, ranked[0]?.strength.low], [8, 4, null]);
});

test('equals share a rank, and who never played has none', () => {
  const ranked = rankPlayers(played(0, 2, [0.5, 1, 0, 0.5, 0.5, 1, 0]), 4);
  assert.deepEqual(
    ranked.map(({ index, rank }) => [index, rank.value]),
    [
      [0, 1],
      [2, 1],
    ],
  );
  near(ranked[0]?.strength.value, 0.5);
  assert.deepEqual(rankPlayers([], 3), []);
});

test('ranks of players far apart are sure, those of players close together are not', () => {
  const draw = mulberry32(6);
  const leads = [2, 0.05, 0, -2];
  const games = Array.from({ length: 60 }, (_, cluster) =>
    leads.flatMap((own, a) =>
      leads.flatMap((other, b) => (a < b ? [{ a, b, cluster, value: Number(draw() < 1 / (1 + Math.exp(other - own))) }] : [])),
    ),
  ).flat();
  const ranks = new Map(rankPlayers(games, 4).map(({ index, rank }) => [index, [rank.low, rank.high]]));
  assert.deepEqual(ranks.get(0), [1, 1]);
  assert.deepEqual(ranks.get(3), [4, 4]);
  for (const player of [1, 2]) assert.deepEqual(ranks.get(player), [2, 3]);
});

test('nine in ten intervals of a strength hold it', () => {
  const draw = mulberry32(9);
  const truth = 1 / (1 + Math.exp(-1));
  let held = 0;
  for (let trial = 0; trial < 60; trial++) {
    const chance = 1 / (1 + Math.exp(-2));
    const games = Array.from({ length: 40 }, (_, cluster) => ({ a: 0, b: 1, value: Number(draw() < chance), cluster }));
    const strength = rankPlayers(games, 2).find(({ index }) => index === 0)?.strength;
    if (strength && (strength.low ?? 1) <= truth && truth <= (strength.high ?? 0)) held++;
  }
  assert.ok(held >= 53, `${held} of 60`);
});

test('a lead by few games among many ties is no certain first rank', () => {
  const games = Array.from({ length: 25 }, (_, cluster) => ({ a: 0, b: 1, value: cluster < 3 ? 1 : 0.5, cluster }));
  const ranks = rankPlayers(games, 2).map(({ rank: { value, low, high } }) => [value, low, high]);
  // 4 % of the resamples hold none of the three: then the two are level.
  assert.deepEqual(ranks, [
    [1, 1, 2],
    [2, 1, 2],
  ]);
});

test('intervals hold their figures, whatever was played, and the order of the games does not matter', () => {
  const game = fc.record({
    a: fc.constant(0),
    b: fc.integer({ min: 1, max: 3 }),
    value: fc.constantFrom(0, 0.5, 1),
    cluster: fc.nat(8),
  });
  fc.assert(
    fc.property(fc.array(game, { minLength: 1, maxLength: 20 }), (games) => {
      const ranked = rankPlayers(games, 4);
      for (const { strength, rank } of ranked) {
        assert.ok(strength.value > 0 && strength.value < 1 && rank.value >= 1 && rank.value <= ranked.length);
        for (const { value, low, high } of [strength, rank]) assert.ok((low ?? value) <= value && value <= (high ?? value));
      }
      for (const [i, { index, strength }] of rankPlayers(games.toReversed(), 4).entries()) {
        assert.equal(ranked[i]?.index, index);
        near(ranked[i]?.strength.low ?? 0, strength.low ?? 0, 1e-6);
      }
    }),
    { numRuns: 15 },
  );
});
