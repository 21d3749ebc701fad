import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare } from '../../../src/core/report/comparison/compare.ts';
import { answersOf, attempt, compareAnswers, runOf, type Answer } from './builders.ts';

function answer(quality: number, usd: number | null, e2eMs: number): Answer {
  // A little of a spread, the same for all: what differs is the model.
  return (index) => ({ quality, usd: usd && usd * (1 + (index % 5) / 10), e2eMs: e2eMs * (1 + (index % 7) / 10) });
}

test('who leads in what, and against whom that is settled', () => {
  const models = {
    large: answer(1, 0.01, 2000),
    mini: answer(0.9, 0.002, 500),
    // As dear as mini, and as quick, but for five cases: too few to settle anything.
    twin: (index: number) => {
      const same = answer(0.4, 0.002, 500)(index);
      return index % 13 === 0 ? { ...same, usd: 0.0031, e2eMs: 950 } : same;
    },
  };
  const { leaders, recommendation } = compareAnswers(models, { cases: 60 });
  assert.deepEqual(leaders, {
    quality: { id: 'large', rivals: [] },
    cost: { id: 'mini', rivals: ['twin'] },
    speed: { id: 'mini', rivals: ['twin'] },
  });
  assert.deepEqual([recommendation.cheapest, recommendation.fastest], ['mini', 'mini']);
});

test('one that failed on most cases leads in nothing', () => {
  const { run, detail } = runOf({ models: ['steady', 'lucky'], cases: 12 });
  const lucky = Array.from({ length: 12 }, (_, index) =>
    index < 5
      ? attempt({ model: 'lucky', case: index, usd: 0.0001, e2eMs: 10 })
      : attempt({ model: 'lucky', case: index, errorKind: 'server', usd: 0 }),
  );
  const { leaders } = compare(run, detail, [...answersOf({ steady: answer(0.9, 0.01, 1000) }, 12), ...lucky]);
  assert.deepEqual([leaders.quality?.id, leaders.cost?.id, leaders.speed?.id], ['steady', 'steady', 'steady']);
  assert.deepEqual(leaders.cost?.rivals, ['lucky']);
});

test('a candidate without a price neither leads in cost nor contends', () => {
  const { leaders } = compareAnswers({ unpriced: answer(1, null, 100), mini: answer(1, 0.01, 900) }, { cases: 8 });
  assert.deepEqual(leaders.cost, { id: 'mini', rivals: [] });
  assert.equal(leaders.speed?.id, 'unpriced');
});

test('with one case nothing is settled, with no answer nobody leads', () => {
  const { leaders } = compareAnswers({ a: answer(1, 0.01, 100), b: answer(0, 0.02, 200) }, { cases: 1 });
  assert.deepEqual(leaders.quality, { id: 'a', rivals: ['b'] });
  assert.deepEqual(leaders.cost, { id: 'a', rivals: ['b'] });
  const { run, detail } = runOf({ models: ['a', 'b'], cases: 3 });
  assert.deepEqual(compare(run, detail, []).leaders, { quality: null, cost: null, speed: null });
});
