import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { LoopWatch } from '../../../src/core/runner/loopWatch.ts';

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
  const contaminates = (...moments: number[]) => watch.contaminates(moments, moments.at(-1) ?? 0);
  return { watch, turn, time, contaminates };
}

test('a moment inside a block of the event loop is contaminated, others are not', (t) => {
  const { contaminates, turn } = watchAt(t);
  turn(10);
  turn(80);
  for (let i = 0; i < 3; i++) turn(12);
  assert.equal(contaminates(50), true);
  assert.equal(contaminates(5, 60, 120), true);
  assert.equal(contaminates(5), false);
  assert.equal(contaminates(110), false);
  assert.equal(contaminates(), false);
});

test('a block that ends in the very turn of the question counts, though its tick is still to come', (t) => {
  const { contaminates, turn, time } = watchAt(t);
  turn(10);
  time.now = 100;
  assert.equal(contaminates(99), true);
});

test('a wall clock that runs ahead of the monotonic one means sleep', (t) => {
  const { contaminates, turn } = watchAt(t);
  turn(10);
  turn(10, 60_000);
  turn(10);
  assert.equal(contaminates(15), true);
  assert.equal(contaminates(29), false);
});

for (const [name, ms] of [
  ['stands still', 10],
  ['goes on', 60_000],
] as const) {
  test(`a sample that the machine slept through is contaminated, though nothing arrived then: the clock ${name}`, (t) => {
    const { contaminates, turn } = watchAt(t);
    turn(10);
    turn(ms, 60_000);
    for (let i = 0; i < 30; i++) turn(10);
    assert.equal(contaminates(5, ms + 200), true);
    assert.equal(contaminates(ms + 100, ms + 200), false);
  });
}

test('a call that failed when the machine woke up is contaminated, though nothing arrived at all', (t) => {
  const { watch, turn } = watchAt(t);
  turn(10);
  turn(60_000);
  turn(10);
  assert.equal(watch.contaminates([5], 60_015), true);
  assert.equal(watch.contaminates([5], 8), false);
});

test('a call that was due while the loop was blocked is contaminated, though it was sent afterwards', (t) => {
  const { contaminates, turn } = watchAt(t);
  turn(10);
  turn(90);
  for (let i = 0; i < 3; i++) turn(10);
  assert.equal(contaminates(50, 110, 120), true);
  assert.equal(contaminates(108, 110, 120), false);
});

test('the report says how late calls were sent, and nothing where none was', (t) => {
  const { watch, time } = watchAt(t);
  assert.equal(watch.report(0, 0).scheduleDelayP99Ms, undefined);
  time.now = 40;
  watch.sending(15);
  const late = watch.report(1, 0).scheduleDelayP99Ms ?? 0;
  assert.ok(Math.abs(late - 25) < 0.1, `${late} ms`);
});
