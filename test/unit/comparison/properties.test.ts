import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { baselineOf } from '../../../src/core/report/baseline/baselineOf.ts';
import { compare, type CompareContext } from '../../../src/core/report/comparison/compare.ts';
import type { AttemptRecord, Score } from '../../../src/shared/model/attempt.ts';
import type { Comparison } from '../../../src/shared/model/comparison.ts';
import type { CandidateId, ScoringId } from '../../../src/shared/model/ids.ts';
import type { GradeRecord, Rating } from '../../../src/shared/model/scoring.ts';
import { attempt, runOf, type Shape } from './builders.ts';

const models = ['a', 'b'];
const prompts = ['plain', 'formal'];
const cases = 7;

function shapeOf(status: NonNullable<Shape['status']>, judged = true): Shape {
  return { models, cases, repeats: 2, status, judged, prompts, category: (i) => ['x', 'y', null][i % 3] ?? null };
}

const value = fc.constantFrom(null, 0, 0.25, 1 / 3, 1);
const usd = fc.constantFrom(null, 0, 0.001, 0.02);

const score = fc
  .record({
    scorer: fc.constantFrom('judge', 'pairwise', 'embedding', 'contains'),
    value,
    judgements: fc.array(fc.record({ judge: fc.constantFrom('demo/a', 'demo/b', 'x/judge'), value, usd }), { maxLength: 3 }),
    outcomes: fc.array(
      fc.record({ opponent: fc.constantFrom('a · plain', 'b · formal', 'stranger'), value: fc.constantFrom(0, 0.5, 1) }),
      { maxLength: 2 },
    ),
    label: fc.option(fc.record({ expected: fc.constantFrom('p', 'q'), predicted: fc.constantFrom('p', 'q', null) })),
  })
  .map(({ scorer, value, judgements, outcomes, label }): Score => ({
    name: scorer,
    scorer,
    value,
    passed: value === null ? null : value >= 0.75,
    weight: 1,
    reason: '',
    ...(label ? { label } : {}),
    judgements: judgements.map(({ judge, value, usd }) => {
      return { judge, value, reason: '', cost: { usd, estimated: false, source: usd === null ? null : 'price-row' } };
    }),
    outcomes: outcomes.map(({ opponent, value }) => ({ opponent: opponent as CandidateId, value })),
  }));

const anyAttempt = fc
  .record({
    model: fc.constantFrom(...models),
    promptId: fc.constantFrom(...prompts),
    case: fc.nat(cases - 1),
    repeat: fc.integer({ min: 1, max: 2 }),
    attempt: fc.integer({ min: 1, max: 2 }),
    final: fc.boolean(),
    warmup: fc.boolean(),
    contaminated: fc.boolean(),
    status: fc.constantFrom('ok' as const, 'ok' as const, 'cancelled' as const),
    quality: fc.constantFrom(null, 0, 1 / 3, 0.5, 1),
    usd,
    e2eMs: fc.constantFrom(null, 0, 1, 500, 60_000),
    scores: fc.array(score, { maxLength: 2 }),
    failed: fc.boolean(),
  })
  .map(({ failed, status, model, promptId, ...rest }) => {
    const id = `${model} · ${promptId}`;
    const given = { ...rest, model, promptId, candidateId: id as CandidateId, category: ['x', 'y', null][rest.case % 3] ?? null };
    const sampleId = `${id}/${rest.case}/${rest.repeat}` as AttemptRecord['sampleId'];
    return attempt(failed ? { ...given, sampleId, errorKind: 'server' } : { ...given, sampleId, status });
  });

const attempts = fc.array(anyAttempt, { maxLength: 120, size: 'max' });

/** Grades and ratings of whatever was answered, and an earlier run to be held against. */
const contexts = fc.record({
  earlier: fc.option(attempts),
  stars: fc.array(fc.constantFrom(null, 1, 3, 5), { maxLength: 20, size: 'max' }),
  calls: fc.nat(3),
  usd,
});

function contextOf(
  records: readonly AttemptRecord[],
  given: typeof contexts extends fc.Arbitrary<infer T> ? T : never,
): CompareContext {
  const { run, detail } = runOf(shapeOf('finished'));
  const grades = records.map(({ id, runId, scores, quality, passed }): GradeRecord => {
    const cost = { usd: given.usd, estimated: false, source: null };
    return { scoringId: 's' as ScoringId, runId, attemptId: id, at: '', scores, quality, passed, cost, calls: given.calls };
  });
  const ratings = records.flatMap(({ id, runId }, i): Rating[] => {
    const stars = given.stars[i] ?? null;
    return [{ runId, attemptId: id, at: '', thumb: i % 3 === 0 ? 'up' : null, stars, note: '' }];
  });
  return { grades, ratings, baseline: given.earlier && baselineOf(run, detail, given.earlier) };
}

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
    fc.property(attempts, contexts, status, fc.boolean(), (records, given, status, judged) => {
      const { run, detail } = runOf(shapeOf(status, judged));
      const comparison = compare(run, detail, records, contextOf(records, given));
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
    { numRuns: 80 },
  );
});

test('what is unknown stays so: nothing is told of the cost or the quality of one that has none', () => {
  fc.assert(
    fc.property(attempts, contexts, (records, given) => {
      const { run, detail } = runOf(shapeOf('finished'));
      const found = compare(run, detail, records, contextOf(records, given));
      for (const { id, quality, cost, latencyMs } of found.candidates) {
        const resampled = found.replicates?.candidates.find((c) => c.id === id);
        if (!quality) {
          assert.ok(!resampled?.quality);
          assert.ok(found.pairs.every(({ a, b }) => a !== id && b !== id));
          assert.ok(found.categories.every(({ candidates }) => candidates.every((c) => c.id !== id)));
        }
        if (!cost.perSample) assert.ok(!resampled?.costUsd && found.leaders.cost?.id !== id);
        if (!latencyMs) assert.ok(!resampled?.latencyMs && found.leaders.speed?.id !== id);
      }
    }),
    { numRuns: 60 },
  );
});

test('the order in which attempts came makes no difference', () => {
  /** Sums over the whole run may differ in the last digit. */
  const withoutTotals = (comparison: Comparison) => ({ ...comparison, totals: null, judging: null });
  fc.assert(
    fc.property(
      attempts.chain((records) => fc.tuple(fc.constant(records), fc.shuffledSubarray(records, { minLength: records.length }))),
      contexts,
      ([records, shuffled], given) => {
        const { run, detail } = runOf(shapeOf('finished'));
        const context = contextOf(records, given);
        const [first, second] = [compare(run, detail, records, context), compare(run, detail, shuffled, context)];
        assert.deepEqual(withoutTotals(first), withoutTotals(second));
        assert.ok(Math.abs(first.totals.knownCostUsd - second.totals.knownCostUsd) < 1e-9);
        assert.deepEqual(
          first.judging?.judges.map(({ judged }) => judged),
          second.judging?.judges.map(({ judged }) => judged),
        );
      },
    ),
    { numRuns: 40 },
  );
});

test('as good as the best is said only of a cheaper one that is non-inferior', () => {
  fc.assert(
    fc.property(attempts, (records) => {
      const { run, detail } = runOf(shapeOf('finished'));
      const { recommendation, pairs } = compare(run, detail, records);
      const { cheapestAsGood, bestQuality, saving } = recommendation;
      if (cheapestAsGood === null || cheapestAsGood === bestQuality) return assert.equal(saving, null);
      assert.ok(pairs.some(({ a, b, nonInferior }) => a === cheapestAsGood && b === bestQuality && nonInferior));
      assert.ok(saving !== null && saving.value > 0);
    }),
    { numRuns: 60 },
  );
});

test('whoever leads has no rival that is shown to be behind, and every other one with the figure is one', () => {
  fc.assert(
    fc.property(attempts, (records) => {
      const { run, detail } = runOf(shapeOf('finished'));
      const { leaders, pairs, candidates, recommendation } = compare(run, detail, records);
      assert.equal(leaders.quality?.id ?? null, recommendation.bestQuality);
      const behind = pairs.filter(({ b, verdict }) => b === leaders.quality?.id && verdict === 'worse').map(({ a }) => a);
      const others = candidates.filter(({ id, quality }) => quality && id !== leaders.quality?.id && !behind.includes(id));
      assert.deepEqual(
        leaders.quality?.rivals ?? [],
        others.map(({ id }) => id),
      );
    }),
    { numRuns: 40 },
  );
});
