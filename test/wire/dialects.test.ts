import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brandOf } from '../../src/core/providers/brands.ts';
import { answerAs, chatProviders } from '../servers/chatProviders.ts';
import type { Reply } from '../servers/formats.ts';
import { wire } from './harness.ts';

const reply: Reply = {
  reasoning: ['Let me ', 'think.'],
  text: ['Grüße, ', 'wörld', '!'],
  usage: { input: 20, output: 12, reasoning: 5, cached: 4 },
};
const counts = { inputTokens: 20, outputTokens: 12, reasoningTokens: 5, cachedInputTokens: 4, cacheWriteTokens: null };

for (const [name, provider] of Object.entries(chatProviders)) {
  const dialect = brandOf(name)?.server?.dialect ?? {};

  test(`${name}: text, reasoning, counts and finish are read as it sends them`, async (context) => {
    const { call, server } = await wire(context, (request) => answerAs(provider, reply, request));
    const result = await call('openai-chat', { endpoint: { dialect }, request: { params: { maxOutputTokens: 50 } } });
    assert.equal(result.error, null);
    assert.equal(server.requests.length, 1, 'what its row says of it costs no try');
    assert.equal(result.text, 'Grüße, wörld!');
    assert.equal(result.reasoning, provider.reasoning === null ? '' : 'Let me think.');
    assert.deepEqual(result.usage, counts);
    assert.equal(result.usageSource, 'provider');
    assert.equal(result.finishReason, 'stop');
    assert.equal(result.reportedCostUsd, name === 'openrouter' ? 0.0015 : null);
    assert.deepEqual(result.adapted, []);
    assert.deepEqual(
      result.chunks.filter(({ kind }) => kind === 'reasoning').length,
      provider.reasoning === null ? 0 : 2,
      'reasoning has its marks',
    );
  });
}

const silent = { usage: 'none', reasoning: null } as const;

test('a server that tells no counts leaves them unknown, for whoever estimates', async (context) => {
  const { call } = await wire(context, (request) => answerAs(silent, reply, request));
  const result = await call('openai-chat');
  assert.equal(result.status, 'ok');
  assert.equal(result.usageSource, null);
  assert.deepEqual([result.usage.inputTokens, result.usage.outputTokens], [null, null]);
});

test('every provider that speaks this format has a row of its own', () => {
  for (const name of Object.keys(chatProviders)) assert.ok(brandOf(name), name);
});
