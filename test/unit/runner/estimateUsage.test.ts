import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runEngine } from '../../../src/core/runner/engine.ts';
import { wantsEstimate, withEstimatedUsage } from '../../../src/core/runner/estimateUsage.ts';
import type { CallTexts, TokenCounter } from '../../../src/core/tokens/spec.ts';
import { unknownUsage, type PriceRow } from '../../../src/shared/model/usage.ts';
import { engineSpec, failed, FakeCaller, model, ok, Recorder, testCase } from './fakes.ts';

const request = { model: 'm', system: 'Be brief.', prompt: 'Hello?', params: {} };
const silent = { ...ok('hi'), usage: unknownUsage, usageSource: null };

function counter(): TokenCounter & { readonly asked: CallTexts[] } {
  const asked: CallTexts[] = [];
  return {
    asked,
    count: async (texts) => {
      asked.push(texts);
      return { ...unknownUsage, inputTokens: 7, outputTokens: 3, reasoningTokens: null };
    },
  };
}

test('counts are estimated for an answer without any, and for no other call', () => {
  assert.equal(wantsEstimate(silent), true);
  assert.equal(wantsEstimate(ok('hi')), false, 'the provider told them');
  assert.equal(wantsEstimate(failed()), false, 'nobody knows what a failed call had billed');
  assert.equal(wantsEstimate({ ...silent, text: '' }), false, 'no text is no sign of no tokens');
  assert.equal(wantsEstimate({ ...silent, reasoning: 'Well.' }), true);
  assert.equal(wantsEstimate({ ...silent, reasoning: 'A summary.', api: 'openai-responses' }), false);
});

test('an estimate says so, counts system and prompt, and keeps what the provider told', async () => {
  const tokens = counter();
  const { usage, usageSource } = await withEstimatedUsage({ ...silent, reasoning: 'Well.' }, request, tokens);
  assert.deepEqual(tokens.asked, [{ input: 'Be brief.\nHello?', output: 'hi', reasoning: 'Well.' }]);
  assert.deepEqual([usage.inputTokens, usage.outputTokens, usageSource], [7, 3, 'estimated']);
  const told = { ...unknownUsage, inputTokens: 11, cachedInputTokens: 4 };
  const partly = await withEstimatedUsage({ ...silent, usage: told }, request, tokens);
  assert.deepEqual([partly.usage.inputTokens, partly.usage.cachedInputTokens, partly.usage.outputTokens], [11, 4, 3]);
});

test('a tokenizer that fails leaves the counts unknown', async () => {
  const broken: TokenCounter = { count: () => Promise.reject(new Error('no memory')) };
  assert.deepEqual(await withEstimatedUsage(silent, request, broken), silent);
});

test('a run records the estimate, and a cost that is marked as one', async () => {
  const recorder = new Recorder();
  const price: PriceRow = {
    inputPerMTok: 1_000_000,
    outputPerMTok: 2_000_000,
    cachedInputPerMTok: null,
    cacheWritePerMTok: null,
    source: 'suite',
    matchedModel: 'a',
    exact: true,
  };
  const spec = engineSpec({ models: [model('p/a')], cases: [testCase('one')], repeats: 1 }, { 'p/a': price });
  const ports = { ...recorder.ports(new FakeCaller(() => silent)), tokens: counter() };
  await runEngine(spec, ports, new AbortController().signal);
  const [record] = recorder.attempts.map((attempt) => attempt.record);
  assert.deepEqual([record?.usage.outputTokens, record?.usageSource], [3, 'estimated']);
  assert.deepEqual(record?.cost, { usd: 7 + 6, estimated: true, source: 'price-row' });
});
