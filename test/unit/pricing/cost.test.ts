import assert from 'node:assert/strict';
import test from 'node:test';
import { costOf, longContextTokens } from '../../../src/core/pricing/cost.ts';
import { estimateRun } from '../../../src/core/pricing/estimate.ts';
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

test('a cost is an estimate where price, tokens or tier are', () => {
  assert.equal(costOf(usage({}), { ...row, exact: false }, null).estimated, true);
  assert.equal(costOf(usage({}), row, null, 'estimated').estimated, true);
  assert.equal(costOf(usage({ inputTokens: longContextTokens }), row, null).estimated, false);
  assert.equal(costOf(usage({ inputTokens: longContextTokens + 1 }), row, null).estimated, true);
  assert.equal(costOf(usage({ inputTokens: longContextTokens + 1 }), { ...row, source: 'suite' }, null).estimated, false);
  assert.equal(costOf(usage({ cachedInputTokens: 1200 }), row, null).estimated, true, 'more cached than there was input');
});

test('a run is estimated as a range over the models whose price is known', () => {
  const calls = { model: 'openai/m', samples: 10, promptChars: 400, maxOutputTokens: null, price: row };
  const inputUsd = (10 * 100 * 2) / 1e6;
  const estimate = estimateRun([calls, { ...calls, model: 'x/y', price: null }, { ...calls, model: 'x/y', price: null }]);
  assert.ok(Math.abs((estimate.lowUsd ?? 0) - (inputUsd + (10 * 20 * 10) / 1e6)) < 1e-12);
  assert.ok(Math.abs((estimate.highUsd ?? 0) - (inputUsd + (10 * 500 * 10) / 1e6)) < 1e-12);
  assert.deepEqual(estimate.unknownModels, ['x/y']);
});

test('a limit of output tokens bounds both ends of the range', () => {
  const calls = { model: 'm', samples: 1, promptChars: 0, maxOutputTokens: 5, price: row };
  assert.deepEqual(estimateRun([calls]), { lowUsd: 50 / 1e6, highUsd: 50 / 1e6, unknownModels: [] });
});

test('no known price: no range', () => {
  const calls = { model: 'm', samples: 1, promptChars: 0, maxOutputTokens: null, price: null };
  assert.deepEqual(estimateRun([calls]), { lowUsd: null, highUsd: null, unknownModels: ['m'] });
  assert.deepEqual(estimateRun([]), { lowUsd: null, highUsd: null, unknownModels: [] });
});
