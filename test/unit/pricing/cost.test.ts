import assert from 'node:assert/strict';
import test from 'node:test';
import { costOf } from '../../../src/core/pricing/cost.ts';
import { dearerRow, worstUsd } from '../../../src/core/pricing/rates.ts';
import { type PriceRow, type TokenUsage, unknownUsage } from '../../../src/shared/model/usage.ts';

const row: PriceRow = {
  inputPerMTok: 2,
  outputPerMTok: 10,
  cachedInputPerMTok: 0.2,
  cacheWritePerMTok: 2.5,
  source: 'genai-prices',
  matchedModel: 'm',
  exact: true,
};

function usage(over: Partial<TokenUsage>): TokenUsage {
  return { ...unknownUsage, inputTokens: 1000, outputTokens: 100, ...over };
}

test('tokens × price; reasoning is part of the output', () => {
  const cost = costOf(usage({ reasoningTokens: 60 }), row, null);
  assert.deepEqual(cost, { usd: (1000 * 2 + 100 * 10) / 1e6, estimated: false, source: 'price-row' });
});

test('cached and cache-write tokens are parts of the input', () => {
  const { usd } = costOf(usage({ cachedInputTokens: 600, cacheWriteTokens: 300 }), row, null);
  assert.ok(Math.abs((usd ?? 0) - (100 * 2 + 600 * 0.2 + 300 * 2.5 + 100 * 10) / 1e6) < 1e-15);
});

test('without tiers of their own they cost what input costs', () => {
  const plain = { ...row, cachedInputPerMTok: null, cacheWritePerMTok: null };
  const { usd } = costOf(usage({ cachedInputTokens: 600, cacheWriteTokens: 300 }), plain, null);
  assert.ok(Math.abs((usd ?? 0) - (1000 * 2 + 100 * 10) / 1e6) < 1e-15);
});

test('what is not known stays unknown', () => {
  const unknown = { usd: null, estimated: false, source: null };
  assert.deepEqual(costOf(usage({}), null, null), unknown);
  assert.deepEqual(costOf(usage({ inputTokens: null }), row, null), unknown);
  assert.deepEqual(costOf(usage({ outputTokens: null }), row, null), unknown);
  assert.deepEqual(costOf(unknownUsage, row, null), unknown);
});

test('a rate of 0 is known however many tokens there were', () => {
  const free = { ...row, inputPerMTok: 0, outputPerMTok: 0 };
  assert.equal(costOf(unknownUsage, free, null).usd, 0);
});

test('the provider’s own figure comes first, 0 included', () => {
  assert.deepEqual(costOf(usage({}), row, 0.5), { usd: 0.5, estimated: false, source: 'reported' });
  assert.equal(costOf(usage({}), row, 0).usd, 0);
  assert.equal(costOf(unknownUsage, null, 0.5).usd, 0.5);
});

test('a cost is an estimate where price or tokens are', () => {
  assert.equal(costOf(usage({}), row, null).estimated, false);
  assert.equal(costOf(usage({}), { ...row, exact: false }, null).estimated, true);
  assert.equal(costOf(usage({}), row, null, 'estimated').estimated, true);
  assert.equal(costOf(usage({ cachedInputTokens: 1200 }), row, null).estimated, true, 'more cached than there was input');
  assert.equal(costOf(usage({ reasoningTokens: 200 }), row, null).estimated, true, 'more reasoning than there was output');
});

const tiered: PriceRow = {
  ...row,
  longContext: [
    { aboveInputTokens: 2000, inputPerMTok: 4, outputPerMTok: 15, cachedInputPerMTok: 0.4, cacheWritePerMTok: 5 },
    { aboveInputTokens: 9000, inputPerMTok: 8, outputPerMTok: 30, cachedInputPerMTok: null, cacheWritePerMTok: null },
  ],
};

for (const [inputTokens, cachedInputTokens, microUsd] of [
  [2000, 0, 2000 * 2 + 100 * 10],
  [2001, 0, 2001 * 4 + 100 * 15],
  [2001, 2001, 2001 * 0.4 + 100 * 15],
  [9000, 0, 9000 * 4 + 100 * 15],
  [9001, 1000, 9001 * 8 + 100 * 30],
] as const) {
  test(`${inputTokens} tokens of input, ${cachedInputTokens} of them cached, are billed by the tier that they reach`, () => {
    const cost = costOf(usage({ inputTokens, cachedInputTokens }), tiered, null);
    assert.ok(Math.abs((cost.usd ?? 0) - microUsd / 1e6) < 1e-12);
    assert.equal(cost.estimated, false);
  });
}

test('reasoning with a price of its own is billed by it, and is an estimate where it was not counted', () => {
  const thinking = { ...row, reasoningPerMTok: 3 };
  const counted = costOf(usage({ reasoningTokens: 40 }), thinking, null);
  assert.ok(Math.abs((counted.usd ?? 0) - (1000 * 2 + 60 * 10 + 40 * 3) / 1e6) < 1e-15);
  assert.equal(counted.estimated, false);
  const uncounted = costOf(usage({}), thinking, null);
  assert.deepEqual([uncounted.usd, uncounted.estimated], [(1000 * 2 + 100 * 10) / 1e6, true]);
});

test('the worst case takes the dearest rate of the tier: cache writes, reasoning', () => {
  assert.equal(worstUsd(row, 1000, 100), (1000 * 2.5 + 100 * 10) / 1e6);
  assert.equal(worstUsd({ ...tiered, reasoningPerMTok: 20 }, 3000, 100), (3000 * 5 + 100 * 20) / 1e6);
});

test('of two rows the dearer is at no length cheaper than either', () => {
  const free: PriceRow = {
    ...row,
    inputPerMTok: 0,
    outputPerMTok: 0,
    cachedInputPerMTok: 0,
    cacheWritePerMTok: 0,
    source: 'suite',
  };
  const steep: PriceRow = {
    ...row,
    inputPerMTok: 1,
    longContext: [
      { aboveInputTokens: 500, inputPerMTok: 3, outputPerMTok: 20, cachedInputPerMTok: null, cacheWritePerMTok: null },
    ],
    reasoningPerMTok: 40,
  };
  for (const [a, b] of [
    [free, tiered],
    [tiered, free],
    [tiered, steep],
    [row, steep],
    [steep, { ...tiered, reasoningPerMTok: 3 }],
    [free, free],
  ] as const) {
    const dearer = dearerRow(a, b);
    assert.equal(dearer.source, a.source);
    for (const inputTokens of [1, 500, 501, 2000, 2001, 9001]) {
      for (const part of [{}, { cachedInputTokens: 1 }, { cacheWriteTokens: inputTokens }, { reasoningTokens: 90 }]) {
        const usdBy = (by: PriceRow) => costOf(usage({ inputTokens, ...part }), by, null).usd ?? Number.NaN;
        assert.ok(usdBy(dearer) >= Math.max(usdBy(a), usdBy(b)) - 1e-15, JSON.stringify([a, b, inputTokens, part]));
      }
    }
  }
});
