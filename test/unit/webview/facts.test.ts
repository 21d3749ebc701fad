import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CandidateSummary } from '../../../src/shared/model/comparison.ts';
import { callFacts, costFacts, type Fact } from '../../../webview/logic/facts.ts';
import { samplesText } from '../../../webview/logic/wording.ts';
import { candidate, cost, estimate, priceRow } from '../report/fixtures.ts';

const byName = (facts: readonly Fact[]): Readonly<Record<string, string>> => Object.fromEntries(facts);
const callsOf = (over: Partial<CandidateSummary>) => byName(callFacts(candidate('a/b', over)));
const costsOf = (over: Partial<CandidateSummary>) => byName(costFacts(candidate('a/b', over)));

test('waiting in the queue, between attempts and throughput are told apart', () => {
  const waiting = { queueP50: 1200, queueMax: 3400, backedOff: 2, backoffMax: 4100 };
  assert.deepEqual(callsOf({ waiting, throughput: 812, goodput: estimate(0.75), failed: 1, retries: 2 }), {
    Model: 'a/b',
    'Reached by': 'Chat Completions',
    Samples: '36 answered, 1 failed, 2 retries',
    'Waited to be sent': '1.2 s median, 3.4 s at most',
    'Waited to try again': '2 answers, 4.1 s at most',
    Throughput: '812 tokens/s over its part of the run',
    'Within the latency limits': '75 %',
  });
});

test('what there is nothing to say of is left out', () => {
  const facts = callsOf({ ok: 0, apis: [], waiting: null, throughput: null });
  assert.deepEqual(Object.keys(facts), ['Model', 'Samples']);
});

test('changes to the request are told, with how often where not always', () => {
  const adaptations = [
    { change: 'without temperature', calls: 36 },
    { change: 'without seed', calls: 2 },
  ];
  assert.equal(callsOf({ adaptations })['Sent'], 'without temperature, without seed (2 of 36 calls)');
});

test('estimated tokens and costs are marked', () => {
  const facts = costsOf({ estimatedUsageCalls: 30, cost: { ...cost(0.0042), estimated: true } });
  assert.equal(facts['Input tokens'], '~12.3k');
  assert.equal(facts['Estimated'], 'tokens of 30 of 36 calls');
  assert.equal(facts['Cost of the run'], '~$0.0042');
  assert.match(facts['per sample'] ?? '', /^~\$/);
  assert.equal(costsOf({ estimatedUsageCalls: 30, inputTokens: null })['Input tokens'], 'unknown');
});

test('the price says whose it is, and that another model’s is an estimate', () => {
  assert.equal(costsOf({})['Price'], '$0.25 in, $2.00 out per million tokens (list price)');
  const similar = priceRow({ matchedModel: 'claude-sonnet-5', exact: false });
  assert.match(costsOf({ price: similar })['Price'] ?? '', /\(list price of claude-sonnet-5, so an estimate\)$/);
  assert.equal(costsOf({ price: null })['Price'], 'unknown');
  const tier = {
    aboveInputTokens: 200_000,
    inputPerMTok: 1,
    outputPerMTok: 2,
    cachedInputPerMTok: null,
    cacheWritePerMTok: null,
  };
  assert.match(costsOf({ price: priceRow({ longContext: [tier] }) })['Price'] ?? '', /more for long prompts/);
});

test('below a name stands how many answers were timed and with how many in flight, or that there are none', () => {
  const plain = (ok: number) =>
    samplesText(candidate('lab/b', { provider: 'lab', ok, concurrency: 4 })).replaceAll('\u00A0', ' ');
  assert.equal(plain(12), 'lab · n = 12 · 4 in flight');
  assert.equal(plain(0), 'lab · no answers');
});
