import assert from 'node:assert/strict';
import { test } from 'node:test';
import { baselineName, changeOfRatio, listedChanges, notCompared, ratioVerdict } from '../../../webview/logic/changes.ts';
import { ratioInterval } from '../../../webview/logic/wording.ts';
import { fixture } from '../../tools/panel-harness/fixture.ts';

const { comparison } = fixture({ rich: true });
const { baseline, candidates } = comparison;
assert.ok(baseline);
const ratio = (value: number, low: number | null, high: number | null) => ({ value, low, high, n: 22, clusters: 22 });

test('the changes of all models come together: the significant first, then the greatest', () => {
  const listed = listedChanges(baseline.candidates, candidates, 'regressions');
  assert.equal(
    listed.length,
    baseline.candidates.reduce((sum, { regressions }) => sum + regressions.length, 0),
  );
  const order = listed.map(({ change }) => (change.significant ? 10 : 0) + change.before - change.after);
  assert.deepEqual(
    order,
    order.toSorted((a, b) => b - a),
  );
  assert.ok(listed.every(({ candidate, index }) => candidates[index] === candidate));
});

test('a change of a model that the run does not have is left out', () => {
  assert.deepEqual(listedChanges(baseline.candidates, [], 'improvements'), []);
});

test('a ratio reads as a change in per cent', () => {
  assert.deepEqual([1.12, 0.69, 1, 1.0004, 0.9996, 2].map(changeOfRatio), ['+12 %', '−31 %', '±0 %', '±0 %', '±0 %', '+100 %']);
  assert.equal(ratioInterval(ratio(1.12, 1.03, 1.2)), '+3 % to +20 %');
  assert.equal(ratioInterval(ratio(1.12, null, null)), '');
});

test('cost and latency have changed only where the interval leaves out that they have not', () => {
  assert.equal(ratioVerdict(ratio(1.1, 1.02, 1.2)), 'rose');
  assert.equal(ratioVerdict(ratio(0.9, 0.8, 0.98)), 'fell');
  assert.equal(ratioVerdict(ratio(1.1, 0.9, 1.2)), 'cannot-tell');
  assert.equal(ratioVerdict(ratio(1.5, null, null)), 'cannot-tell');
});

test('what was not compared is named', () => {
  assert.deepEqual(notCompared(baseline), [
    '2 cases not compared: new, or with another question or other expectations.',
    'Not in the baseline: local llama3.2.',
    'Only in the baseline: gpt-4.1-mini.',
  ]);
  assert.deepEqual(notCompared({ ...baseline, onlyNow: [], onlyThen: [], casesLeftOut: 0 }), []);
  assert.equal(baselineName(baseline), 'Support replies, 2026-11-14 09:05 UTC');
});
