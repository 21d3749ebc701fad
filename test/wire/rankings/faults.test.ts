import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rankingBoards, type SourceErrorKind } from '../../../src/shared/model/rankings.ts';
import { boardKey, type BoardFault } from '../../servers/rankings/boardServer.ts';
import { boardAt, errorOf, live, now, readingOf, requestOf, serve } from './harness.ts';

interface Row {
  readonly fault: BoardFault;
  readonly kind: SourceErrorKind;
  readonly status: number | null;
  readonly advice: RegExp;
}

const refused = (status: number): BoardFault => ({ kind: 'status', status });

const rows: Readonly<Record<string, Row>> = {
  down: { fault: { kind: 'down' }, kind: 'network', status: null, advice: /network connection/ },
  400: { fault: refused(400), kind: 'bad-request', status: 400, advice: /address that is set/ },
  402: { fault: refused(402), kind: 'quota', status: 402, advice: /billing/ },
  403: { fault: refused(403), kind: 'permission', status: 403, advice: /free list only|Ask for access|proxy/ },
  404: { fault: refused(404), kind: 'bad-request', status: 404, advice: /address that is set/ },
  410: { fault: refused(410), kind: 'gone', status: 410, advice: /Update the extension/ },
  429: { fault: refused(429), kind: 'rate-limit', status: 429, advice: /asked again when/ },
  'a 429 that speaks of the day': {
    fault: { kind: 'status', status: 429, message: 'Your plan allows 100 requests per day' },
    kind: 'rate-limit',
    status: 429,
    advice: /asked again when/,
  },
  '304 where all was asked for': { fault: refused(304), kind: 'malformed-response', status: 304, advice: /proxy/ },
  500: { fault: refused(500), kind: 'server', status: 500, advice: /next refresh/ },
  503: { fault: refused(503), kind: 'overloaded', status: 503, advice: /next refresh/ },
  504: { fault: refused(504), kind: 'timeout', status: 504, advice: /next refresh/ },
  'JSON that breaks off': {
    fault: { kind: 'body', body: '{"data": [' },
    kind: 'malformed-response',
    status: 200,
    advice: /proxy/,
  },
  'a web page': {
    fault: { kind: 'body', body: '<!doctype html><title>Sign in</title>', contentType: 'text/html' },
    kind: 'malformed-response',
    status: 200,
    advice: /proxy/,
  },
  'an empty body': { fault: { kind: 'body', body: '' }, kind: 'malformed-response', status: 200, advice: /proxy/ },
  'another shape': {
    fault: { kind: 'body', body: '{"result":{"list":[]}}' },
    kind: 'malformed-response',
    status: 200,
    advice: /proxy/,
  },
  'JSON that is a word': { fault: { kind: 'body', body: '"ok"' }, kind: 'malformed-response', status: 200, advice: /proxy/ },
  'entries of another shape': {
    fault: { kind: 'entries', entries: [{ a: 1 }, null, 'x', [1], 7] },
    kind: 'malformed-response',
    status: 200,
    advice: /proxy/,
  },
};

for (const id of rankingBoards) {
  for (const [what, { fault, kind, status, advice }] of Object.entries(rows)) {
    test(`${id}: ${what} is ${kind}, with what to do`, async (context) => {
      const { server, board } = await serve(context, id);
      server.set(fault);
      const error = errorOf(await board.fetch(requestOf()));
      assert.deepEqual({ kind: error.kind, status: error.status, until: error.until }, { kind, status, until: null });
      assert.match(error.advice, advice);
      assert.match(error.message, /[.!?…]$/);
    });
  }

  test(`${id}: after a fault it is read as before`, async (context) => {
    const { server, board } = await serve(context, id);
    server.set({ kind: 'down' });
    await board.fetch(requestOf());
    server.set(null);
    assert.ok(readingOf(await board.fetch(requestOf())).rankings.length >= 4);
  });

  test(`${id}: Retry-After says until when, in seconds and as a date on the server's clock`, async (context) => {
    const { server, board } = await serve(context, id);
    const untilOf = async (headers: Record<string, string>) => {
      server.set({ kind: 'status', status: 429, headers });
      return errorOf(await board.fetch(requestOf())).until;
    };
    const date = 'Sat, 21 Nov 2026 08:00:00 GMT';
    assert.equal(await untilOf({ 'retry-after': '90' }), '2026-11-20T12:01:30.000Z');
    assert.equal(await untilOf({ 'retry-after': 'Sat, 21 Nov 2026 08:30:00 GMT', date }), '2026-11-20T12:30:00.000Z');
    assert.equal(await untilOf({ 'retry-after': 'soon' }), null);
    assert.equal(await untilOf({ 'retry-after': '0' }), null);
    const reset = String(Date.parse(date) / 1000 + 3600);
    const quota = { 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset, date };
    assert.equal(await untilOf(quota), '2026-11-20T13:00:00.000Z');
    assert.equal(await untilOf({ ...quota, 'retry-after': '60' }), '2026-11-20T13:00:00.000Z');
  });

  test(`${id}: a quota that this answer used up is told beside what was read`, async (context) => {
    const { server, board } = await serve(context, id);
    const date = 'Sat, 21 Nov 2026 08:00:00 GMT';
    const reset = String(Date.parse(date) / 1000 + 7200);
    const tell = (remaining: string) =>
      server.tell({ 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': remaining, 'x-ratelimit-reset': reset, date });
    tell('0');
    const first = readingOf(await board.fetch(requestOf()));
    assert.equal(first.waitUntil, '2026-11-20T14:00:00.000Z');
    const again = await board.fetch(requestOf({ etag: first.etag }));
    assert.deepEqual(again, { kind: 'not-modified', waitUntil: '2026-11-20T14:00:00.000Z' });
    tell('3');
    assert.equal(readingOf(await board.fetch(requestOf())).waitUntil, null);
  });

  test(`${id}: who does not answer in time is a timeout, and can be asked again`, async (context) => {
    const { server, board } = await serve(context, id, { timeoutMs: 60 });
    const held = Promise.withResolvers<void>();
    server.set({ kind: 'slow', until: held.promise });
    const error = errorOf(await board.fetch(requestOf()));
    assert.deepEqual(
      { kind: error.kind, status: error.status, until: error.until },
      { kind: 'timeout', status: null, until: null },
    );
    held.resolve();
    server.set(null);
    assert.equal((await boardAt(id, server.url).fetch(requestOf())).kind, 'read');
  });

  test(`${id}: a user who gives up ends it at once, by the signal's own reason`, async (context) => {
    const { server, board } = await serve(context, id);
    const held = Promise.withResolvers<void>();
    server.set({ kind: 'slow', until: held.promise });
    const user = new AbortController();
    const asked = board.fetch(requestOf({ signal: user.signal }));
    const reason = new Error('enough');
    user.abort(reason);
    await assert.rejects(asked, (error) => error === reason);
    await assert.rejects(board.fetch(requestOf({ signal: user.signal })), (error) => error === reason);
    held.resolve();
  });

  test(`${id}: nobody at the address is a network error that names it`, async (context) => {
    const { server } = await serve(context, id);
    const { origin, url } = server;
    await server.close();
    context.mock.method(server, 'close', async () => {});
    const error = errorOf(await boardAt(id, url).fetch(requestOf()));
    assert.equal(error.kind, 'network');
    assert.ok(error.message.includes(origin));
  });

  test(`${id}: a redirect elsewhere is not followed, and no key goes there`, async (context) => {
    const { server, board } = await serve(context, id);
    const { server: other } = await serve(context, 'openrouter');
    server.set({ kind: 'redirect', to: `${other.origin}/api/v1/models` });
    const error = errorOf(await board.fetch(requestOf()));
    assert.equal(error.kind, 'network');
    assert.equal(other.requests.length, 0);
  });

  test(`${id}: more than 8 MB are not read`, async (context) => {
    const { server, board } = await serve(context, id);
    server.set({ kind: 'body', body: `"${'x'.repeat(9 * 1024 * 1024)}"` });
    const error = errorOf(await board.fetch(requestOf()));
    assert.equal(error.kind, 'malformed-response');
    assert.match(error.message, /more than 8 MB/);
  });

  test(`${id}: a server that says the key back brings it into no error and no ranking`, async (context) => {
    const { server, board } = await serve(context, id, { etags: false });
    const saw: unknown[] = [];
    for (const status of [400, 401, 403, 404, 410, 429, 500]) {
      const said = `no: ${boardKey}, ${encodeURIComponent(boardKey)}, ${Buffer.from(boardKey).toString('base64')}`;
      server.set({ kind: 'status', status, message: said });
      saw.push(await board.fetch(requestOf()));
    }
    server.set({ kind: 'body', body: `<p>${boardKey}</p>` });
    saw.push(await board.fetch(requestOf()));
    server.set({ kind: 'entries', entries: echoing(boardKey) });
    server.tell({ etag: `"${boardKey}"` });
    const reading = await board.fetch(requestOf());
    assert.ok(readingOf(reading).rankings.length > 0);
    saw.push(reading);
    // A board that is asked without a key was sent none that it could say back.
    if (board.needsKey) assert.ok(!JSON.stringify(saw).includes(boardKey));
    else assert.ok(!JSON.stringify(server.requests.map(({ headers }) => headers)).includes(boardKey));
  });
}

/** Entries that each of the boards can read. */
function echoing(secret: string): readonly unknown[] {
  return [1, 2].map((index) => ({
    id: `id-${index}`,
    model_id: `id-${index}`,
    name: `${secret} ${index}`,
    slug: secret,
    organization: { name: secret },
    evaluations: { artificial_analysis_intelligence_index: index, artificial_analysis_coding_index: index },
    benchmarks: { artificial_analysis: { intelligence_index: index } },
    conservative_rating: index,
  }));
}

for (const id of ['artificial-analysis', 'llm-stats'] as const) {
  test(`${id}: a key that is not taken is authentication, with where to get one`, async (context) => {
    const { server, board } = await serve(context, id, { key: 'another-key-entirely' });
    const error = errorOf(await board.fetch(requestOf()));
    assert.deepEqual([error.kind, error.status], ['authentication', 401]);
    assert.ok(board.keyUrl !== null && error.advice.includes(board.keyUrl));
    assert.equal(server.requests.length, 1);
  });

  test(`${id}: without a key nobody is asked`, async (context) => {
    const { server, board } = await serve(context, id);
    const error = errorOf(await board.fetch(requestOf({ apiKey: null })));
    assert.deepEqual([error.kind, error.status, server.requests.length], ['needs-key', null, 0]);
  });

  test(`${id}: a key that no header can carry is said to be one, and is not repeated`, async (context) => {
    const { server, board } = await serve(context, id);
    const error = errorOf(await board.fetch(requestOf({ apiKey: 'bad\nkey-0123456789' })));
    assert.deepEqual([error.kind, server.requests.length], ['bad-request', 0]);
    assert.match(error.advice, /Set the key again/);
    assert.ok(!JSON.stringify(error).includes('0123456789'));
  });
}

test("llm-stats: the day's quota counts where the minute of Retry-After is over sooner", async (context) => {
  const { server, board } = await serve(context, 'llm-stats');
  const date = 'Sat, 21 Nov 2026 08:00:00 GMT';
  server.set({
    kind: 'status',
    status: 429,
    headers: { 'retry-after': '30', date, 'x-quota-limit': '250', 'x-quota-remaining': '0', 'x-quota-reset': '1795305600' },
  });
  assert.equal(errorOf(await board.fetch(requestOf())).until, '2026-11-21T04:00:00.000Z');
  server.set(null);
  server.tell({ date, 'x-quota-limit': '250', 'x-quota-remaining': '0', 'x-quota-reset': '1795305600' });
  assert.equal(readingOf(await board.fetch(requestOf())).waitUntil, '2026-11-21T04:00:00.000Z');
  server.tell({ date, 'x-quota-limit': 'unlimited', 'x-quota-remaining': 'unlimited' });
  assert.equal(readingOf(await board.fetch(requestOf())).waitUntil, null);
});

test('llm-stats: a refusal that names its end in the body is waited for', async (context) => {
  const { server, board } = await serve(context, 'llm-stats');
  server.tell({ date: 'Sat, 21 Nov 2026 08:00:00 GMT' });
  server.set({ kind: 'status', status: 429, extra: { reset_at: '2026-11-22T00:00:00Z' } });
  assert.equal(errorOf(await board.fetch(requestOf())).until, '2026-11-21T04:00:00.000Z');
});

test('an address that is none is an error that says so, and asks nobody', async () => {
  for (const address of ['', 'ftp://example.invalid', 'example', 'file:///etc']) {
    const error = errorOf(await boardAt('openrouter', address).fetch({ apiKey: null, etag: null, now, signal: live }));
    assert.equal(error.kind, 'bad-request');
    assert.match(error.advice, /Set an http or https address for openrouter/);
  }
});
