import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare } from '../../../src/core/report/comparison/compare.ts';
import { matrixLimit } from '../../../src/shared/model/comparison.ts';
import { attempt, runOf } from './builders.ts';

test('rows: most different first, then more failures, then worse, then the order of the suite; empty ones last', () => {
  const { run, detail } = runOf({ models: ['a', 'b'], cases: 6 });
  const { matrix } = compare(run, detail, [
    attempt({ model: 'a', case: 1, quality: 1 }),
    attempt({ model: 'b', case: 1, quality: 1 }),
    attempt({ model: 'a', case: 2, quality: 0 }),
    attempt({ model: 'b', case: 2, quality: 0 }),
    attempt({ model: 'a', case: 3, quality: 1 }),
    attempt({ model: 'b', case: 3, quality: 0.5 }),
    attempt({ model: 'a', case: 4, quality: 1 }),
    attempt({ model: 'b', case: 4, errorKind: 'stall' }),
    attempt({ model: 'a', case: 5, quality: 1 }),
    attempt({ model: 'b', case: 5, quality: 1 }),
  ]);
  assert.deepEqual(
    matrix.map((row) => row.caseId),
    ['c3', 'c4', 'c2', 'c1', 'c5', 'c0'],
  );
});

test('a cell is the mean over its repeats and opens the first of them', () => {
  const { run, detail } = runOf({ models: ['a'], cases: 1, repeats: 3 });
  const first = attempt({ model: 'a', case: 0, repeat: 1, quality: 1, e2eMs: 1000, usd: 0.25 });
  const [row] = compare(run, detail, [
    attempt({ model: 'a', case: 0, repeat: 2, quality: 0, e2eMs: 2000, usd: 0.75 }),
    attempt({ model: 'a', case: 0, repeat: 3, errorKind: 'rate-limit', usd: 0.5 }),
    first,
  ]).matrix;
  assert.deepEqual(row?.cells, [
    {
      candidateId: 'a',
      ok: 2,
      failed: 1,
      quality: 0.5,
      latencyMs: 1500,
      costUsd: 0.5,
      errorKind: 'rate-limit',
      attemptId: first.id,
    },
  ]);
});

test('a call of unknown cost makes its cell unknown', () => {
  const { run, detail } = runOf({ models: ['a'], cases: 1, repeats: 2 });
  const [row] = compare(run, detail, [
    attempt({ model: 'a', case: 0, repeat: 1 }),
    attempt({ model: 'a', case: 0, repeat: 2, usd: null }),
  ]).matrix;
  assert.equal(row?.cells[0]?.costUsd, null);
});

test('the matrix is bounded and tells how many cases there are', () => {
  const { run, detail } = runOf({ models: ['a'], cases: matrixLimit + 20 });
  const { matrix, matrixTotal } = compare(run, detail, []);
  assert.deepEqual([matrix.length, matrixTotal], [matrixLimit, matrixLimit + 20]);
});
