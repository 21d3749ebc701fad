import assert from 'node:assert/strict';
import test from 'node:test';
import { findProvider } from '@pydantic/genai-prices';
import { cautiousPrice, price } from '../../../src/core/pricing/price.ts';
import { longContextTokens } from '../../../src/core/pricing/cost.ts';
import type { PriceRow } from '../../../src/shared/model/usage.ts';

const at = new Date('2026-11-20T12:00:00Z');
const nobody = { suitePrices: {}, demoPrices: {}, at };

type Expected = readonly [
  model: string,
  input: number,
  output: number,
  cached: number | null,
  cacheWrite: number | null,
  matched: string,
];

/** USD per million tokens, as the providers' price pages had them. */
const listed: readonly Expected[] = [
  ['openai/gpt-5-mini', 0.25, 2, 0.025, null, 'gpt-5-mini'],
  ['openai/gpt-5', 1.25, 10, 0.125, null, 'gpt-5'],
  ['openai/gpt-5-2025-08-07', 1.25, 10, 0.125, null, 'gpt-5'],
  ['openai/gpt-4o', 2.5, 10, 1.25, null, 'gpt-4o'],
  ['openai/gpt-4o-mini', 0.15, 0.6, 0.075, null, 'gpt-4o-mini'],
  ['openai/gpt-4.1-2025-04-14', 2, 8, 0.5, null, 'gpt-4.1'],
  ['openai/o3', 2, 8, 0.5, null, 'o3'],
  ['anthropic/claude-haiku-4-5', 1, 5, 0.1, 1.25, 'claude-haiku-4-5'],
  ['anthropic/claude-sonnet-4-5', 3, 15, 0.3, 3.75, 'claude-sonnet-4-5'],
  ['anthropic/claude-sonnet-4-5-20250929', 3, 15, 0.3, 3.75, 'claude-sonnet-4-5'],
  ['anthropic/claude-opus-4-1', 15, 75, 1.5, 18.75, 'claude-opus-4-1'],
  ['google/gemini-2.5-flash', 0.3, 2.5, 0.03, null, 'gemini-2.5-flash'],
  ['google/gemini-2.5-flash-lite', 0.1, 0.4, 0.01, null, 'gemini-2.5-flash-lite'],
  ['google/gemini-2.5-pro', 1.25, 10, 0.125, null, 'gemini-2.5-pro'],
  ['gemini/gemini-2.0-flash-001', 0.1, 0.4, 0.025, null, 'gemini-2.0-flash'],
  ['groq/llama-3.3-70b-versatile', 0.59, 0.79, null, null, 'llama-3.3-70b-versatile'],
  ['xai/grok-4', 3, 15, 0.75, null, 'grok-4-0709'],
  ['openrouter/openai/gpt-4o', 2.5, 10, null, null, 'openai/gpt-4o'],
];

for (const [ref, input, output, cached, cacheWrite, matched] of listed) {
  test(`${ref} has its listed price`, async () => {
    const slash = ref.indexOf('/');
    assert.deepEqual(await price(ref.slice(0, slash), ref.slice(slash + 1), nobody), {
      inputPerMTok: input,
      outputPerMTok: output,
      cachedInputPerMTok: cached,
      cacheWritePerMTok: cacheWrite,
      source: 'genai-prices',
      matchedModel: matched,
      exact: true,
    });
  });
}

test('another model that the list takes it for is named, and not exact', async () => {
  const row = await price('anthropic', 'claude-sonnet-5-5', nobody);
  assert.equal(row?.matchedModel, 'claude-sonnet-5');
  assert.equal(row.exact, false);
  assert.equal((await price('google', 'gemini-2.0-flash-thinking-exp', nobody))?.exact, false);
});

test('a price that changes by the hour is not exact', async () => {
  assert.equal((await price('deepseek', 'deepseek-chat', nobody))?.exact, false);
});

test('nobody knows: null, never a row of zeros', async () => {
  assert.equal(await price('openai', 'gpt-nope', nobody), null);
  assert.equal(await price('ollama', 'llama3.2', nobody), null);
  assert.equal(await price('openai', 'constructor', nobody), null);
  assert.equal(await price('constructor', 'name', nobody), null);
});

test('a server of the user’s own is not priced by its name’s likeness', async () => {
  assert.equal(await price('my-openai-proxy', 'gpt-4o', nobody), null);
  assert.equal(await price('local-anthropic', 'claude-haiku-4-5', nobody), null);
});

test('a model that the list prices in one direction only is unknown', async () => {
  assert.equal(await price('openai', 'text-embedding-3-small', nobody), null);
});

test('the suite’s word goes before the demo’s, and both before the list', async () => {
  const row = (source: PriceRow['source'], inputPerMTok: number): PriceRow => ({
    inputPerMTok,
    outputPerMTok: 1,
    cachedInputPerMTok: null,
    cacheWritePerMTok: null,
    source,
    matchedModel: 'gpt-4o',
    exact: true,
  });
  const demoPrices = { 'openai/gpt-4o': row('demo', 1) };
  const suitePrices = { 'openai/gpt-4o': row('suite', 2) };
  assert.equal((await price('openai', 'gpt-4o', { suitePrices, demoPrices }))?.source, 'suite');
  assert.equal((await price('openai', 'gpt-4o', { suitePrices: {}, demoPrices }))?.source, 'demo');
});

test('before a run, a suite’s own price raises what a known provider lists and never lowers it', async () => {
  const listed = await price('openai', 'gpt-5', nobody);
  assert.ok(listed);
  const own = (inputPerMTok: number, outputPerMTok: number): PriceRow => ({
    ...listed,
    inputPerMTok,
    outputPerMTok,
    source: 'suite',
  });
  const rates = async (...given: Parameters<typeof cautiousPrice>) => {
    const row = await cautiousPrice(...given);
    return row && [row.inputPerMTok, row.outputPerMTok];
  };
  assert.deepEqual(await rates(own(0, 0), 'openai', 'gpt-5', at), [1.25, 10]);
  assert.deepEqual(await rates(own(2, 0), 'openai', 'gpt-5', at), [2, 10]);
  assert.deepEqual(await rates(null, 'openai', 'gpt-5', at), [1.25, 10]);
  // A server of one's own costs what the suite says, whatever its models are called.
  assert.deepEqual(await rates(own(0, 0), null, 'gpt-5', at), [0, 0]);
  assert.deepEqual(await rates(own(1, 2), 'openai', 'no-such-model', at), [1, 2]);
  assert.equal(await rates(null, null, 'gpt-5', at), null);
});

test('every model of the list can be asked for; its rates are finite and its tiers start beyond what we call long', async () => {
  for (const provider of ['openai', 'anthropic', 'google', 'groq', 'openrouter', 'deepseek', 'mistral', 'together']) {
    const models = findProvider({ providerId: provider })?.models ?? [];
    assert.ok(models.length > 0, provider);
    for (const model of models) {
      const row = await price(provider, model.id, nobody);
      if (row) assert.ok(Number.isFinite(row.inputPerMTok) && Number.isFinite(row.outputPerMTok), `${provider}/${model.id}`);
      const rates = [model.prices].flat().flatMap((entry) => Object.values('prices' in entry ? (entry.prices as object) : entry));
      for (const rate of rates as (number | { tiers: { start: number }[] })[]) {
        if (typeof rate === 'object')
          assert.ok(
            rate.tiers.every(({ start }) => start >= longContextTokens),
            `${provider}/${model.id}`,
          );
      }
    }
  }
});
