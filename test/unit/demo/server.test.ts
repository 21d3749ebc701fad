import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { describe, it } from 'node:test';
import { Worker } from 'node:worker_threads';
import { startDemoServer } from '../../../src/core/demo/server.ts';
import { at } from './sse.ts';

async function withServer(use: (origin: string) => Promise<void>): Promise<void> {
  const server = await startDemoServer();
  try {
    await use(server.origin);
  } finally {
    await server.close();
  }
}

const messages = [{ role: 'user', content: 'Who are you?' }];

function post(url: string, body: unknown, init: RequestInit = {}): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return fetch(url, { method: 'POST', body: text, headers: { 'anthropic-version': '2023-06-01' }, ...init });
}

describe('the demo server', () => {
  const unknown = [
    { path: '/v1/chat/completions', body: { model: 'nobody', messages }, error: 'error.code', is: 'model_not_found' },
    { path: '/v1/responses', body: { model: 'nobody', input: 'Hello' }, error: 'error.code', is: 'model_not_found' },
    { path: '/v1/messages', body: { model: 'nobody', messages, max_tokens: 9 }, error: 'error.type', is: 'not_found_error' },
    {
      path: '/v1beta/models/nobody:generateContent',
      body: { contents: [{ parts: [{ text: 'Hello' }] }] },
      error: 'error.status',
      is: 'NOT_FOUND',
    },
    // A model is known on its own wire only.
    { path: '/v1/chat/completions', body: { model: 'sonata', messages }, error: 'error.code', is: 'model_not_found' },
  ];
  for (const { path, body, error, is } of unknown) {
    it(`answers 404 in the format's own words at ${path} for ${'model' in body ? body.model : 'nobody'}`, async () => {
      await withServer(async (origin) => {
        const response = await post(origin + path, body);
        assert.equal(response.status, 404);
        assert.equal(at(await response.json(), error), is);
        assert.ok(
          response.headers.get('x-request-id') ?? response.headers.get('request-id') ?? response.headers.get('x-goog-request-id'),
        );
      });
    });
  }

  it('answers 400 to what it cannot read, and 404 elsewhere', async () => {
    await withServer(async (origin) => {
      const chat = `${origin}/v1/chat/completions`;
      const status = async (body: unknown) => (await post(chat, body)).status;
      assert.equal(await status('{ "model": '), 400);
      assert.equal(await status({ model: 'atlas-mini' }), 400);
      assert.equal(await status({ messages }), 400);
      assert.equal(await status({ model: 'atlas-mini', messages, max_tokens: 0 }), 400);
      assert.equal((await fetch(chat)).status, 404);
      assert.equal((await post(`${origin}//`, '{}')).status, 404);
    });
  });

  it('answers 413 to a body beyond all bounds', async () => {
    await withServer(async (origin) => {
      const response = await post(`${origin}/v1/chat/completions`, 'x'.repeat(17 * 1024 * 1024));
      assert.equal(response.status, 413);
    });
  });

  it('gives a fresh server the same answers in the same order, whatever the concurrency', async () => {
    const ask = async (origin: string) => {
      const answers = Array.from({ length: 6 }, async () => {
        const body = { model: 'atlas-mini', messages, max_tokens: 12 };
        return at(await (await post(`${origin}/v1/chat/completions`, body)).json(), 'choices.0.message.content');
      });
      return (await Promise.all(answers)).map(String).toSorted();
    };
    const seen: string[][] = [];
    for (let round = 0; round < 2; round += 1) await withServer(async (origin) => void seen.push(await ask(origin)));
    assert.deepEqual(seen[0], seen[1]);
    assert.ok(new Set(seen[0]).size > 1, 'repeats vary');
  });

  it('lets the flaky model fail now and then, with a word on when to come back', async () => {
    await withServer(async (origin) => {
      const calls = Array.from({ length: 40 }, () =>
        post(`${origin}/v1/chat/completions`, { model: 'flaky', messages, max_tokens: 1 }),
      );
      const responses = await Promise.all(calls);
      await Promise.all(responses.map((response) => response.arrayBuffer()));
      const statuses = new Set(responses.map(({ status }) => status));
      assert.deepEqual(statuses, new Set([200, 429, 500]));
      const limited = responses.find(({ status }) => status === 429);
      assert.equal(limited?.headers.get('retry-after'), '1');
    });
  });

  it('refuses other calls of the flaky model in another process, and the same ones with the same luck', async () => {
    const statuses = async (luck: string): Promise<readonly number[]> => {
      const server = await startDemoServer(luck);
      const seen: number[] = [];
      for (let call = 0; call < 40; call += 1) {
        const content = `Question ${call}`;
        const body = { model: 'flaky', messages: [{ role: 'user', content }], max_tokens: 1 };
        const response = await post(`${server.origin}/v1/chat/completions`, body);
        await response.arrayBuffer();
        seen.push(response.status);
      }
      await server.close();
      return seen;
    };
    const [one, same, other] = await Promise.all([statuses('one'), statuses('one'), statuses('other')]);
    assert.deepEqual(one, same);
    assert.ok(
      one.some((status, call) => status !== 200 && other[call] === 200),
      'what was refused is answered',
    );
  });

  it('ends its own side when a caller goes away in mid-stream', async () => {
    const seen: ServerResponse[] = [];
    const watch = (message: unknown) => void seen.push((message as { response: ServerResponse }).response);
    subscribe('http.server.request.start', watch);
    try {
      await withServer(async (origin) => {
        const abort = new AbortController();
        const body = { model: 'atlas-large', messages, stream: true };
        const response = await post(`${origin}/v1/chat/completions`, body, { signal: abort.signal });
        await response.body?.getReader().read();
        const [served] = seen;
        assert.ok(served);
        const closed = once(served, 'close');
        abort.abort();
        await closed;
        assert.equal(served.writableEnded, false);
      });
    } finally {
      unsubscribe('http.server.request.start', watch);
    }
  });

  it('closes with a stream under way, and may be closed twice', async () => {
    const server = await startDemoServer();
    const response = await post(`${server.origin}/v1/chat/completions`, { model: 'atlas-large', messages, stream: true });
    const broken = assert.rejects(response.text());
    await server.close();
    await server.close();
    await broken;
    await assert.rejects(fetch(server.origin));
  });
});

describe('the demo worker', () => {
  it('says where it serves, and ends itself when told to', async () => {
    const worker = new Worker(new URL('../../../src/workers/demo.worker.ts', import.meta.url));
    const [ready] = (await once(worker, 'message')) as [{ type: string; origin: string }];
    assert.equal(ready.type, 'ready');
    assert.equal((await fetch(ready.origin)).status, 404);
    const exited = once(worker, 'exit');
    worker.postMessage({ type: 'close' });
    assert.deepEqual(await exited, [0]);
  });
});
