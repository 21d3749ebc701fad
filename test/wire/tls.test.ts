import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createPlainServer, type RequestListener } from 'node:http';
import { createServer } from 'node:https';
import { createServer as createSocketServer, type AddressInfo, type Socket } from 'node:net';
import { after, before, beforeEach, test, type TestContext } from 'node:test';
import * as tls from 'node:tls';
import { createCaller } from '../../src/core/providers/caller.ts';
import { getJson } from '../../src/core/providers/getJson.ts';
import type { CallResult, Endpoint, ProviderError } from '../../src/core/providers/spec.ts';
import { createAuthority, type Certificate } from '../servers/certificates.ts';
import { framesOf } from '../servers/formats.ts';
import { startProxy, type Proxy, type ProxyOptions } from '../servers/proxy.ts';

const key = 'sk-test-0123456789abcdef';
const known = createAuthority('LLM Bench test authority');
const stranger = createAuthority('LLM Bench test stranger');

const proxyVariables = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'no_proxy', 'NO_PROXY'];
const environment = { ...process.env };
const authorities = tls.getCACertificates('default');

before(() => tls.setDefaultCACertificates([...authorities, known.cert]));
beforeEach(() => {
  for (const name of proxyVariables) delete process.env[name];
});
after(() => {
  tls.setDefaultCACertificates(authorities);
  Object.assign(process.env, environment);
});

interface Served {
  readonly port: number;
  /** When each request arrived; ms, `performance.now()`. */
  readonly arrivals: number[];
  readonly keys: (string | undefined)[];
}

const stream = framesOf('openai-chat', { text: ['ok'] })
  .map(({ data }) => `data: ${data}\n\n`)
  .join('');

/** Answers every request; over TLS where it has a certificate. */
async function serve(context: TestContext, certificate: Certificate | null): Promise<Served> {
  const arrivals: number[] = [];
  const keys: (string | undefined)[] = [];
  const answer: RequestListener = (request, response) => {
    arrivals.push(performance.now());
    keys.push(request.headers.authorization);
    request.resume().once('end', () => response.writeHead(200, { 'content-type': 'text/event-stream' }).end(stream));
  };
  const server = certificate === null ? createPlainServer(answer) : createServer({ ...certificate }, answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return { port: (server.address() as AddressInfo).port, arrivals, keys };
}

async function proxyTo(context: TestContext, { port }: Served, options: Partial<ProxyOptions> = {}): Promise<Proxy> {
  const proxy = await startProxy({ targetPort: port, ...options });
  context.after(() => proxy.close());
  return proxy;
}

/** Calls made one after the other by one caller. */
async function calls(context: TestContext, baseUrl: string, count = 1): Promise<CallResult[]> {
  const caller = createCaller();
  context.after(() => caller.dispose());
  const endpoint: Endpoint = { provider: 'p', api: 'openai-chat', baseUrl, apiKey: key, headers: {} };
  const request = { model: 'm', system: null, prompt: 'x', params: {} };
  const timeouts = { headersMs: 5000, idleMs: 5000, totalMs: 9000 };
  const results: CallResult[] = [];
  for (let index = 0; index < count; index++) {
    results.push(await caller.call(endpoint, request, timeouts, new AbortController().signal));
  }
  return results;
}

function assertOk(result: CallResult | undefined): void {
  assert.equal(result?.error, null);
  assert.equal(result?.text, 'ok');
}

test('a server whose authority this machine trusts is called; the request is sent when the handshake is over', async (context) => {
  const server = await serve(context, known.issue('localhost'));
  const before = performance.now();
  const results = await calls(context, `https://localhost:${server.port}/v1`, 2);
  for (const [index, result] of results.entries()) {
    assertOk(result);
    const sentAt = result.sentAt ?? NaN;
    assert.ok(sentAt > before && sentAt <= (server.arrivals[index] ?? NaN));
  }
});

const yesterday = new Date(Date.now() - 24 * 60 * 60 * 1000);
const untrusted = [
  ['an authority that nobody knows', () => stranger.issue('localhost')],
  ['another host', () => known.issue('elsewhere.test')],
  ['the past', () => known.issue('localhost', yesterday)],
] as const;

for (const [of, issue] of untrusted) {
  test(`a certificate of ${of} is an error that says so, is not retried, and the key is not sent`, async (context) => {
    const server = await serve(context, issue());
    const [result] = await calls(context, `https://localhost:${server.port}/v1`);
    assert.equal(result?.error?.kind, 'network');
    assert.equal(result?.error?.retryable, false);
    assert.equal(result?.error?.stage, 'connect');
    assert.match(result?.error?.message ?? '', /cannot be trusted/);
    assert.equal(result?.sentAt, null);
    assert.deepEqual(server.keys, []);
  });
}

test('https goes through a tunnel: the proxy sees a name and cipher text, no key; the request counts as sent when it is in the tunnel', async (context) => {
  const server = await serve(context, known.issue('api.bench.test'));
  const delayMs = 60;
  const proxy = await proxyTo(context, server, { delayMs });
  process.env['HTTPS_PROXY'] = proxy.origin;
  const begun = performance.now();
  const results = await calls(context, `https://api.bench.test:${server.port}/v1`, 2);
  for (const [index, result] of results.entries()) {
    assertOk(result);
    assert.ok((result.sentAt ?? NaN) <= (server.arrivals[index] ?? NaN));
  }
  // A timer may fire a millisecond early.
  assert.ok((results[0]?.sentAt ?? NaN) - begun >= delayMs - 1, 'the making of the tunnel is no part of the call');
  assert.deepEqual(proxy.requests, [`CONNECT api.bench.test:${server.port}`], 'the tunnel is kept');
  assert.deepEqual(server.keys, [`Bearer ${key}`, `Bearer ${key}`]);
  assert.ok(proxy.seen().length > 0);
  assert.ok(!proxy.seen().includes(key));
});

test('a certificate is checked through a tunnel too', async (context) => {
  const server = await serve(context, stranger.issue('api.bench.test'));
  const proxy = await proxyTo(context, server);
  process.env['HTTPS_PROXY'] = proxy.origin;
  const [result] = await calls(context, `https://api.bench.test:${server.port}/v1`);
  assert.match(result?.error?.message ?? '', /cannot be trusted/);
  assert.equal(result?.sentAt, null);
  assert.deepEqual(server.keys, []);
});

test('http to another machine goes by HTTP_PROXY', async (context) => {
  const server = await serve(context, null);
  const proxy = await proxyTo(context, server);
  process.env['HTTP_PROXY'] = proxy.origin;
  const [result] = await calls(context, `http://model.bench.test:${server.port}/v1`);
  assertOk(result);
  assert.deepEqual(proxy.requests, [`POST http://model.bench.test:${server.port}/v1/chat/completions`]);
});

test('this machine is never called by a proxy, nor is what NO_PROXY names', async (context) => {
  const [secure, plain] = [await serve(context, known.issue('localhost')), await serve(context, null)];
  const proxy = await proxyTo(context, secure);
  Object.assign(process.env, { HTTPS_PROXY: proxy.origin, HTTP_PROXY: proxy.origin, NO_PROXY: '.exempt.test' });
  assertOk((await calls(context, `https://localhost:${secure.port}/v1`))[0]);
  assertOk((await calls(context, `http://127.0.0.1:${plain.port}/v1`))[0]);
  const [exempt] = await calls(context, `https://api.exempt.test:${secure.port}/v1`);
  assert.notEqual(exempt?.error, null, 'no such name: it was looked up here, not by the proxy');
  assert.deepEqual(proxy.requests, []);
});

test('a proxy that refuses is an error that names it without its password', async (context) => {
  const server = await serve(context, known.issue('api.bench.test'));
  const proxy = await proxyTo(context, server, { refuse: 407 });
  process.env['HTTPS_PROXY'] = proxy.origin.replace('//', '//me:hunter22@');
  const [result] = await calls(context, `https://api.bench.test:${server.port}/v1`);
  assert.equal(result?.error?.kind, 'network');
  assert.match(result?.error?.message ?? '', /407/);
  assert.ok(result?.error?.message.includes(proxy.origin));
  assert.ok(!JSON.stringify(result).includes('hunter22'));
});

test('a variable that holds no proxy is an error that names it, and nothing is sent past it', async (context) => {
  const server = await serve(context, null);
  for (const value of ['proxy.test:3128', 'socks5://me:hunter22@proxy.test', 'no address']) {
    process.env['HTTP_PROXY'] = value;
    const [result] = await calls(context, `http://model.bench.test:${server.port}/v1`);
    assert.match(result?.error?.message ?? '', /HTTP_PROXY is set, but/);
    assert.equal(result?.error?.retryable, false);
    assert.ok(!JSON.stringify(result).includes('hunter22'));
  }
  assert.deepEqual(server.arrivals, []);
});

test('a proxy that opens no tunnel is given up in time or at once, and left', { timeout: 20_000 }, async (context) => {
  const proxy = createSocketServer();
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  context.after(() => proxy.close());
  process.env['HTTPS_PROXY'] = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const baseUrl = 'https://api.bench.test/v1';
  const endpoint: Endpoint = { provider: 'p', api: 'openai-chat', baseUrl, apiKey: key, headers: {} };
  const user = new AbortController();
  const list = async (timeoutMs: number): Promise<Socket> => {
    const connected = once(proxy, 'connection');
    const asked = getJson(endpoint, `${baseUrl}/models`, { timeoutMs, signal: user.signal });
    const [, [socket]] = (await Promise.all([
      assert.rejects(asked, (error) => error === user.signal.reason || (error as ProviderError).detail.kind === 'timeout'),
      connected.then((seen) => {
        if (timeoutMs > 20_000) user.abort();
        return seen;
      }),
    ])) as [void, [Socket]];
    return socket;
  };
  for (const timeoutMs of [100, 60_000]) {
    const socket = await list(timeoutMs);
    await once(socket.resume(), 'close');
  }
});
