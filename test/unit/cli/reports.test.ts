import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BenchStore } from '../../../src/core/benchStore.ts';
import { renderFor, writeReport } from '../../../src/core/cli/reports.ts';
import type { CliContext } from '../../../src/core/cli/run.ts';
import { StoreError } from '../../../src/core/store/errors.ts';
import type { RunId } from '../../../src/shared/model/ids.ts';

test('a run that was deleted meanwhile is told in words', async () => {
  const store = { comparison: async () => null } as unknown as BenchStore;
  const rendered = renderFor({ isTTY: false, columns: 80 }, 'table', 'a3e426ba-93d9' as RunId, store, {
    choice: {},
    weights: null,
  });
  await assert.rejects(rendered, { name: 'StoreError', message: 'Run a3e426ba is not in the store any more.' });
});

test('a report whose place cannot be written names a way out; what else goes wrong is told as it is', async () => {
  const context = { cwd: '/', stderr: { write: () => true } } as unknown as CliContext;
  const write = (error: StoreError) => {
    const store = {
      renderFile: async () => {
        throw error;
      },
    } as unknown as BenchStore;
    return writeReport('/full/x.csv', 'csv', 'a3e426ba' as RunId, store, { choice: {}, weights: null }, context);
  };
  const full = new StoreError('disk-full', '/full/x.csv cannot be written (ENOSPC).');
  await assert.rejects(write(full), {
    name: 'UsageError',
    message: /^\/full\/x\.csv cannot be written \(ENOSPC\)\. Give --out another/,
  });
  const gone = new StoreError('other', 'Run a3e426ba is not in the store any more.');
  await assert.rejects(write(gone), gone);
});
