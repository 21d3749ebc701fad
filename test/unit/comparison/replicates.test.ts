import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare } from '../../../src/core/report/comparison/compare.ts';
import { answersOf, attempt, compareAnswers, graded, runOf, type Answer } from './builders.ts';

const steady: Answer = (index) => ({ quality: Number(index % 4 > 0), usd: 0.001 * (1 + (index % 3)), e2eMs: 100 * (1 + index) });

test('resamples of the cases are the same for all candidates, so that equal answers stay equal in each', () => {
  const { replicates } = compareAnswers({ a: steady, b: steady }, { cases: 20 });
  assert.equal(replicates?.draws, 200);
  const [a, b] = replicates?.candidates ?? [];
  assert.deepEqual([a?.quality?.length, a?.costUsd?.length, a?.latencyMs?.length], [200, 200, 200]);
  assert.deepEqual({ ...a, id: null }, { ...b, id: null });
  assert.ok(new Set(a?.quality).size > 5, 'the draws differ');
  const mean = (values: readonly number[] = []) => values.reduce((sum, v) => sum + v, 0) / values.length;
  assert.ok(Math.abs(mean(a?.quality ?? []) - 0.75) < 0.03);
  assert.ok([...(a?.costUsd ?? [])].every((value) => value === Number(value.toPrecision(4))));
});

test('what is unknown of a candidate has no resamples', () => {
  const unpriced: Answer = (index) => ({ ...steady(index), usd: null });
  const { replicates } = compareAnswers({ unpriced, ungraded: graded(() => null) }, { cases: 6 });
  const [first, second] = replicates?.candidates ?? [];
  assert.deepEqual([first?.costUsd, second?.quality], [null, null]);
  assert.ok(first?.quality && second?.costUsd);
});

test('there are none while the run goes on, with one case, and with more candidates than a panel can take', () => {
  assert.equal(compareAnswers({ a: steady }, { cases: 20, status: 'running' }).replicates, null);
  assert.equal(compareAnswers({ a: steady }, { cases: 1 }).replicates, null);
  const many = Object.fromEntries(Array.from({ length: 41 }, (_, i) => [`m${i}`, steady]));
  assert.equal(compareAnswers(many, { cases: 2 }).replicates, null);
});

test('cases that a stopped run never came to are not resampled', () => {
  const { run, detail } = runOf({ models: ['a'], cases: 50, status: 'cancelled' });
  const few = answersOf({ a: graded((index) => index / 4) }, 5);
  const { replicates } = compare(run, detail, few);
  assert.ok(replicates?.candidates[0]?.quality?.every((value) => value >= 0 && value <= 1));
  assert.equal(compare(run, detail, [attempt({ model: 'a', case: 3 })]).replicates, null);
});
