import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { contests } from '../../../src/core/report/comparison/contests.ts';
import { compare } from '../../../src/core/report/comparison/compare.ts';
import { holm } from '../../../src/core/stats/holm.ts';
import { pairedDifference } from '../../../src/core/stats/paired.ts';
import type { PairwiseResult } from '../../../src/shared/model/comparison.ts';
import { answersOf, compareAnswers, graded, runOf, type Answer } from './builders.ts';

/** Wrong in every case whose number `every` divides. */
function wrongIn(every: number): Answer {
  return graded((index) => (index % every === 0 ? 0 : 1));
}

test('every pair is there, those against the best first and with the best as the second', () => {
  const models = { fair: wrongIn(3), poor: wrongIn(2), best: graded(() => 1), good: wrongIn(5) };
  const { pairs, recommendation } = compareAnswers(models, { cases: 30 });
  assert.equal(recommendation.bestQuality, 'best');
  assert.deepEqual(
    pairs.map(({ a, b }) => `${a} − ${b}`),
    ['fair − best', 'poor − best', 'good − best', 'poor − fair', 'good − fair', 'good − poor'],
  );
});

test('p-values are corrected over all pairs, not only over those against the best', () => {
  const models = { a: graded(() => 1), b: wrongIn(4), c: wrongIn(5), d: wrongIn(6) };
  const { pairs } = compareAnswers(models, { cases: 40 });
  const column = (answer: Answer) => Array.from({ length: 40 }, (_, index) => answer(index).quality);
  const raw = pairs.map(({ a, b }) => {
    const [first, second] = [models[a as keyof typeof models], models[b as keyof typeof models]].map(column);
    return pairedDifference(first ?? [], second ?? [])?.pValue ?? null;
  });
  assert.deepEqual(
    pairs.map(({ pValue }) => pValue),
    holm(raw),
  );
  // d differs from a in seven cases, all one way: p = 0.016, which stands as the last of three comparisons but not among six.
  assert.deepEqual(
    pairs.slice(0, 3).map(({ verdict }) => verdict),
    ['worse', 'worse', 'cannot-tell'],
  );
});

test('turned round, a pair says the opposite of what it says', () => {
  const rows = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })), {
    minLength: 2,
    size: 'max',
    maxLength: 30,
  });
  const opposite = { better: 'worse', worse: 'better', 'cannot-tell': 'cannot-tell' } as const;
  fc.assert(
    fc.property(rows, (rows) => {
      const [x, y] = [rows.map(([v]) => v), rows.map(([, v]) => v)];
      const [there] = contests(2, () => pairedDifference(x, y));
      const [back] = contests(2, () => pairedDifference(y, x));
      assert.ok(there && back);
      assert.equal(back.verdict, opposite[there.verdict]);
      assert.ok(Math.abs(there.paired.difference.value + back.paired.difference.value) < 1e-12);
    }),
  );
});

test('a correction never makes a p-value smaller, nor turns two of them round', () => {
  const comparisonOf = (seeds: readonly number[]): readonly PairwiseResult[] => {
    const models = Object.fromEntries(seeds.map((seed, i) => [`m${i}`, graded((index) => ((index * seed) % 7) / 6)]));
    const { run, detail } = runOf({ models: Object.keys(models), cases: 20 });
    return compare(run, detail, answersOf(models, 20)).pairs;
  };
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 3, maxLength: 5 }), (seeds) => {
      const column = (seed: number) => Array.from({ length: 20 }, (_, index) => ((index * seed) % 7) / 6);
      const found = comparisonOf(seeds).map(({ a, b, pValue }) => {
        const [x, y] = [a, b].map((id) => column(seeds[Number(id.slice(1))] ?? 1));
        return { raw: pairedDifference(x ?? [], y ?? [])?.pValue ?? 0, corrected: pValue ?? 0 };
      });
      const ordered = found.toSorted((p, q) => p.raw - q.raw);
      for (const [i, { raw, corrected }] of ordered.entries()) {
        assert.ok(corrected >= raw);
        assert.ok(corrected >= (ordered[i - 1]?.corrected ?? 0) - 1e-12);
      }
    }),
    { numRuns: 40 },
  );
});

test('the share that may be lost by what is as good is the suite’s', () => {
  const models = { best: graded(() => 1), near: wrongIn(20) };
  const { run, detail } = runOf({ models: Object.keys(models), cases: 200 });
  const nonInferior = (margin: number) => {
    const suite = { ...detail.suite, margin };
    const comparison = compare(run, { ...detail, suite }, answersOf(models, 200));
    assert.equal(comparison.recommendation.margin, margin);
    return comparison.pairs[0]?.nonInferior;
  };
  assert.deepEqual([nonInferior(0.03), nonInferior(0.15)], [false, true]);
});
