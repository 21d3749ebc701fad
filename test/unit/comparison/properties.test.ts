import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { compare } from '../../../src/core/report/comparison/compare.ts';
import { attempt, runOf } from './builders.ts';

const models = ['a', 'b', 'c'];
const cases = 7;

const attempts = fc.array(
  fc
    .record({
      model: fc.constantFrom(...models),
      case: fc.nat(cases - 1),
      repeat: fc.integer({ min: 1, max: 2 }),
      attempt: fc.integer({ min: 1, max: 2 }),
      final: fc.boolean(),
      warmup: fc.boolean(),
      contaminated: fc.boolean(),
      status: fc.constantFrom('ok' as const, 'cancelled' as const),
      quality: fc.constantFrom(null, 0, 1 / 3, 0.5, 1),
      usd: fc.constantFrom(null, 0, 0.001, 0.02),
      e2eMs: fc.constantFrom(null, 0, 1, 500, 60_000),
      failed: fc.boolean(),
    })
    .map(({ failed, status, ...rest }) => attempt(failed ? { ...rest, errorKind: 'server' } : { ...rest, status })),
  { maxLength: 60 },
);

/** Every number in a tree of plain data, with the way to it. */
function numbersIn(value: unknown, path = ''): [string, number][] {
  if (typeof value === 'number') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => numbersIn(child, `${path}.${key}`));
}

/** Every estimate in a tree of plain data. */
function estimatesIn(value: unknown): { value: number; low: number; high: number }[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = value as { value?: unknown; low?: unknown; high?: unknown };
  const found =
    typeof own.value === 'number' && typeof own.low === 'number' && typeof own.high === 'number'
      ? [{ value: own.value, low: own.low, high: own.high }]
      : [];
  return [...found, ...Object.values(value).flatMap(estimatesIn)];
}

test('whatever the attempts, every number is finite, every interval holds its value, every sum adds up', () => {
  const status = fc.constantFrom('running' as const, 'finished' as const, 'cancelled' as const);
  fc.assert(
    fc.property(attempts, status, fc.boolean(), (records, status, judged) => {
      const { run, detail } = runOf({ models, cases, repeats: 2, status, judged });
      const comparison = compare(run, detail, records);
      for (const [path, number] of numbersIn(comparison)) assert.ok(Number.isFinite(number), `${path} is ${number}`);
      for (const { value, low, high } of estimatesIn(comparison)) assert.ok(low <= value && value <= high);
      assert.doesNotMatch(JSON.stringify(comparison.recommendation), /NaN|Infinity|undefined|\bnull (?:%|points)/);
      const finals = records.filter((r) => r.final && !r.warmup);
      const counted = comparison.candidates.reduce((sum, c) => sum + c.ok + c.failed + c.cancelled, 0);
      assert.equal(counted, finals.length);
      const cells = comparison.matrix.flatMap((row) => row.cells);
      assert.equal(
        cells.reduce((sum, cell) => sum + cell.ok + cell.failed, 0),
        comparison.totals.done,
      );
    }),
    { numRuns: 60 },
  );
});

test('as good as the best is said only of a cheaper one that is non-inferior', () => {
  fc.assert(
    fc.property(attempts, (records) => {
      const { run, detail } = runOf({ models, cases, repeats: 2 });
      const { recommendation, pairs, candidates } = compare(run, detail, records);
      const { cheapestAsGood, bestQuality, saving } = recommendation;
      if (cheapestAsGood === null || cheapestAsGood === bestQuality) return;
      assert.ok(pairs.some((pair) => pair.a === cheapestAsGood && pair.nonInferior));
      const cost = (id: string | null) => candidates.find((c) => c.id === id)?.cost.perSample?.value ?? Number.NaN;
      assert.ok(cost(cheapestAsGood) < cost(bestQuality) && saving !== null && saving > 0);
    }),
    { numRuns: 60 },
  );
});
