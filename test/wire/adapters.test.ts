import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiKinds, type ApiKind, type ModelParams } from '../../src/shared/model/suite.ts';
import { field } from '../../src/core/json.ts';
import { framesOf, type Reply } from '../servers/formats.ts';
import type { Script } from '../servers/wireServer.ts';
import { wire } from './harness.ts';

const reply: Reply = {
  reasoning: ['Let me ', 'think.'],
  text: ['Grüße, ', 'wörld', ' 👋', '!'],
  usage: { input: 20, output: 12, reasoning: 5, cached: 4, cacheWrite: 3 },
};

for (const api of apiKinds) {
  test(`${api}: text, reasoning, usage, model, request id and one mark for each frame`, async (context) => {
    const { call, server } = await wire(context, { reply });
    const result = await call(api);
    assert.equal(result.error, null);
    assert.equal(result.status, 'ok');
    assert.equal(result.text, 'Grüße, wörld 👋!');
    assert.equal(result.reasoning, 'Let me think.');
    assert.equal(result.finishReason, 'stop');
    assert.equal(result.responseModel, 'test-model-2026');
    assert.equal(result.requestId, 'req-77');
    assert.equal(result.usage.outputTokens, 12);
    assert.equal(result.usage.reasoningTokens, 5);
    assert.equal(result.usage.cachedInputTokens, 4);
    // Gemini's implicit cache costs nothing to write.
    assert.equal(result.usage.cacheWriteTokens, api === 'gemini' ? null : 3);
    // Anthropic's input_tokens leaves the cached ones out; the total does not.
    assert.equal(result.usage.inputTokens, api === 'anthropic' ? 27 : 20);
    assert.deepEqual(
      result.chunks.map(({ kind }) => kind),
      framesOf(api, reply).map(({ kind }) => kind),
    );
    assert.equal(result.usageSource, 'provider');
    assert.deepEqual([result.api, result.adapted], [api, []]);
    assert.equal(server.requests.length, 1);
  });

  test(`${api}: unknown usage stays unknown`, async (context) => {
    const { call } = await wire(context, { reply: { text: ['hi'], usage: null } });
    const result = await call(api);
    assert.equal(result.status, 'ok');
    assert.deepEqual(result.usage, {
      inputTokens: null,
      outputTokens: null,
      reasoningTokens: null,
      cachedInputTokens: null,
      cacheWriteTokens: null,
    });
  });

  test(`${api}: an answer without visible text is no error`, async (context) => {
    const { call } = await wire(context, {
      reply: { reasoning: ['hm'], text: [], usage: { input: 3, output: 9, reasoning: 9 } },
    });
    const result = await call(api);
    assert.equal(result.error, null);
    assert.equal(result.text, '');
    assert.equal(result.usage.reasoningTokens, 9);
  });

  test(`${api}: calls one after the other use one socket`, async (context) => {
    const { call, server } = await wire(context, { reply });
    for (let index = 0; index < 3; index++) assert.equal((await call(api)).status, 'ok');
    assert.equal(server.connections(), 1);
  });
}

/** A server that says all in this one frame. */
function saying(frame: object): Script {
  return { reply: { text: [] }, fault: { type: 'frame', after: 0, frame: { data: JSON.stringify(frame) } } };
}

const countedApart = { reasoning_tokens: 300 };
/** How reasoning is counted, the counts, whether the server is known to count it apart, and the billed output. */
const outputs: readonly (readonly [string, object, boolean, number | null])[] = [
  [
    'within',
    { prompt_tokens: 20, completion_tokens: 310, total_tokens: 330, completion_tokens_details: countedApart },
    false,
    310,
  ],
  [
    'apart (xAI)',
    { prompt_tokens: 20, completion_tokens: 10, total_tokens: 330, completion_tokens_details: countedApart },
    true,
    310,
  ],
  [
    'apart, and the total tells',
    { prompt_tokens: 20, completion_tokens: 400, total_tokens: 720, completion_tokens_details: countedApart },
    false,
    700,
  ],
  ['apart, no total', { prompt_tokens: 20, completion_tokens: 10, completion_tokens_details: countedApart }, false, 310],
  ['apart as known, no total', { prompt_tokens: 20, completion_tokens: 400, completion_tokens_details: countedApart }, true, 700],
  [
    'within, though apart was expected',
    { prompt_tokens: 20, completion_tokens: 400, total_tokens: 420, completion_tokens_details: countedApart },
    true,
    400,
  ],
  ['within, no total', { prompt_tokens: 20, completion_tokens: 400, completion_tokens_details: countedApart }, false, 400],
  ['within, prompt unknown', { completion_tokens: 400, total_tokens: 700, completion_tokens_details: countedApart }, false, 400],
  [
    'none',
    { prompt_tokens: 20, completion_tokens: 10, total_tokens: 30, completion_tokens_details: { reasoning_tokens: 0 } },
    true,
    10,
  ],
  ['not told', { prompt_tokens: 20, completion_tokens: 10, total_tokens: 30 }, true, 10],
  ['no output count', { prompt_tokens: 20, total_tokens: 330, completion_tokens_details: countedApart }, true, null],
];

for (const [name, usage, reasoningApart, output] of outputs) {
  test(`openai-chat: billed output where reasoning is counted: ${name}`, async (context) => {
    const { call } = await wire(
      context,
      saying({ choices: [{ index: 0, delta: { content: 'hi' }, finish_reason: 'stop' }], usage }),
    );
    const result = await call('openai-chat', { endpoint: { dialect: { reasoningApart } } });
    assert.equal(result.status, 'ok');
    assert.equal(result.usage.outputTokens, output);
  });
}

test('gemini: counts of 0 are left out; the total tells them from unknown ones', async (context) => {
  const candidates = [{ content: { parts: [{ text: 'x' }] }, finishReason: 'STOP' }];
  const outputOf = async (usageMetadata: object) => {
    const { call } = await wire(context, saying({ candidates, usageMetadata }));
    return (await call('gemini')).usage.outputTokens;
  };
  assert.equal(await outputOf({ promptTokenCount: 20, totalTokenCount: 20 }), 0);
  assert.equal(await outputOf({ promptTokenCount: 20, thoughtsTokenCount: 7, totalTokenCount: 27 }), 7);
  assert.equal(await outputOf({ promptTokenCount: 20 }), null);
});

const finishes: Readonly<Record<ApiKind, Readonly<Record<string, string>>>> = {
  'openai-chat': { stop: 'stop', length: 'length', content_filter: 'content-filter', tool_calls: 'tool-calls', eos: 'other' },
  'openai-responses': { max_output_tokens: 'length', content_filter: 'content-filter', moon: 'other' },
  anthropic: {
    end_turn: 'stop',
    stop_sequence: 'stop',
    max_tokens: 'length',
    refusal: 'refusal',
    tool_use: 'tool-calls',
    pause_turn: 'other',
  },
  gemini: { STOP: 'stop', MAX_TOKENS: 'length', SAFETY: 'content-filter', RECITATION: 'content-filter', MOON: 'other' },
};

for (const api of apiKinds) {
  test(`${api}: finish reasons`, async (context) => {
    const { call } = await wire(context, ({ body, path }) => ({
      reply: { text: ['x'], finish: modelOf(body, path) },
    }));
    for (const [raw, reason] of Object.entries(finishes[api])) {
      const result = await call(api, { request: { model: raw } });
      assert.equal(result.finishReason, reason, raw);
      assert.equal(result.status, 'ok');
    }
  });
}

const params = { maxOutputTokens: 50, temperature: 0.2, topP: 0.9, stop: ['END'], reasoningEffort: 'low' } as const;

test('openai-chat: the request', async (context) => {
  const { call, server } = await wire(context, { reply });
  await call('openai-chat', { request: { system: 'Be brief.', params: { ...params, seed: 7 } } });
  assert.deepEqual(server.requests[0]?.body, {
    model: 'test-model',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Say hello.' },
    ],
    stream: true,
    stream_options: { include_usage: true },
    max_tokens: 50,
    temperature: 0.2,
    top_p: 0.9,
    seed: 7,
    stop: ['END'],
    reasoning_effort: 'low',
  });
  assert.equal(server.requests[0].headers.authorization, 'Bearer sk-test-0123456789abcdef');
});

test('openai-responses: the request', async (context) => {
  const { call, server } = await wire(context, { reply });
  await call('openai-responses', { request: { system: 'Be brief.', params } });
  assert.deepEqual(server.requests[0]?.body, {
    model: 'test-model',
    input: 'Say hello.',
    instructions: 'Be brief.',
    stream: true,
    store: false,
    max_output_tokens: 50,
    temperature: 0.2,
    top_p: 0.9,
    reasoning: { effort: 'low' },
  });
});

test('anthropic: the request; sampling parameters go with the API version that takes them', async (context) => {
  const { call, server } = await wire(context, { reply });
  const { reasoningEffort: _effort, ...sampling } = params;
  await call('anthropic', { request: { system: 'Be brief.', params: sampling } });
  await call('anthropic');
  const [sampled, plain] = server.requests;
  assert.deepEqual(sampled?.body, {
    model: 'test-model',
    max_tokens: 50,
    messages: [{ role: 'user', content: 'Say hello.' }],
    system: 'Be brief.',
    stream: true,
    temperature: 0.2,
    top_p: 0.9,
    stop_sequences: ['END'],
  });
  assert.equal(sampled.headers['anthropic-version'], '2023-06-01');
  assert.equal(sampled.headers['x-api-key'], 'sk-test-0123456789abcdef');
  assert.deepEqual(plain?.body, {
    model: 'test-model',
    max_tokens: 4096,
    messages: [{ role: 'user', content: 'Say hello.' }],
    stream: true,
  });
  assert.equal(plain.headers['anthropic-version'], '2026-10-21');
});

const adaptive = (effort: string) => ({ thinking: { type: 'adaptive' }, output_config: { effort } });
const within = (budget_tokens: number) => ({ thinking: { type: 'enabled', budget_tokens } });

/** Model, params, what is sent of its thinking, the limit, and what the record of the call says. */
const thinkers: readonly (readonly [string, ModelParams, object, number, readonly string[]])[] = [
  ['claude-sonnet-5-5', { reasoningEffort: 'high' }, adaptive('high'), 20_480, []],
  ['claude-opus-4-6', { reasoningEffort: 'medium', maxOutputTokens: 300 }, adaptive('medium'), 300, []],
  ['claude-mythos-preview', { reasoningEffort: 'minimal' }, adaptive('low'), 5120, ['reasoningEffort low']],
  ['claude-haiku-4-5-20251001', { reasoningEffort: 'medium' }, within(8192), 12_288, []],
  ['claude-sonnet-4-20250514', { reasoningEffort: 'minimal' }, within(1024), 5120, []],
  ['claude-3-7-sonnet-latest', { reasoningEffort: 'high', maxOutputTokens: 6000 }, within(3000), 6000, []],
  ['us.anthropic.claude-opus-4-5-20251101-v1:0', { reasoningEffort: 'low' }, within(1024), 5120, []],
  ['claude-opus-4-1', { reasoningEffort: 'low', maxOutputTokens: 500 }, {}, 500, ['without reasoningEffort']],
  [
    'claude-opus-4-6',
    { reasoningEffort: 'low', temperature: 0.5, topP: 0.5, seed: 1 },
    adaptive('low'),
    5120,
    ['without temperature', 'without topP', 'without seed'],
  ],
  ['claude-opus-4-6', { reasoningEffort: 'low', temperature: 1 }, { ...adaptive('low'), temperature: 1 }, 5120, []],
];

for (const [model, asked, sent, limit, adapted] of thinkers) {
  test(`anthropic: ${model} thinks by ${JSON.stringify(asked)}`, async (context) => {
    const { call, server } = await wire(context, { reply });
    const result = await call('anthropic', { request: { model, params: asked } });
    const {
      max_tokens: maxTokens,
      model: _model,
      messages: _messages,
      stream: _stream,
      ...rest
    } = server.requests[0]?.body ?? {};
    assert.deepEqual(rest, sent);
    assert.equal(maxTokens, limit);
    assert.deepEqual(result.adapted, adapted);
  });
}

test('gemini: the request; a version in the base URL is not doubled', async (context) => {
  const { call, server } = await wire(context, { reply });
  await call('gemini', { request: { system: 'Be brief.', params: { ...params, seed: 7 } } });
  await call('gemini', { endpoint: { baseUrl: `${server.origin}/v1beta/` } });
  assert.deepEqual(
    server.requests.map(({ path }) => path),
    Array.from({ length: 2 }, () => '/v1beta/models/test-model:streamGenerateContent?alt=sse'),
  );
  assert.deepEqual(server.requests[0]?.body, {
    contents: [{ role: 'user', parts: [{ text: 'Say hello.' }] }],
    systemInstruction: { role: 'system', parts: [{ text: 'Be brief.' }] },
    safetySettings: [],
    generationConfig: {
      maxOutputTokens: 50,
      temperature: 0.2,
      topP: 0.9,
      seed: 7,
      stopSequences: ['END'],
      thinkingConfig: { thinkingLevel: 'low', includeThoughts: true },
    },
  });
  assert.equal(server.requests[0].headers['x-goog-api-key'], 'sk-test-0123456789abcdef');
});

test('gemini: models before 3 think within a budget, later ones at a level', async (context) => {
  const { call, server } = await wire(context, { reply });
  const thinking = async (model: string, reasoningEffort: NonNullable<ModelParams['reasoningEffort']>) => {
    await call('gemini', { request: { model, params: { reasoningEffort } } });
    return field(server.requests.at(-1)?.body, 'generationConfig', 'thinkingConfig');
  };
  assert.deepEqual(await thinking('gemini-2.5-pro', 'high'), { thinkingBudget: 24_576, includeThoughts: true });
  assert.deepEqual(await thinking('gemini-2.5-flash-lite', 'minimal'), { thinkingBudget: 1024, includeThoughts: true });
  assert.deepEqual(await thinking('gemini-3-pro-preview', 'high'), { thinkingLevel: 'high', includeThoughts: true });
  assert.deepEqual(await thinking('gemini-flash-latest', 'low'), { thinkingLevel: 'low', includeThoughts: true });
});

test('what a wire has no field for is left out, and the record says so', async (context) => {
  const { call } = await wire(context, { reply });
  const request = { params: { seed: 7, stop: ['END'] } };
  assert.deepEqual((await call('openai-responses', { request })).adapted, ['without seed', 'without stop']);
  assert.deepEqual((await call('anthropic', { request })).adapted, ['without seed']);
  assert.deepEqual((await call('openai-chat', { request })).adapted, []);
  assert.deepEqual((await call('gemini', { request })).adapted, []);
});

test('gemini: calls at the same time keep to their own fetch', async (context) => {
  const one = await wire(context, { reply: { text: ['one'] }, gapMs: 5 });
  const two = await wire(context, { reply: { text: ['two'] }, gapMs: 5 });
  const results = await Promise.all([one, two, one, two].map(({ call }) => call('gemini')));
  assert.deepEqual(
    results.map(({ text }) => text),
    ['one', 'two', 'one', 'two'],
  );
  assert.equal(one.server.requests.length, 2);
  const elsewhere = await fetch(one.server.origin, { method: 'POST', headers: { connection: 'close' } });
  await elsewhere.body?.cancel();
  assert.equal(one.server.requests.at(-1)?.headers['user-agent'], 'node');
});

test('what the headers say of the limits is kept, of a refusal too', async (context) => {
  const headers = {
    'x-ratelimit-limit-requests': '60',
    'x-ratelimit-remaining-requests': '59',
    'x-ratelimit-reset-requests': '1s',
  };
  const good = await wire(context, { reply, headers });
  const refused = await wire(context, { reply, headers, fault: { type: 'status', status: 429, body: '{}' } });
  const bare = await wire(context, { reply });
  const requests = { limit: 60, remaining: 59, resetMs: 1000 };
  for (const api of apiKinds) {
    assert.deepEqual((await good.call(api)).rateState, { requests, tokens: null });
    assert.deepEqual((await refused.call(api)).rateState, { requests, tokens: null });
    assert.equal((await bare.call(api)).rateState, null);
  }
});

test('the environment reaches no server', async (context) => {
  const names = {
    OPENAI_CUSTOM_HEADERS: 'x-spy: 1\nauthorization: Bearer other',
    ANTHROPIC_CUSTOM_HEADERS: 'x-spy: 1',
    OPENAI_ORG_ID: 'org-1',
  };
  Object.assign(process.env, names);
  context.after(() => Object.keys(names).forEach((name) => delete process.env[name]));
  const { call, server } = await wire(context, { reply });
  for (const api of apiKinds) await call(api);
  for (const { headers } of server.requests) {
    assert.equal(headers['x-spy'], undefined);
    assert.equal(headers['openai-organization'], undefined);
    assert.equal(headers.authorization === 'Bearer other', false);
    assert.deepEqual(
      Object.keys(headers).filter((name) => name.startsWith('x-stainless')),
      [],
    );
  }
});

test('a server without a key gets none; headers of the endpoint are sent', async (context) => {
  const { call, server } = await wire(context, { reply });
  for (const api of apiKinds) await call(api, { endpoint: { apiKey: null, headers: { 'X-Team': 'blue', Host: 'elsewhere' } } });
  for (const { headers } of server.requests) {
    assert.equal(headers['x-team'], 'blue');
    assert.equal(`http://${headers.host}`, server.origin);
    for (const name of ['authorization', 'x-api-key', 'x-goog-api-key']) assert.equal(headers[name], undefined);
  }
});

test('an endpoint that names its own authorisation keeps it', async (context) => {
  const { call, server } = await wire(context, { reply });
  await call('openai-chat', { endpoint: { headers: { 'api-key': 'azure-key-123' } } });
  assert.equal(server.requests[0]?.headers['api-key'], 'azure-key-123');
  assert.equal(server.requests[0].headers.authorization, undefined);
});

/** Gemini names the model in the path. */
function modelOf(body: Record<string, unknown>, path: string): string {
  const { model } = body;
  return typeof model === 'string' ? model : (/models\/(\w+):/.exec(path)?.[1] ?? '');
}
