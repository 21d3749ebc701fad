import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { test } from 'node:test';
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
