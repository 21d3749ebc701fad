import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { test, type TestContext } from 'node:test';
import type { WireKind } from '../../src/shared/model/suite.ts';
import { createCaller } from '../../src/core/providers/caller.ts';
import type { EmbedResult, Endpoint } from '../../src/core/providers/spec.ts';
import { listen } from '../servers/listen.ts';
import { testKey } from './harness.ts';

interface Seen {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** No answer at all. */
  readonly silent?: boolean;
}

interface EmbedOptions {
  readonly endpoint?: Partial<Endpoint>;
  readonly totalMs?: number;
  readonly signal?: AbortSignal;
}

interface Embedder {
  readonly seen: readonly Seen[];
  readonly origin: string;
  readonly embed: (api: WireKind, options?: EmbedOptions) => Promise<EmbedResult>;
}

/** A server that answers every request alike, and a caller; closed with the test. */
async function embedder(context: TestContext, answer: Answer): Promise<Embedder> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      seen.push({ path: request.url ?? '', headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) });
      if (answer.silent === true) return;
      const body = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers }).end(body);
    });
  });
  const { origin, close } = await listen(server);
  const caller = createCaller();
  context.after(async () => {
    caller.dispose();
    await close();
  });
  return {
    seen,
    origin,
    embed: (api, { endpoint = {}, totalMs = 20_000, signal = new AbortController().signal } = {}) =>
      caller.embed(
        { provider: 'test', api, baseUrl: api === 'gemini' ? origin : `${origin}/v1`, apiKey: testKey, headers: {}, ...endpoint },
        { model: 'vectors', texts: ['one', 'two'] },
        { headersMs: 10_000, idleMs: 10_000, totalMs },
        signal,
      ),
  };
}

const openai = {
  object: 'list',
  model: 'vectors-2',
  // Some servers do not keep to the order of asking.
  data: [
    { object: 'embedding', index: 1, embedding: [0, 0.5] },
    { object: 'embedding', index: 0, embedding: [1, -0.25] },
  ],
  usage: { prompt_tokens: 7, total_tokens: 7 },
};

for (const api of ['openai-chat', 'openai-responses'] as const) {
  test(`${api}: embeddings are asked for as plain numbers, with the key, and come in the order of the texts`, async (context) => {
    const { embed, seen } = await embedder(context, { body: openai, headers: { 'x-request-id': 'req-9' } });
    const result = await embed(api);
    assert.deepEqual([result.status, result.error, result.requestId], ['ok', null, 'req-9']);
    assert.deepEqual(result.vectors, [
      [1, -0.25],
      [0, 0.5],
    ]);
    assert.deepEqual([result.usage.inputTokens, result.usage.outputTokens, result.usageSource], [7, 0, 'provider']);
    assert.ok(result.sentAt !== null && result.headersAt !== null && result.finishedAt >= result.headersAt);
    assert.equal(seen.length, 1);
    assert.equal(seen[0]?.path, '/v1/embeddings');
    assert.equal(seen[0].headers.authorization, `Bearer ${testKey}`);
    assert.deepEqual(seen[0].body, { model: 'vectors', input: ['one', 'two'], encoding_format: 'float' });
  });
}

test('Gemini is asked for all texts in one batch; what it does not count is unknown', async (context) => {
  const { embed, seen } = await embedder(context, { body: { embeddings: [{ values: [1, 2] }, { values: [3, 4] }] } });
  const result = await embed('gemini');
  assert.deepEqual(result.vectors, [
    [1, 2],
    [3, 4],
  ]);
  assert.deepEqual([result.usage.inputTokens, result.usageSource], [null, null]);
  assert.equal(seen[0]?.path, '/v1beta/models/vectors:batchEmbedContents');
  assert.equal(seen[0].headers['x-goog-api-key'], testKey);
  const part = (text: string) => ({ model: 'models/vectors', content: { role: 'user', parts: [{ text }] } });
  assert.deepEqual(seen[0].body, { requests: [part('one'), part('two')] });
});

test('a server without embeddings is not called, and the user hears which have some', async (context) => {
  const { embed, seen } = await embedder(context, { body: openai });
  for (const api of ['anthropic', 'bedrock-converse', 'vertex-anthropic', 'vscode-lm'] as const) {
    const { status, error, vectors } = await embed(api, { endpoint: { credentials: 'key' } });
    assert.deepEqual([status, error?.kind, error?.retryable, vectors], ['error', 'unsupported-parameter', false, null]);
    assert.match(error?.advice ?? '', /OpenAI's API or Gemini's/);
  }
  assert.equal(seen.length, 0);
});

test('a refusal is told as for any other call, and the key is in no part of it', async (context) => {
  const body = { error: { message: `Rate limit reached for ${testKey}`, type: 'requests', code: 'rate_limit_exceeded' } };
  const { embed } = await embedder(context, { status: 429, body, headers: { 'retry-after': '2' } });
  for (const api of ['openai-chat', 'gemini'] as const) {
    const result = await embed(api);
    assert.deepEqual([result.status, result.error?.kind, result.error?.retryAfterMs], ['error', 'rate-limit', 2000]);
    assert.equal(result.error?.retryable, true);
    assert.ok(!JSON.stringify(result).includes(testKey));
  }
});

for (const [name, body] of [
  ['too few vectors', { data: [{ index: 0, embedding: [1, 2] }] }],
  ['vectors of two lengths', { data: [{ embedding: [1, 2] }, { embedding: [1] }] }],
  ['vectors without numbers', { data: [{ embedding: [] }, { embedding: [] }] }],
  ['vectors beyond measure', { data: [{ embedding: [1e308, 1] }, { embedding: [1, 1] }] }],
  ['words', { data: [{ embedding: ['a', 'b'] }, { embedding: ['a', 'b'] }] }],
  ['something else', { hello: 'world' }],
  ['no JSON', '<!doctype html>'],
  ['JSON that breaks off', '{"data": ['],
] as const) {
  test(`${name} where one vector for each text was due: a malformed response`, async (context) => {
    const { embed } = await embedder(context, { body });
    const { status, error, vectors } = await embed('openai-chat');
    assert.deepEqual([status, vectors], ['error', null]);
    assert.equal(error?.kind, 'malformed-response', error?.message);
  });
}

test('a call for embeddings ends with its time, and with its caller', async (context) => {
  const { embed } = await embedder(context, { silent: true });
  const late = await embed('openai-chat', { totalMs: 20 });
  assert.deepEqual([late.status, late.error?.kind], ['error', 'timeout']);
  const controller = new AbortController();
  const pending = embed('gemini', { signal: controller.signal });
  setImmediate(() => controller.abort());
  assert.equal((await pending).status, 'cancelled');
});

test('embeddings go to the origin that the key belongs to, and to no other', async (context) => {
  const other = await embedder(context, { body: openai });
  const { embed } = await embedder(context, { status: 307, body: {}, headers: { location: `${other.origin}/v1/embeddings` } });
  const { status, error } = await embed('openai-chat');
  assert.deepEqual([status, error?.kind], ['error', 'network']);
  assert.equal(other.seen.length, 0);
});
