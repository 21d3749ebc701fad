import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestItem } from 'vscode';
import type { RunHandle } from '../../../src/core/bench.ts';
import { sampleIdOf } from '../../../src/core/runner/plan.ts';
import { TestBoard } from '../../../src/host/testing/testBoard.ts';
import type { AttemptRecord } from '../../../src/shared/model/attempt.ts';
import type { RunEvent } from '../../../src/shared/model/run.ts';
import type { Suite } from '../../../src/shared/model/suite.ts';

test('of a sample whose answer cannot be read the result is told all the same', async () => {
  const item = { id: 'case:refund' } as TestItem;
  const told: string[] = [];
  const errors: string[] = [];
  let hear: (event: RunEvent) => void = () => assert.fail('nobody listens');
  const board = new TestBoard({
    run: {
      started: () => told.push('started'),
      passed: () => told.push('passed'),
      failed: () => told.push('failed'),
      errored: () => told.push('errored'),
      skipped: () => told.push('skipped'),
      appendOutput: (line) => told.push(line.trim()),
    },
    leaf: () => item,
    answerOf: () => Promise.reject(new Error('The disk is gone')),
    messageOf: ({ told: message }) => ({ message }),
    onError: (error) => errors.push(String(error)),
  });
  const handle = {
    candidates: [{ id: 'atlas', label: 'Atlas', promptId: 'prompt 1' }],
    events: (listener: (event: RunEvent) => void) => (hear = listener),
  } as unknown as RunHandle;
  board.follow(handle, { prompts: [{}], cases: [{ id: 'refund', expect: [] }], repeats: 1 } as unknown as Suite);
  const record = {
    ...{ candidateId: 'atlas', caseId: 'refund', repeat: 1, attempt: 1, status: 'ok', passed: true, error: null, final: true },
    ...{ id: 'a1', warmup: false, scores: [], timing: { e2eMs: 620 } },
  } as unknown as AttemptRecord;
  const sampleId = sampleIdOf(record.candidateId, 'refund', 1);
  hear({ type: 'attempt-finished', record: { ...record, sampleId } } as RunEvent);
  await board.finish();
  assert.deepEqual(told, ['✓ atlas · refund · 620 ms', 'passed']);
  assert.deepEqual(errors, ['Error: The disk is gone']);
});
