import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import type { Endpoint, RateState } from '../../../src/core/providers/spec.ts';
import {
  Pacer,
  PacerPool,
  type PaceAnswer,
  type PacedResult,
  type PaceRequest,
  type Permit,
} from '../../../src/core/runner/pacer.ts';

const never = new AbortController().signal;
const done: PacedResult = { outcome: 'ok', pauseMs: 0, tokens: null, rateState: null, headersAt: null };
const refused = (pauseMs: number): PacedResult => ({ ...done, outcome: 'refused', pauseMs, tokens: 0 });
const clock = { now: () => Date.now(), date: () => new Date() };

/** A call that asked for its turn. */
class Asked {
  answer: PaceAnswer | null = null;
  at = Number.NaN;

  constructor(answer: Promise<PaceAnswer>) {
    void answer.then((given) => {
      this.answer = given;
      this.at = Date.now();
    });
  }

  get type(): PaceAnswer['type'] | 'waits' {
    return this.answer?.type ?? 'waits';
  }

  get permit(): Permit {
    return this.answer?.type === 'permit' ? this.answer.permit : assert.fail(`it ${this.type}`);
  }
}

/** A pacer whose time stands still until it is advanced. */
function pacerAt(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const first = new Pacer(clock);
  const ask = (changes: Partial<PaceRequest> = {}, signal = never, pacer = first): Asked =>
    new Asked(
      pacer.turn(
        {
          model: 'a',
          tokens: 10,
          limits: {},
          headroom: 0,
          notBefore: null,
          patienceMs: 60_000,
          deadline: Infinity,
          ...changes,
        },
        signal,
      ),
    );
  /** In steps: what is granted at one moment is seen at that moment. */
  const advance = async (ms: number, step = ms): Promise<void> => {
    await settle();
    for (let passed = 0; passed < ms; passed += step) {
      t.mock.timers.tick(Math.min(step, ms - passed));
      await settle();
    }
  };
  return { ask, advance };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));
const types = (asked: readonly Asked[]) => asked.map(({ type }) => type);

test('without limits all go at once, and each knows how many were in flight beside it, those that came later too', async (t) => {
  const { ask, advance } = pacerAt(t);
  const asked = [ask(), ask(), ask()];
  await advance(0);
  const known = () => asked.map(({ permit }) => permit.concurrency);
  assert.deepEqual(known(), [3, 3, 3]);
  asked[0]?.permit.end(done);
  const next = ask();
  const another = ask();
  await advance(0);
  assert.deepEqual([known(), next.permit.concurrency], [[3, 4, 4], 4]);
  for (const { permit } of [...asked.slice(1), next, another]) permit.end(done);
  const alone = ask();
  await advance(0);
  assert.equal(alone.permit.concurrency, 1);
});

test('calls in flight are capped, and go in the order of asking', async (t) => {
  const { ask, advance } = pacerAt(t);
  const [a, b, c, d] = [1, 2, 3, 4].map(() => ask({ limits: { concurrency: 2 } }));
  assert.ok(a && b && c && d);
  await advance(0);
  assert.deepEqual(types([a, b, c, d]), ['permit', 'permit', 'waits', 'waits']);
  b.permit.end(done);
  await advance(0);
  assert.deepEqual(types([c, d]), ['permit', 'waits']);
  a.permit.end(done);
  await advance(0);
  assert.equal(d.permit.concurrency, 2);
});

test('no minute has more calls than the limit allows, wherever it begins', async (t) => {
  const { ask, advance } = pacerAt(t);
  const asked = Array.from({ length: 25 }, () => ask({ limits: { requestsPerMinute: 10 } }));
  await advance(30_000, 1000);
  asked.push(...Array.from({ length: 10 }, () => ask({ limits: { requestsPerMinute: 10 } })));
  await advance(240_000, 1000);
  const arrivals = asked.map((one) => (one.permit, one.at)).sort((a, b) => a - b);
  assert.equal(arrivals.length, 35);
  for (const from of arrivals) {
    const within = arrivals.filter((at) => at >= from && at < from + 60_000).length;
    assert.ok(within <= 10, `${within} calls from ${from}`);
  }
  assert.equal(arrivals.at(-1), 180_000);
});

test('tokens are reserved by a guess, and what was not used is free for others', async (t) => {
  const { ask, advance } = pacerAt(t);
  const limits = { tokensPerMinute: 100 };
  const [a, b] = [ask({ tokens: 60, limits }), ask({ tokens: 60, limits })];
  await advance(0);
  assert.deepEqual(types([a, b]), ['permit', 'waits']);
  a.permit.end({ ...done, tokens: 30 });
  await advance(0);
  b.permit.end({ ...done, tokens: 90 });
  const c = ask({ tokens: 1, limits });
  await advance(59_999);
  assert.equal(c.type, 'waits');
  await advance(1);
  assert.equal(c.type, 'permit');
});

test('a call that is larger than a minute allows gets a minute for itself', async (t) => {
  const { ask, advance } = pacerAt(t);
  const limits = { tokensPerMinute: 100 };
  const [small, large, after] = [ask({ tokens: 10, limits }), ask({ tokens: 500, limits }), ask({ tokens: 10, limits })];
  await advance(59_000);
  assert.deepEqual(types([small, large, after]), ['permit', 'waits', 'waits']);
  await advance(1000);
  assert.deepEqual(types([large, after]), ['permit', 'waits']);
  await advance(60_000);
  assert.equal(after.type, 'permit');
});

test('a refusal holds every call for its pause and halves what is in flight; successes give it back slowly', async (t) => {
  const { ask, advance } = pacerAt(t);
  const first = Array.from({ length: 8 }, () => ask());
  await advance(10);
  // Sent together, refused together: that is one sign of load.
  for (const { permit } of first) permit.end(refused(2000));
  const second = Array.from({ length: 20 }, () => ask());
  await advance(1999);
  assert.ok(second.every(({ type }) => type === 'waits'));
  await advance(1);
  const inFlight = () => second.filter(({ type }) => type === 'permit').length;
  assert.equal(inFlight(), 4);
  second[0]?.permit.end(done);
  await advance(0);
  assert.equal(inFlight() - 1, 4);
  for (const one of second.slice(1, 5)) one.permit.end(done);
  await advance(0);
  assert.equal(inFlight() - 5, 5);
});

test('refusals never bring the calls in flight below one', async (t) => {
  const { ask, advance } = pacerAt(t);
  for (let round = 0; round < 5; round++) {
    const one = ask();
    await advance(200);
    one.permit.end(refused(100));
    await advance(1);
  }
  const [a, b] = [ask(), ask()];
  await advance(200);
  assert.deepEqual(types([a, b]), ['permit', 'waits']);
});

test('a retry waits for the end of its own back-off, lets others pass meanwhile, and then goes before those not tried yet', async (t) => {
  const { ask, advance } = pacerAt(t);
  const limits = { concurrency: 1 };
  const [running, fresh] = [ask({ limits }), ask({ limits })];
  const [retry, second] = [ask({ notBefore: 500, limits }), ask({ notBefore: 500, limits })];
  await advance(400);
  running.permit.end(done);
  await advance(0);
  assert.deepEqual(types([fresh, retry, second]), ['permit', 'waits', 'waits']);
  const late = ask({ limits });
  const third = ask({ notBefore: 500, limits });
  await advance(100);
  let before = fresh;
  for (const next of [retry, second, third, late]) {
    assert.equal(next.type, 'waits');
    before.permit.end(done);
    await advance(0);
    assert.equal(next.type, 'permit');
    before = next;
  }
});

test('a call that was promised to be alone is alone, though another run may have more in flight', async (t) => {
  const { ask, advance } = pacerAt(t);
  const [a, b] = [ask({ limits: { concurrency: 8 } }), ask({ limits: { concurrency: 8 } })];
  const alone = ask({ limits: { concurrency: 1 } });
  const after = ask({ limits: { concurrency: 8 } });
  await advance(0);
  assert.deepEqual(types([a, b, alone, after]), ['permit', 'permit', 'waits', 'waits']);
  a.permit.end(done);
  b.permit.end(done);
  await advance(0);
  assert.deepEqual([alone.permit.concurrency, after.type], [1, 'waits']);
  alone.permit.end(done);
  await advance(0);
  assert.equal(after.type, 'permit');
});

test('a wait that is given up leaves the queue, and no listener behind', async (t) => {
  const { ask, advance } = pacerAt(t);
  const controller = new AbortController();
  const limits = { concurrency: 1 };
  const running = ask({ limits });
  const given = ask({ limits }, controller.signal);
  const next = ask({ limits });
  await advance(0);
  controller.abort();
  running.permit.end(done);
  await advance(0);
  assert.deepEqual(types([given, next]), ['aborted', 'permit']);
  const { signal } = new AbortController();
  const granted = ask({}, signal);
  next.permit.end(done);
  await advance(0);
  assert.equal(granted.type, 'permit');
  for (const one of [controller.signal, signal]) assert.equal(getEventListeners(one, 'abort').length, 0);
  const tooLate = ask({}, controller.signal);
  await advance(0);
  assert.equal(tooLate.type, 'aborted');
});

test('a deadline ends the wait, at once where the wait is known to be longer', async (t) => {
  const { ask, advance } = pacerAt(t);
  const limits = { concurrency: 1 };
  const running = ask({ limits });
  const waiting = ask({ limits, notBefore: 0, deadline: 300 });
  const hopeless = ask({ notBefore: 301, deadline: 300 });
  await advance(0);
  assert.deepEqual(types([running, waiting, hopeless]), ['permit', 'waits', 'deadline-passed']);
  await advance(299);
  assert.equal(waiting.type, 'waits');
  await advance(1);
  assert.equal(waiting.type, 'deadline-passed');
});

const requests = (limit: number | null, remaining: number, resetMs: number | null): RateState => ({
  requests: { limit, remaining, resetMs },
  tokens: null,
});
const told = (rateState: RateState, headersAt: number): PacedResult => ({ ...done, rateState, headersAt });

test('of a limit that the server announces, the headroom is left to others: then calls wait until it is full again', async (t) => {
  const { ask, advance } = pacerAt(t);
  const first = ask();
  await advance(0);
  first.permit.end(told(requests(10, 4, 6000), 0));
  const asked = Array.from({ length: 3 }, () => ask({ headroom: 0.2 }));
  const other = ask({ model: 'b', headroom: 0.2 });
  await advance(0);
  assert.deepEqual(types([...asked, other]), ['permit', 'permit', 'waits', 'permit']);
  await advance(5999);
  assert.equal(asked[2]?.type, 'waits');
  await advance(1);
  assert.equal(asked[2]?.type, 'permit');
});

test('calls in flight may be counted in what remains already: their answers decide', async (t) => {
  const { ask, advance } = pacerAt(t);
  const [a, b] = [ask(), ask()];
  await advance(0);
  a.permit.end(told(requests(1000, 1, 3_600_000), 5));
  const c = ask();
  await advance(0);
  assert.equal(c.type, 'waits');
  b.permit.end(told(requests(1000, 1, 3_600_000), 6));
  await advance(0);
  assert.equal(c.type, 'permit');
});

test('an announcement that was made earlier but is told later does not count', async (t) => {
  const { ask, advance } = pacerAt(t);
  const [slow, quick] = [ask(), ask()];
  await advance(100);
  quick.permit.end(told(requests(10, 0, 6000), 50));
  slow.permit.end(told(requests(10, 9, 6000), 20));
  const next = ask();
  await advance(0);
  assert.equal(next.type, 'waits');
});

test('tokens that remain are compared with those that the call may take', async (t) => {
  const { ask, advance } = pacerAt(t);
  const first = ask();
  await advance(0);
  first.permit.end(told({ requests: null, tokens: { limit: 1000, remaining: 500, resetMs: 6000 } }, 0));
  const [large, small] = [ask({ tokens: 400, headroom: 0.2 }), ask({ tokens: 300, headroom: 0.2 })];
  await advance(0);
  assert.deepEqual(types([large, small]), ['waits', 'permit']);
  small.permit.end(done);
  await advance(6000);
  assert.equal(large.type, 'permit');
});

test('a limit that is full again long after the patience ends is not waited for; a minute later one call asks anew', async (t) => {
  const { ask, advance } = pacerAt(t);
  const first = ask();
  await advance(0);
  first.permit.end(told(requests(1000, 100, 3_600_000), 0));
  const impatient = ask({ headroom: 0.2 });
  await advance(0);
  assert.deepEqual(impatient.answer, { type: 'limit-announced', until: 3_600_000 });
  await advance(60_000);
  const [probe, behind] = [ask({ headroom: 0.2 }), ask({ headroom: 0.2 })];
  await advance(0);
  assert.deepEqual(types([probe, behind]), ['permit', 'waits']);
  probe.permit.end(told(requests(1000, 900, 60_000), 60_000));
  await advance(0);
  assert.equal(behind.type, 'permit');
});

for (const [name, resetMs, fullAfter] of [
  ['a named reset', 6000, 6000],
  ['no reset, which is taken to be a minute', null, 60_000],
] as const) {
  test(`a call of any size goes when the limit is full again: ${name}`, async (t) => {
    const { ask, advance } = pacerAt(t);
    const first = ask();
    await advance(0);
    first.permit.end(told({ requests: null, tokens: { limit: 100, remaining: 0, resetMs } }, 0));
    const huge = ask({ tokens: 5000, headroom: 0.5 });
    await advance(fullAfter - 1);
    assert.equal(huge.type, 'waits');
    await advance(1);
    assert.equal(huge.type, 'permit');
  });
}

test('a turn that comes late by our own fault says when it was due', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  let lag = 0;
  const pacer = new Pacer({ ...clock, now: () => Date.now() + lag });
  const asked = new Asked(
    pacer.turn(
      { model: 'a', tokens: 1, limits: {}, headroom: 0, notBefore: 100, patienceMs: 0, deadline: Infinity },
      new AbortController().signal,
    ),
  );
  lag = 40;
  t.mock.timers.tick(100);
  await settle();
  assert.equal(asked.permit.dueAt, 100);
});

test('whatever comes: limits hold, everyone is answered, and those not tried go in order', async (t) => {
  const { ask, advance } = pacerAt(t);
  const call = fc.record({
    tokens: fc.integer({ min: 1, max: 400 }),
    takesMs: fc.integer({ min: 0, max: 20_000 }),
    outcome: fc.constantFrom<PacedResult['outcome']>('ok', 'ok', 'ok', 'failed', 'refused'),
    remaining: fc.option(fc.integer({ min: 0, max: 20 })),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(call, { minLength: 5, maxLength: 30, size: 'max' }), async (calls) => {
      const limits = { concurrency: 4, requestsPerMinute: 12, tokensPerMinute: 1000 };
      const pacer = new Pacer(clock);
      const asked = calls.map(({ tokens }) => ask({ tokens, limits, headroom: 0.2 }, never, pacer));
      const open = new Set<number>();
      for (let step = 0; step < 1500 && asked.some(({ type }) => type === 'waits'); step++) {
        await advance(1000);
        asked.forEach((one, i) => {
          const plan = calls[i];
          if (one.type !== 'permit' || !plan || one.at + plan.takesMs > Date.now()) return;
          if (open.has(i)) return;
          open.add(i);
          const rateState = plan.remaining === null ? null : requests(20, plan.remaining, 5000);
          one.permit.end({ outcome: plan.outcome, pauseMs: 1000, tokens: null, rateState, headersAt: one.at });
        });
        assert.ok(asked.filter((one, i) => one.type === 'permit' && !open.has(i)).length <= 4);
      }
      assert.ok(asked.every(({ type }) => type === 'permit'));
      const times = asked.map(({ at }) => at);
      assert.deepEqual(
        times,
        times.toSorted((a, b) => a - b),
      );
      for (const from of times) {
        const within = calls.filter((_, i) => (times[i] ?? 0) >= from && (times[i] ?? 0) < from + 60_000);
        assert.ok(within.length <= 12);
        assert.ok(within.reduce((sum, { tokens }) => sum + tokens, 0) <= 1000);
      }
      asked.forEach((one, i) => open.has(i) || one.permit.end(done));
    }),
    { numRuns: 40, seed: 7 },
  );
});

test('runs share a pacer where server and key are the same, and nowhere else', () => {
  const pool = new PacerPool(clock);
  const at = (baseUrl: string, apiKey: string | null): Endpoint => ({
    provider: 'p',
    api: 'openai-chat',
    baseUrl,
    apiKey,
    headers: {},
  });
  const pacer = pool.of(at('https://api.example.com/v1', 'k1'));
  assert.equal(pool.of({ ...at('https://api.example.com/v2', 'k1'), provider: 'q' }), pacer);
  assert.notEqual(pool.of(at('https://api.example.com/v1', 'k2')), pacer);
  assert.notEqual(pool.of(at('https://api.example.com:444/v1', 'k1')), pacer);
  assert.notEqual(pool.of(at('vscode://lm', null)), pool.of(at('other://lm', null)));
});
