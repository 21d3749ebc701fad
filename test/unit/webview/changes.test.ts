import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listedChanges } from '../../../webview/logic/changes.ts';
import { fixture } from '../../tools/panel-harness/fixture.ts';

const { comparison } = fixture({ rich: true });
const { baseline, candidates } = comparison;
assert.ok(baseline);

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
