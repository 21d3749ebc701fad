import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { CandidateReplicates, CandidateSummary, Distribution, Estimate } from '../../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../../src/shared/model/ids.ts';
import { defaultWeights, rankByWeights, unrankedBy, weightShares } from '../../../src/shared/weights.ts';

interface Figures {
  readonly quality?: number | null;
  readonly usd?: number | null;
  readonly ms?: number | null;
  readonly ok?: number;
}

function candidate(name: string, { quality = 0.8, usd = 0.001, ms = 1000, ok = 20 }: Figures) {
  const estimate = (value: number): Estimate => ({ value, low: null, high: null, n: ok, clusters: ok });
  const cost = { totalUsd: null, knownUsd: 0, unknownCalls: 0, estimated: false };
  return {
    id: name as CandidateId,
    ok,
    quality: quality === null ? null : estimate(quality),
    cost: { ...cost, perSample: usd === null ? null : estimate(usd) },
    latencyMs: ms === null ? null : ({ p50: estimate(ms) } as Distribution),
  } satisfies Partial<CandidateSummary>;
}

const good = candidate('good', { quality: 0.9, usd: 0.004, ms: 2000 });
const cheap = candidate('cheap', { quality: 0.6, usd: 0.001, ms: 1000 });
const places = (ranks: ReturnType<typeof rankByWeights>) => ranks.map(({ id, place }) => `${place} ${id}`);

test('the score is the weighted mean of quality, least cost ÷ cost and least latency ÷ latency', () => {
  const [first, second] = rankByWeights([good, cheap], null, { quality: 2, cost: 1, speed: 1 });
  assert.equal(first?.id, 'cheap');
  assert.ok(Math.abs((first?.score ?? 0) - (0.5 * 0.6 + 0.25 + 0.25)) < 1e-12);
  assert.ok(Math.abs((second?.score ?? 0) - (0.5 * 0.9 + 0.25 * 0.25 + 0.25 * 0.5)) < 1e-12);
  assert.deepEqual([first?.low, first?.high, first?.first], [null, null, null]);
});

test('the weights decide who comes first, by their proportions alone', () => {
  assert.deepEqual(places(rankByWeights([cheap, good], null, { quality: 1, cost: 0, speed: 0 })), ['1 good', '2 cheap']);
  assert.deepEqual(places(rankByWeights([cheap, good], null, { quality: 0, cost: 30, speed: 30 })), ['1 cheap', '2 good']);
  const ranks = (factor: number) =>
    rankByWeights([cheap, good], null, { quality: 6 * factor, cost: 2 * factor, speed: 2 * factor }).map(({ id, place }) => [
      id,
      place,
    ]);
  assert.deepEqual(ranks(1), ranks(7));
});

test('equal scores share a place, and the next one is left free', () => {
  const twin = { ...good, id: 'twin' as CandidateId };
  assert.deepEqual(places(rankByWeights([cheap, good, twin], null, { quality: 1, cost: 0, speed: 0 })), [
    '1 good',
    '1 twin',
    '3 cheap',
  ]);
});

test('whose figure is unknown is ranked only where that figure has no weight, and is never a 0', () => {
  const unpriced = candidate('unpriced', { usd: null });
  assert.deepEqual(places(rankByWeights([good, unpriced], null, defaultWeights)), ['1 good']);
  assert.deepEqual(unrankedBy([good, unpriced], defaultWeights), [{ id: 'unpriced', missing: ['cost'], fewAnswers: false }]);
  assert.equal(rankByWeights([good, unpriced], null, { quality: 1, cost: 0, speed: 1 }).length, 2);
  assert.deepEqual(unrankedBy([good, unpriced], { quality: 1, cost: 0, speed: 1 }), []);
});

test('the figures of one who is not ranked are nobody’s measure', () => {
  const unscored = candidate('unscored', { quality: null, usd: 0.00001 });
  const alone = rankByWeights([good], null, defaultWeights)[0]?.score;
  assert.equal(rankByWeights([good, unscored], null, defaultWeights)[0]?.score, alone);
});

test('who answered less than half as often as another is not ranked', () => {
  const failing = candidate('failing', { quality: 1, ok: 9 });
  assert.deepEqual(places(rankByWeights([good, failing], null, defaultWeights)), ['1 good']);
  assert.deepEqual(unrankedBy([good, failing], defaultWeights), [{ id: 'failing', missing: [], fewAnswers: true }]);
});

test('what nobody has a figure for does not count; where nothing counts, nobody is ranked', () => {
  const [a, b] = [candidate('a', { quality: null, usd: 0.002 }), candidate('b', { quality: null, usd: 0.001 })];
  assert.deepEqual(weightShares([a, b], { quality: 60, cost: 10, speed: 30 }), { quality: 0, cost: 0.25, speed: 0.75 });
  assert.deepEqual(places(rankByWeights([a, b], null, { quality: 60, cost: 20, speed: 20 })), ['1 b', '2 a']);
  assert.equal(weightShares([a, b], { quality: 1, cost: 0, speed: 0 }), null);
  assert.deepEqual(rankByWeights([a, b], null, { quality: 1, cost: 0, speed: 0 }), []);
});

test('a free model has all the merit of cost, and beside it the others have none', () => {
  const free = candidate('free', { quality: 0, usd: 0 });
  const ranks = rankByWeights([good, free], null, { quality: 0, cost: 1, speed: 0 });
  assert.deepEqual(
    ranks.map(({ id, score }) => [id, score]),
    [
      ['free', 1],
      ['good', 0],
    ],
  );
});

const replicate = (id: string, quality: readonly number[] | null): CandidateReplicates => ({
  id: id as CandidateId,
  quality,
  costUsd: null,
  latencyMs: null,
});

test('the resamples say how often each comes first and how far its score may lie off', () => {
  const quality = Array.from({ length: 101 }, (_, draw) => draw / 100);
  const replicates = {
    draws: 101,
    candidates: [
      replicate('good', quality),
      replicate(
        'cheap',
        quality.map(() => 0.755),
      ),
    ],
  };
  const [first, second] = rankByWeights([good, cheap], replicates, { quality: 1, cost: 0, speed: 0 });
  assert.deepEqual([first?.low, first?.high, first?.first], [0.025, 0.975, 25 / 101]);
  assert.deepEqual([second?.low, second?.high, second?.first], [0.755, 0.755, 76 / 101]);
});

test('who lead together share the draw', () => {
  const replicates = { draws: 4, candidates: [replicate('good', [1, 1, 1, 0]), replicate('cheap', [1, 1, 0, 1])] };
  const ranks = rankByWeights([good, cheap], replicates, { quality: 1, cost: 0, speed: 0 });
  assert.deepEqual(
    ranks.map(({ first }) => first),
    [0.5, 0.5],
  );
});

test('without the replicates of a figure that counts there is no interval', () => {
  const replicates = { draws: 3, candidates: [replicate('good', [1, 1, 1]), replicate('cheap', null)] };
  const [first] = rankByWeights([good, cheap], replicates, { quality: 1, cost: 0, speed: 0 });
  assert.deepEqual([first?.low, first?.high, first?.first], [null, null, null]);
});

test('any ranking holds every candidate that can be ranked once, in the order of its scores from 0 to 1', () => {
  const figure = (max: number) => fc.option(fc.double({ min: 0, max, noNaN: true }), { nil: null });
  const one = fc.record({ quality: figure(1), usd: figure(2), ms: figure(60_000), ok: fc.nat(30) });
  const weight = fc.nat(100);
  fc.assert(
    fc.property(fc.array(one, { maxLength: 6 }), fc.record({ quality: weight, cost: weight, speed: weight }), (all, weights) => {
      const candidates = all.map((figures, index) => candidate(`c${index}`, figures));
      const ranks = rankByWeights(candidates, null, weights);
      const expected = weightShares(candidates, weights) ? candidates.length - unrankedBy(candidates, weights).length : 0;
      assert.equal(new Set(ranks.map(({ id }) => id)).size, expected);
      for (const { score } of ranks) assert.ok(score >= 0 && score <= 1 + 1e-9, String(score));
      for (const [index, { score, place }] of ranks.entries()) {
        const before = ranks[index - 1];
        assert.ok(!before || (before.score >= score - 1e-9 && before.place <= place));
      }
    }),
  );
});
