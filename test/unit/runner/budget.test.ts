import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unknownUsage, type Cost, type PriceRow } from '../../../src/shared/model/usage.ts';
import { BudgetGuard } from '../../../src/core/runner/budget.ts';

const price: PriceRow = {
  inputPerMTok: 1,
  outputPerMTok: 1000,
  cachedInputPerMTok: null,
  cacheWritePerMTok: null,
  source: 'suite',
  matchedModel: 'a',
  exact: true,
};
const cost = (usd: number | null): Cost => ({ usd, estimated: false, source: usd === null ? null : 'price-row' });

test('a call without a price has no worst case, and passes', () => {
  const budget = new BudgetGuard(0.01);
  assert.equal(budget.worstCaseUsd('p/a', 1000, {}, undefined), null);
  assert.equal(budget.reserve(null), true);
});

test('the worst case has the tier that a long prompt can reach, and the price of reasoning', () => {
  const budget = new BudgetGuard(null);
  const tier = {
    aboveInputTokens: 1000,
    inputPerMTok: 3,
    outputPerMTok: 2000,
    cachedInputPerMTok: null,
    cacheWritePerMTok: null,
  };
  const worst = (chars: number, row: PriceRow) => budget.worstCaseUsd('p/a', chars, { maxOutputTokens: 1000 }, row) ?? 0;
  const near = (actual: number, expected: number) => assert.ok(Math.abs(actual - expected) < 1e-9, `${actual}`);
  near(worst(1968, { ...price, longContext: [tier] }), 1 + 0.001);
  near(worst(1970, { ...price, longContext: [tier] }), 2 + (3 * 1001) / 1e6);
  near(worst(0, { ...price, reasoningPerMTok: 1500 }), 1.5 + 16 / 1e6);
});

test('without a limit of the suite, an answer may be as long as the longest yet', () => {
  const budget = new BudgetGuard(null);
  const before = budget.worstCaseUsd('p/a', 0, {}, price) ?? 0;
  budget.settle('p/a', 0, { ...unknownUsage, outputTokens: 10_000 }, [cost(0)]);
  const after = budget.worstCaseUsd('p/a', 0, {}, price) ?? 0;
  assert.deepEqual([Math.round(before), Math.round(after)], [4, 10]);
  assert.equal(budget.worstCaseUsd('p/b', 0, {}, price), before);
});

test('what is spent counts at the dearest price that may hold, and an unknown cost at its worst case', () => {
  const budget = new BudgetGuard(10);
  for (const costs of [[cost(0), cost(4)], [cost(null)]]) {
    assert.equal(budget.reserve(5), true);
    budget.settle('p/a', 5, unknownUsage, costs);
  }
  assert.equal(budget.reserve(1.5), false);
  assert.equal(budget.reserve(1), true);
});
