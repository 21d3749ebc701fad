import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare } from '../../../src/core/report/comparison/compare.ts';
import { defaultWeights, rankByWeights } from '../../../src/shared/weights.ts';
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

/** Four in ten cases are hard, long and dear; `flaky` is worse, slower and dearer on the others and fails on those. */
function failingOnHard() {
  const cases = 100;
  const { run, detail } = runOf({ models: ['flaky', 'steady'], cases });
  const isHard = (index: number): boolean => index % 10 < 4;
  const place = (index: number) => ({ usd: isHard(index) ? 0.01 : 0.001, e2eMs: isHard(index) ? 9000 : 1000 });
  const steady = (index: number): Answer => answer(isHard(index) ? 0.2 : 0.9, place(index).usd, place(index).e2eMs);
  const flaky = answer(0.8, 0.0012, 1200);
  const attempts = Array.from({ length: cases }, (_, index) => [
    attempt({ model: 'steady', case: index, ...steady(index)(index) }),
    isHard(index)
      ? attempt({ model: 'flaky', case: index, errorKind: 'server', usd: 0 })
      : attempt({ model: 'flaky', case: index, ...flaky(index) }),
  ]).flat();
  return compare(run, detail, attempts);
}

test('a model that fails on the hard cases is not ahead by what it did not answer', () => {
  const { candidates, leaders, recommendation, replicates } = failingOnHard();
  const [flaky, steady] = candidates;
  assert.ok((flaky?.quality?.value ?? 0) > (steady?.quality?.value ?? 1), 'its mean is that of the easy cases');
  assert.deepEqual(
    [leaders.quality, leaders.cost, leaders.speed].map((leader) => [leader?.id, leader?.rivals]),
    [
      ['steady', []],
      ['steady', []],
      ['steady', []],
    ],
  );
  assert.match(recommendation.headline, /^steady is better than all others and costs least: closest is flaky/);
  assert.deepEqual([flaky?.pareto, steady?.pareto], [false, true]);
  const ranked = rankByWeights(candidates, replicates, defaultWeights);
  assert.deepEqual(
    ranked.map(({ id }) => id),
    ['steady', 'flaky'],
  );
  assert.ok((ranked[0]?.first ?? 0) > 0.9, 'the draws are levelled, too');
});

test('a highest score that another mean exceeds, of easier cases, is said to be one case by case', () => {
  const { run, detail } = runOf({ models: ['flaky', 'steady'], cases: 10 });
  const attempts = Array.from({ length: 10 }, (_, index) => [
    attempt({ model: 'steady', case: index, quality: index < 4 ? 0 : index === 9 ? 0.9 : 1 }),
    attempt({ model: 'flaky', case: index, quality: index === 9 ? 0.8 : 1, ...(index < 4 ? { errorKind: 'server' } : {}) }),
  ]).flat();
  assert.match(compare(run, detail, attempts).recommendation.headline, /^steady scored highest case by case/);
});
