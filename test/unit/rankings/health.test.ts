import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sourceError } from '../../../src/core/rankings/getBoard.ts';
import { lastRefresh, rankingHealth } from '../../../src/core/rankings/health.ts';
import { rankingSources } from '../../../src/shared/model/rankings.ts';
import type { SourceUse } from '../../../src/shared/model/rankings.ts';
import { at, dayMs, hourMs, keptOf, noon, ranking } from './fakeChain.ts';

const error = sourceError('network', 'Cannot be reached.', 'Look at the network.');

function use(source: SourceUse['source'], outcome: SourceUse['outcome'], ageMs: number): SourceUse {
  const failed = outcome === 'success' ? null : error;
  return {
    at: at(-ageMs).toISOString(),
    source,
    outcome,
    durationMs: 3,
    categories: [],
    error: failed,
    trigger: 'user',
    notModified: false,
  };
}

const uses = [
  use('artificial-analysis', 'success', 3 * dayMs),
  use('artificial-analysis', 'failure', 23 * hourMs),
  use('artificial-analysis', 'success', 5 * hourMs),
  use('artificial-analysis', 'success', 4 * hourMs),
  use('llm-stats', 'success', 25 * hourMs),
  use('llm-stats', 'skipped', 2 * hourMs),
  use('openrouter', 'failure', hourMs),
];
const kept = keptOf(
  [
    ranking('artificial-analysis', 'coding', at(-4 * hourMs), 5),
    ranking('openrouter', 'math', at(-2 * dayMs)),
    ranking('llm-stats', 'general', at(-9 * dayMs)),
    ranking('minimal-test', 'empathy', at(-hourMs)),
  ],
  {
    'llm-stats': { etag: null, waitUntil: at(hourMs).toISOString() },
    openrouter: { etag: null, waitUntil: at(-1).toISOString() },
  },
);
const reads = [at(-dayMs).toISOString(), at(-hourMs).toISOString()];
const health = rankingHealth({ uses, reads, kept, setting: 'auto', now: noon });

test('health counts the attempts of the last 24 h by source; what was skipped is none', () => {
  const rows = health.sources.map(({ source, attempts, successes, failures, successRate }) => [
    source,
    attempts,
    successes,
    failures,
    successRate,
  ]);
  assert.deepEqual(rows, [
    ['artificial-analysis', 3, 2, 1, 2 / 3],
    ['llm-stats', 0, 0, 0, null],
    ['openrouter', 1, 0, 1, 0],
    ['cache', 0, 0, 0, null],
    ['minimal-test', 0, 0, 0, null],
  ]);
  assert.deepEqual(
    health.sources.map(({ source }) => source),
    rankingSources,
  );
});

test('health names the last success and failure of each source, and until when it waits', () => {
  const [aa, ls, or] = health.sources;
  assert.deepEqual(
    [aa?.lastSuccessAt, aa?.lastFailure],
    [at(-4 * hourMs).toISOString(), { at: at(-23 * hourMs).toISOString(), error }],
  );
  assert.deepEqual(
    [ls?.lastSuccessAt, ls?.lastFailure, ls?.waitsUntil],
    [at(-25 * hourMs).toISOString(), null, at(hourMs).toISOString()],
  );
  assert.equal(or?.waitsUntil, null);
});

test('health shows the ranking in use by category with its age, an expired one too', () => {
  assert.deepEqual(health.cache, [
    { category: 'coding', origin: 'artificial-analysis', ageMs: 4 * hourMs, age: 'fresh', models: 5 },
    { category: 'math', origin: 'openrouter', ageMs: 2 * dayMs, age: 'usable', models: 2 },
    { category: 'empathy', origin: 'minimal-test', ageMs: hourMs, age: 'fresh', models: 2 },
    { category: 'general', origin: 'llm-stats', ageMs: 9 * dayMs, age: 'expired', models: 2 },
  ]);
});

test('health says when boards last gave rankings, and when the next refresh is due by the rule', () => {
  assert.deepEqual(
    [health.use, health.lastFetchAt, health.nextRefreshAt],
    ['usual', at(-4 * hourMs).toISOString(), at(8 * hourMs).toISOString()],
  );
  assert.equal(rankingHealth({ uses, reads, kept, setting: 'off', now: noon }).nextRefreshAt, null);
});

test('what was written ahead of the clock is neither counted nor the last', () => {
  const ahead = [...uses, use('artificial-analysis', 'success', -dayMs)];
  const aa = rankingHealth({ uses: ahead, reads, kept, setting: 'auto', now: noon }).sources[0];
  assert.deepEqual([aa?.attempts, aa?.lastSuccessAt], [3, at(-4 * hourMs).toISOString()]);
  const future = ranking('artificial-analysis', 'math', at(dayMs));
  assert.equal(lastRefresh(keptOf([future, ...kept.rankings]), ahead, noon).fetchedAt, at(-4 * hourMs).toISOString());
  assert.equal(lastRefresh(keptOf([future]), ahead, noon).fetchedAt, future.fetchedAt);
  assert.equal(lastRefresh(keptOf([]), ahead, noon).fetchedAt, null);
});
