import assert from 'node:assert/strict';
import test from 'node:test';
import { checkThresholds } from '../../../src/core/report/thresholds.ts';
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
  const passed = (name: string): readonly boolean[] =>
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
