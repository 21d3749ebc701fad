import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare } from '../../../src/core/report/comparison/compare.ts';
import type { CandidateSummary, Comparison } from '../../../src/shared/model/comparison.ts';
import type { AttemptRecord } from '../../../src/shared/model/attempt.ts';
import type { ModelParams, Suite } from '../../../src/shared/model/suite.ts';
import { attempt, runOf, type Shape } from './builders.ts';

function compareAttempts(shape: Shape, attempts: readonly AttemptRecord[]): Comparison {
  const { run, detail } = runOf(shape);
  return compare(run, detail, attempts);
}

function only(comparison: Comparison): CandidateSummary {
  const [first] = comparison.candidates;
  assert.ok(first);
  return first;
}

test('a small run by hand: two models, four cases', () => {
  const qualities = { large: [1, 1, 1, 0], mini: [1, 1, 0, 0] };
  const attempts = Object.entries(qualities).flatMap(([model, row]) =>
    row.map((quality, index) =>
      attempt({ model, case: index, quality, usd: model === 'large' ? 0.5 : 0.125, e2eMs: 1000 + 100 * index }),
    ),
  );
  const { candidates, pairs, totals, recommendation } = compareAttempts({ models: ['large', 'mini'], cases: 4 }, attempts);
  const [large, mini] = candidates;
  assert.equal(large?.quality?.value, 0.75);
  assert.equal(mini?.quality?.value, 0.5);
  assert.equal(mini?.passRate?.value, 0.5);
  assert.equal(large?.latencyMs?.p50.value, 1150);
  assert.equal(large?.latencyMs?.p95.value, 1285);
  assert.equal(large?.cost.totalUsd, 2);
  assert.deepEqual([large?.inputTokens, large?.outputTokens, large?.reasoningTokens], [80, 40, null]);
  assert.deepEqual([large?.pareto, mini?.pareto], [true, true]);
  assert.deepEqual(
    pairs.map(({ a, b, difference, verdict }) => ({ a, b, value: difference.value, n: difference.n, verdict })),
    [{ a: 'mini', b: 'large', value: -0.25, n: 4, verdict: 'cannot-tell' }],
  );
  assert.deepEqual(totals, {
    done: 8,
    planned: 8,
    failed: 0,
    costUsd: 2.5,
    knownCostUsd: 2.5,
    unknownCostCalls: 0,
    contaminated: 0,
    // 80 tokens, all sent at once and the last one done after 1.3 s.
    throughput: (80 / 1300) * 1000,
  });
  assert.deepEqual([recommendation.bestQuality, recommendation.cheapest], ['large', 'mini']);
});

test('a retried sample counts once, its latency is that of the last attempt, and all its attempts cost', () => {
  const summary = only(
    compareAttempts({ models: ['m'], cases: 1 }, [
      attempt({ model: 'm', case: 0, final: false, errorKind: 'overloaded', usd: 0.002, e2eMs: 9000 }),
      attempt({ model: 'm', case: 0, attempt: 2, usd: 0.003, e2eMs: 500 }),
    ]),
  );
  assert.deepEqual([summary.ok, summary.failed, summary.retries], [1, 0, 1]);
  assert.deepEqual(summary.errors, [{ kind: 'overloaded', count: 1, advice: summary.errors[0]?.advice }]);
  assert.equal(summary.latencyMs?.mean, 500);
  assert.equal(summary.cost.perSample?.value, 0.005);
  assert.equal(summary.cost.totalUsd, 0.005);
});

test('a failure is not a score and not a latency', () => {
  const summary = only(
    compareAttempts({ models: ['m'], cases: 3 }, [
      attempt({ model: 'm', case: 0, quality: 1 }),
      attempt({ model: 'm', case: 1, quality: 0.5 }),
      attempt({ model: 'm', case: 2, errorKind: 'timeout', e2eMs: 60_000 }),
    ]),
  );
  assert.equal(summary.quality?.value, 0.75);
  assert.equal(summary.quality?.n, 2);
  assert.equal(summary.latencyMs?.max, 1000);
  assert.equal(summary.failed, 1);
});

test('unknown cost makes a total unknown; what is known is told beside it', () => {
  const unpriced = only(
    compareAttempts({ models: ['m'], cases: 2 }, [
      attempt({ model: 'm', case: 0, usd: 0.01 }),
      attempt({ model: 'm', case: 1, usd: null }),
    ]),
  );
  assert.deepEqual(unpriced.cost, { totalUsd: null, knownUsd: 0.01, unknownCalls: 1, perSample: null, estimated: false });
  assert.equal(unpriced.pareto, false);
});

test('a failed call of unknown cost leaves the mean of the answered samples known', () => {
  const { cost } = only(
    compareAttempts({ models: ['m'], cases: 2 }, [
      attempt({ model: 'm', case: 0, usd: 0.01 }),
      attempt({ model: 'm', case: 1, usd: null, errorKind: 'server' }),
    ]),
  );
  assert.equal(cost.totalUsd, null);
  assert.equal(cost.perSample?.value, 0.01);
});

test('warm-up calls cost money and count for nothing else', () => {
  const comparison = compareAttempts({ models: ['m'], cases: 1 }, [
    attempt({ model: 'm', case: 0, warmup: true, quality: null, e2eMs: 9000, usd: 0.5 }),
    attempt({ model: 'm', case: 0, e2eMs: 1000, usd: 0.25 }),
  ]);
  const summary = only(comparison);
  assert.deepEqual([summary.ok, summary.latencyMs?.max, summary.cost.totalUsd], [1, 1000, 0.25]);
  assert.deepEqual([comparison.totals.done, comparison.totals.costUsd], [1, 0.75]);
});

test('contaminated samples stay in and are counted', () => {
  const { contaminated, latencyMs } = only(
    compareAttempts({ models: ['m'], cases: 2 }, [
      attempt({ model: 'm', case: 0, e2eMs: 1000 }),
      attempt({ model: 'm', case: 1, e2eMs: 3000, contaminated: true }),
    ]),
  );
  assert.deepEqual([contaminated, latencyMs?.n, latencyMs?.max], [1, 2, 3000]);
});

test('repeats are averaged by case before pairing, and make no more cases of them', () => {
  const answers = (model: string, rows: readonly (readonly number[])[]) =>
    rows.flatMap((row, index) => row.map((quality, i) => attempt({ model, case: index, repeat: i + 1, quality })));
  const { candidates, pairs } = compareAttempts({ models: ['a', 'b'], cases: 2, repeats: 3 }, [
    ...answers('a', [
      [1, 1, 1],
      [1, 1, 0],
    ]),
    ...answers('b', [
      [1, 0, 1],
      [0, 0, 0],
    ]),
  ]);
  assert.deepEqual([candidates[0]?.quality?.n, candidates[0]?.quality?.clusters], [6, 2]);
  assert.ok(Math.abs((pairs[0]?.difference.value ?? 0) - -0.5) < 1e-12);
  assert.equal(pairs[0]?.difference.n, 2);
});

test('categories are told apart where the suite has them', () => {
  const { qualityByCategory } = only(
    compareAttempts({ models: ['m'], cases: 3, category: (i) => (i === 0 ? 'tone' : 'policy') }, [
      attempt({ model: 'm', case: 0, category: 'tone', quality: 1 }),
      attempt({ model: 'm', case: 1, category: 'policy', quality: 0.5 }),
      attempt({ model: 'm', case: 2, category: 'policy', quality: 0 }),
    ]),
  );
  assert.deepEqual(
    Object.entries(qualityByCategory).map(([name, { value, n }]) => [name, value, n]),
    [
      ['tone', 1, 1],
      ['policy', 0.25, 2],
    ],
  );
});

test('a failed scorer is counted and is no score', () => {
  const failed = { name: 'regex', scorer: 'regex', value: null, passed: null, weight: 1, reason: 'broke' };
  const summary = only(
    compareAttempts({ models: ['m'], cases: 1 }, [attempt({ model: 'm', case: 0, quality: null, scores: [failed] })]),
  );
  assert.deepEqual([summary.scorerFailures, summary.quality, summary.passRate], [1, null, null]);
});

test('failures of scorers are counted by scorer, the most frequent first, each with a reason', () => {
  const failed = (scorer: string, reason: string) => ({ name: scorer, scorer, value: null, passed: null, weight: 1, reason });
  const scores = [failed('judge', 'no score'), failed('javascript', 'x'.repeat(1000))];
  const { failedScorers, scorerFailures } = only(
    compareAttempts({ models: ['m'], cases: 2 }, [
      attempt({ model: 'm', case: 0, quality: null, scores }),
      attempt({ model: 'm', case: 1, quality: null, scores: scores.slice(1) }),
    ]),
  );
  assert.equal(scorerFailures, 3);
  assert.deepEqual(
    failedScorers.map(({ scorer, scores, reason }) => [scorer, scores, reason.length <= 240]),
    [
      ['javascript', 2, true],
      ['judge', 1, true],
    ],
  );
});

test('answers that ended at the limit of output tokens are counted, but not in a speed test, which cuts off on purpose', () => {
  const { run, detail } = runOf({ models: ['short', 'free'], cases: 2 });
  const asked = (label: string, params: ModelParams) => ({ ref: `demo/${label}`, provider: 'demo', model: label, label, params });
  const models = [asked('short', { maxOutputTokens: 300 }), asked('free', {})];
  const attempts = ['short', 'free'].flatMap((model) => [
    attempt({ model, case: 0, finishReason: 'length' }),
    attempt({ model, case: 1 }),
    attempt({ model, case: 1, warmup: true, finishReason: 'length' }),
  ]);
  const cutOff = (suite: Partial<Suite>) =>
    compare(run, { ...detail, suite: { ...detail.suite, models, ...suite } }, attempts).candidates.map((one) => one.cutOff);
  assert.deepEqual(cutOff({}), [
    { answers: 1, limit: 300 },
    { answers: 1, limit: null },
  ]);
  assert.deepEqual(cutOff({ timing: { outputTokens: 200 } }), [null, null]);
});

test('the cheaper of two that scored the same is the best', () => {
  const { recommendation } = compareAttempts({ models: ['dear', 'cheap'], cases: 2 }, [
    ...[0, 1].map((index) => attempt({ model: 'dear', case: index, usd: 0.02 })),
    ...[0, 1].map((index) => attempt({ model: 'cheap', case: index, usd: 0.01 })),
  ]);
  assert.equal(recommendation.bestQuality, 'cheap');
});

test('one that answered few cases is no yardstick', () => {
  const { recommendation } = compareAttempts({ models: ['steady', 'lucky'], cases: 4 }, [
    ...[0, 1, 2, 3].map((index) => attempt({ model: 'steady', case: index, quality: 0.9 })),
    attempt({ model: 'lucky', case: 0, quality: 1 }),
  ]);
  assert.equal(recommendation.bestQuality, 'steady');
});

test('attempts of a model or a case that the run does not know are left out', () => {
  const comparison = compareAttempts({ models: ['m'], cases: 1 }, [
    attempt({ model: 'stranger', case: 0 }),
    attempt({ model: 'm', case: 7 }),
  ]);
  assert.equal(comparison.totals.done, 0);
});

test('contamination is a matter of the answers that were timed', () => {
  const { contaminated, ok } = only(
    compareAttempts({ models: ['m'], cases: 3 }, [
      attempt({ model: 'm', case: 0, contaminated: true }),
      attempt({ model: 'm', case: 1, errorKind: 'timeout', contaminated: true }),
      attempt({ model: 'm', case: 2, status: 'cancelled', quality: null, contaminated: true }),
    ]),
  );
  assert.deepEqual([contaminated, ok], [1, 1]);
});

test('a cell costs what its answers cost, as the mean of a sample does; without an answer, what the failures did', () => {
  const { matrix, candidates } = compareAttempts({ models: ['m'], cases: 2, repeats: 2 }, [
    attempt({ model: 'm', case: 0, usd: 0.01 }),
    attempt({ model: 'm', case: 0, repeat: 2, usd: 0, errorKind: 'rate-limit' }),
    attempt({ model: 'm', case: 1, usd: null, errorKind: 'timeout' }),
  ]);
  const costs = new Map(matrix.map(({ caseId, cells }) => [caseId, cells[0]?.costUsd]));
  assert.deepEqual([costs.get('c0'), costs.get('c1')], [0.01, null]);
  assert.equal(candidates[0]?.cost.perSample?.value, 0.01);
});

test('one case, two cases: all right, all wrong or apart, nothing is claimed', () => {
  for (const [a, b] of [
    [1, 1],
    [0, 0],
    [0, 1],
    [0.99, 1],
  ] as const) {
    for (const cases of [1, 2]) {
      const { pairs, recommendation } = compareAttempts({ models: ['a', 'b'], cases }, [
        ...Array.from({ length: cases }, (_, index) => attempt({ model: 'a', case: index, quality: a, usd: 0.001 })),
        ...Array.from({ length: cases }, (_, index) => attempt({ model: 'b', case: index, quality: b, usd: 0.002 })),
      ]);
      const words = `${a} against ${b} in ${cases}: ${recommendation.headline}`;
      assert.deepEqual(
        pairs.map(({ verdict, nonInferior }) => [verdict, nonInferior]),
        [['cannot-tell', false]],
        words,
      );
      assert.doesNotMatch(recommendation.headline, /as good as (?!b with)|better/, words);
      assert.ok(!recommendation.saving, words);
    }
  }
});

test('as many more cases are named as settle it', () => {
  const verdictOf = (cases: number) => {
    const rows = { a: (index: number) => (index % 3 === 1 ? 0.81 : 0.8), b: () => 0.5 };
    const { pairs } = compareAttempts(
      { models: ['a', 'b'], cases },
      Object.entries(rows).flatMap(([model, quality]) =>
        Array.from({ length: cases }, (_, index) => attempt({ model, case: index, quality: quality(index) })),
      ),
    );
    return pairs.map(({ verdict, moreCases }) => [verdict, moreCases]);
  };
  // The power formula alone would say one case in all.
  assert.deepEqual(verdictOf(3), [['cannot-tell', 6]]);
  assert.deepEqual(verdictOf(8), [['cannot-tell', 1]]);
  assert.deepEqual(verdictOf(9), [['worse', null]]);
});

test('pass rate and quality of answers that pass or fail are one figure, also where they were repeated', () => {
  const { run, detail } = runOf({ models: ['m'], cases: 20, repeats: 4 });
  const attempts = Array.from({ length: 80 }, (_, i) =>
    attempt({ model: 'm', case: i % 20, repeat: 1 + Math.floor(i / 20), quality: Number((i * 7) % 5 > 0) }),
  );
  const [summary] = compare(run, detail, attempts).candidates;
  assert.ok(summary?.quality);
  assert.deepEqual(summary.passRate, summary.quality);
});

test("a comparison holds the suite's budget, and whether its prices are made up: a judge's too", () => {
  const { run, detail } = runOf({ models: ['m'], cases: 1 });
  const made = (suite: Partial<Suite>, judge: string | null = null) => {
    const record = attempt({ model: 'm', case: 0, quality: 1 });
    const judgements = judge === null ? [] : [{ judge, value: 1, reason: '', cost: { usd: 0, estimated: false, source: null } }];
    const scores = [{ name: 'judge', scorer: 'judge', value: 1, passed: true, weight: 1, reason: '', judgements }];
    return compare(run, { ...detail, suite: { ...detail.suite, ...suite } }, [{ ...record, scores }]);
  };
  const model = (provider: string) => ({ provider }) as Suite['models'][number];
  assert.equal(made({ budgetUsd: 0.5 }).budgetUsd, 0.5);
  assert.equal(made({ models: [model('demo')] }, 'demo/arbiter').playMoney, true);
  assert.equal(made({ models: [model('demo'), model('openai')] }).playMoney, false);
  assert.equal(made({ models: [model('demo')] }, 'openai/x').playMoney, false, 'scored again by a judge that is billed');
});
