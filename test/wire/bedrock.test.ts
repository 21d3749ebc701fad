import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BedrockRuntimeClient, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import { messagesOf, startConverseServer } from '../servers/bedrockServer.ts';
import { bedrock, identity, model, reply } from './bedrockHarness.ts';

test('text, reasoning, usage, request id and one mark for each message', async (context) => {
  const { call, server } = await bedrock(context, { reply });
  const result = await call();
  assert.equal(result.error, null);
  assert.equal(result.status, 'ok');
  assert.equal(result.api, 'bedrock-converse');
  assert.equal(result.text, 'Grüße, wörld 👋!');
  assert.equal(result.reasoning, 'Let me think.');
  assert.equal(result.finishReason, 'stop');
  assert.equal(result.requestId, 'req-aws-77');
  assert.deepEqual(result.adapted, []);
  // The total: what was read from the cache and written to it are beside Bedrock's inputTokens.
  assert.deepEqual(result.usage, {
    inputTokens: 27,
    outputTokens: 12,
    reasoningTokens: null,
    cachedInputTokens: 4,
    cacheWriteTokens: 3,
  });
  assert.deepEqual(
    result.chunks.map(({ kind }) => kind),
    messagesOf(reply).map(({ kind }) => kind),
  );
  assert.equal(server.requests.length, 1);
});

test('a request is signed for the region, whole as it is sent, and carries no key', async (context) => {
  const { call, server } = await bedrock(context, { reply });
  await call({
    endpoint: { headers: { 'x-team': 'speed' } },
    request: { system: 'Be brief.', params: { maxOutputTokens: 40, temperature: 0.2, topP: 0.9, stop: ['END'] } },
  });
  const [seen] = server.requests;
  assert.match(seen?.scope ?? 'no valid signature', /^\d{8}\/eu-central-1\/bedrock$/);
  assert.match(seen?.headers.authorization ?? '', /Credential=AKIAIOSFODNN7EXAMPLE\//);
  assert.equal(seen?.headers['x-amz-security-token'], identity.sessionToken);
  assert.equal(seen?.headers['x-team'], 'speed');
  assert.equal(seen?.path, '/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/converse-stream');
  assert.deepEqual(seen?.body, {
    messages: [{ role: 'user', content: [{ text: 'Say hello.' }] }],
    system: [{ text: 'Be brief.' }],
    inferenceConfig: { maxTokens: 40, temperature: 0.2, topP: 0.9, stopSequences: ['END'] },
  });
  assert.doesNotMatch(JSON.stringify(seen), /Bearer|OFTHEENVIRONMENT|of-the-environment/);
});

test('a Bedrock key calls without a signature, whoever the machine is signed in as', async (context) => {
  const { call, server } = await bedrock(context, { reply });
  const aws = () => Promise.reject(new Error('nobody may ask'));
  const result = await call({ endpoint: { credentials: 'key', apiKey: 'bedrock-api-key-123456' }, aws });
  assert.equal(result.error, null);
  assert.equal(server.requests[0]?.headers.authorization, 'Bearer bedrock-api-key-123456');
  assert.doesNotMatch(JSON.stringify(server.requests), /AWS4-HMAC|x-amz-security-token|OFTHEENVIRONMENT|of-the-environment/);
});

test('marks are taken as the last byte of a message arrives, in whatever pieces', async (context) => {
  for (const write of ['message', 'byte', 'whole'] as const) {
    const { call, server } = await bedrock(context, { reply, write });
    const { chunks, sentAt, headersAt, finishedAt, text } = await call();
    assert.equal(text, 'Grüße, wörld 👋!');
    const marks = chunks.map(({ at }) => at);
    assert.equal(marks.length, messagesOf(reply).length);
    assert.deepEqual(
      marks,
      [...marks].sort((one, other) => one - other),
    );
    assert.ok(sentAt !== null && headersAt !== null && sentAt <= headersAt && headersAt <= (marks[0] ?? 0));
    assert.equal(finishedAt, marks.at(-1));
    if (write !== 'byte') continue;
    // A byte at a time, many turns lie between two messages: each is marked between the last bytes of its neighbours.
    const writes = server.requests[0]?.writes ?? [];
    marks.forEach((at, index) =>
      assert.ok(at > (writes[index - 1] ?? 0) && at < (writes[index + 1] ?? Infinity), `message ${index}`),
    );
  }
});

test('unknown usage stays unknown', async (context) => {
  const { call } = await bedrock(context, { reply: { text: ['hi'], usage: null } });
  const { status, usage, usageSource } = await call();
  assert.equal(status, 'ok');
  assert.deepEqual(Object.values(usage), [null, null, null, null, null]);
  assert.equal(usageSource, null);
});

const finishes = {
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tool-calls',
  guardrail_intervened: 'content-filter',
  content_filtered: 'content-filter',
  something_new: 'other',
} as const;

test('stop reasons', async (context) => {
  for (const [finish, reason] of Object.entries(finishes)) {
    const { call } = await bedrock(context, { reply: { text: ['hi'], finish } });
    assert.equal((await call()).finishReason, reason);
  }
});

interface Asked {
  readonly model: string;
  readonly fields: unknown;
  readonly adapted: readonly string[];
  readonly effort?: 'minimal' | 'high';
}

const efforts: readonly Asked[] = [
  { model: 'openai.gpt-oss-120b-1:0', fields: { reasoning_effort: 'high' }, adapted: ['without seed'] },
  {
    model: 'openai.gpt-oss-20b-1:0',
    effort: 'minimal',
    fields: { reasoning_effort: 'low' },
    adapted: ['without seed', 'reasoningEffort low'],
  },
  {
    model: 'us.amazon.nova-2-lite-v1:0',
    fields: { reasoningConfig: { type: 'enabled', maxReasoningEffort: 'high' } },
    adapted: ['without seed'],
  },
  {
    model: 'global.anthropic.claude-opus-4-6-v1',
    fields: { thinking: { type: 'adaptive' }, output_config: { effort: 'high' } },
    adapted: ['without seed'],
  },
  { model: 'us.meta.llama3-3-70b-instruct-v1:0', fields: undefined, adapted: ['without seed', 'without reasoningEffort'] },
  { model: 'amazon.nova-lite-v1:0', fields: undefined, adapted: ['without seed', 'without reasoningEffort'] },
];

for (const { model: asked, effort = 'high', fields, adapted } of efforts) {
  test(`${asked}: reasoning effort ${effort} as the family takes it, and what is left out is told`, async (context) => {
    const { call, server } = await bedrock(context, { reply });
    const result = await call({ request: { model: asked, params: { reasoningEffort: effort, seed: 7 } } });
    assert.deepEqual(server.requests[0]?.body['additionalModelRequestFields'], fields);
    assert.deepEqual(result.adapted, adapted);
  });
}

test('the test server speaks what the SDK itself reads', async (context) => {
  const server = await startConverseServer({ reply });
  context.after(() => server.close());
  const client = new BedrockRuntimeClient({
    endpoint: server.origin,
    region: 'us-east-1',
    useFipsEndpoint: false,
    credentials: identity,
    authSchemePreference: ['sigv4'],
    requestHandler: {
      handle: async ({
        path,
        headers,
        body,
      }: {
        path: string;
        headers: Record<string, string>;
        body: Uint8Array<ArrayBuffer>;
      }) => {
        const response = await fetch(server.origin + path, { method: 'POST', headers, body });
        return { response: { statusCode: response.status, headers: Object.fromEntries(response.headers), body: response.body } };
      },
    },
  });
  const { stream } = await client.send(
    new ConverseStreamCommand({ modelId: model, messages: [{ role: 'user', content: [{ text: 'hi' }] }] }),
  );
  const texts: string[] = [];
  let outputTokens: number | undefined;
  for await (const event of stream ?? []) {
    if (event.contentBlockDelta?.delta?.text !== undefined) texts.push(event.contentBlockDelta.delta.text);
    outputTokens ??= event.metadata?.usage?.outputTokens;
  }
  assert.deepEqual(texts, reply.text);
  assert.equal(outputTokens, 12);
  assert.match(server.requests[0]?.scope ?? 'no valid signature', /us-east-1\/bedrock$/);
});
