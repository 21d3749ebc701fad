import assert from 'node:assert/strict';
import test from 'node:test';
import { findProvider } from '@pydantic/genai-prices';
import { listedPrice } from '../../../src/core/pricing/priceList.ts';
import { pricesOf, type PriceSources } from '../../../src/core/pricing/price.ts';
import type { PriceRow } from '../../../src/shared/model/usage.ts';

const at = new Date('2026-11-20T12:00:00Z');
const nobody: PriceSources = { suitePrices: {}, demoPrices: {}, modelList: null, priceList: null, at };

test('a row has the base price, its tiers and the id that it was found under', async () => {
  assert.deepEqual(await listedPrice('anthropic', 'claude-sonnet-4-5-20250929', at), {
    inputPerMTok: 3,
    outputPerMTok: 15,
    cachedInputPerMTok: 0.3,
    cacheWritePerMTok: 3.75,
    longContext: [
      { aboveInputTokens: 200_000, inputPerMTok: 6, outputPerMTok: 22.5, cachedInputPerMTok: 0.6, cacheWritePerMTok: 7.5 },
    ],
    source: 'genai-prices',
    matchedModel: 'claude-sonnet-4-5',
    exact: true,
  });
  assert.deepEqual(await listedPrice('openai', 'gpt-4o', at), {
    inputPerMTok: 2.5,
    outputPerMTok: 10,
    cachedInputPerMTok: 1.25,
    cacheWritePerMTok: null,
    source: 'genai-prices',
    matchedModel: 'gpt-4o',
    exact: true,
  });
  assert.equal((await listedPrice('openrouter', 'perplexity/sonar-deep-research', at))?.reasoningPerMTok, 3);
});

for (const [list, model, matched] of [
  ['openai', 'gpt-5-2025-08-07', 'gpt-5'],
  ['google', 'gemini-2.0-flash-001', 'gemini-2.0-flash'],
  ['google', 'google/gemini-3.5-flash-lite', 'gemini-3.5-flash-lite'],
  ['google', 'claude-sonnet-4-5@20250929', 'claude-sonnet-4-5'],
  ['x-ai', 'grok-4', 'grok-4-0709'],
  ['aws', 'us.anthropic.claude-haiku-4-5-20251001-v1:0', 'regional.anthropic.claude-haiku-4-5-20251001-v1:0'],
  ['aws', 'anthropic.claude-3-haiku-20240307-v1:0', 'regional.anthropic.claude-3-haiku-20240307-v1:0'],
  ['fireworks', 'accounts/fireworks/models/gpt-oss-120b', 'gpt-oss-120b'],
] as const) {
  test(`${list}/${model} is ${matched} under another name`, async () => {
    const row = await listedPrice(list, model, at);
    assert.deepEqual([row?.matchedModel, row?.exact], [matched, true]);
  });
}

for (const [list, model, matched] of [
  ['anthropic', 'claude-sonnet-5-5', 'claude-sonnet-5'],
  ['google', 'gemini-2.0-flash-thinking-exp', 'gemini-2.0-flash'],
  ['aws', 'eu.anthropic.claude-haiku-4-5-20251001-v2:0', 'regional.anthropic.claude-haiku-4-5-20251001-v1:0'],
] as const) {
  test(`${list}/${model} is taken for ${matched}, which is named and not exact`, async () => {
    const row = await listedPrice(list, model, at);
    assert.deepEqual([row?.matchedModel, row?.exact], [matched, false]);
  });
}

test('a price that changes by the hour is not exact', async () => {
  assert.equal((await listedPrice('deepseek', 'deepseek-v4-flash', at))?.exact, false);
});

test('nobody knows: null, never a row of zeros', async () => {
  assert.equal(await listedPrice('openai', 'gpt-nope', at), null);
  assert.equal(await listedPrice('openai', 'constructor', at), null);
  assert.equal(await listedPrice('constructor', 'name', at), null);
  // An entry without any price.
  assert.equal(await listedPrice('openrouter', 'openai/gpt-oss-120b:free', at), null);
  assert.deepEqual(await pricesOf('ollama/llama3.2', 'llama3.2', nobody), { pinned: null, worst: null });
});

test('a server that is in no price list is not priced by its model’s name', async () => {
  assert.deepEqual(await pricesOf('my-openai-proxy/gpt-4o', 'gpt-4o', nobody), { pinned: null, worst: null });
});

test('a model that the list prices in one direction only is unknown', async () => {
  assert.equal(await listedPrice('openai', 'text-embedding-3-small', at), null);
});

const row = (source: PriceRow['source'], inputPerMTok: number, outputPerMTok = 1): PriceRow => ({
  inputPerMTok,
  outputPerMTok,
  cachedInputPerMTok: null,
  cacheWritePerMTok: null,
  source,
  matchedModel: 'gpt-4o',
  exact: true,
});

test('the suite’s word goes before the demo’s, that before the provider’s own list, and all before the price list', async () => {
  const ref = 'openai/gpt-4o';
  const all: PriceSources = {
    suitePrices: { [ref]: row('suite', 1) },
    demoPrices: { [ref]: row('demo', 2) },
    modelList: row('model-list', 3),
    priceList: 'openai',
    at,
  };
  const source = async (sources: PriceSources) => (await pricesOf(ref, 'gpt-4o', sources)).pinned?.source;
  assert.equal(await source(all), 'suite');
  assert.equal(await source({ ...all, suitePrices: {} }), 'demo');
  assert.equal(await source({ ...all, suitePrices: {}, demoPrices: {} }), 'model-list');
  assert.equal(await source({ ...nobody, priceList: 'openai' }), 'genai-prices');
});

test('names of inherited properties are in no table of prices', async () => {
  for (const ref of ['constructor', 'toString', '__proto__']) assert.equal((await pricesOf(ref, ref, nobody)).pinned, null);
});

test('to agree to and to keep a budget by, a suite’s own price raises what is published and never lowers it', async () => {
  const worst = async (own: PriceRow | null, sources: Partial<PriceSources>) => {
    const suitePrices = own ? { 'openai/gpt-5': own } : {};
    const found = (await pricesOf('openai/gpt-5', 'gpt-5', { ...nobody, suitePrices, ...sources })).worst;
    return found && [found.inputPerMTok, found.outputPerMTok];
  };
  const list = { priceList: 'openai' };
  assert.deepEqual(await worst(row('suite', 0, 0), list), [1.25, 10]);
  assert.deepEqual(await worst(row('suite', 2, 0), list), [2, 10]);
  assert.deepEqual(await worst(null, list), [1.25, 10]);
  assert.deepEqual(await worst(row('suite', 0, 0), { ...list, modelList: row('model-list', 7, 8) }), [7, 8]);
  // A server of one's own costs what the suite says, whatever its models are called.
  assert.deepEqual(await worst(row('suite', 0, 0), {}), [0, 0]);
  assert.equal(await worst(null, {}), null);
});

test('every model of the lists can be asked for; its rates are finite, and its tiers rise', async () => {
  for (const list of ['openai', 'anthropic', 'google', 'groq', 'openrouter', 'deepseek', 'mistral', 'together', 'x-ai', 'aws']) {
    const models = findProvider({ providerId: list })?.models ?? [];
    assert.ok(models.length > 0, list);
    for (const { id } of models) {
      const found = await listedPrice(list, id, at);
      if (found === null) continue;
      const tiers = found.longContext ?? [];
      const rates = [found, ...tiers].flatMap(({ inputPerMTok, outputPerMTok }) => [inputPerMTok, outputPerMTok]);
      assert.ok(rates.every(Number.isFinite), `${list}/${id}`);
      const steps = [found, ...tiers].map(({ inputPerMTok }) => inputPerMTok);
      assert.deepEqual(
        steps,
        steps.toSorted((a, b) => a - b),
        `${list}/${id}`,
      );
    }
  }
});
