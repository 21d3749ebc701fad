import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReadAhead } from '../../../src/host/views/readAhead.ts';

/** A tree whose reads end when the test says so. */
function tree() {
  const reads: PromiseWithResolvers<string[]>[] = [];
  const state = { visible: true, told: 0 };
  const ahead = new ReadAhead<string>({
    isVisible: () => state.visible,
    read: () => {
      const read = Promise.withResolvers<string[]>();
      reads.push(read);
      return read.promise;
    },
    tell: () => state.told++,
  });
  return { ahead, reads, state };
}

test('a tree is told of a change once its new rows are there, and is given them without another read', async () => {
  const { ahead, reads, state } = tree();
  const renewed = ahead.renew();
  assert.equal(state.told, 0);
  reads[0]?.resolve(['new']);
  await renewed;
  assert.equal(state.told, 1);
  assert.deepEqual(await ahead.rows(), ['new']);
  assert.equal(reads.length, 1);
});

test('what was read ahead is given once: who asks again is given what is there then', async () => {
  const { ahead, reads } = tree();
  const renewed = ahead.renew();
  reads[0]?.resolve(['old']);
  await renewed;
  await ahead.rows();
  const again = ahead.rows();
  reads[1]?.resolve(['new']);
  assert.deepEqual(await again, ['new']);
});

test('a tree that asks by itself meanwhile gets what is being read, and is not told', async () => {
  const { ahead, reads, state } = tree();
  const renewed = ahead.renew();
  const asked = ahead.rows();
  reads[0]?.resolve(['new']);
  assert.deepEqual(await asked, ['new']);
  await renewed;
  assert.equal(state.told, 0);
  assert.equal(reads.length, 1);
});

test('of two changes at once the tree is told when the later one was read', async () => {
  const { ahead, reads, state } = tree();
  const renewed = [ahead.renew(), ahead.renew()];
  reads[0]?.resolve(['old']);
  reads[1]?.resolve(['new']);
  await Promise.all(renewed);
  assert.equal(state.told, 1);
  assert.deepEqual(await ahead.rows(), ['new']);
});

test('a tree that is hidden is told at once and reads when it is looked at, never what was read before it was hidden', async () => {
  const { ahead, reads, state } = tree();
  const renewed = ahead.renew();
  reads[0]?.resolve(['old']);
  await renewed;
  state.visible = false;
  await ahead.renew();
  assert.equal(state.told, 2);
  assert.equal(reads.length, 1);
  const rows = ahead.rows();
  reads[1]?.resolve(['new']);
  assert.deepEqual(await rows, ['new']);
});

test('rows that cannot be read are an error where the tree asks for them, which it does', async () => {
  const { ahead, reads, state } = tree();
  const renewed = ahead.renew();
  reads[0]?.reject(new Error('no store'));
  await renewed;
  assert.equal(state.told, 1);
  await assert.rejects(ahead.rows(), /no store/);
});
