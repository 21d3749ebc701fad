import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { levelFactors, levelShifts } from '../../../src/core/stats/levels.ts';
import { near } from './near.ts';

const figure = fc.double({ min: 0, max: 1, noNaN: true });
const rows = fc
  .record({ rows: fc.integer({ min: 1, max: 5 }), cases: fc.integer({ min: 1, max: 12 }) })
  .chain((size) =>
    fc.array(fc.array(figure, { minLength: size.cases, maxLength: size.cases }), { minLength: size.rows, maxLength: size.rows }),
  );

test('whoever has what all have keeps what it has', () => {
  fc.assert(
    fc.property(rows, (complete) => {
      assert.deepEqual(
        levelShifts(complete),
        complete.map(() => 0),
      );
      assert.deepEqual(
        levelFactors(complete),
        complete.map(() => 1),
      );
      // Cases that nobody has a figure for say nothing.
      const longer = complete.map((row) => [...row, null]);
      assert.deepEqual(
        levelShifts(longer),
        complete.map(() => 0),
      );
    }),
  );
});

// lm(v ~ factor(row) + factor(case)) in R, predictions averaged over all cases: 0.8 for the first row, 0.7 for the second.
test('who lacks the hard cases is taken down by how hard they are, as in the additive model', () => {
  const [first, second] = levelShifts([
    [1, 0.9, null, null],
    [0.9, 0.8, 0.5, 0.6],
  ]);
  near((first ?? NaN) + 0.95, 0.8, 1e-9);
  near(second, 0, 1e-12);
});

test('a table that is additive but for its gaps comes out as without them, wherever they are', () => {
  fc.assert(
    fc.property(
      fc.array(figure, { minLength: 4, maxLength: 4 }),
      fc.array(figure, { minLength: 6, maxLength: 6 }),
      (own, cases) => {
        const full = own.map((a) => cases.map((b) => a + b));
        const mean = (row: readonly (number | null)[]) => {
          const known = row.flatMap((v) => v ?? []);
          return known.reduce((sum, v) => sum + v, 0) / known.length;
        };
        const gaps = full.map((row, i) => row.map((v, j) => ((i + j) % 3 === 0 ? null : v)));
        for (const [i, shift] of levelShifts(gaps).entries()) near(mean(gaps[i] ?? []) + shift, mean(full[i] ?? []), 1e-9);
      },
    ),
  );
});

test('costs are levelled by factors: a model ten times as dear stays so, and a free one stays free', () => {
  const cases = [1, 2, 4, 8];
  const [own, dear, free] = levelFactors([cases.map((v, i) => (i < 2 ? v : null)), cases.map((v) => v * 10), [0, 0, 0, null]]);
  near((own ?? NaN) * 1.5, 15 / 4, 1e-9);
  near(dear, 1, 1e-12);
  assert.ok(Number.isFinite(free));
});

test('rows without a case in common are left as they are, but for their level', () => {
  assert.deepEqual(levelShifts([]), []);
  assert.deepEqual(levelShifts([[null, null]]), [0]);
  const [first, second] = levelShifts([
    [1, null],
    [null, 0],
  ]);
  near(1 + (first ?? NaN), 0.5);
  near(second, 0.5);
});
