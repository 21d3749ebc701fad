import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { LLMock } from '@copilotkit/aimock';
import { createCaller } from '../../src/core/providers/caller.ts';
import type { CallResult } from '../../src/core/providers/spec.ts';
import type { ApiKind } from '../../src/shared/model/suite.ts';
import type { ErrorKind, ErrorStage } from '../../src/shared/model/errors.ts';

/**
 * A second opinion on the wire formats: a server that nobody here wrote. Where it differs from ours it is the looser one:
 * Gemini's counts on the last chunk only and no `modelVersion`, no `sequence_number` in Responses events, reasoning before
 * the role in chat, an incomplete response without its reason.
 */
const mock = new LLMock({ port: 0, host: '127.0.0.1', chunkSize: 6 });
const caller = createCaller();

const counts = {
  prompt_tokens: 11,
  completion_tokens: 7,
  input_tokens: 11,
  output_tokens: 7,
  promptTokenCount: 11,
  candidatesTokenCount: 7,
};

before(async () => {
  mock.onMessage('plain', { content: 'Grüße, friend 👋.', usage: counts });
  mock.onMessage('think', { content: 'Forty-two.', reasoning: 'Let me think about it.', usage: counts });
  mock.onMessage('cost', {
    content: 'Dear.',
    usage: {
      ...counts,
      cost: 0.002,
      prompt_tokens_details: { cached_tokens: 5 },
      completion_tokens_details: { reasoning_tokens: 3 },
    },
  });
  mock.onMessage('cut short', { content: 'Forty-', finishReason: 'length' });
  mock.onMessage('call a tool', { toolCalls: [{ name: 'f', arguments: '{"a":1}' }] });
  mock.onMessage('too fast', { error: { message: 'slow down', type: 'rate_limit_error' }, status: 429, retryAfter: 3 });
  mock.onMessage('wrong key', { error: { message: 'no', type: 'authentication_error' }, status: 401 });
  mock.onMessage('broken', { error: { message: 'boom', type: 'server_error' }, status: 500 });
  mock.onMessage('overloaded', { error: { message: 'full', type: 'overloaded_error' }, status: 529 });
  mock.onMessage('disconnect', { content: 'never whole '.repeat(9) }, { truncateAfterChunks: 4, latency: 5 });
  mock.onMessage('drop', { content: 'x' }, { chaos: { dropRate: 1 } });
  mock.onMessage('malformed', { content: 'x' }, { chaos: { malformedRate: 1 } });
  mock.onMessage('storm', { content: 'x' }, { chaos: { rateLimitRate: 1 } });
  await mock.start();
});

after(async () => {
  caller.dispose();
  await mock.stop();
});

interface Spoken {
  readonly api: ApiKind;
  readonly model: string;
  readonly path: string;
}

const wires: Readonly<Record<string, Spoken>> = {
  'OpenAI Chat Completions': { api: 'openai-chat', model: 'gpt-4o', path: '/v1' },
  'OpenAI Responses': { api: 'openai-responses', model: 'o3', path: '/v1' },
  OpenRouter: { api: 'openai-chat', model: 'openai/o4-mini', path: '/api/v1' },
  'Azure OpenAI': { api: 'openai-chat', model: 'gpt-4o', path: '/openai/deployments/gpt-4o' },
  Anthropic: { api: 'anthropic', model: 'claude-sonnet-5', path: '' },
  Gemini: { api: 'gemini', model: 'gemini-2.5-flash', path: '' },
};

function ask({ api, model, path }: Spoken, prompt: string): Promise<CallResult> {
  const endpoint = { provider: 'aimock', api, baseUrl: mock.url + path, apiKey: 'sk-aimock-0123456789', headers: {} };
  const request = { model, system: null, prompt, params: {} };
  return caller.call(endpoint, request, { headersMs: 5000, idleMs: 5000, totalMs: 20_000 }, new AbortController().signal);
}

const failures: Readonly<Record<string, readonly [ErrorKind, ErrorStage, number | null]>> = {
  'too fast': ['rate-limit', 'headers', 3000],
  'wrong key': ['authentication', 'headers', null],
  broken: ['server', 'headers', null],
  overloaded: ['overloaded', 'headers', null],
  drop: ['server', 'headers', null],
  malformed: ['malformed-response', 'parse', null],
  storm: ['rate-limit', 'headers', 1000],
  disconnect: ['network', 'stream', null],
  'nobody has a fixture for this': ['model-not-found', 'headers', null],
};

for (const [name, spoken] of Object.entries(wires)) {
  test(`${name}: text, counts, finish and marks`, async () => {
    const result = await ask(spoken, 'plain');
    assert.equal(result.error, null);
    assert.deepEqual([result.text, result.reasoning], ['Grüße, friend 👋.', '']);
    assert.deepEqual([result.usage.inputTokens, result.usage.outputTokens, result.usageSource], [11, 7, 'provider']);
    assert.equal(result.finishReason, 'stop');
    assert.equal(result.responseModel, spoken.api === 'gemini' ? null : spoken.model);
    assert.match(result.requestId ?? '', /^req-/);
    const marks = [result.sentAt, result.headersAt, ...result.chunks.map(({ at }) => at), result.finishedAt];
    assert.deepEqual(
      marks,
      marks.toSorted((one, other) => Number(one) - Number(other)),
    );
    assert.equal(result.chunks.filter(({ kind }) => kind === 'text').length, 3);
  });

  test(`${name}: reasoning apart from the answer`, async () => {
    const result = await ask(spoken, 'think');
    assert.deepEqual([result.status, result.text, result.reasoning], ['ok', 'Forty-two.', 'Let me think about it.']);
    const kinds = result.chunks.map(({ kind }) => kind).filter((kind) => kind !== 'empty');
    assert.deepEqual(kinds, ['reasoning', 'reasoning', 'reasoning', 'reasoning', 'text', 'text']);
  });

  test(`${name}: an answer that was cut short, and one without text`, async () => {
    const short = await ask(spoken, 'cut short');
    assert.deepEqual([short.status, short.text], ['ok', 'Forty-']);
    assert.equal(short.finishReason, spoken.api === 'openai-responses' ? 'other' : 'length');
    const tool = await ask(spoken, 'call a tool');
    assert.deepEqual([tool.status, tool.text], ['ok', '']);
    assert.ok(tool.chunks.some(({ kind }) => kind === 'tool'));
  });

  for (const [prompt, [kind, stage, retryAfterMs]] of Object.entries(failures)) {
    test(`${name}: ${prompt}`, async () => {
      const { status, error } = await ask(spoken, prompt);
      assert.equal(status, 'error');
      assert.deepEqual([error?.kind, error?.stage, error?.retryAfterMs], [kind, stage, retryAfterMs], error?.message);
    });
  }
}

test('OpenRouter: the cost that it reports, and what is within the counts', async () => {
  const result = await ask({ api: 'openai-chat', model: 'openai/o4-mini', path: '/api/v1' }, 'cost');
  assert.equal(result.reportedCostUsd, 0.002);
  assert.deepEqual([result.usage.cachedInputTokens, result.usage.reasoningTokens], [5, 3]);
});
