import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unknownUsage, type PriceRow } from '../../../src/shared/model/usage.ts';
import type { CallResult } from '../../../src/core/providers/spec.ts';
import { runEngine } from '../../../src/core/runner/engine.ts';
import { allTurns, at, cancelled, engineSpec, failed, FakeCaller, model, ok, Recorder, stoppedTime, testCase } from './fakes.ts';

const never = new AbortController().signal;
const price: PriceRow = {
  inputPerMTok: 1,
  outputPerMTok: 1000,
  cachedInputPerMTok: null,
  cacheWritePerMTok: null,
  source: 'suite',
  matchedModel: 'a',
  exact: true,
};

/** A caller whose first calls do not end before so many are in flight: lanes begin one by one, slowly on a busy machine. */
function meetingCaller(lanes: number): FakeCaller {
  const met = Promise.withResolvers<void>();
  return new FakeCaller(async (n) => {
    if (n === lanes - 1) met.resolve();
    await met.promise;
    return ok();
  });
}

test('every sample is called once and recorded once, within the concurrency', async () => {
  const caller = meetingCaller(2);
  const recorder = new Recorder();
  const run = await runEngine(engineSpec(), recorder.ports(caller), never);
  assert.equal(run.status, 'finished');
  assert.equal(caller.requests.length, 12);
  assert.equal(caller.mostInFlight, 2);
  assert.equal(new Set(recorder.attempts.map(({ record }) => record.sampleId)).size, 12);
  assert.ok(recorder.attempts.every(({ record }) => record.final && record.concurrency <= 2));
  assert.ok(recorder.attempts.some(({ record }) => record.concurrency === 2));
});

test('providers have lanes of their own', async () => {
  const caller = meetingCaller(6);
  await runEngine(engineSpec({ models: [model('p/a'), model('q/a')], concurrency: 3 }), new Recorder().ports(caller), never);
  assert.equal(caller.mostInFlight, 6);
});

test('prompts and systems are rendered for the case', async () => {
  const caller = new FakeCaller();
  const spec = engineSpec({
    models: [model('p/a')],
    prompts: [{ id: 'x', system: 'About {{q}}.', template: 'Q: {{q}}' }],
    cases: [testCase('one')],
    repeats: 1,
  });
  await runEngine(spec, new Recorder().ports(caller), never);
  assert.deepEqual(
    caller.requests.map(({ system, prompt }) => [system, prompt]),
    [['About one.', 'Q: one']],
  );
});

test('a failed call is recorded and the run goes on', async () => {
  const caller = new FakeCaller((n) => (n === 0 ? failed({ retryable: false }) : ok()));
  const recorder = new Recorder();
  const run = await runEngine(engineSpec(), recorder.ports(caller), never);
  assert.equal(run.status, 'finished');
  assert.deepEqual(recorder.attempts.map(({ record }) => record.status).sort(), [
    ...Array.from({ length: 11 }, () => 'error').slice(10),
    ...Array.from({ length: 11 }, () => 'ok'),
  ]);
  const last = recorder.events.findLast((event) => event.type === 'attempt-finished');
  assert.ok(last);
  assert.deepEqual([last.progress.done, last.progress.failed], [12, 1]);
});

test('a retry is an attempt of its own; the superseded one is not final and is not counted as done', async () => {
  const caller = new FakeCaller((n) => (n === 0 ? failed() : ok()));
  const recorder = new Recorder();
  await runEngine(engineSpec({ models: [model('p/a')], cases: [testCase('one')], repeats: 1 }), recorder.ports(caller), never);
  const [first, second] = recorder.attempts.map(({ record }) => record);
  assert.ok(first && second);
  assert.equal(first.sampleId, second.sampleId);
  assert.notEqual(first.id, second.id);
  assert.deepEqual([first.attempt, first.final, first.status], [1, false, 'error']);
  assert.deepEqual([second.attempt, second.final, second.status], [2, true, 'ok']);
  assert.ok(second.timing.backoffMs > 0);
  assert.ok(second.timing.totalMs >= second.timing.backoffMs);
  const progress = recorder.events.flatMap((event) => (event.type === 'attempt-finished' ? [event.progress.done] : []));
  assert.deepEqual(progress, [0, 1]);
});

test('retries end: a sample that always fails is tried 1 + max times', async () => {
  const caller = new FakeCaller(() => failed());
  const recorder = new Recorder();
  const run = await runEngine(
    engineSpec({ models: [model('p/a')], cases: [testCase('one')], repeats: 1 }),
    recorder.ports(caller),
    never,
  );
  assert.deepEqual(
    recorder.attempts.map(({ record }) => record.final),
    [false, false, true],
  );
  assert.equal(run.status, 'finished');
});

test('warm-ups come first, are marked, and are not counted', async () => {
  const caller = new FakeCaller();
  const recorder = new Recorder();
  await runEngine(engineSpec({ warmup: 1, repeats: 1 }), recorder.ports(caller), never);
  const warmups = recorder.attempts.map(({ record }) => record.warmup);
  assert.deepEqual(warmups.slice(0, 3), [true, true, false]);
  assert.equal(warmups.filter(Boolean).length, 2);
  const last = recorder.events.findLast((event) => event.type === 'attempt-finished');
  assert.deepEqual([last?.progress.done, last?.progress.planned], [6, 6]);
  assert.ok(recorder.attempts.every(({ record }) => !record.warmup || record.quality === null));
});

test('cancel stops new calls, keeps what finished and marks the run', async () => {
  const controller = new AbortController();
  const caller = new FakeCaller((n) => {
    if (n === 3) controller.abort();
    return controller.signal.aborted ? cancelled() : ok();
  });
  const recorder = new Recorder();
  const run = await runEngine(engineSpec({ concurrency: 1 }), recorder.ports(caller), controller.signal);
  assert.equal(run.status, 'cancelled');
  assert.match(run.statusMessage ?? '', /9 calls not finished/);
  assert.equal(caller.requests.length, 4);
  assert.deepEqual(
    recorder.attempts.map(({ record }) => record.status),
    ['ok', 'ok', 'ok', 'cancelled'],
  );
});

test('a cancelled back-off does not wait for its end', async (t) => {
  const { clock } = stoppedTime(t);
  const controller = new AbortController();
  const caller = new FakeCaller(() => at(clock.now(), failed({ retryAfterMs: 300_000 })));
  const spec = engineSpec({ concurrency: 1, retries: { max: 1, baseMs: 1, capMs: 400_000, deadlineMs: 600_000 } });
  const recorder = new Recorder();
  const running = runEngine(spec, recorder.ports(caller, clock), controller.signal);
  await allTurns();
  assert.equal(recorder.attempts.length, 1);
  controller.abort();
  assert.equal((await running).status, 'cancelled');
  assert.equal(caller.requests.length, 1);
});

test('the budget stops new calls before it is passed, counting those in flight', async () => {
  const spent = { inputTokens: 0, outputTokens: 100, reasoningTokens: null, cachedInputTokens: null, cacheWriteTokens: null };
  const caller = new FakeCaller(() => ok('x', spent));
  const recorder = new Recorder();
  // A call costs $0.1 and at worst (100 output tokens and a few of input) a little more: two fit under $0.25.
  const models = [{ ...model('p/a'), params: { maxOutputTokens: 100 } }];
  const run = await runEngine(
    engineSpec({ models, budgetUsd: 0.25, concurrency: 8 }, { 'p/a': price }),
    recorder.ports(caller),
    never,
  );
  assert.equal(caller.requests.length, 2);
  assert.equal(run.status, 'cancelled');
  assert.match(run.statusMessage ?? '', /budget of \$0\.25: 4 calls were not made/);
});

test('calls in flight that may cost more than is left end no run: those that cost little leave room for all', async () => {
  const spent = { ...unknownUsage, inputTokens: 0, outputTokens: 1 };
  const caller = new FakeCaller(() => ok('x', spent));
  // At worst a call costs a little over $0.1, in truth $0.001: of 8 lanes two find room at first.
  const models = [{ ...model('p/a'), params: { maxOutputTokens: 100 } }];
  const spec = engineSpec({ models, budgetUsd: 0.25, concurrency: 8 }, { 'p/a': price });
  const run = await runEngine(spec, new Recorder().ports(caller), never);
  assert.deepEqual([run.status, caller.requests.length, caller.mostInFlight], ['finished', 6, 2]);
});

test('what a model may think counts in the worst case of a wire that sends a limit of its own', async () => {
  const caller = new FakeCaller(() => ok('x', { ...unknownUsage, inputTokens: 0, outputTokens: 20_000 }));
  const models = [{ ...model('p/a'), params: { reasoningEffort: 'high' } as const }];
  // $1 for 1000 tokens: the request allows 20,480.
  const spec = engineSpec({ models, budgetUsd: 10, concurrency: 1 }, { 'p/a': price });
  const endpoints = Object.fromEntries(
    Object.entries(spec.endpoints).map(([ref, e]) => [ref, { ...e, api: 'anthropic' } as const]),
  );
  const run = await runEngine({ ...spec, endpoints }, new Recorder().ports(caller), never);
  assert.deepEqual([run.status, caller.requests.length], ['cancelled', 0]);
});

for (const [what, reasoning, tpotMs] of [
  ['reasoning that streams as it is billed opens the pace of an answer', 'thought '.repeat(60), 4],
  ['a summary of it does not: what a router streams is too little for the tokens', 'In short.', 10],
] as const) {
  test(what, async () => {
    const usage = { ...unknownUsage, inputTokens: 10, outputTokens: 101, reasoningTokens: 90 };
    const answer = (): CallResult => {
      const result = ok('0123456789', usage);
      const at = (ms: number) => (result.sentAt ?? 0) + ms;
      const chunks = [
        { at: at(100), kind: 'reasoning' },
        { at: at(400), kind: 'text' },
        { at: at(500), kind: 'text' },
      ] as const;
      return { ...result, reasoning, chunks, finishedAt: at(500) };
    };
    const recorder = new Recorder();
    const spec = engineSpec({ models: [model('p/a')], cases: [testCase('one')], repeats: 1 });
    await runEngine(spec, recorder.ports(new FakeCaller(answer)), never);
    const timing = recorder.attempts[0]?.record.timing;
    assert.deepEqual([Math.round(timing?.ttftMs ?? 0), Math.round(timing?.tpotMs ?? 0)], [100, tpotMs]);
  });
}

test('an unknown cost makes the running total unknown, not 0', async () => {
  const recorder = new Recorder();
  await runEngine(
    engineSpec({ models: [model('p/a'), model('p/b')] }, { 'p/a': price }),
    recorder.ports(new FakeCaller()),
    never,
  );
  const last = recorder.events.findLast((event) => event.type === 'attempt-finished');
  assert.equal(last?.progress.costUsd, null);
  assert.ok(recorder.attempts.some(({ record }) => record.cost.usd !== null));
});

test('results that cannot be stored stop the run and say why', async () => {
  const recorder = new Recorder();
  recorder.appendError = new Error('The disk is full');
  const caller = new FakeCaller();
  const run = await runEngine(engineSpec({ concurrency: 1 }), recorder.ports(caller), never);
  assert.equal(run.status, 'failed');
  assert.match(run.statusMessage ?? '', /The disk is full/);
  assert.ok(caller.requests.length < 12);
});

test('an attempt is told of only after it is stored', async () => {
  const recorder = new Recorder();
  const ports = recorder.ports(new FakeCaller());
  const stored = new Set<string>();
  const append = async (attempt: Parameters<typeof ports.sink.append>[0]) => {
    await allTurns();
    stored.add(attempt.record.id);
  };
  const emit: typeof ports.emit = (event) => {
    if (event.type === 'attempt-finished') assert.ok(stored.has(event.record.id));
    recorder.events.push(event);
  };
  await runEngine(engineSpec(), { ...ports, sink: { ...ports.sink, append }, emit }, never);
  assert.equal(stored.size, 12);
  assert.equal(recorder.events.at(-1)?.type, 'run-finished');
});

test('a fault of ours ends every lane and the run, and is told', async () => {
  const caller = new FakeCaller((n) => {
    if (n === 1) throw new Error('a bug');
    return ok();
  });
  const recorder = new Recorder();
  const spec = engineSpec({ models: [model('p/a'), model('q/a')], repeats: 50, concurrency: 1 });
  const run = await runEngine(spec, recorder.ports(caller), never);
  assert.equal(run.status, 'failed');
  assert.match(run.statusMessage ?? '', /a bug/);
  const made = caller.requests.length;
  await allTurns();
  assert.deepEqual([caller.requests.length, made < 10], [made, true]);
});

test('no more calls are made while the store is stuck', async () => {
  const { promise, resolve: unstick } = Promise.withResolvers<void>();
  const caller = new FakeCaller();
  const recorder = new Recorder();
  const ports = recorder.ports(caller);
  const running = runEngine(engineSpec({ repeats: 100 }), { ...ports, sink: { ...ports.sink, append: () => promise } }, never);
  for (let turn = 0; turn < 2000; turn++) await new Promise((resolve) => setImmediate(resolve));
  assert.ok(caller.requests.length < 300, `${caller.requests.length} calls`);
  unstick();
  assert.equal((await running).status, 'finished');
  assert.equal(caller.requests.length, 600);
});
