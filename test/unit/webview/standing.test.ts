import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Comparison, PairwiseResult } from '../../../src/shared/model/comparison.ts';
import { comparedCandidates, standingBetween, standingText } from '../../../webview/logic/standing.ts';
import { signedQuality } from '../../../webview/logic/wording.ts';
import { fixture } from '../../tools/panel-harness/fixture.ts';

const { comparison } = fixture();
const [first, second] = comparison.candidates;
assert.ok(first && second);

const worse: PairwiseResult = {
  a: first.id,
  b: second.id,
  difference: { value: -0.2, low: -0.3, high: -0.1, n: 24, clusters: 24 },
  pValue: 0.001,
  verdict: 'worse',
  nonInferior: false,
  moreCases: null,
};

function standings(pairs: readonly PairwiseResult[], bestQuality: Comparison['recommendation']['bestQuality']) {
  return comparedCandidates({ ...comparison, pairs, recommendation: { ...comparison.recommendation, bestQuality } }).map(
    (row) => row.standing,
  );
}

test('a pair reads from the candidate’s side, whichever way it was sent', () => {
  const [one] = standings([worse], second.id);
  assert.deepEqual(one, {
    kind: 'compared',
    verdict: 'worse',
    difference: worse.difference,
    asGood: false,
    moreCases: null,
    pValue: 0.001,
  });

  const [, other] = standings([worse], first.id);
  assert.ok(other?.kind === 'compared');
  assert.equal(other.verdict, 'better');
  assert.deepEqual([other.difference.value, other.difference.low, other.difference.high], [0.2, 0.1, 0.3]);
});

test('the best is named, and a candidate without a pair is not compared', () => {
  const [one, two] = standings([], first.id);
  assert.equal(one?.kind, 'best');
  assert.ok(two);
  assert.equal(standingText(two), 'not compared');
});

test('cannot tell becomes “as good” only where that is shown', () => {
  const text = (nonInferior: boolean) => {
    const [one] = standings([{ ...worse, verdict: 'cannot-tell', nonInferior }], second.id);
    assert.ok(one);
    return standingText(one);
  };
  assert.equal(text(true), 'as good');
  assert.equal(text(false), 'cannot tell');
});

test('as good is shown again of the other of a pair, by its own interval', () => {
  const turned = (low: number, high: number) => {
    const difference = { value: -0.005, low, high, n: 400, clusters: 400 };
    const pair = { ...worse, difference, verdict: 'cannot-tell', nonInferior: low > -0.03 } as const;
    return standingText(standingBetween({ ...comparison, pairs: [pair] }, second.id, first.id));
  };
  assert.equal(turned(-0.02, 0.01), 'as good');
  assert.equal(turned(-0.2, 0.01), 'as good');
  assert.equal(turned(-0.02, 0.1), 'cannot tell');
});

test('a difference carries its sign, and none where it rounds to nothing', () => {
  assert.deepEqual([0.041, -0.061, 0.004, -0.004].map(signedQuality), ['+0.04', '−0.06', '±0.00', '±0.00']);
});
