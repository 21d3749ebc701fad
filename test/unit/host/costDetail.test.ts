import assert from 'node:assert/strict';
import { test } from 'node:test';
import { costDetail } from '../../../src/host/run/costDetail.ts';
import { isPlayMoney } from '../../../src/shared/playMoney.ts';

const estimate = { lowUsd: 0.5, highUsd: 4.2, unknownModels: [], judging: null };

test('the question before a costly run tells the range, the budget and who has no price', () => {
  const detail = costDetail({ ...estimate, unknownModels: ['mine/a', 'mine/b'] }, 1200, 2);
  assert.match(detail, /^1,200 calls, roughly \$0\.5 to \$4\.20\.$/m);
  assert.match(detail, /^Not in it, because no price is known: mine\/a, mine\/b\.$/m);
  assert.match(detail, /^Its budget stops the run at \$2\.00, as far as prices are known\.$/m);
  assert.match(detail, /^Prices in the suite make it known/m);
});

test('it tells what of that is grading, at whatever is known of its price', () => {
  const judging = { calls: 40, costUsd: { low: 0.1, high: 1.5 } };
  assert.match(
    costDetail({ ...estimate, judging }, 3, null),
    /^Grading takes 40 more calls: roughly \$0\.1 to \$1\.50, which is in it\.$/m,
  );
  assert.match(costDetail({ ...estimate, judging: { calls: 1, costUsd: null } }, 3, null), /^Grading takes 1 more call\.$/m);
});

test('what there is nothing to say about is left out, and a name makes no line of its own', () => {
  assert.doesNotMatch(costDetail(estimate, 3, null), /budget stops|price|Grading/);
  assert.match(costDetail({ ...estimate, lowUsd: null, highUsd: null }, 3, null), /^3 calls\.$/m);
  const lines = costDetail({ ...estimate, unknownModels: ['mine/a\nIt is free.'] }, 3, null).split('\n');
  assert.equal(lines.length, 4);
});

test('what only demo models are asked costs nobody anything; one other model or judge does', () => {
  const model = (provider: string) => ({ provider }) as never;
  const endpoints = [{ id: 'mine' } as never];
  assert.equal(isPlayMoney({ models: [model('demo')], graders: [model('demo')], endpoints }), true);
  assert.equal(isPlayMoney({ models: [model('demo'), model('openai')], graders: [], endpoints }), false);
  assert.equal(isPlayMoney({ models: [model('demo')], graders: [model('openai')], endpoints }), false);
});

test('a server that a suite calls demo is billed like any other', () => {
  const endpoints = [{ id: 'demo' } as never];
  assert.equal(isPlayMoney({ models: [{ provider: 'demo' } as never], graders: [], endpoints }), false);
});
