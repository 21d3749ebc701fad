import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Throttle } from '../../../src/host/throttle.ts';

/** Lets promises settle without the clock. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

test('runs at once, then at most once in the interval, and last for the last request', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const task = mock.fn();
  const throttle = new Throttle(100, task);
  throttle.request();
  throttle.request();
  throttle.request();
  await settle();
  assert.equal(task.mock.callCount(), 1);
  t.mock.timers.tick(100);
  await settle();
  assert.equal(task.mock.callCount(), 2);
  t.mock.timers.tick(100);
  await settle();
  assert.equal(task.mock.callCount(), 2);
});

test('a slow task is never beside itself, and what was asked meanwhile comes after it', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const ends: (() => void)[] = [];
  const throttle = new Throttle(100, () => new Promise<void>((resolve) => ends.push(resolve)));
  throttle.request();
  throttle.request();
  t.mock.timers.tick(500);
  await settle();
  assert.equal(ends.length, 1);
  ends[0]?.();
  await settle();
  assert.equal(ends.length, 2);
});

test('nothing runs after it is disposed', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const task = mock.fn();
  const throttle = new Throttle(100, task);
  throttle.request();
  throttle.request();
  throttle.dispose();
  t.mock.timers.tick(100);
  throttle.request();
  await settle();
  assert.equal(task.mock.callCount(), 1);
});
