import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Billed } from '../../../src/core/unpricedModels.ts';
import { costQuestion } from '../../../src/host/run/costQuestion.ts';

const limits = { usd: 1, unpricedCalls: 100 };

function run(highUsd: number | null, unknownModels: string[], baseUrl = 'https://llm.example/v1', provider = 'mine'): Billed {
  return {
    suite: { models: [{ provider }], graders: [], endpoints: [] },
    endpoints: { 'mine/a': { baseUrl } },
    estimate: { lowUsd: highUsd, highUsd, unknownModels, judging: null },
  } as unknown as Billed;
}

test('a run that may cost more than the limit is asked about by its sum, one within it is not', () => {
  assert.deepEqual(costQuestion(run(1, []), 900, limits), null);
  const asked = costQuestion(run(1.01, ['mine/a']), 1, limits);
  assert.equal(asked?.kind === 'dear' && asked.highUsd, 1.01);
  assert.deepEqual(asked?.estimate.unknownModels, ['mine/a']);
});

test('many calls whose price nobody knows are asked about, a few are not; judges count', () => {
  assert.equal(costQuestion(run(null, ['mine/a']), 100, limits), null);
  assert.equal(costQuestion(run(null, ['mine/a']), 101, limits)?.kind, 'unpriced');
  assert.equal(costQuestion(run(0.5, ['mine/a']), 101, limits)?.kind, 'unpriced');
  assert.equal(costQuestion(run(null, ['mine/a']), 1, { ...limits, unpricedCalls: 0 })?.kind, 'unpriced');
  const { estimate, ...rest } = run(null, ['mine/a']);
  assert.equal(
    costQuestion({ ...rest, estimate: { ...estimate, judging: { calls: 60, costUsd: null } } }, 60, limits)?.kind,
    'unpriced',
  );
});

test('servers on this machine and demo models are never asked about for want of a price', () => {
  for (const url of ['http://localhost:11434/v1', 'http://127.0.0.1:1234/v1', 'http://[::1]:8080/v1']) {
    assert.equal(costQuestion(run(null, ['mine/a'], url), 10_000, limits), null);
  }
  assert.equal(costQuestion(run(99, ['mine/a'], undefined, 'demo'), 10_000, limits), null);
  assert.deepEqual(costQuestion(run(2, ['mine/a'], 'http://localhost/v1'), 1, limits)?.estimate.unknownModels, []);
});
