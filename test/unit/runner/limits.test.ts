import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallError } from '../../../src/shared/model/errors.ts';
import type { RunRecord } from '../../../src/shared/model/run.ts';
import { unknownUsage, type PriceRow } from '../../../src/shared/model/usage.ts';
import { systemClock } from '../../../src/core/ports.ts';
import type { CallResult, Endpoint } from '../../../src/core/providers/spec.ts';
import { runEngine, type EngineSpec } from '../../../src/core/runner/engine.ts';
import { PacerPool } from '../../../src/core/runner/pacer.ts';
import { allTurns, at, engineSpec, failed, FakeCaller, model, ok, Recorder, stoppedTime, testCase } from './fakes.ts';

const never = new AbortController().signal;
const cases = (count: number) => Array.from({ length: count }, (_, i) => testCase(`case ${i}`));
const rateLimit = (changes: Partial<CallError> = {}): CallResult =>
  failed({ kind: 'rate-limit', httpStatus: 429, message: 'too many calls', ...changes });
const retries = { max: 2, baseMs: 1, capMs: 20, deadlineMs: 600_000 };

function withEndpoints(spec: EngineSpec, changes: Partial<Endpoint>): EngineSpec {
  const endpoints = Object.entries(spec.endpoints).map(([ref, endpoint]) => [ref, { ...endpoint, ...changes }] as const);
  return { ...spec, endpoints: Object.fromEntries(endpoints) };
}

async function runOf(
  spec: EngineSpec,
  caller: FakeCaller,
  recorder = new Recorder(),
): Promise<{ run: RunRecord; recorder: Recorder }> {
  return { run: await runEngine(spec, recorder.ports(caller), never), recorder };
}

test('an hour of Retry-After is paid once: the other samples of the model fail at once, other models go on', async () => {
  const caller = new FakeCaller((_, { model: id }) => (id === 'a' ? rateLimit({ retryAfterMs: 3_600_000 }) : ok()));
  const { run, recorder } = await runOf(engineSpec({ cases: cases(5), repeats: 1, concurrency: 1, retries }), caller);
  assert.equal(run.status, 'finished');
  assert.equal(caller.requests.filter(({ model: id }) => id === 'a').length, 1);
  const [first, ...others] = recorder.attempts.map(({ record }) => record).filter(({ model: id }) => id === 'a');
  assert.deepEqual([first?.error?.stage, first?.final], ['headers', true]);
  assert.equal(others.length, 4);
  for (const { error, final, cost, timing, concurrency, contaminated } of others) {
    assert.deepEqual([error?.kind, error?.stage, error?.retryable, final], ['rate-limit', 'prepare', false, true]);
    assert.match(error?.message ?? '', /^p\/a was not called: p asked to wait (1 h|60 min) more$/);
    assert.match(error?.advice ?? '', /retries\.capMs/);
    assert.deepEqual([cost.usd, cost.source, timing.queueMs, concurrency, contaminated], [0, 'not-billed', null, 0, false]);
  }
  const good = recorder.attempts.filter(({ record }) => record.model === 'b' && record.status === 'ok');
  assert.equal(good.length, 5);
});

test('a server that only ever refuses ends the run: when the deadline is over, it is asked no more', async () => {
  const caller = new FakeCaller(() => rateLimit());
  const spec = engineSpec({ models: [model('p/a')], cases: cases(500), repeats: 1, retries: { ...retries, deadlineMs: 60 } });
  const { run, recorder } = await runOf(spec, caller);
  assert.equal(run.status, 'finished');
  assert.ok(caller.requests.length < 500, `${caller.requests.length} calls`);
  const finals = recorder.attempts.filter(({ record }) => record.final);
  assert.equal(finals.length, 500);
  assert.ok(finals.every(({ record }) => record.error?.kind === 'rate-limit'));
  assert.match(finals.at(-1)?.record.error?.message ?? '', /^p\/a was not called: p has refused every call to it for /);
});

test('one refusal gives no model up, however short the deadline', async () => {
  const caller = new FakeCaller((n) => (n === 0 ? rateLimit({ retryAfterMs: 5 }) : ok()));
  const policy = { max: 0, baseMs: 0, capMs: 20, deadlineMs: 0 };
  const { recorder } = await runOf(engineSpec({ models: [model('p/a')], concurrency: 1, retries: policy }), caller);
  assert.deepEqual(
    recorder.attempts.map(({ record }) => record.status),
    ['error', 'ok', 'ok', 'ok', 'ok', 'ok'],
  );
});

test('a success in between shows that a model is not given up', async () => {
  const caller = new FakeCaller((n) => (n % 2 === 0 ? rateLimit() : ok()));
  const policy = { max: 0, baseMs: 0, capMs: 20, deadlineMs: 0 };
  const spec = engineSpec({ models: [model('p/a')], cases: cases(40), repeats: 1, concurrency: 1, retries: policy });
  await runOf(spec, caller);
  assert.equal(caller.requests.length, 40);
});

test('a key that is not accepted is not tried a thousand times: every sample left fails for the same reason', async () => {
  const refusal = failed({ kind: 'authentication', message: 'not accepted', retryable: false, httpStatus: 401 });
  const caller = new FakeCaller((_, { model: id }) => (id === 'a' ? refusal : ok()));
  const { recorder } = await runOf(engineSpec({ cases: cases(20), repeats: 1, concurrency: 1, retries }), caller);
  assert.equal(caller.requests.filter(({ model: id }) => id === 'a').length, 3);
  const records = recorder.attempts.map(({ record }) => record).filter(({ model: id }) => id === 'a');
  assert.equal(records.length, 20);
  const { error, cost, final } = records.at(-1) ?? assert.fail('there is no record');
  assert.deepEqual([error?.kind, error?.stage, error?.advice, final], ['authentication', 'prepare', 'wait', true]);
  assert.equal(error?.message, 'p/a was not called again: not accepted');
  assert.deepEqual([cost.usd, cost.source], [0, 'not-billed']);
  assert.equal(recorder.attempts.filter(({ record }) => record.model === 'b' && record.status === 'ok').length, 20);
});

test('a model that has answered before is asked to the end', async () => {
  const caller = new FakeCaller((n) => (n === 0 ? ok() : failed({ kind: 'model-not-found', retryable: false, httpStatus: 404 })));
  await runOf(engineSpec({ models: [model('p/a')], cases: cases(10), repeats: 1, concurrency: 1, retries }), caller);
  assert.equal(caller.requests.length, 10);
});

test('who waits for a turn hears that the model was given up meanwhile', async () => {
  const caller = new FakeCaller(() => rateLimit({ retryAfterMs: 3_600_000 }));
  const spec = engineSpec({ models: [model('p/a')], concurrency: 3, retries });
  const { recorder } = await runOf(withEndpoints(spec, { limits: { concurrency: 1 } }), caller);
  assert.deepEqual([caller.requests.length, recorder.attempts.length], [1, 6]);
});

for (const [what, blockMs, lateMs] of [
  ['a call that was due while our own loop was blocked is marked, and the run says how late', 100, 90],
  ['a call that was sent when it was due is not marked, whenever its answer comes', 10, 0],
] as const) {
  test(what, async (t) => {
    const { clock, advance } = stoppedTime(t);
    const arrival = Promise.withResolvers<void>();
    const caller = new FakeCaller(async (n) => {
      if (n === 0) return at(clock.now(), failed());
      await arrival.promise;
      return at(clock.now(), ok());
    });
    const policy = { max: 1, baseMs: 20, capMs: 20, deadlineMs: 600_000 };
    const spec = engineSpec({ models: [model('p/a')], cases: cases(1), repeats: 1, retries: policy });
    const recorder = new Recorder();
    const running = runEngine(spec, recorder.ports(caller, clock), never);
    await allTurns();
    // The retry is due after 10 ms.
    await advance(blockMs);
    // Long after the block: what arrives is on time again.
    for (let tick = 0; tick < 10; tick++) await advance(10);
    arrival.resolve();
    const { harness } = await running;
    const second = recorder.attempts[1]?.record;
    assert.deepEqual([second?.status, second?.contaminated], ['ok', lateMs > 0]);
    assert.equal(Math.round(harness?.scheduleDelayP99Ms ?? Number.NaN), lateMs);
  });
}

test('a model that was refused before may be called in the next run, and its success opens it again', async () => {
  const pacers = new PacerPool(systemClock);
  let refusing = true;
  const caller = new FakeCaller(() => (refusing ? rateLimit({ retryAfterMs: 3_600_000 }) : ok()));
  for (const expected of ['error', 'ok']) {
    const recorder = new Recorder();
    const spec = engineSpec({ models: [model('p/a')], retries });
    await runEngine(spec, { ...recorder.ports(caller), pacers }, never);
    assert.ok(recorder.attempts.every(({ record }) => record.status === expected));
    refusing = false;
  }
});

test('a refused call holds back those that were not tried yet, and goes first when the pause is over', async () => {
  const order: string[] = [];
  const caller = new FakeCaller((n, { prompt }) => {
    order.push(prompt);
    return n === 0 ? rateLimit({ retryAfterMs: 15 }) : ok();
  });
  const spec = engineSpec({ models: [model('p/a')], cases: cases(4), repeats: 1, concurrency: 2, retries });
  const { recorder } = await runOf(spec, caller);
  assert.deepEqual(order.slice(0, 3), ['Q: case 0', 'Q: case 1', 'Q: case 0']);
  const retried = recorder.attempts.find(({ record }) => record.attempt === 2)?.record;
  assert.ok((retried?.timing.backoffMs ?? 0) >= 15);
  assert.ok(recorder.attempts.filter(({ record }) => record.final).every(({ record }) => record.status === 'ok'));
});

for (const [deadlineMs, calls] of [
  [0, 1],
  [600_000, 5],
] as const) {
  test(`a sample whose deadline is ${deadlineMs} ms after its first attempt is tried ${calls} times`, async () => {
    const caller = new FakeCaller(() => failed());
    const policy = { max: 4, baseMs: 4, capMs: 4, deadlineMs };
    const { recorder } = await runOf(
      engineSpec({ models: [model('p/a')], cases: cases(1), repeats: 1, retries: policy }),
      caller,
    );
    assert.deepEqual(
      recorder.attempts.map(({ record }) => record.final),
      Array.from({ length: calls }, (_, i) => i === calls - 1),
    );
  });
}

test('a retry that its provider leaves no room for before the deadline is recorded as not called', async () => {
  const caller = new FakeCaller(() => failed());
  const spec = engineSpec({
    models: [model('p/a')],
    cases: cases(1),
    repeats: 1,
    pacing: { requestsPerMinute: 1, tokensPerMinute: null, headroom: 0.2 },
    retries: { max: 2, baseMs: 0, capMs: 0, deadlineMs: 30_000 },
  });
  const { recorder } = await runOf(spec, caller);
  assert.equal(caller.requests.length, 1);
  const [, second, ...more] = recorder.attempts.map(({ record }) => record);
  assert.deepEqual([second?.attempt, second?.final, second?.error?.stage, more.length], [2, true, 'prepare', 0]);
  assert.match(second?.error?.message ?? '', /retries\.deadlineMs/);
});

test("the user's own limit for a key holds for all runs at once, and what is recorded is what was in flight", async () => {
  const pacers = new PacerPool(systemClock);
  const caller = new FakeCaller();
  const recorders = [new Recorder(), new Recorder()];
  await Promise.all(
    recorders.map((recorder) => {
      const spec = withEndpoints(engineSpec({ concurrency: 8 }), { limits: { concurrency: 3 } });
      return runEngine(spec, { ...recorder.ports(caller), pacers }, never);
    }),
  );
  assert.equal(caller.mostInFlight, 3);
  const seen = recorders.flatMap(({ attempts }) => attempts.map(({ record }) => record.concurrency));
  assert.equal(seen.length, 24);
  assert.ok(seen.every((calls) => calls >= 1 && calls <= 3) && seen.includes(3), seen.join());
});

test('a stop ends the wait for a turn: the run is cancelled, and nothing more is sent', async (t) => {
  const { clock } = stoppedTime(t);
  const controller = new AbortController();
  const caller = new FakeCaller(() => at(clock.now(), ok()));
  const pacing = { requestsPerMinute: 1, tokensPerMinute: null, headroom: 0.2 };
  const recorder = new Recorder();
  const running = runEngine(engineSpec({ pacing }), recorder.ports(caller, clock), controller.signal);
  await allTurns();
  assert.equal(recorder.attempts.length, 1);
  controller.abort();
  const { status } = await running;
  assert.deepEqual([status, caller.requests.length, recorder.attempts.length], ['cancelled', 1, 1]);
});

test('what a provider announces as left of a long window is left to others: samples fail, and say why', async () => {
  const caller = new FakeCaller((n) => {
    const requests = { limit: 1000, remaining: 201 - n, resetMs: 3_600_000 };
    return { ...ok(), rateState: { requests, tokens: null } };
  });
  const { run, recorder } = await runOf(engineSpec({ models: [model('p/a')], concurrency: 1 }), caller);
  assert.equal(run.status, 'finished');
  assert.equal(caller.requests.length, 2);
  const missed = recorder.attempts.slice(2).map(({ record }) => record.error);
  assert.equal(missed.length, 4);
  for (const error of missed) {
    assert.deepEqual([error?.kind, error?.stage], ['rate-limit', 'prepare']);
    assert.match(error?.message ?? '', /nearly used up, and full again in/);
    assert.match(error?.advice ?? '', /limits\.headroom/);
  }
});

test('in timing mode calls go one at a time over all providers, model by model at each case', async () => {
  const caller = new FakeCaller();
  const models = [model('p/a'), model('q/a'), model('p/b')];
  const spec = engineSpec({ models, timing: { outputTokens: null }, concurrency: 1, warmup: 1, repeats: 1, cases: cases(2) });
  const { recorder } = await runOf(spec, caller);
  assert.equal(caller.mostInFlight, 1);
  assert.deepEqual(
    recorder.attempts.map(({ record }) => `${record.provider}/${record.model} ${record.warmup ? 'warm-up' : record.caseId}`),
    ['warm-up', 'case 0', 'case 1'].flatMap((step) => models.map(({ ref }) => `${ref} ${step}`)),
  );
  assert.ok(recorder.attempts.every(({ record }) => record.concurrency === 1));
});

test('a call of a timing run has nothing of another run beside it', async () => {
  const pacers = new PacerPool(systemClock);
  const caller = new FakeCaller();
  const [timed, ordinary] = [new Recorder(), new Recorder()];
  const timing = engineSpec({ timing: { outputTokens: null }, concurrency: 1 });
  await Promise.all([
    runEngine(timing, { ...timed.ports(caller), pacers }, never),
    runEngine(engineSpec({ concurrency: 8 }), { ...ordinary.ports(caller), pacers }, never),
  ]);
  assert.ok(timed.attempts.every(({ record }) => record.concurrency === 1));
  assert.ok(ordinary.attempts.some(({ record }) => record.concurrency > 1));
  assert.equal(timed.attempts.length + ordinary.attempts.length, 24);
});

/** An answer of that many tokens in a tenth of a second. */
function answerOf(outputTokens: number | null, changes: Partial<CallResult> = {}): CallResult {
  const answer = ok('x', { ...unknownUsage, inputTokens: 10, outputTokens });
  const sentAt = answer.finishedAt - 100;
  return { ...answer, sentAt, headersAt: sentAt, requestId: 'req-1', ...changes };
}

const fixedLength = (price?: PriceRow) =>
  engineSpec(
    {
      models: [{ ...model('p/a'), params: { maxOutputTokens: 300 } }],
      timing: { outputTokens: 300 },
      concurrency: 1,
      cases: cases(1),
      repeats: 1,
      retries,
    },
    price && { 'p/a': price },
  );

for (const [tokens, fits] of [
  [300, true],
  [270, true],
  [330, true],
  [269, false],
  [331, false],
  [0, false],
  [null, false],
] as const) {
  test(`a fixed-length test of 300 tokens: an answer of ${tokens} ${fits ? 'is a result' : 'is an error'}`, async () => {
    const { recorder } = await runOf(fixedLength(), new FakeCaller(() => answerOf(tokens)));
    const records = recorder.attempts.map(({ record }) => record);
    assert.equal(records.length, 1, 'it is not tried again');
    const { status, error, quality } = records[0] ?? assert.fail();
    if (fits) return assert.deepEqual([status, error, quality], ['ok', null, 1]);
    assert.deepEqual(
      [status, error?.kind, error?.stage, error?.retryable, error?.requestId, quality],
      ['error', 'token-count-mismatch', 'parse', false, 'req-1', null],
    );
    assert.match(
      error?.message ?? '',
      tokens === null ? /did not say how many .* 300 / : new RegExp(`with ${tokens} tokens.* 300 `),
    );
  });
}

test('an answer of the wrong length keeps its timings and its cost, and says where the count is an estimate', async () => {
  const price: PriceRow = {
    inputPerMTok: 0,
    outputPerMTok: 1000,
    cachedInputPerMTok: null,
    cacheWritePerMTok: null,
    source: 'suite',
    matchedModel: 'a',
    exact: true,
  };
  const { recorder } = await runOf(fixedLength(price), new FakeCaller(() => answerOf(100, { usageSource: 'estimated' })));
  const { cost, timing, error } = recorder.attempts[0]?.record ?? assert.fail();
  assert.ok(Math.abs((cost.usd ?? 0) - 0.1) < 1e-9);
  assert.ok((timing.e2eTokensPerSecond ?? 0) > 0);
  assert.match(error?.message ?? '', /100 tokens, by an estimate of ours,/);
});

test('an answer of the right length that took no time has no speed, which is an error too', async () => {
  const { recorder } = await runOf(fixedLength(), new FakeCaller(() => answerOf(300, { chunks: [] })));
  assert.match(recorder.attempts[0]?.record.error?.message ?? '', /they have no speed/);
});

test('the budget is kept by the dearer price, whatever the suite says', async () => {
  const suitePrice: PriceRow = {
    inputPerMTok: 0,
    outputPerMTok: 0,
    cachedInputPerMTok: null,
    cacheWritePerMTok: null,
    source: 'suite',
    matchedModel: 'a',
    exact: true,
  };
  const listed: PriceRow = { ...suitePrice, outputPerMTok: 1000, source: 'genai-prices' };
  const caller = new FakeCaller(() => ok('x', { ...unknownUsage, inputTokens: 0, outputTokens: 100 }));
  const models = [{ ...model('p/a'), params: { maxOutputTokens: 100 } }];
  const spec = engineSpec({ models, budgetUsd: 0.25, concurrency: 1 }, { 'p/a': suitePrice });
  const { run, recorder } = await runOf({ ...spec, worstPrices: { 'p/a': listed } }, caller);
  assert.equal(run.status, 'cancelled');
  assert.equal(caller.requests.length, 2);
  assert.ok(recorder.attempts.every(({ record }) => record.cost.usd === 0));
});
