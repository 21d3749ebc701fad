import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFromRunsPanel, savedRuns } from '../../../src/host/panel/runsMessages.ts';

test('the host takes what its page of several runs sends', () => {
  for (const message of [
    { type: 'runs-ready' },
    { type: 'reference-chosen', runId: 'a' },
    { type: 'one-opened', runId: 'a' },
    { type: 'one-left-out', runId: 'a' },
    { type: 'runs-export', format: 'csv' },
  ]) {
    assert.deepEqual(parseFromRunsPanel(message), message);
  }
});

test('what is no message of the page is dropped', () => {
  const strange = [null, 'runs-ready', {}, { type: 'toString' }, { type: 'one-opened', runId: '' }, { type: 'one-opened' }];
  for (const message of [...strange, { type: 'runs-export', format: 'exe' }]) assert.equal(parseFromRunsPanel(message), null);
});

test('a saved page names two to eight runs, with or without a reference', () => {
  assert.deepEqual(savedRuns({ runIds: ['a', 'b'], reference: 'b' }), { runIds: ['a', 'b'], reference: 'b' });
  assert.deepEqual(savedRuns({ runIds: ['a', 'b'], reference: 7 }), { runIds: ['a', 'b'], reference: null });
  const nine = Array.from({ length: 9 }, (_, i) => `run ${i}`);
  for (const state of [null, {}, { runIds: ['a'] }, { runIds: ['a', 7] }, { runIds: nine }]) assert.equal(savedRuns(state), null);
});
