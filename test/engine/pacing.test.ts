import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AttemptRecord } from '../../src/shared/model/attempt.ts';
import type { RunHandle } from '../../src/core/bench.ts';
import type { Fault } from '../servers/wireServer.ts';
import { bench } from './inProcess.ts';
import { casesNamed, modelOf, suiteOn, wireServer } from './servers.ts';

const reply = { text: ['he', 'll', 'o'] };
const words = (count: number) => casesNamed(Array.from({ length: count }, (_, i) => `hello ${i}`));
const tooMany = (headers: Record<string, string>): Fault => ({
  type: 'status',
  status: 429,
  headers,
  body: JSON.stringify({ error: { message: 'Slow down.' } }),
});

test(
  'a server that allows 10 calls in each quarter of a second answers all 80 in the end, and refuses few',
  { timeout: 60_000 },
  async (context) => {
    const windowMs = 250;
    const refusedIn = new Map<number, number>();
    const allowedIn = new Map<number, number>();
    const server = await wireServer(context, () => {
      const now = performance.now();
      const window = Math.floor(now / windowMs);
      const allowed = (allowedIn.get(window) ?? 0) + 1;
      allowedIn.set(window, allowed);
      if (allowed <= 10) return { reply };
      refusedIn.set(window, (refusedIn.get(window) ?? 0) + 1);
      return { reply, fault: tooMany({ 'retry-after-ms': String(Math.ceil((window + 1) * windowMs - now)) }) };
    });
    const { start } = await bench(context);
    const handle = await start(suiteOn(server, { cases: words(80), concurrency: 16, retries: { max: 3, baseMs: 10 } }));
    const told = recordsOf(handle);
    const run = await handle.finished;

    assert.equal(run.status, 'finished');
    const finals = told.filter(({ final }) => final);
    assert.deepEqual([finals.length, finals.filter(({ status }) => status === 'ok').length], [80, 80]);
    const refused = told.filter(({ status }) => status === 'error');
    assert.ok(refused.length > 0 && refused.every(({ error }) => error?.kind === 'rate-limit'));
    // Whoever goes on sending while others are told to wait is refused again and again within the window.
    const worst = Math.max(...refusedIn.values());
    assert.ok(worst <= 16, `${worst} refusals in one window are more than were in flight`);
    assert.ok(refused.length <= 40, `${refused.length} refusals for 80 calls`);
  },
);

test(
  'a server that refuses every call ends the run: each sample fails once its retries are used up',
  { timeout: 30_000 },
  async (context) => {
    const server = await wireServer(context, { reply, fault: tooMany({}) });
    const { start } = await bench(context);
    const handle = await start(suiteOn(server, { cases: words(20), retries: { max: 2, baseMs: 1 } }));
    const told = recordsOf(handle);
    assert.equal((await handle.finished).status, 'finished');
    assert.equal(server.requests.length, 60);
    const finals = told.filter(({ final }) => final);
    assert.equal(finals.length, 20);
    assert.ok(finals.every(({ error, attempt }) => error?.kind === 'rate-limit' && attempt === 3));
  },
);

test(
  'the limits that a server announces are kept: the headroom is left, and the rest of the run says so',
  { timeout: 30_000 },
  async (context) => {
    let remaining = 55;
    const server = await wireServer(context, () => ({
      reply,
      headers: {
        'x-ratelimit-limit-requests': '100',
        'x-ratelimit-remaining-requests': String(--remaining),
        'x-ratelimit-reset-requests': '5h0m0s',
      },
    }));
    const { start } = await bench(context);
    const handle = await start(suiteOn(server, { cases: words(20), concurrency: 1, limits: { headroom: 0.5 } }));
    const told = recordsOf(handle);
    assert.equal((await handle.finished).status, 'finished');
    assert.equal(server.requests.length, 5);
    const missed = told.filter(({ status }) => status === 'error');
    assert.equal(missed.length, 15);
    assert.ok(missed.every(({ error }) => error?.kind === 'rate-limit' && error.stage === 'prepare'));
  },
);

test(
  'a fixed-length speed test: one call at a time over all providers, and answers of another length are errors',
  { timeout: 30_000 },
  async (context) => {
    const lengths: Readonly<Record<string, number>> = { exact: 100, near: 91, short: 50 };
    const server = await wireServer(context, (request) => ({
      reply: { ...reply, usage: { input: 8, output: lengths[modelOf(request)] ?? 0 } },
      gapMs: 2,
    }));
    const names = Object.keys(lengths);
    const { start } = await bench(context);
    const endpoint = { api: 'openai-chat', baseUrl: server.baseUrl('openai-chat') };
    const handle = await start({
      name: 'Speed',
      endpoints: Object.fromEntries(names.map((name) => [name, endpoint])),
      models: names.map((name) => `${name}/${name}`),
      timing: { outputTokens: 100 },
      prices: { 'short/short': { input: 0, output: 10 } },
      prompt: 'Say {{word}}.',
      cases: words(3),
    });
    const told = recordsOf(handle);
    assert.equal((await handle.finished).status, 'finished');

    assert.deepEqual(
      server.requests.map(modelOf),
      Array.from({ length: 4 }, () => names).flat(),
      'a warm-up of each, then models take turns at each case',
    );
    assert.ok(server.requests.every(({ body }) => body['max_tokens'] === 100 || body['max_completion_tokens'] === 100));
    assert.ok(told.every(({ concurrency }) => concurrency === 1));
    const outcomes = (name: string) => told.filter(({ model, warmup }) => model === name && !warmup);
    for (const name of ['exact', 'near'])
      assert.ok(
        outcomes(name).every(({ status }) => status === 'ok'),
        name,
      );
    for (const { status, error, cost, timing } of outcomes('short')) {
      assert.deepEqual([status, error?.kind, error?.stage], ['error', 'token-count-mismatch', 'parse']);
      assert.match(error?.message ?? '', /answered with 50 tokens where 100 tokens were asked for: 50 % off/);
      assert.equal(cost.usd, 0.0005);
      assert.ok((timing.ttftMs ?? 0) > 0);
    }
  },
);

/** The records as they are told. */
function recordsOf(handle: RunHandle): AttemptRecord[] {
  const records: AttemptRecord[] = [];
  handle.events((event) => {
    if (event.type === 'attempt-finished') records.push(event.record);
  });
  return records;
}
