import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AlertMemory } from '../../../src/host/rankings/alertMemory.ts';

const hourMs = 3_600_000;

/** What a window keeps for all of them. */
function memoryWith(kept: Map<string, unknown>) {
  return {
    get: (key: string) => kept.get(key),
    update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
  } as ConstructorParameters<typeof AlertMemory>[0]['memory'];
}

function windowAt(kept: Map<string, unknown>, hours: number): AlertMemory {
  return new AlertMemory({ memory: memoryWith(kept), now: () => new Date(Date.UTC(2026, 10, 21) + hours * hourMs) });
}

test('the same failure is told once in 12 hours, in whichever window', async () => {
  const kept = new Map<string, unknown>();
  assert.equal(await windowAt(kept, 0).take('openrouter network'), true);
  assert.equal(await windowAt(kept, 0).take('openrouter network'), false);
  assert.equal(await windowAt(kept, 11.9).take('openrouter network'), false);
  assert.equal(await windowAt(kept, 12).take('openrouter network'), true);
  assert.equal(await windowAt(kept, 23).take('openrouter network'), false, 'the time runs from when it was told');
});

test('another failure is told at once', async () => {
  const kept = new Map<string, unknown>();
  await windowAt(kept, 0).take('openrouter network');
  assert.equal(await windowAt(kept, 1).take('openrouter gone'), true);
});

test('a memory of another form, or from the future, silences nothing', async () => {
  for (const value of ['yes', { mark: 'x', at: 7 }, { mark: 'x', at: 'never' }, { mark: 'x', at: '2027-01-01T00:00:00.000Z' }]) {
    assert.equal(await windowAt(new Map([['rankingsAlert', value]]), 0).take('x'), true);
  }
});
