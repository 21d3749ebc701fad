import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unknownUsage, type Cost, type PriceRow } from '../../../src/shared/model/usage.ts';
import { countTokens } from '../../../src/core/tokens/countTokens.ts';
import { BudgetGuard, type PlannedCall } from '../../../src/core/runner/budget.ts';

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

const call = (changes: Partial<PlannedCall> = {}): PlannedCall => ({
  ref: 'p/a',
  inputBytes: 0,
  maxOutputTokens: 1000,
  ...changes,
});
const never = new AbortController().signal;
const near = (actual: number | null, expected: number) => assert.ok(Math.abs((actual ?? 0) - expected) < 1e-9, `${actual}`);
/** Costs $1 at worst for each 1000 output tokens, and the input nothing. */
const output: PriceRow = { ...price, inputPerMTok: 0 };

test('a call without a price has no worst case and passes, until one of its model has told its cost', async () => {
  const budget = new BudgetGuard(0.01);
  assert.equal(budget.worstCaseUsd(call(), undefined), null);
  const first = await budget.reserve(call(), undefined, never);
  assert.ok(first);
  budget.settle(first, unknownUsage, [{ usd: 0.006, estimated: false, source: 'reported' }]);
  assert.equal(budget.worstCaseUsd(call(), undefined), 0.006);
  assert.equal(budget.worstCaseUsd(call({ ref: 'p/b' }), undefined), null);
  assert.equal(await budget.reserve(call(), undefined, never), null);
  assert.equal(budget.reached, true);
});

test('a call counts as the dearest yet of its model where that was dearer than its price says', async () => {
  const budget = new BudgetGuard(10);
  const first = await budget.reserve(call(), output, never);
  assert.ok(first);
  budget.settle(first, unknownUsage, [{ usd: 3, estimated: false, source: 'reported' }]);
  assert.equal(budget.worstCaseUsd(call(), output), 3);
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
  const worst = (inputBytes: number, row: PriceRow) => budget.worstCaseUsd(call({ inputBytes }), row);
  near(worst(984, { ...price, longContext: [tier] }), 1 + 0.001);
  near(worst(985, { ...price, longContext: [tier] }), 2 + (3 * 1001) / 1e6);
  near(worst(0, { ...price, reasoningPerMTok: 1500 }), 1.5 + 16 / 1e6);
});

test('no text has more tokens than the worst case takes it for', () => {
  const budget = new BudgetGuard(null);
  const dollarATokenOfInput: PriceRow = { ...price, inputPerMTok: 1e6, outputPerMTok: 0 };
  for (const text of [
    '吾輩は猫である。名前はまだ無い。',
    '9f8a7c6e5d4b3a29',
    'ሰው ሁሉ በነጻነትና ተወልዷል',
    '🧑‍🚀🏳️‍🌈',
    '{"a":[2,3],"b":{}}',
  ]) {
    const inputBytes = Buffer.byteLength(text.repeat(50));
    assert.ok((budget.worstCaseUsd(call({ inputBytes }), dollarATokenOfInput) ?? 0) >= countTokens(text.repeat(50)), text);
  }
});

test('without a limit of the request, an answer may be as long as the longest yet', async () => {
  const budget = new BudgetGuard(null);
  const unlimited = call({ maxOutputTokens: null });
  const before = budget.worstCaseUsd(unlimited, output);
  const first = await budget.reserve(unlimited, output, never);
  assert.ok(first);
  budget.settle(first, { ...unknownUsage, outputTokens: 10_000 }, [cost(0)]);
  near(before, 4.096);
  near(budget.worstCaseUsd(unlimited, output), 10);
  assert.equal(budget.worstCaseUsd({ ...unlimited, ref: 'p/b' }, output), before);
});

test('what is spent counts at the dearest price that may hold, and an unknown cost at its worst case', async () => {
  const budget = new BudgetGuard(10);
  for (const costs of [[cost(0), cost(4)], [cost(null)]]) {
    const room = await budget.reserve(call({ maxOutputTokens: 5000 }), output, never);
    assert.ok(room);
    budget.settle(room, unknownUsage, costs);
  }
  // $1 is left.
  assert.ok(await budget.reserve(call({ ref: 'p/b' }), output, never));
  assert.equal(await budget.reserve(call({ ref: 'p/b', maxOutputTokens: 1500 }), output, never), null);
});

test('a call that fits only if those in flight cost less than at worst waits for their cost', async () => {
  const budget = new BudgetGuard(2.5);
  const rooms = await Promise.all([budget.reserve(call(), output, never), budget.reserve(call(), output, never)]);
  let answered = false;
  const third = budget.reserve(call(), output, never).finally(() => (answered = true));
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(answered, false);
  assert.ok(rooms[0]);
  budget.settle(rooms[0], unknownUsage, [cost(0.1)]);
  assert.equal((await third)?.worstUsd, 1);
  assert.equal(budget.reached, false);
});

test('who waits for room hears when a call that was not made gives its room back, and when the cap is reached', async () => {
  const budget = new BudgetGuard(1.5);
  const [room, next, last] = [1000, 1000, 1200].map((maxOutputTokens) =>
    budget.reserve(call({ maxOutputTokens }), output, never),
  );
  const given = await room;
  assert.ok(given);
  budget.release(given);
  const second = await next;
  assert.ok(second);
  budget.settle(second, unknownUsage, [cost(0.5)]);
  assert.equal(await last, null);
  assert.equal(budget.reached, true);
});

test('who waits for room when the run is stopped gets none', async () => {
  const budget = new BudgetGuard(1);
  const stop = new AbortController();
  assert.ok(await budget.reserve(call(), output, stop.signal));
  const waiting = budget.reserve(call(), output, stop.signal);
  stop.abort();
  assert.equal(await waiting, null);
  assert.equal(budget.reached, false);
});

test('rounding leaves nothing behind that a call could wait for', async () => {
  const budget = new BudgetGuard(0.7);
  const small = [0.1, 0.2, 0.3].map((usd) => ({ ...output, outputPerMTok: usd * 1000 }));
  const rooms = await Promise.all(small.map((row) => budget.reserve(call(), row, never)));
  for (const room of rooms) if (room) budget.release(room);
  assert.ok(await budget.reserve(call(), { ...output, outputPerMTok: 700 }, never));
});
