import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { test, type TestContext } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FrameScanner } from '../../src/core/providers/frames.ts';
import { Transport } from '../../src/core/providers/transport.ts';
import { createCaller } from '../../src/core/providers/caller.ts';
import { requestIdOf, retryAfterOf } from '../../src/core/providers/errors.ts';
import { systemClock } from '../../src/core/ports.ts';
import { framesOf } from '../servers/formats.ts';
import { startWireServer } from '../servers/wireServer.ts';

const timeouts = { headersMs: 3000, idleMs: 3000, totalMs: 9000 };
const subject = { provider: 'p', model: 'm', origin: '', secrets: [] };

test('whatever asks for another origin gets no request out', async (context) => {
  const [home, thief] = await Promise.all([startWireServer({ reply: { text: [] } }), startWireServer({ reply: { text: [] } })]);
  const transport = new Transport(systemClock);
  context.after(async () => {
    transport.dispose();
    await Promise.all([home.close(), thief.close()]);
  });
  const endpoint = { provider: 'p', api: 'openai-chat', baseUrl: home.origin, apiKey: 'sk-1234567890', headers: {} } as const;
  const call = transport.open(endpoint, { ...subject, origin: home.origin }, timeouts, new AbortController().signal);
  for (const url of [
    thief.origin,
    `${thief.origin}/v1`,
    home.origin.replace('127.0.0.1', 'localhost'),
    home.origin.replace('http', 'https'),
  ]) {
    await assert.rejects(call.fetch(url, { method: 'POST', body: '{}' }), { name: 'ProviderError' });
    assert.equal(call.failure?.detail.kind, 'network');
    assert.equal(call.sentAt, null);
  }
  assert.equal(thief.requests.length + home.requests.length, 0);
});

test('a kept socket that the server closed meanwhile costs no call', async (context) => {
  const sockets: Socket[] = [];
  const body = framesOf('openai-chat', { text: ['ok'] })
    .map(({ data }) => `data: ${data}\n\n`)
    .join('');
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    // The second request on a socket meets a server that has just hung up.
    if (sockets.includes(request.socket)) return void request.socket.resetAndDestroy();
    sockets.push(request.socket);
    request.resume().once('end', () => response.writeHead(200, { 'content-type': 'text/event-stream' }).end(body));
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
  const request = { model: 'm', system: null, prompt: 'x', params: {} };
  for (let index = 0; index < 3; index++) {
    const result = await caller.call(endpoint, request, timeouts, new AbortController().signal);
    assert.equal(result.text, 'ok', result.error?.message);
  }
});

test('the headers of the latest response are to be had, a refusal as well as a good one', async (context) => {
  const server = await startWireServer(({ body }) => ({
    reply: { text: ['ok'] },
    headers: { 'x-ratelimit-remaining-requests': '7' },
    ...(body['model'] === 'refused' && {
      fault: { type: 'status', status: 429, body: '{}', headers: { 'retry-after': '3', 'X-Two': 'a' } } as const,
    }),
  }));
  const transport = new Transport(systemClock);
  context.after(async () => {
    transport.dispose();
    await server.close();
  });
  const endpoint = { provider: 'p', api: 'openai-chat', baseUrl: server.origin, apiKey: null, headers: {} } as const;
  const call = transport.open(endpoint, { ...subject, origin: server.origin }, timeouts, new AbortController().signal);
  assert.deepEqual(call.headers, {});
  const url = `${server.origin}/v1/chat/completions`;
  await assert.rejects(call.fetch(url, { method: 'POST', body: '{"model":"refused"}' }));
  assert.equal(call.headers['retry-after'], '3');
  assert.equal(call.headers['x-two'], 'a');
  const response = await call.fetch(url, { method: 'POST', body: '{"model":"good"}' });
  assert.equal(call.headers['x-ratelimit-remaining-requests'], '7');
  assert.equal(call.headers['retry-after'], undefined);
  await response.text();
});

/** A server that sends these bytes and then nothing, without an end. */
async function silentAfter(context: TestContext, bytes: string): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(bytes);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('an error in the stream is heard though nothing comes after it', async (context) => {
  const origin = await silentAfter(context, 'data: {"error":{"message":"Too many","code":"rate_limit_exceeded"}}\n\n');
  const caller = createCaller();
  context.after(() => caller.dispose());
  const endpoint = { provider: 'p', api: 'openai-chat', baseUrl: `${origin}/v1`, apiKey: null, headers: {} } as const;
  const request = { model: 'm', system: null, prompt: 'x', params: {} };
  const patient = { headersMs: 60_000, idleMs: 60_000, totalMs: 120_000 };
  const result = await caller.call(endpoint, request, patient, new AbortController().signal);
  assert.equal(result.error?.kind, 'rate-limit');
});

test('bytes that a scanner cannot make sense of end the call as a malformed response, in the middle or at the end', async (context) => {
  const origin = await silentAfter(context, 'torn');
  const ending = await startWireServer({ reply: { text: ['ok'] } });
  const transport = new Transport(systemClock);
  context.after(async () => {
    transport.dispose();
    await ending.close();
  });
  const refuse = (): never => {
    throw new Error('a checksum does not fit');
  };
  const scanners: readonly (readonly [string, FrameScanner])[] = [
    [origin, { contentType: 'application/octet-stream', push: refuse, flush: () => [] }],
    [ending.origin, { contentType: 'application/octet-stream', push: () => [], flush: refuse }],
  ];
  for (const [base, scanner] of scanners) {
    const endpoint = { provider: 'p', api: 'openai-chat', baseUrl: base, apiKey: null, headers: {} } as const;
    const about = { ...subject, origin: base };
    const call = transport.open(endpoint, about, timeouts, new AbortController().signal, () => scanner);
    const response = await call.fetch(`${base}/v1/chat/completions`, { method: 'POST', body: '{}' });
    assert.equal(response.headers.get('content-type'), 'application/octet-stream');
    await assert.rejects(response.text(), { name: 'ProviderError' });
    assert.equal(call.failure?.detail.kind, 'malformed-response');
    assert.match(call.failure?.detail.message ?? '', /a checksum does not fit/);
  }
});

test('an SDK hears of an abort from a signal only while there is no response', async (context) => {
  const origin = await silentAfter(context, 'data: {"a":1}\n\n');
  const transport = new Transport(systemClock);
  context.after(() => transport.dispose());
  const endpoint = { provider: 'p', api: 'openai-chat', baseUrl: origin, apiKey: null, headers: {} } as const;
  const open = (signal: AbortSignal) => transport.open(endpoint, { ...subject, origin }, timeouts, signal);
  const early = new AbortController();
  const unsent = open(early.signal);
  early.abort();
  assert.equal(unsent.signal.aborted, true);
  assert.equal(open(early.signal).signal.aborted, true);

  const late = new AbortController();
  const call = open(late.signal);
  const response = await call.fetch(origin, { method: 'POST', body: '{}' });
  while (call.frames.length === 0) await nextTurn();
  late.abort();
  assert.equal(call.signal.aborted, false);
  const chunks: string[] = [];
  await assert.rejects(async () => {
    for await (const chunk of response.body ?? []) chunks.push(Buffer.from(chunk).toString());
  });
  assert.deepEqual(chunks, ['data: {"__llmBenchFrame":0,"a":1}\n\n'], 'what had come is handed on before the end');
});

test('the wait that a server asks for', () => {
  const now = new Date('2026-01-01T00:00:00Z');
  const cases: readonly (readonly [Record<string, string>, number | null])[] = [
    [{ 'retry-after': '3' }, 3000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after': '3', 'retry-after-ms': '2750' }, 2750],
    [{ 'retry-after': 'Thu, 01 Jan 2026 00:01:00 GMT' }, 60_000],
    [{ 'retry-after': 'Wed, 31 Dec 2025 23:00:00 GMT' }, 0],
    [{ 'retry-after': 'soon' }, null],
    [{}, null],
  ];
  for (const [headers, wait] of cases) assert.equal(retryAfterOf(headers, now), wait, JSON.stringify(headers));
});

test('the request id, whatever the header is called', () => {
  for (const name of ['x-request-id', 'request-id', 'x-goog-request-id']) assert.equal(requestIdOf({ [name]: 'abc' }), 'abc');
  assert.equal(requestIdOf({ 'content-type': 'x' }), null);
});
