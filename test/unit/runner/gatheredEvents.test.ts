import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GatheredEvents } from '../../../src/core/runner/gatheredEvents.ts';

test('events of one moment go over as one group, in their order; the next ones as another', async () => {
  const first = Promise.withResolvers<void>();
  const groups: (readonly number[])[] = [];
  const events = new GatheredEvents<number>((group) => {
    groups.push(group);
    first.resolve();
  });
  for (const event of [1, 2, 3]) events.add(event);
  assert.deepEqual(groups, []);
  await first.promise;
  events.add(4);
  events.flush();
  events.flush();
  assert.deepEqual(groups, [[1, 2, 3], [4]]);
});
