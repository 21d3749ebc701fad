import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Script, SeenRequest } from '../servers/wireServer.ts';
import { wire } from './harness.ts';

const reply = { text: ['fine'] };
const refuse = (message: string, code: string | null, param: string | null, status = 400): Script => ({
  reply,
  fault: { type: 'status', status, body: JSON.stringify({ error: { message, type: 'invalid_request_error', code, param } }) },
});

test('a server that refuses stream_options is asked once more without, and then never again', async (context) => {
  const { call, server } = await wire(context, ({ body }: SeenRequest) =>
    'stream_options' in body
      ? {
          reply,
          fault: {
            type: 'status',
            status: 422,
            body: JSON.stringify({ detail: [{ type: 'extra_forbidden', loc: ['body', 'stream_options'] }] }),
          },
        }
      : { reply },
  );
  assert.equal((await call('openai-chat')).text, 'fine');
  assert.equal((await call('openai-chat')).text, 'fine');
  assert.equal((await call('openai-chat', { request: { model: 'another' } })).text, 'fine');
  assert.deepEqual(
    server.requests.map(({ body }) => 'stream_options' in body),
    [true, false, false, false],
  );
});

for (const taken of ['max_tokens', 'max_completion_tokens'] as const) {
  test(`a model that takes ${taken} only is asked so, and that is remembered for it`, async (context) => {
    const other = taken === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens';
    const { call, server } = await wire(context, ({ body }: SeenRequest) =>
      other in body
        ? refuse(`Unsupported parameter: '${other}'. Use '${taken}' instead.`, 'unsupported_parameter', other)
        : { reply },
    );
    const request = { params: { maxOutputTokens: 9 } };
    assert.equal((await call('openai-chat', { request })).text, 'fine');
    assert.equal((await call('openai-chat', { request })).text, 'fine');
    const tries = taken === 'max_tokens' ? 2 : 3;
    assert.equal(server.requests.length, tries);
    assert.equal(server.requests.at(-1)?.body[taken], 9);
  });
}

test('both refusals in one call, and the marks are those of the request that was answered', async (context) => {
  const { call, server } = await wire(context, ({ body }: SeenRequest) => {
    if ('stream_options' in body) return refuse('Unrecognized request argument supplied: stream_options', null, null);
    return 'max_tokens' in body ? refuse('no', 'unsupported_parameter', 'max_tokens') : { reply };
  });
  const result = await call('openai-chat', { request: { params: { maxOutputTokens: 9 } } });
  assert.equal(result.status, 'ok');
  assert.equal(server.requests.length, 3);
  assert.ok(result.sentAt !== null && result.headersAt !== null && result.sentAt <= result.headersAt);
  assert.equal(result.chunks.length, 5);
});

test('a parameter of the user that is refused is left to the user', async (context) => {
  const { call, server } = await wire(context, refuse("Unsupported value: 'temperature'", 'unsupported_value', 'temperature'));
  const result = await call('openai-chat', { request: { params: { temperature: 0, maxOutputTokens: 9 } } });
  assert.equal(result.error?.kind, 'unsupported-parameter');
  assert.match(result.error.advice, /"temperature"/);
  assert.equal(server.requests.length, 1);
});

test('a limit that is too high is not taken for a refused parameter', async (context) => {
  const { call, server } = await wire(context, refuse('max_tokens is too large: 9000000', 'invalid_value', 'max_tokens'));
  const result = await call('openai-chat', { request: { params: { maxOutputTokens: 9_000_000 } } });
  assert.equal(result.error?.kind, 'bad-request');
  assert.equal(server.requests.length, 1);
});

test('a model that asks for the Responses API is called there, and from then on at once', async (context) => {
  const { call, server } = await wire(context, ({ api }: SeenRequest) =>
    api === 'openai-chat'
      ? refuse('This model is only supported in v1/responses and not in v1/chat/completions.', null, 'model', 404)
      : { reply },
  );
  assert.equal((await call('openai-chat')).text, 'fine');
  assert.equal((await call('openai-chat')).text, 'fine');
  assert.deepEqual(
    server.requests.map(({ api }) => api),
    ['openai-chat', 'openai-responses', 'openai-responses'],
  );
});
