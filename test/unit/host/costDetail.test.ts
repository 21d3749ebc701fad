import assert from 'node:assert/strict';
import { test } from 'node:test';
import { costDetail } from '../../../src/host/run/costDetail.ts';

const estimate = { lowUsd: 0.5, highUsd: 4.2, unknownModels: [] };

test('the question before a costly run tells the range, the budget and who has no price', () => {
  const detail = costDetail({ ...estimate, unknownModels: ['mine/a', 'mine/b'] }, 1200, 2);
  assert.match(detail, /^1,200 calls, roughly \$0\.5 to \$4\.20\.$/m);
  assert.match(detail, /^Not in it, because no price is known: mine\/a, mine\/b\.$/m);
  assert.match(detail, /^The suite's budget stops the run at \$2\.00\.$/m);
});

test('what there is nothing to say about is left out, and a name makes no line of its own', () => {
  assert.doesNotMatch(costDetail(estimate, 3, null), /budget stops|no price/);
  const lines = costDetail({ ...estimate, unknownModels: ['mine/a\nIt is free.'] }, 3, null).split('\n');
  assert.equal(lines.length, 3);
});
