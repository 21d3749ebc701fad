import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { ErrorKind, ErrorStage } from '../../src/shared/model/errors.ts';
import { apiKinds, type ApiKind } from '../../src/shared/model/suite.ts';
import type { CallTimeouts } from '../../src/core/providers/spec.ts';
import { framesOf, type Reply } from '../servers/formats.ts';
import { cloudRefusals } from '../servers/cloudRefusals.ts';
import { localRefusals } from '../servers/localRefusals.ts';
import { providerRefusals } from '../servers/providerRefusals.ts';
import { refusals } from '../servers/refusals.ts';
import { startWireServer, type Fault } from '../servers/wireServer.ts';
import { testKey, wire } from './harness.ts';

const reply: Reply = { text: ['one ', 'two ', 'three'] };

const ofProviders = { test: refusals, ...providerRefusals, ...cloudRefusals, ...localRefusals };
const cases = Object.entries(ofProviders).flatMap(([provider, list]) => list.map((refusal) => ({ provider, refusal })));

for (const { provider, refusal } of cases) {
  test(`refusal: ${provider === 'test' ? '' : `${provider}, `}${refusal.name}`, async (context) => {
    const { status, headers, body: template } = refusal;
    const body = template.replaceAll('<key>', testKey);
    const { call, server } = await wire(context, { reply, fault: { type: 'status', status, body, headers } });
    const result = await call(refusal.api, { endpoint: { provider } });
    assert.equal(result.status, 'error');
    assert.equal(result.error?.kind, refusal.kind, result.error?.message);
    assert.equal(result.error.stage, 'headers');
    assert.equal(result.error.retryable, refusal.retryable ?? ['rate-limit', 'overloaded', 'server'].includes(refusal.kind));
    assert.equal(result.error.retryAfterMs, refusal.retryAfterMs);
    assert.equal(result.error.httpStatus, status);
    assert.equal(result.error.requestId, 'req-77');
    assert.match(result.error.advice, refusal.advice ?? /\w/);
    assert.equal(server.requests.length, 1, 'the runner retries, not the SDK');
    assertNoSecret(result);
    assert.doesNotMatch(JSON.stringify(result), /\*{4,}wxyz/);
  });
}

interface FaultCase {
  readonly fault: Fault;
  readonly kind: ErrorKind;
  readonly stage: ErrorStage;
  readonly advice: RegExp;
  readonly timeouts?: Partial<CallTimeouts>;
  /** What must have been kept of the answer. */
  readonly kept?: boolean;
}

const faults: Readonly<Record<string, FaultCase>> = {
  'an HTML page': { fault: { type: 'html' }, kind: 'malformed-response', stage: 'parse', advice: /web page/ },
  garbage: { fault: { type: 'garbage' }, kind: 'malformed-response', stage: 'parse', advice: /wire format/ },
  'a garbled frame': { fault: { type: 'garbage-frame' }, kind: 'malformed-response', stage: 'parse', advice: /wire format/ },
  'no HTTP': { fault: { type: 'not-http' }, kind: 'malformed-response', stage: 'headers', advice: /wire format/ },
  'truncated JSON': {
    fault: { type: 'truncated-json', after: 0 },
    kind: 'malformed-response',
    stage: 'parse',
    advice: /wire format/,
  },
  'a connection closed in mid-stream': {
    fault: { type: 'close', after: 2 },
    kind: 'network',
    stage: 'stream',
    advice: /network/,
  },
  'a stream ended in the middle': { fault: { type: 'end', after: 2 }, kind: 'network', stage: 'stream', advice: /network/ },
  'a stall': { fault: { type: 'stall', after: 2 }, kind: 'stall', stage: 'stream', advice: /idleMs/, timeouts: { idleMs: 80 } },
  'slow headers': {
    fault: { type: 'slow-headers', ms: 60_000 },
    kind: 'timeout',
    stage: 'headers',
    advice: /timeouts/,
    timeouts: { headersMs: 80 },
  },
  'no answer at all': {
    fault: { type: 'silent' },
    kind: 'timeout',
    stage: 'headers',
    advice: /timeouts/,
    timeouts: { totalMs: 80 },
  },
  'an answer that takes too long': {
    fault: { type: 'stall', after: 2 },
    kind: 'timeout',
    stage: 'stream',
    advice: /timeouts/,
    timeouts: { totalMs: 150 },
  },
};

/** JSON is cut off in a frame that every SDK reads: the last one with text. */
function placed(fault: Fault, api: ApiKind): Fault {
  if (fault.type !== 'truncated-json') return fault;
  return { ...fault, after: framesOf(api, reply).findLastIndex(({ kind }) => kind === 'text') };
}

for (const api of apiKinds) {
  for (const [name, { fault, kind, stage, advice, timeouts = {} }] of Object.entries(faults)) {
    test(`${api}: ${name}`, async (context) => {
      const { call, server } = await wire(context, { reply, fault: placed(fault, api) });
      const result = await call(api, { timeouts });
      assert.equal(result.status, 'error');
      assert.equal(result.error?.kind, kind, result.error?.message);
      assert.equal(result.error.stage, stage);
      assert.match(result.error.advice, advice);
      assert.equal(server.requests.length, 1);
      assertNoSecret(result);
    });
  }

  test(`${api}: what had come before a break is kept`, async (context) => {
    const after = api === 'gemini' ? 2 : 9;
    const { call } = await wire(context, {
      reply: { text: Array.from({ length: 20 }, () => 'word ') },
      fault: { type: 'close', after },
      gapMs: 2,
    });
    const result = await call(api);
    assert.match(result.text, /^(word )+$/);
    assert.equal(result.chunks.length, after);
    assert.equal(result.finishReason, null);
    // Anthropic and Gemini had told how many tokens there were so far: that is not what is billed.
    assert.deepEqual([result.usage.outputTokens, result.usage.reasoningTokens], [null, null]);
  });

  test(`${api}: a wrong content type does not matter where the stream is right`, async (context) => {
    const { call } = await wire(context, { reply, fault: { type: 'wrong-content-type' } });
    assert.equal((await call(api)).text, 'one two three');
  });

  test(`${api}: a redirect to another origin is refused, and the key does not go there`, async (context) => {
    const thief = await startWireServer({ reply });
    context.after(() => thief.close());
    for (const status of [301, 302, 303, 307, 308]) {
      const { call, server } = await wire(context, {
        reply,
        fault: { type: 'redirect', status, location: `${thief.origin}/v1/steal` },
      });
      const result = await call(api);
      assert.equal(result.error?.kind, 'network');
      assert.equal(result.error.retryable, false);
      assert.ok(
        result.error.message.includes(server.origin) && result.error.message.includes(thief.origin),
        result.error.message,
      );
    }
    assert.equal(thief.requests.length, 0);
  });

  test(`${api}: a redirect within the origin is followed with method and body`, async (context) => {
    const { call, server } = await wire(context, ({ path }) =>
      path.includes('moved') ? { reply } : { reply, fault: { type: 'redirect', status: 307, location: `/moved${path}` } },
    );
    assert.equal((await call(api)).text, 'one two three');
    assert.deepEqual(server.requests[1]?.body, server.requests[0]?.body);
  });

  test(`${api}: redirects in a circle end`, async (context) => {
    const { call, server } = await wire(context, ({ path }) => ({
      reply,
      fault: { type: 'redirect', status: 308, location: path },
    }));
    assert.equal((await call(api)).error?.kind, 'network');
    assert.equal(server.requests.length, 4);
  });

  test(`${api}: an abort in mid-stream closes the socket and keeps what had come`, async (context) => {
    const { call, server } = await wire(context, { reply: { text: Array.from({ length: 500 }, () => 'x') }, gapMs: 5 });
    const controller = new AbortController();
    const pending = call(api, { signal: controller.signal });
    while ((server.requests[0]?.writes.length ?? 0) < 15) await new Promise((resolve) => setTimeout(resolve, 5));
    controller.abort();
    const result = await pending;
    assert.equal(result.status, 'cancelled');
    assert.equal(result.error, null);
    assert.match(result.text, /^x+$/);
    await server.requests[0]?.closed;
    assert.equal(server.connections(), 0);
  });

  test(`${api}: an abort before the headers, and one before the call`, async (context) => {
    const { call, server } = await wire(context, { reply, fault: { type: 'silent' } });
    const controller = new AbortController();
    const pending = call(api, { signal: controller.signal });
    while (server.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    controller.abort();
    assert.equal((await pending).status, 'cancelled');
    const never = await call(api, { signal: AbortSignal.abort() });
    assert.equal(never.status, 'cancelled');
    assert.equal(never.sentAt, null);
    assert.equal(server.requests.length, 1);
  });

  test(`${api}: nobody listens`, async (context) => {
    const socket = createServer().listen(0, '127.0.0.1');
    await once(socket, 'listening');
    const { port } = socket.address() as AddressInfo;
    socket.close();
    const { call } = await wire(context, { reply });
    const result = await call(api, { endpoint: { baseUrl: `http://127.0.0.1:${port}` } });
    assert.equal(result.error?.kind, 'network');
    assert.equal(result.error.stage, 'connect');
    assert.equal(result.error.providerCode, 'ECONNREFUSED');
    assert.equal(result.sentAt, null);
  });

  test(`${api}: a key that no header can hold, and an address that is none`, async (context) => {
    const { call, server } = await wire(context, { reply });
    const key = await call(api, { endpoint: { apiKey: 'sk-secret-line\nbreak-0123' } });
    assert.equal(key.error?.kind, 'bad-request');
    assert.equal(key.error.stage, 'prepare');
    assert.doesNotMatch(JSON.stringify(key), /secret-line/);
    const address = await call(api, { endpoint: { baseUrl: 'not an address' } });
    assert.equal(address.status, 'error');
    assert.equal(server.requests.length, 0);
  });
}

const midStream: Readonly<Record<string, { api: ApiKind; frame: { event?: string; data: string }; kind: ErrorKind }>> = {
  'OpenAI chat': {
    api: 'openai-chat',
    frame: {
      data: '{"error":{"message":"The server had an error for sk-test-0123456789abcdef","type":"server_error","code":null}}',
    },
    kind: 'server',
  },
  'OpenAI Responses, nested': {
    api: 'openai-responses',
    frame: {
      event: 'error',
      data: '{"type":"error","error":{"type":"rate_limit_error","code":"rate_limit_exceeded","message":"slow down"}}',
    },
    kind: 'rate-limit',
  },
  'OpenAI Responses, flat': {
    api: 'openai-responses',
    frame: { data: '{"type":"error","code":"server_error","message":"broke","param":null,"sequence_number":3}' },
    kind: 'server',
  },
  'OpenAI Responses, failed': {
    api: 'openai-responses',
    frame: {
      event: 'response.failed',
      data: '{"type":"response.failed","response":{"error":{"code":"rate_limit_exceeded","message":"slow down"}}}',
    },
    kind: 'rate-limit',
  },
  'OpenRouter, code as a number': {
    api: 'openai-chat',
    frame: {
      data: '{"id":"x","choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}],"error":{"code":429,"message":"Provider returned error","metadata":{"raw":"slow down"}}}',
    },
    kind: 'rate-limit',
  },
  'OpenRouter, by the finish reason only': {
    api: 'openai-chat',
    frame: { data: '{"id":"x","choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}]}' },
    kind: 'server',
  },
  'OpenRouter, within the choice': {
    api: 'openai-chat',
    frame: {
      data: '{"id":"x","choices":[{"index":0,"delta":{},"finish_reason":"error","error":{"code":502,"message":"died"}}]}',
    },
    kind: 'server',
  },
  'llama.cpp': {
    api: 'openai-chat',
    frame: { data: '{"error":{"code":500,"message":"Context size has been exceeded.","type":"server_error"}}' },
    kind: 'context-length',
  },
  Anthropic: {
    api: 'anthropic',
    frame: { event: 'error', data: '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}' },
    kind: 'overloaded',
  },
  Gemini: {
    api: 'gemini',
    frame: { data: '{"error":{"code":503,"message":"The model is overloaded","status":"UNAVAILABLE"}}' },
    kind: 'overloaded',
  },
};

for (const [name, { api, frame, kind }] of Object.entries(midStream)) {
  test(`an error frame in mid-stream: ${name}`, async (context) => {
    const { call } = await wire(context, { reply, fault: { type: 'frame', after: 2, frame } });
    const result = await call(api);
    assert.equal(result.error?.kind, kind, result.error?.message);
    assert.equal(result.error.stage, 'stream');
    assert.equal(result.error.requestId, 'req-77');
    assertNoSecret(result);
  });
}

test('a key that the answer repeats is taken out of it', async (context) => {
  const { call } = await wire(context, {
    reply: { reasoning: [`my key is ${testKey}`], text: [testKey.slice(0, 9), testKey.slice(9)] },
  });
  for (const api of apiKinds) {
    const result = await call(api);
    assert.equal(result.text, '[redacted]');
    assertNoSecret(result);
  }
});

test('a body that was packed unasked is refused', async (context) => {
  const { call } = await wire(context, { reply, headers: { 'content-encoding': 'br' } });
  assert.equal((await call('openai-chat')).error?.kind, 'malformed-response');
});

function assertNoSecret(value: unknown): void {
  assert.ok(!JSON.stringify(value).includes(testKey), 'the key shows');
}

test('a server that wants a key where none was set is not told to have refused it', async (context) => {
  const body = '{"error":{"message":"Missing bearer token"}}';
  const { call } = await wire(context, { reply, fault: { type: 'status', status: 401, body } });
  const { error } = await call('openai-chat', { endpoint: { provider: 'lab', apiKey: null } });
  assert.equal(error?.kind, 'authentication');
  assert.match(error.advice, /^No key was sent, .* set one for lab .*keyEnv/);
});
