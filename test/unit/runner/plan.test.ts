import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planRun } from '../../../src/core/runner/plan.ts';
import { model, suite } from './fakes.ts';

test('models take turns at each case, repeats come last', () => {
  const { queues } = planRun(suite({ repeats: 2 }));
  const order = queues[0]?.map(({ candidate, case: { id }, repeat }) => `${candidate.label} ${id} ${repeat}`);
  assert.deepEqual(order?.slice(0, 4), ['p/a one 1', 'p/b one 1', 'p/a two 1', 'p/b two 1']);
  assert.deepEqual(order?.slice(6, 8), ['p/a one 2', 'p/b one 2']);
  assert.equal(order?.length, 12);
});

test('several prompts make a candidate of each model and prompt', () => {
  const prompts = [
    { id: 'short', template: 'a' },
    { id: 'long', template: 'b' },
  ];
  const plan = planRun(suite({ prompts }));
  assert.deepEqual(
    plan.candidates.map(({ label }) => label),
    ['p/a · short', 'p/a · long', 'p/b · short', 'p/b · long'],
  );
  assert.equal(plan.plannedSamples, 24);
  assert.equal(new Set(plan.queues[0]?.map(({ id }) => id)).size, 24);
});

test('each provider has a queue', () => {
  const { queues } = planRun(suite({ models: [model('p/a'), model('q/a')] }));
  assert.deepEqual(
    queues.map((queue) => [...new Set(queue.map(({ candidate }) => candidate.provider)), queue.length]),
    [
      ['p', 6],
      ['q', 6],
    ],
  );
});

test('in timing mode one queue has all providers, and models take turns over them', () => {
  const timing = { outputTokens: null };
  const { queues } = planRun(suite({ models: [model('p/a'), model('q/a')], timing, warmup: 1, repeats: 1 }));
  assert.equal(queues.length, 1);
  const order = queues[0]?.map(({ candidate, case: { id }, warmup }) => `${candidate.provider} ${warmup ? 'warm-up' : id}`);
  assert.deepEqual(order?.slice(0, 6), ['p warm-up', 'q warm-up', 'p one', 'q one', 'p two', 'q two']);
});
