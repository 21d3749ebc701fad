import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BenchStore } from '../../../src/core/benchStore.ts';
import { successIn } from '../../../src/host/views/successTexts.ts';
import type { ModelReliability } from '../../../src/shared/model/reliability.ts';

const now = new Date('2026-03-08T12:00:00.000Z');
const dayAgo = '2026-03-07T12:00:00.000Z';

function calls(model: string, ok: number, failed: number): ModelReliability {
  const errors = failed === 0 ? [] : [{ kind: 'timeout' as const, count: failed }];
  return { provider: 'p', model, ok, failed, errors, lastAt: now.toISOString() };
}

function successOf(day: readonly ModelReliability[], week: readonly ModelReliability[]) {
  const store = { reliability: async (since: string) => (since === dayAgo ? day : week) };
  return successIn({ store: async () => store as unknown as BenchStore }, () => now);
}

test('a model and its provider tell how their calls went in a day and in a week', async () => {
  const success = successOf([calls('a', 10, 0)], [calls('a', 18, 2), calls('b', 80, 0)]);
  assert.deepEqual(await success('p', 'a'), [
    'Last 24 hours: 100 % of 10 calls answered (72.2 % to 100 %).',
    'Last 7 days: 90 % of 20 calls answered (69.9 % to 97.2 %); failed: 2 × timeout.',
  ]);
  assert.match((await success('p', null))[1] ?? '', /^Last 7 days: 98 % of 100 calls/);
  assert.equal((await success('p', 'b')).length, 1, 'not called within a day');
  assert.deepEqual(await success('p', 'c'), [], 'never called');
});
