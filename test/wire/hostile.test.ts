import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { test } from 'node:test';
import { apiKinds } from '../../src/shared/model/suite.ts';
import { createCaller } from '../../src/core/providers/caller.ts';
import { noUserProviders } from '../../src/core/ports.ts';
import { redactBrief } from '../../src/core/providers/redact.ts';
import { resolveEndpoint } from '../../src/core/providers/resolve.ts';
import { framesOf } from '../servers/formats.ts';
import { wire } from './harness.ts';

/** Names that every object has: a table that is looked into carelessly has them too. */
const inherited = ['constructor', 'toString', '__proto__', 'hasOwnProperty'];

for (const api of apiKinds) {
  test(`names of inherited properties are names like any other: ${api}`, async (context) => {
    const names = inherited.values();
    const { call } = await wire(context, () => ({ reply: { text: ['hello'], finish: names.next().value ?? '' } }));
    for (const name of inherited) {
      const { status, finishReason } = await call(api);
      assert.deepEqual([name, status, typeof finishReason], [name, 'ok', 'string']);
    }
  });
}

test('nor are they kinds of errors, or demo models', async (context) => {
  const names = inherited.values();
  const body = () => JSON.stringify({ error: { message: 'no', code: names.next().value } });
  const { call } = await wire(context, () => ({ reply: { text: [] }, fault: { type: 'status', status: 401, body: body() } }));
  for (const code of inherited) {
    const { error } = await call('openai-chat');
    assert.deepEqual([error?.kind, error?.providerCode], ['authentication', code]);
    const demo = resolveEndpoint('demo', code, {
      endpoints: [],
      user: noUserProviders,
      demoOrigin: 'http://127.0.0.1:1',
      demoApis: {},
      editorModels: false,
    });
    assert.equal(demo.ok, false);
  }
});

test('megabytes where a word was due leave a few hundred characters', { timeout: 20_000 }, async (context) => {
  const long = 'model '.repeat(3_000_000);
  const frame = { data: JSON.stringify({ error: { message: long, code: long, type: long, param: long } }) };
  const { call } = await wire(context, { reply: { text: ['a'], model: long }, fault: { type: 'frame', after: 1, frame } });
  const result = await call('openai-chat');
  assert.equal(result.status, 'error');
  assert.ok(JSON.stringify(result).length < 5000);
});

test('a text is cut between words, so that no half of a key is left', () => {
  const key = 'kk-0123456789abcdefghij';
  for (let before = 65_500; before < 65_540; before++) {
    const text = redactBrief(`said:${' '.repeat(before)}${key} and on`, [key]);
    assert.ok(text === 'said:' || text.startsWith('said: [redacted]'), text);
  }
});

test('a key of figures that the usage has too breaks nothing', async (context) => {
  const { call } = await wire(context, { reply: { text: ['hello'], usage: { input: 123_456_789, output: 1 } } });
  const result = await call('openai-chat', { endpoint: { apiKey: '12345678' } });
  assert.deepEqual([result.status, result.usage.inputTokens], ['ok', 123_456_789]);
});

test('a redirect whose body never ends keeps no socket', async (context) => {
  const sockets = new Set<Socket>();
  const body = framesOf('openai-chat', { text: ['ok'] }).map(({ data }) => `data: ${data}\n\n`);
  const server = createServer((request, response) => {
    request.resume();
    if (request.url?.startsWith('/new')) {
      response.writeHead(200, { 'content-type': 'text/event-stream', connection: 'close' }).end(body.join(''));
    } else response.writeHead(307, { location: `/new${request.url}` }).write('and on and on');
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const caller = createCaller();
  context.after(() => {
    caller.dispose();
    server.close();
    server.closeAllConnections();
  });
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const endpoint = { provider: 'p', api: 'openai-chat', baseUrl, apiKey: null, headers: {} } as const;
  const timeouts = { headersMs: 3000, idleMs: 3000, totalMs: 9000 };
  const request = { model: 'm', system: null, prompt: 'x', params: {} };
  const { text } = await caller.call(endpoint, request, timeouts, new AbortController().signal);
  assert.equal(text, 'ok');
  await Promise.all([...sockets].map((socket) => once(socket, 'close', { signal: AbortSignal.timeout(3000) })));
});

test('a wait that no number can hold is a year', async (context) => {
  const nines = '9'.repeat(400);
  const waits = [
    { 'retry-after': nines },
    { 'retry-after-ms': '1e400' },
    { 'retry-after': 'Fri, 31 Dec 9999 23:59:59 GMT' },
  ].values();
  const { call } = await wire(context, () => ({
    reply: { text: [] },
    fault: { type: 'status', status: 429, body: '{}', headers: { ...waits.next().value } },
  }));
  for (let i = 0; i < 3; i++) {
    const { error } = await call('openai-chat');
    assert.equal(error?.retryAfterMs, 366 * 24 * 60 * 60 * 1000);
  }
});

for (const [name, usage] of [
  ['nested without end', `{"prompt_tokens":1,"completion_tokens":1,"x":${'['.repeat(200_000)}${']'.repeat(200_000)}}`],
  ['of megabytes', JSON.stringify({ prompt_tokens: 1, completion_tokens: 1, x: 'x'.repeat(2_000_000) })],
] as const) {
  test(`usage ${name} is counted, and not kept`, async (context) => {
    const data = `{"choices":[{"delta":{},"finish_reason":"stop"}],"usage":${usage}}`;
    const { call } = await wire(context, { reply: { text: ['hello'] }, fault: { type: 'frame', after: 1, frame: { data } } });
    const result = await call('openai-chat');
    assert.deepEqual([result.status, result.error, result.rawUsage], ['ok', null, null]);
  });
}

test("Gemini's model stands in the path as it is called, whatever is in its name", async (context) => {
  const { server, call } = await wire(context, { reply: { text: ['hello'] } });
  const names = ['gemini-3', 'tunedModels/mine', '../../../x', '..', 'a?b=c', 'a#b', String.raw`..\..\x`, '%2e%2e/x', './x'];
  for (const model of names) await call('gemini', { request: { model } });
  assert.deepEqual(
    server.requests.map(({ path }) => path.replace(/^\/v1beta\/(.*):streamGenerateContent\?alt=sse$/, '$1')),
    [
      ...['models/gemini-3', 'tunedModels/mine', 'models/..%2F..%2F..%2Fx', 'models/..', 'models/a%3Fb%3Dc', 'models/a%23b'],
      ...['models/..%5C..%5Cx', '%252e%252e/x', 'models/.%2Fx'],
    ],
  );
});
