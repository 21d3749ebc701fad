import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BenchStore } from '../../../src/core/benchStore.ts';
import { renderFor } from '../../../src/core/cli/reports.ts';
import type { RunId } from '../../../src/shared/model/ids.ts';

test('a run that was deleted meanwhile is told in words, whatever the format', async () => {
  const store = { comparison: async () => null, scoredRun: async () => null } as unknown as BenchStore;
  const output = { isTTY: false, columns: 80 };
  for (const format of ['table', 'json'] as const) {
    const rendered = renderFor(output, format, 'a3e426ba-93d9' as RunId, store, { choice: {}, weights: null });
    await assert.rejects(rendered, { name: 'StoreError', message: 'Run a3e426ba is not in the store any more.' });
  }
});
