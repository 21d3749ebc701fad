import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureText, ungradedText } from '../../../src/host/run/failureText.ts';
import { fiveModels, fixture, twins, type ModelTraits } from '../../tools/panel-harness/fixture.ts';

const kinds = ['authentication', 'rate-limit', 'model-not-found', 'network', 'timeout'] as const;
const broken: readonly ModelTraits[] = fiveModels.map((model, index) => ({
  ...model,
  failures: 1,
  errorKind: kinds[index] ?? 'other',
}));

test('a run that went well has nothing to say of failures', () => {
  assert.equal(failureText(fixture({ models: twins }).comparison), '');
});

test('the models that calls failed at are named with why, three of them at most', () => {
  const { comparison } = fixture({ models: broken, cases: 8 });
  const text = failureText(comparison);
  assert.match(text, new RegExp(`^${comparison.totals.failed} calls failed: `));
  assert.match(text, /\(key refused\), .+ \(rate limit\), .+ \(model not found\) and 2 more\.$/);
});

test('a run that ended before all was graded tells how the rest can be', () => {
  const { comparison } = fixture({ models: twins });
  assert.equal(ungradedText(comparison), '');
  assert.match(ungradedText({ scoring: { ...comparison.scoring, open: 3 } }), /^“Re-Score Answers…” grades them/);
});
