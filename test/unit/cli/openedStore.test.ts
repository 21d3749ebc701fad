import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Bench } from '../../../src/core/bench.ts';
import { writableStore } from '../../../src/core/cli/openedStore.ts';
import type { CliContext } from '../../../src/core/cli/run.ts';

async function opened(state: 'ok' | 'read-only', message: string | null, store: string) {
  const told: string[] = [];
  const bench = { store: async () => ({ health: { state, message } }) } as unknown as Bench;
  const context = { cwd: '/', stderr: { write: (text: string) => void told.push(text) } } as unknown as CliContext;
  const fault = await writableStore(bench, { store }, context).then(
    () => null,
    (error: Error) => `${error.name}: ${error.message}`,
  );
  return { told, fault };
}

test('a store that cannot be written is refused once, with the way out', async () => {
  const nowhere = join(tmpdir(), 'llm-bench-there-is-no-such-folder');
  assert.deepEqual(await opened('read-only', 'Results are kept in memory only.', nowhere), {
    told: [],
    fault: `UsageError: Nothing was run: ${nowhere} cannot be written. Give --store another place.`,
  });
});

test('a store that a newer version wrote is refused with that reason', async () => {
  assert.deepEqual(await opened('read-only', 'A newer version wrote it.', tmpdir()), {
    told: [],
    fault: 'UsageError: Nothing was run: A newer version wrote it. Give --store another place.',
  });
});

test('what else was found wrong with a store is told, and it is used', async () => {
  assert.deepEqual(await opened('ok', 'It was restored.', tmpdir()), { told: ['It was restored.\n'], fault: null });
});
