import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { worstCaseUsd } from '../../../src/core/runner/budget.ts';
import { LoopWatch } from '../../../src/core/runner/loopWatch.ts';
import { planRun } from '../../../src/core/runner/plan.ts';
import { retryDelayMs } from '../../../src/core/runner/retry.ts';
import { wait } from '../../../src/core/runner/wait.ts';
import { failed, model, suite } from './fakes.ts';

test('models take turns at each case, repeats come last', () => {
  const { queues } = planRun(suite({ repeats: 2 }));
  const order = queues.get('p')?.map(({ candidate, case: { id }, repeat }) => `${candidate.label} ${id} ${repeat}`);
  assert.deepEqual(order?.slice(0, 4), ['p/a one 1', 'p/b one 1', 'p/a two 1', 'p/b two 1']);
  assert.deepEqual(order?.slice(6, 8), ['p/a one 2', 'p/b one 2']);
  assert.equal(order?.length, 12);
});

test('several prompts make a candidate of each model and prompt', () => {
  const prompts = [
    { id: 'short', template: 'a' },
    { id: 'long', template: 'b' },
  ];
  const plan = planRun(suite({ prompts }));
  assert.deepEqual(
    plan.candidates.map(({ label }) => label),
    ['p/a · short', 'p/a · long', 'p/b · short', 'p/b · long'],
  );
  assert.equal(plan.plannedSamples, 24);
  assert.equal(new Set(plan.queues.get('p')?.map(({ id }) => id)).size, 24);
});

test('each provider has a queue', () => {
  const { queues } = planRun(suite({ models: [model('p/a'), model('q/a')] }));
  assert.deepEqual(
    [...queues].map(([provider, queue]) => [provider, queue.length]),
    [
      ['p', 6],
      ['q', 6],
    ],
  );
});

const policy = { max: 2, baseMs: 100, capMs: 1000, deadlineMs: 600_000 };
const error = (changes: Parameters<typeof failed>[0]) => {
  const made = failed(changes).error;
  assert.ok(made);
  return made;
};

test('back-off doubles, is jittered and capped', () => {
  const delays = [1, 2].map((attempt) => retryDelayMs(error({}), attempt, policy, () => 1));
  assert.deepEqual(delays, [100, 200]);
  assert.equal(
    retryDelayMs(error({}), 2, { ...policy, capMs: 150 }, () => 1),
    150,
  );
  assert.equal(
    retryDelayMs(error({}), 1, policy, () => 0),
    0,
  );
});

test('no retry: not retryable, attempts used up, or a wait longer than allowed', () => {
  assert.equal(
    retryDelayMs(error({ retryable: false }), 1, policy, () => 1),
    null,
  );
  assert.equal(
    retryDelayMs(error({}), 3, policy, () => 1),
    null,
  );
  assert.equal(
    retryDelayMs(error({ retryAfterMs: 1001 }), 1, policy, () => 1),
    null,
  );
});

test('Retry-After is a floor', () => {
  assert.equal(
    retryDelayMs(error({ retryAfterMs: 700 }), 1, policy, () => 0),
    700,
  );
  assert.equal(
    retryDelayMs(error({ retryAfterMs: 700 }), 1, policy, () => 1),
    800,
  );
});

test('a call without a price has no worst case', () => {
  assert.equal(worstCaseUsd(1000, {}, undefined), null);
});

test('an aborted wait leaves no listener behind', async () => {
  const controller = new AbortController();
  let listeners = 0;
  const { signal } = controller;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...args: Parameters<typeof add>) => (listeners++, add(...args));
  signal.removeEventListener = (...args: Parameters<typeof remove>) => (listeners--, remove(...args));
  await wait(1, signal);
  assert.equal(listeners, 0);
  const waiting = wait(60_000, signal);
  controller.abort();
  await waiting;
  assert.equal(listeners, 0);
});

/** A clock and a timer wheel in step, so that lateness is made and not waited for. */
function watchAt(t: TestContext) {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const time = { now: 0, wall: 0 };
  const watch = new LoopWatch({ now: () => time.now, date: () => new Date(time.wall) });
  t.after(() => watch.dispose());
  const turn = (ms: number, wallMs = ms) => {
    time.now += ms;
    time.wall += wallMs;
    t.mock.timers.tick(10);
  };
  return { watch, turn, time };
}

test('a moment inside a block of the event loop is contaminated, others are not', (t) => {
  const { watch, turn } = watchAt(t);
  turn(10);
  turn(80);
  for (let i = 0; i < 3; i++) turn(12);
  assert.equal(watch.contaminates([50]), true);
  assert.equal(watch.contaminates([5, 60, 120]), true);
  assert.equal(watch.contaminates([5]), false);
  assert.equal(watch.contaminates([110]), false);
  assert.equal(watch.contaminates([]), false);
});

test('a block that ends in the very turn of the question counts, though its tick is still to come', (t) => {
  const { watch, turn, time } = watchAt(t);
  turn(10);
  time.now = 100;
  assert.equal(watch.contaminates([99]), true);
});

test('a wall clock that runs ahead of the monotonic one means sleep', (t) => {
  const { watch, turn } = watchAt(t);
  turn(10);
  turn(10, 60_000);
  turn(10);
  assert.equal(watch.contaminates([15]), true);
  assert.equal(watch.contaminates([29]), false);
});

for (const [name, ms] of [
  ['stands still', 10],
  ['goes on', 60_000],
] as const) {
  test(`a sample that the machine slept through is contaminated, though nothing arrived then: the clock ${name}`, (t) => {
    const { watch, turn } = watchAt(t);
    turn(10);
    turn(ms, 60_000);
    for (let i = 0; i < 30; i++) turn(10);
    assert.equal(watch.contaminates([5, ms + 200]), true);
    assert.equal(watch.contaminates([ms + 100, ms + 200]), false);
  });
}
