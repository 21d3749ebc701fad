import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MessageChannel } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import { StoreError } from '../../../src/core/store/errors.ts';
import { keepingStoreErrors } from '../../../src/core/store/remote.ts';

interface Failing {
  fail(kind: 'store' | 'other'): Promise<void>;
}

test('an error of the store keeps its kind on its way between threads, and any other stays what it is', async (context) => {
  const { port1, port2 } = new MessageChannel();
  context.after(() => port1.close());
  const line = (port: typeof port1) => ({
    post: (message: unknown) => port.postMessage(message),
    on: (receive: (message: unknown) => void) => void port.on('message', receive),
    ...keepingStoreErrors,
  });
  const failing: Failing = {
    fail: async (kind) => {
      throw kind === 'store' ? new StoreError('disk-full', 'The disk is full.') : new RangeError('Out of range.');
    },
  };
  createBirpc<object, Failing>(failing, line(port2));
  const remote = createBirpc<Failing>({}, line(port1));
  await assert.rejects(remote.fail('store'), (error) => error instanceof StoreError && error.kind === 'disk-full');
  await assert.rejects(remote.fail('other'), (error) => error instanceof RangeError && error.message === 'Out of range.');
});
