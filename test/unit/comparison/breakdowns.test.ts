import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare } from '../../../src/core/report/comparison/compare.ts';
import type { CandidateId } from '../../../src/shared/model/ids.ts';
import { attempt, compareAnswers, graded, runOf } from './builders.ts';

const subjects = ['math', 'tone'];

test('each category has its own leader, and its own verdicts', () => {
  const { run, detail } = runOf({ models: ['a', 'b'], cases: 40, category: (i) => subjects[i % 2] ?? null });
  const attempts = Array.from({ length: 40 }, (_, index) => {
    const category = subjects[index % 2] ?? null;
    return [
      attempt({ model: 'a', case: index, category, quality: category === 'math' ? 1 : 0.5 }),
      attempt({ model: 'b', case: index, category, quality: category === 'math' ? 0 : 0.5 }),
    ];
  }).flat();
  const [math, tone] = compare(run, detail, attempts).categories;
  assert.deepEqual([math?.category, math?.cases, math?.leader], ['math', 20, { id: 'a', rivals: [] }]);
  assert.deepEqual(
    math?.candidates.map(({ id, quality, verdict, difference }) => [id, quality.value, verdict, difference?.value ?? null]),
    [
      ['a', 1, null, null],
      ['b', 0, 'worse', -1],
    ],
  );
  assert.deepEqual(tone?.leader, { id: 'a', rivals: ['b'] });
  assert.equal(tone?.candidates[1]?.verdict, 'cannot-tell');
});

test('one category is no breakdown, and cases without one are in none', () => {
  const models = { a: graded(() => 1), b: graded(() => 0) };
  assert.deepEqual(compareAnswers(models, { cases: 4, category: () => 'all' }).categories, []);
  const { categories } = compareAnswers(models, { cases: 6, category: (i) => ['x', 'y', null][i % 3] ?? null });
  assert.deepEqual(
    categories.map(({ category, cases }) => [category, cases]),
    [
      ['x', 2],
      ['y', 2],
    ],
  );
});

test('a category that nobody has a quality in has no leader', () => {
  const { run, detail } = runOf({ models: ['a'], cases: 2, category: (i) => subjects[i] ?? null });
  const { categories } = compare(run, detail, [attempt({ model: 'a', case: 0, category: 'math' })]);
  assert.deepEqual(
    categories.map(({ leader, candidates }) => [leader?.id ?? null, candidates.length]),
    [
      ['a', 1],
      [null, 0],
    ],
  );
});

test('where every case has a category of its own, the comparison stays bounded', () => {
  const category = (i: number) => `category ${i}`;
  const { run, detail } = runOf({ models: ['a'], cases: 300, category });
  const answers = Array.from({ length: 300 }, (_, i) => attempt({ model: 'a', case: i, category: category(i) }));
  const { categories, candidates } = compare(run, detail, answers);
  assert.equal(categories.length, 40);
  assert.equal(Object.keys(candidates[0]?.qualityByCategory ?? {}).length, 40);
});

/** Two models under two wordings; `formal` costs more and does better. */
function underPrompts(cases: number) {
  const shape = runOf({ models: ['a', 'b'], cases, prompts: ['plain', 'formal'] });
  const answer = (model: string, promptId: string, index: number) => ({
    model,
    promptId,
    candidateId: `${model} · ${promptId}` as CandidateId,
    sampleId: `${model}/${promptId}/${index}` as ReturnType<typeof attempt>['sampleId'],
    case: index,
    quality: promptId === 'formal' ? 1 : Number(index % 3 > 0),
    usd: promptId === 'formal' ? 0.003 : 0.001,
    e2eMs: promptId === 'formal' ? 800 : 400,
  });
  return { ...shape, answer };
}

test('wordings are compared over all models, case by case', () => {
  const { run, detail, answer } = underPrompts(30);
  const attempts = ['a', 'b'].flatMap((model) =>
    ['plain', 'formal'].flatMap((prompt) => Array.from({ length: 30 }, (_, i) => attempt(answer(model, prompt, i)))),
  );
  const { prompts } = compare(run, detail, attempts);
  assert.deepEqual(
    prompts.map(({ promptId, quality, costPerSample, latencyP50, verdict }) => {
      return [promptId, quality?.value, quality?.clusters, costPerSample?.value.toFixed(6), latencyP50, verdict];
    }),
    [
      ['plain', 2 / 3, 30, '0.001000', 400, 'worse'],
      ['formal', 1, 30, '0.003000', 800, null],
    ],
  );
  const difference = prompts[0]?.difference;
  assert.ok(difference && Math.abs(difference.value + 1 / 3) < 1e-12);
  // Two models that fail on the same cases are 30 cases, not 60.
  assert.equal(difference.n, 30);
});

test('a model that failed under one wording says nothing of the other', () => {
  const { run, detail, answer } = underPrompts(8);
  const attempts = Array.from({ length: 8 }, (_, i) => [
    attempt({ ...answer('a', 'plain', i), quality: 0.5 }),
    attempt({ ...answer('a', 'formal', i), quality: 0.5 }),
    attempt({ ...answer('b', 'plain', i), errorKind: 'server' }),
    attempt({ ...answer('b', 'formal', i), quality: 1 }),
  ]).flat();
  const { prompts } = compare(run, detail, attempts);
  const [difference] = prompts.flatMap((variant) => variant.difference ?? []);
  assert.equal(difference?.value, 0);
});

test('an unknown price of one model leaves the cost of a wording unknown', () => {
  const { run, detail, answer } = underPrompts(2);
  const { prompts } = compare(run, detail, [
    attempt(answer('a', 'plain', 0)),
    attempt({ ...answer('b', 'plain', 0), usd: null }),
    attempt(answer('a', 'formal', 0)),
  ]);
  assert.deepEqual(
    prompts.map(({ costPerSample }) => costPerSample?.value ?? null),
    [null, 0.003],
  );
});
