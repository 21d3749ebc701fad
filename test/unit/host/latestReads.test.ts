import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LatestReads } from '../../../src/host/views/latestReads.ts';

function opened() {
  const reads = new LatestReads<string>();
  const begin = (key = 'list') => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    return { got: reads.of(key, () => promise), resolve, reject };
  };
  return { begin };
}

test('an older read that ends after a newer one does not win', async () => {
  const { begin } = opened();
  const [older, newer] = [begin(), begin()];
  newer.resolve('new');
  assert.equal(await newer.got, 'new');
  older.resolve('old');
  assert.equal(await older.got, 'new');
});

test('who waits for an older read that ends first is given what the newest brings, or its fault', async () => {
  const { begin } = opened();
  const older = begin();
  older.resolve('old');
  const newer = begin();
  newer.reject(new Error('gone'));
  await assert.rejects(older.got, /gone/);
  await assert.rejects(newer.got, /gone/);
});

test('the fault of an older read is nothing to who gets a newer one', async () => {
  const { begin } = opened();
  const [older, newer] = [begin(), begin()];
  older.reject(new Error('gone'));
  newer.resolve('new');
  assert.deepEqual(await Promise.all([older.got, newer.got]), ['new', 'new']);
});

test('reads of different things, and those one after the other, know nothing of each other', async () => {
  const { begin } = opened();
  const [first, other] = [begin('a'), begin('b')];
  first.resolve('a');
  other.resolve('b');
  assert.deepEqual(await Promise.all([first.got, other.got]), ['a', 'b']);
  const again = begin('a');
  again.resolve('later');
  assert.equal(await again.got, 'later');
});
