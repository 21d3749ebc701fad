import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ModelMatch, RankedModel } from '../../../src/shared/model/rankings.ts';
import { pick, type PickLimits } from '../../../src/core/rankings/pick.ts';

/** Prices are USD per million tokens in and out, times end of answer and first token in ms. */
const models: readonly RankedModel[] = [
  ranked('best', 1, { price: [10, 50], latencyMs: 30_000, ttftMs: 900 }),
  ranked('dear', 2, { price: [4, 12], latencyMs: 4000 }),
  ranked('cheap', 2, { price: [1, 5], latencyMs: 9000 }),
  ranked('untold', 4, {}),
  ranked('slow start', 5, { price: [1, 1], ttftMs: 20_000 }),
  ranked('quick start', 6, { price: [1, 1], ttftMs: 300 }),
  ranked('input told', 7, { price: [9, null], latencyMs: 1000 }),
];

const matches = new Map<string, readonly ModelMatch[]>([
  ['best', [match('openai/best', 'exact'), match('openrouter/openai/best', 'exact')]],
  ['cheap', [match('openrouter/x/cheap', 'likely')]],
  ['dear', [match('openai/dear', 'guess')]],
]);

test('without limits all are in, the cheaper first where two share a rank', () => {
  assert.deepEqual(names({}), ['best', 'cheap', 'dear', 'untold', 'slow start', 'quick start', 'input told']);
});

test('a price limit is on three parts of input to one of output', () => {
  const { picked, over } = picks({ maxUsdPerMTok: 2 });
  assert.deepEqual(
    picked.map((one) => [one.ranked.name, one.blendedUsdPerMTok]),
    [
      ['cheap', 2],
      ['slow start', 1],
      ['quick start', 1],
    ],
  );
  assert.equal(over.price, 3);
});

test('what costs nobody knows what is under no limit, and is named', () => {
  assert.deepEqual(unknown({ maxUsdPerMTok: 100 }).price, ['untold', 'input told']);
});

test('a half that is over the limit by itself is over it', () => {
  assert.deepEqual(unknown({ maxUsdPerMTok: 6 }).price, ['untold']);
});

test('a latency limit is on the end of the answer, and a first token that comes too late settles it', () => {
  const { picked, over } = picks({ maxLatencyMs: 10_000 });
  assert.deepEqual(
    picked.map((one) => one.ranked.name),
    ['cheap', 'dear', 'input told'],
  );
  assert.equal(over.latency, 2);
  assert.deepEqual(unknown({ maxLatencyMs: 10_000 }).latency, ['untold', 'quick start']);
});

test('what is over one limit is not named as unknown for another', () => {
  assert.deepEqual(unknown({ maxUsdPerMTok: 100, maxLatencyMs: 500 }), { price: ['untold'], latency: ['untold', 'quick start'] });
});

test('with providers, only those count that one of them surely has, and the others are counted', () => {
  const { picked, unmatched } = picks({ providers: ['openai'] });
  assert.deepEqual(
    picked.map((one) => [one.ranked.name, one.matches.map(({ model }) => model)]),
    [['best', ['openai/best']]],
  );
  assert.equal(unmatched, 6);
});

test('no provider with a key: nothing can be picked', () => {
  assert.deepEqual(names({ providers: [] }), []);
});

test('of equal rank and price the faster comes first, the one of unknown time last', () => {
  const even = [
    ranked('unknown', 1, { price: [1, 1] }),
    ranked('late', 1, { price: [1, 1], latencyMs: 900 }),
    ranked('early', 1, { price: [1, 1], latencyMs: 100 }),
    ranked('of unknown price', 1, { latencyMs: 1 }),
  ];
  const { picked } = pick({ models: even }, new Map(), {});
  assert.deepEqual(
    picked.map((one) => one.ranked.name),
    ['early', 'late', 'unknown', 'of unknown price'],
  );
});

function picks(limits: PickLimits): ReturnType<typeof pick> {
  return pick({ models }, matches, limits);
}

function names(limits: PickLimits): readonly string[] {
  return picks(limits).picked.map((one) => one.ranked.name);
}

function unknown(limits: PickLimits): { price: string[]; latency: string[] } {
  const { price, latency } = picks(limits).unknown;
  return { price: price.map(({ name }) => name), latency: latency.map(({ name }) => name) };
}

function match(model: string, confidence: ModelMatch['confidence']): ModelMatch {
  return { model, confidence, because: '' };
}

function ranked(
  name: string,
  rank: number,
  { price = [null, null], ...times }: { price?: readonly [number | null, number | null]; latencyMs?: number; ttftMs?: number },
): RankedModel {
  return {
    id: name,
    name,
    aliases: [],
    creator: null,
    rank,
    score: 100 - rank,
    releasedAt: null,
    inputUsdPerMTok: price[0],
    outputUsdPerMTok: price[1],
    tokensPerSecond: null,
    ttftMs: null,
    latencyMs: null,
    n: null,
    ...times,
  };
}
