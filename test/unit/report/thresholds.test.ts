import assert from 'node:assert/strict';
import test from 'node:test';
import { baselineVerdicts, checkThresholds } from '../../../src/core/report/thresholds.ts';
import type { Comparison } from '../../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../../src/shared/model/ids.ts';
import type { Thresholds } from '../../../src/shared/model/suite.ts';
import { allFailed, unjudged } from './extremes.ts';
import { candidate, comparison, cost, distribution, estimate } from './fixtures.ts';

const two = comparison([
  candidate('a/good', { quality: estimate(0.9), cost: cost(0.02), latencyMs: distribution(400) }),
  candidate('b/poor', { quality: estimate(0.7), cost: cost(0.01), ok: 27, failed: 9 }),
]);

test('no limits, no results', () => {
  assert.deepEqual(checkThresholds({}, two), []);
});

test('every candidate has to meet a limit; the limit itself is met', () => {
  const results = checkThresholds({ quality: 0.9 }, two);
  assert.deepEqual(
    results.map(({ candidate, actual, passed }) => [candidate, actual, passed]),
    [
      ['a/good', 0.9, true],
      ['b/poor', 0.7, false],
    ],
  );
  assert.equal(results[1]?.reason, 'Quality of b/poor is 0.70; at least 0.90 is asked for.');
});

test('latencies and error rates are held from above', () => {
  const results = checkThresholds({ p50LatencyMs: 500, p95TtftMs: 1, errorRate: 0.2 }, two);
  const passed = (name: string): readonly (boolean | null)[] =>
    results.filter((result) => result.name === name).map((result) => result.passed);
  assert.deepEqual(passed('p50LatencyMs'), [true, false]);
  assert.deepEqual(passed('p95TtftMs'), [false, false]);
  assert.deepEqual(passed('errorRate'), [true, false]);
  assert.equal(results.find(({ name, candidate }) => name === 'errorRate' && candidate === 'b/poor')?.actual, 0.25);
});

test('the cost limit is on the whole run', () => {
  const [result] = checkThresholds({ costUsd: 0.03 }, two);
  assert.deepEqual([result?.candidate, result?.actual, result?.passed], [null, 0.03, true]);
  assert.equal(checkThresholds({ costUsd: 0.0299 }, two)[0]?.passed, false);
});

test('what judges cost counts in the cost of the run, and where it is unknown all of it is', () => {
  const judged = (totalUsd: number | null): Comparison => ({
    ...two,
    judging: {
      judges: [],
      calls: 3,
      cost: { totalUsd, knownUsd: totalUsd ?? 0.01, unknownCalls: totalUsd === null ? 1 : 0, estimated: false },
      agreement: null,
    },
  });
  const [dear] = checkThresholds({ costUsd: 0.03 }, judged(0.5));
  assert.deepEqual([dear?.actual, dear?.passed], [0.53, false]);
  const [unknown] = checkThresholds({ costUsd: 100 }, judged(null));
  assert.deepEqual([unknown?.actual, unknown?.passed], [null, false]);
  assert.match(unknown?.reason ?? '', /run with its judges is unknown: \$0\.04 is known, the cost of 1 call is not/);
});

test('unknown does not pass, and says why', () => {
  const limits = { quality: 0, passRate: 0, costUsd: 100 };
  for (const result of checkThresholds(limits, unjudged().comparison)) {
    assert.equal(result.actual, null);
    assert.equal(result.passed, false);
    assert.match(result.reason, /unknown/);
  }
  const [latency] = checkThresholds({ p95LatencyMs: 1e9 }, allFailed().comparison);
  assert.equal(latency?.passed, false);
  assert.equal(latency.reason, 'p95 latency of demo/dead is unknown: no answer was timed.');
});

test('a candidate without any sample has no error rate', () => {
  const [result] = checkThresholds({ errorRate: 1 }, comparison([candidate('a/none', { ok: 0 })]));
  assert.equal(result?.passed, false);
});

/** `a/good` against a baseline: quality by −0.05 (−0.08 to −0.02), cost × 1.2 (1.12 to 1.3), latency × 0.9; `b/poor` is new. */
const changed: Comparison = {
  ...two,
  baseline: {
    runId: null,
    name: 'last week',
    startedAt: '2026-11-14T09:30:00.000Z',
    candidates: [
      {
        id: 'a/good' as CandidateId,
        comparable: 40,
        quality: {
          difference: { value: -0.05, low: -0.08, high: -0.02, n: 40, clusters: 40 },
          verdict: 'worse',
          pValue: 0.001,
        },
        costRatio: { value: 1.2, low: 1.12, high: 1.3, n: 40, clusters: 40 },
        latencyRatio: { value: 0.9, low: 0.85, high: 0.95, n: 40, clusters: 40 },
        regressions: [],
        improvements: [],
        regressed: 4,
        improved: 0,
      },
    ],
    onlyNow: ['b/poor'],
    onlyThen: [],
    casesLeftOut: 0,
  },
};

test('a loss against the baseline misses its limit only when it is shown to exceed it', () => {
  const passed = (limits: Thresholds) => checkThresholds(limits, changed).find(({ candidate }) => candidate === 'a/good')?.passed;
  assert.deepEqual([passed({ qualityDrop: 0 }), passed({ qualityDrop: 0.019 })], [false, false]);
  // The drop seen is 0.05, but so many cases do not show that it is more than 0.02.
  assert.equal(passed({ qualityDrop: 0.03 }), true);
  assert.deepEqual([passed({ costRise: 0.1 }), passed({ costRise: 0.15 })], [false, true]);
  assert.equal(passed({ latencyRise: 0 }), true);
});

test('the sentence on a change has both figures, the interval and the limit', () => {
  const reasons = checkThresholds({ qualityDrop: 0.01, costRise: 0.1 }, changed).map(({ reason }) => reason);
  assert.deepEqual(reasons, [
    'Quality of a/good changed by −5.0 points (95 % interval −8.0 to −2.0) against the baseline; it must not show a drop of more than 1.0 points.',
    'Quality of b/poor was not checked: the baseline does not have it.',
    'Cost of a sample of a/good changed by +20.0 % (95 % interval +12.0 to +30.0) against the baseline; it must not show a rise of more than 10.0 %.',
    'Cost of a sample of b/poor was not checked: the baseline does not have it.',
  ]);
});

test('a loss that the correction for several models does not let stand misses no limit', () => {
  const [change] = changed.baseline?.candidates ?? [];
  assert.ok(changed.baseline && change?.quality);
  const open = { ...change, quality: { ...change.quality, verdict: 'cannot-tell' as const } };
  const [result] = checkThresholds({ qualityDrop: 0 }, { ...changed, baseline: { ...changed.baseline, candidates: [open] } });
  assert.equal(result?.passed, true);
});

test('of several models a rise has to show beyond what chance brings to one of so many', () => {
  const [change] = changed.baseline?.candidates ?? [];
  assert.ok(changed.baseline && change);
  const passed = (models: number, low: number) => {
    const ids = Array.from({ length: models }, (_, i) => `a/m${i}`);
    const risen = (id: string) => ({
      ...change,
      id: id as CandidateId,
      costRatio: { value: 1.05, low, high: 1.2, n: 40, clusters: 40 },
    });
    const baseline = { ...changed.baseline, candidates: ids.map(risen) } as Comparison['baseline'];
    const results = checkThresholds({ costRise: 0 }, { ...comparison(ids.map((id) => candidate(id, {}))), baseline });
    return results.every((result) => result.passed === true);
  };
  assert.deepEqual([passed(1, 1.005), passed(5, 1.005), passed(5, 1.03)], [false, true, false]);
});

test('without a baseline its limits are not checked, which is neither passed nor missed', () => {
  assert.deepEqual(
    checkThresholds({ qualityDrop: 0.02, latencyRise: 0.1 }, two).map(({ candidate, passed, reason }) => [
      candidate,
      passed,
      reason,
    ]),
    [
      [null, null, '`qualityDrop` was not checked: there is no baseline to compare with.'],
      [null, null, '`latencyRise` was not checked: there is no baseline to compare with.'],
    ],
  );
});

test('a figure that the runs do not share is not checked', () => {
  const [change] = changed.baseline?.candidates ?? [];
  assert.ok(changed.baseline && change);
  const unpriced = { ...changed, baseline: { ...changed.baseline, candidates: [{ ...change, costRatio: null }] } };
  const [result] = checkThresholds({ costRise: 0.1 }, unpriced);
  assert.deepEqual(
    [result?.passed, result?.reason],
    [null, 'Cost of a sample of a/good was not checked: the two runs share no figure of it.'],
  );
});

test('the models shown to be worse than in the baseline are named', () => {
  assert.deepEqual(baselineVerdicts(two), []);
  assert.deepEqual(baselineVerdicts(changed), [
    {
      candidate: 'a/good',
      reason: 'Quality of a/good changed by −5.0 points (95 % interval −8.0 to −2.0) against the baseline.',
    },
  ]);
});
