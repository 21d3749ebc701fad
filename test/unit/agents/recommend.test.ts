import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sharedWords } from '../../../src/core/agents/about.ts';
import { adviceOf } from '../../../src/core/agents/advice.ts';
import { recommend } from '../../../src/core/agents/recommend.ts';
import { minimalTestPath } from '../../../src/core/rankings/minimal/suiteText.ts';
import { candidate, estimate } from '../report/fixtures.ts';
import { desk, emptyDesk, runOf, support, tickets } from './desk.ts';

const labels = (candidates: readonly { readonly label: string }[]) => candidates.map(({ label }) => label);

test('the cheapest that is shown to be as good as the best is recommended, and said to be settled', async () => {
  const { text, data } = await recommend({}, desk());
  assert.match(text, /Take \*\*acme\/small\*\*: quality 0\.90 \(0\.85 to 0\.95\), \$0\.2 for 1,000 calls/);
  assert.match(text, /shown to be as good as, or better than, every other/);
  assert.equal((data['byRun'] as { settled: boolean }[])[0]?.settled, true);
});

test('where the intervals leave it open, it says against whom, and claims nothing', async () => {
  const open = support();
  const pairs = open.pairs.map((pair) => ({ ...pair, nonInferior: false, difference: estimate(-0.05, 0.1, 12) }));
  const best = support({
    pairs,
    candidates: open.candidates.map((one) => (one.label === 'acme/large' ? { ...one, quality: estimate(0.95, 0.04) } : one)),
  });
  const { text, data } = await recommend({}, desk([best]));
  assert.match(
    text,
    /Not settled which to take: \*\*acme\/large\*\* is not shown to be as good as acme\/small\.[^]*If it has to be one now, \*\*acme\/large\*\*: quality 0\.95/,
  );
  assert.doesNotMatch(text, /Take /);
  assert.equal((data['byRun'] as { settled: boolean }[])[0]?.settled, false);
});

test('limits leave out who is over them, and who is not known to keep to them', () => {
  const base = support();
  const dark = candidate('acme/dark', {
    cost: { totalUsd: null, knownUsd: 0, unknownCalls: 36, perSample: null, estimated: false },
  });
  const { pick, over, unknown, within } = adviceOf({ ...base, candidates: [...base.candidates, dark] }, { maxUsdPer1000: 1 });
  assert.equal(pick?.label, 'acme/small');
  assert.deepEqual(labels(within), ['acme/small']);
  assert.deepEqual(
    over.map(({ candidate, why }) => [candidate.label, why]),
    [['acme/large', 'costs']],
  );
  assert.deepEqual(
    unknown.map(({ candidate }) => candidate.label),
    ['acme/dark'],
  );
});

test('a limit that nobody keeps to recommends nobody', async () => {
  assert.match(
    (await recommend({ maxLatencyMs: 1 }, desk())).text,
    /No model keeps to the limits\.[^]*Over a limit: acme\/large \(latency\), acme\/small \(latency\)/,
  );
});

test('without quality it goes by cost, and says so', async () => {
  const blind = support({ pairs: [], candidates: support().candidates.map((one) => ({ ...one, quality: null })) });
  const { text } = await recommend({}, desk([blind]));
  assert.match(text, /Take \*\*acme\/small\*\*: quality not measured/);
  assert.match(text, /Quality was not measured: this goes by cost alone/);
});

test('demo models are said to be made up', async () => {
  const demo = support({ candidates: support().candidates.map((one) => ({ ...one, provider: 'demo' })) });
  assert.match((await recommend({}, desk([demo]))).text, /Demo models and their prices are made up/);
});

test('the run of the suite that is about the task comes first, and the suite that would tell more is named', async () => {
  const sums = support({
    run: runOf({ id: 'sums1', name: 'Sums', suiteName: 'Sums', suitePath: 'sums.bench.yaml', startedAt: '2026-11-21' }),
  });
  const own = support({ run: runOf({ id: 'tick1', name: 'Tickets', suiteName: 'Tickets', suitePath: 'tickets.bench.yaml' }) });
  const { text, data } = await recommend({ task: 'classification of tickets' }, desk([sums, own]));
  assert.match(text, /^### By Tickets/);
  assert.doesNotMatch(text, /Sums/);
  assert.equal(data['aboutTheTask'], true);
  const unrun = await recommend({ task: 'classification of tickets' }, desk([sums]));
  assert.match(
    unrun.text,
    /no suite that was run is about this task[^]*Not run yet, and would tell more: Tickets \(tickets\.bench\.yaml\)/,
  );
  assert.equal(unrun.data['aboutTheTask'], false);
});

test('a minimal test of rankings is no measurement of a task', async () => {
  const minimal = support({ run: runOf({ id: 'minimal1', suitePath: minimalTestPath }) });
  assert.match((await recommend({}, desk([minimal]))).text, /Nothing was measured here yet/);
});

test('runs of a part, and runs that go on, are no ground for a recommendation', async () => {
  const part = support({ run: runOf({ id: 'part1', part: { cases: 1, ofCases: 2, models: 2, ofModels: 2, timing: false } }) });
  const live = support({ run: runOf({ id: 'live1', status: 'running' }) });
  assert.match((await recommend({}, desk([part, live]))).text, /Nothing was measured here yet/);
});

test('a run that was cancelled does not take the place of the finished one before it', async () => {
  const stopped = support({ run: runOf({ id: 'stopped1', status: 'cancelled' }), status: 'cancelled', matrixTotal: 100 });
  const finished = support({ run: runOf({ id: 'finished1' }) });
  const { text, data } = await recommend({}, desk([stopped, finished]));
  assert.match(text, /^### By [^\n]* \(12 cases, [^\n]*run finished\)/);
  const [only] = data['byRun'] as { readonly run: string; readonly status: string }[];
  assert.deepEqual([only?.run, only?.status], ['finished1', 'finished']);
});

test('where only a cancelled run has answers, it says so and of how many samples they are', async () => {
  const { totals } = support();
  const stopped = support({
    run: runOf({ id: 'stopped1', status: 'cancelled' }),
    status: 'cancelled',
    matrixTotal: 100,
    totals: { ...totals, done: 2, planned: 100, failed: 1 },
  });
  const { text, data } = await recommend({}, desk([stopped]));
  assert.match(text, /^### By [^\n]* \(cancelled, 2 of 100 samples, /);
  assert.doesNotMatch(text, /100 cases/);
  const [only] = data['byRun'] as { readonly status: string; readonly samples: object }[];
  assert.deepEqual([only?.status, only?.samples], ['cancelled', { done: 2, planned: 100, failed: 1 }]);
});

test('a suite that was not run yet is said to be so', async () => {
  assert.match((await recommend({ suite: 'tickets' }, emptyDesk())).text, /This suite was not run yet as a whole[^]*Tickets/);
});

test('a failed share of cases counts: a model is judged by its quality over all of them', () => {
  const base = support();
  const lucky = candidate('acme/lucky', { quality: estimate(0.99, 0.01), ok: 3, failed: 33 });
  const draws = {
    draws: 0,
    candidates: [
      { id: lucky.id, quality: null, costUsd: null, latencyMs: null, level: { quality: 0.3, costUsd: null, latencyMs: null } },
    ],
  };
  const { within } = adviceOf({ ...base, candidates: [...base.candidates, lucky], replicates: draws }, { minQuality: 0.8 });
  assert.deepEqual(labels(within), ['acme/large', 'acme/small']);
});

test('words are compared by their beginnings, and common ones say nothing', () => {
  assert.equal(sharedWords('classify my tickets', 'Classification of ticket texts'), 2);
  assert.equal(sharedWords('which model is best for this task', 'The best model for which task'), 0);
  assert.equal(sharedWords('', tickets().name), 0);
});
