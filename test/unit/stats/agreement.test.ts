import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fisherExact } from '../../../src/core/stats/fisher.ts';
import { cohensKappa } from '../../../src/core/stats/kappa.ts';
import { labelFigures, macroF1 } from '../../../src/core/stats/labels.ts';
import { near } from './near.ts';

// fisher.test(matrix(c(3,1,1,3),2)) (the tasting of tea); c(8,2,1,9); c(0,5,5,0); c(12,5,29,2)
test("Fisher's exact test is that of R", () => {
  near(fisherExact(3, 1, 1, 3), 0.485714285714);
  near(fisherExact(8, 2, 1, 9), 0.005477494642);
  near(fisherExact(0, 5, 5, 0), 0.007936507937);
  near(fisherExact(12, 5, 29, 2), 0.080268552074);
});

test('one answer each shows nothing, nor do answers that are all alike', () => {
  near(fisherExact(1, 0, 0, 1), 1);
  near(fisherExact(3, 0, 3, 0), 1);
  near(fisherExact(0, 0, 2, 3), 1);
});

function times<T>(count: number, value: T): T[] {
  return Array<T>(count).fill(value);
}

// m <- matrix(c(20,10,5,15),2); po <- sum(diag(m))/sum(m); pe <- sum(rowSums(m)*colSums(m))/sum(m)^2; (po-pe)/(1-pe)
test("Cohen's kappa", () => {
  const pairs = [
    ...times(20, [true, true]),
    ...times(5, [true, false]),
    ...times(10, [false, true]),
    ...times(15, [false, false]),
  ];
  near(cohensKappa(pairs as [boolean, boolean][]), 0.4);
  assert.equal(cohensKappa([[true, false]]), 0);
  assert.equal(
    cohensKappa([
      [true, false],
      [false, true],
    ]),
    -1,
  );
});

test('kappa is not known where both always say the same one thing', () => {
  assert.equal(cohensKappa(times(4, [true, true])), null);
  assert.equal(cohensKappa([]), null);
});

const animals = [
  ...times(3, { expected: 'cat', predicted: 'cat' }),
  { expected: 'cat', predicted: 'dog' },
  ...times(2, { expected: 'dog', predicted: 'dog' }),
  { expected: 'dog', predicted: null },
  { expected: 'dog', predicted: 'cow' },
];

// By hand: cat 3 of 3 named and of 4 expected; dog 2 of 3 and of 4; cow was named once and never expected.
test('precision, recall and F1 by label', () => {
  assert.deepEqual(labelFigures(animals), [
    { label: 'cat', expected: 4, precision: 1, recall: 0.75, f1: 6 / 7 },
    { label: 'cow', expected: 0, precision: 0, recall: null, f1: null },
    { label: 'dog', expected: 4, precision: 2 / 3, recall: 0.5, f1: 4 / 7 },
  ]);
  assert.deepEqual(labelFigures([{ expected: 'cat', predicted: null }]), [
    { label: 'cat', expected: 1, precision: null, recall: 0, f1: 0 },
  ]);
});

test('macro F1 is the mean over the labels that were expected, and its interval resamples cases', () => {
  const sample = animals.map((pair, cluster) => ({ ...pair, cluster }));
  const found = macroF1(sample);
  near(found?.value, 5 / 7);
  assert.ok(found && (found.low ?? 1) < 5 / 7 && (found.high ?? 0) > 5 / 7 && (found.high ?? 2) <= 1);
  assert.deepEqual([found.n, found.clusters], [8, 8]);
  assert.equal(macroF1(sample.map((pair) => ({ ...pair, cluster: pair.cluster % 4 })))?.low, null);
  assert.equal(macroF1([]), null);
});
