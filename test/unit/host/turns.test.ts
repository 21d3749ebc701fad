import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NotRun } from '../../../src/host/run/notRun.ts';
import { Turns, type Wait } from '../../../src/host/run/turns.ts';

/** Somebody who waits as long as it takes, and notes for what. */
function patient() {
  const titles: string[] = [];
  const wait: Wait = async (before, title) => {
    titles.push(title);
    await before;
    return true;
  };
  return { titles, wait };
}

/** Long enough for everything that waits for nothing from outside. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

test('a turn begins when those before it are over, and says for whom it waits', async () => {
  const { titles, wait } = patient();
  const turns = new Turns(wait);
  const first = Promise.withResolvers<string>();
  const begun: string[] = [];
  const a = turns.take('a', () => (begun.push('a'), first.promise));
  await settle();
  const b = turns.take('b', async () => void begun.push('b'));
  await settle();
  assert.deepEqual(begun, ['a']);
  assert.deepEqual(titles, ['“b” waits until “a” has ended']);
  first.resolve('done');
  assert.equal(await a, 'done');
  await b;
  assert.deepEqual(begun, ['a', 'b']);
});

test('a turn that fails lets the next one begin', async () => {
  const turns = new Turns(patient().wait);
  await assert.rejects(
    turns.take('a', async () => {
      throw new Error('broken');
    }),
    /broken/,
  );
  assert.equal(await turns.take('b', async () => 'done'), 'done');
  assert.equal(turns.idle, true);
});

test('who gives up waiting does not let those behind begin beside what goes on', async () => {
  const { wait } = patient();
  const answers: Wait[] = [async () => false, wait];
  const turns = new Turns((before, title, signal) => (answers.shift() ?? wait)(before, title, signal));
  const first = Promise.withResolvers<void>();
  const a = turns.take('a', () => first.promise);
  await settle();
  await assert.rejects(
    turns.take('b', async () => {}),
    (error) => error instanceof NotRun && error.reason === 'declined',
  );
  let isBegun = false;
  const c = turns.take('c', async () => void (isBegun = true));
  await settle();
  assert.equal(isBegun, false, 'a still goes on');
  assert.equal(turns.idle, false);
  first.resolve();
  await Promise.all([a, c]);
  assert.equal(isBegun, true);
});

test('a wait that is aborted ends at once, and does not let those behind begin beside what goes on', async () => {
  const signals: AbortSignal[] = [];
  const turns = new Turns(async (before, _, signal) => {
    signals.push(signal);
    return before.then(() => true);
  });
  const first = Promise.withResolvers<void>();
  const begun: string[] = [];
  const take = (name: string, signal?: AbortSignal) => turns.take(name, async () => void begun.push(name), signal);
  const a = turns.take('a', () => first.promise);
  const stop = new AbortController();
  const declined = (error: unknown) => error instanceof NotRun && error.reason === 'declined';
  const early = assert.rejects(take('early', stop.signal), declined);
  await settle();
  const late = assert.rejects(take('late', stop.signal), declined);
  stop.abort();
  await Promise.all([early, late]);
  assert.deepEqual(signals, [stop.signal], 'who shows the wait is told that it is over');
  const c = take('c');
  await settle();
  assert.deepEqual(begun, [], 'a still goes on');
  first.resolve();
  await Promise.all([a, c]);
  await assert.rejects(take('never', AbortSignal.abort()), declined);
  assert.deepEqual(begun, ['c']);
});

test('nobody gets a turn once the window closes', async () => {
  const turns = new Turns(patient().wait);
  turns.close();
  assert.equal(turns.idle, false);
  await assert.rejects(
    turns.take('a', async () => {}),
    NotRun,
  );
});

test('what a turn came to is not held for those behind it', async () => {
  const heard: unknown[] = [];
  const turns = new Turns(async (before) => {
    heard.push(await before);
    return true;
  });
  const first = Promise.withResolvers<string>();
  const a = turns.take('a', () => first.promise);
  await settle();
  const b = turns.take('b', async () => 'result of b');
  first.resolve('result of a');
  await Promise.all([a, b]);
  assert.deepEqual(heard, [undefined]);
});
