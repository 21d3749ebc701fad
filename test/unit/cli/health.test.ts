import assert from 'node:assert/strict';
import { test } from 'node:test';
import { healthCommand } from '../../../src/core/cli/health.ts';
import type { CliContext } from '../../../src/core/cli/run.ts';
import { readReliability } from '../../../src/core/reliability.ts';
import type { ModelReliability } from '../../../src/shared/model/reliability.ts';

const now = new Date('2026-03-08T12:00:00.000Z');

function made(model: string, ok: number, failed: number): ModelReliability {
  const errors = failed === 0 ? [] : [{ kind: 'rate-limit' as const, count: failed }];
  return { provider: 'p', model, ok, failed, errors, lastAt: now.toISOString() };
}

/** Answers by the instant that is asked for. */
function storeWith(day: readonly ModelReliability[], week: readonly ModelReliability[]) {
  const answers: Readonly<Record<string, readonly ModelReliability[]>> = {
    '2026-03-07T12:00:00.000Z': day,
    '2026-03-01T12:00:00.000Z': week,
  };
  return { reliability: async (since: string) => answers[since] ?? [] };
}

async function told(store: ReturnType<typeof storeWith> | null, format: 'table' | 'json' = 'table'): Promise<string> {
  let text = '';
  const stdout = { isTTY: false, columns: 120, write: (part: string) => void (text += part) };
  await healthCommand({ command: 'health', format, store: null }, store, now, { stdout } as unknown as CliContext);
  return text;
}

test('a provider is the sum of its models, and each window counts its own calls', async () => {
  const [provider, a, b] = await readReliability(storeWith([made('a', 8, 2)], [made('a', 90, 10), made('b', 100, 0)]), now);
  assert.deepEqual([provider?.model, provider?.week?.share.value, provider?.week?.share.n], [null, 0.95, 200]);
  assert.deepEqual([a?.model, a?.day?.share.value, a?.day?.failed, a?.week?.share.value], ['a', 0.8, 2, 0.9]);
  assert.deepEqual([b?.model, b?.day, b?.week?.share.value], ['b', null, 1]);
});

test('the table has shares with their intervals, and what failed', async () => {
  const text = await told(storeWith([made('a', 8, 2)], [made('a', 90, 10)]));
  assert.match(text, /^ {2}a\s+80 % of 10 \(49 % to 94\.3 %\)\s+90 % of 100 \(82\.6 % to 94\.5 %\)\s+10 × rate limit/m);
});

test('a store without calls says so', async () => {
  for (const store of [null, storeWith([], [])]) assert.equal(await told(store), 'No model was called within the last 7 days.\n');
  assert.equal(await told(null, 'json'), '[]\n');
});
