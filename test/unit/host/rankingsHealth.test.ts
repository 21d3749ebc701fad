import assert from 'node:assert/strict';
import { test } from 'node:test';
import { healthText } from '../../../src/host/rankings/healthText.ts';
import { rankingSources, type RankingHealth, type SourceError, type SourceHealth } from '../../../src/shared/model/rankings.ts';

const at = '2026-11-21T12:00:00.000Z';
const idle = {
  attempts: 0,
  successes: 0,
  failures: 0,
  successRate: null,
  lastSuccessAt: null,
  lastFailure: null,
  waitsUntil: null,
};

function health(own: Partial<SourceHealth> & Pick<SourceHealth, 'source'>, rest: Partial<RankingHealth> = {}): RankingHealth {
  return {
    at,
    sources: rankingSources.map((source) => ({ ...idle, source, ...(own.source === source && own) })),
    cache: [],
    lastFetchAt: null,
    nextRefreshAt: null,
    use: 'low',
    ...rest,
  };
}

function pageOf(of: RankingHealth): string {
  return healthText(of, null);
}

/** The cells of the row that begins with this one. */
function row(text: string, first: string): string[] | undefined {
  const rows = text.split('\n').filter((line) => line.startsWith('|'));
  return rows
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .find(([name]) => name === first);
}

test('each source has a row with its figures; one that was not asked has no rate', () => {
  const lastSuccessAt = '2026-11-21T09:00:00.000Z';
  const text = pageOf(
    health({ source: 'artificial-analysis', attempts: 4, successes: 3, failures: 1, successRate: 0.75, lastSuccessAt }),
  );
  assert.deepEqual(row(text, 'Artificial Analysis'), ['Artificial Analysis', '4', '3', '1', '75 %', '3 hours ago', '–']);
  assert.deepEqual(row(text, 'LLM Stats'), ['LLM Stats', '0', '0', '0', 'not asked', '–', '–']);
  assert.ok(row(text, 'Minimal test'));
  assert.doesNotMatch(text, /Last failures/);
});

test('the last failure is told with its status and what to do, as text and no markup', () => {
  const error: SourceError = {
    ...{ kind: 'authentication', message: 'No <img src=x> [key](command:x)\nhere', advice: 'Pay $1, not $2.' },
    ...{ status: 401, until: null },
  };
  const text = pageOf(health({ source: 'llm-stats', attempts: 1, failures: 1, lastFailure: { at, error } }));
  assert.ok(
    text.includes(String.raw`- **LLM Stats**, just now, HTTP 401: No \<img src=x\> \[key\](command:x) here. Pay \$1, not \$2.`),
    text,
  );
});

test('what is kept is told with its age, and what happens next', () => {
  const text = pageOf(
    health(
      { source: 'openrouter' },
      {
        cache: [{ category: 'coding', origin: 'openrouter', ageMs: 6 * 24 * 3_600_000, age: 'usable', models: 20 }],
        lastFetchAt: '2026-11-15T12:00:00.000Z',
        nextRefreshAt: '2026-11-21T13:00:00.000Z',
      },
    ),
  );
  assert.deepEqual(row(text, 'Coding'), ['Coding', 'OpenRouter', '6 days old: still usable', '20']);
  assert.match(text, /A board last answered well 6 days ago\. The next refresh is due on 2026-11-2\d \d\d:\d\d/);
});

test('where nothing is kept and nothing is due, that is said with the way on', () => {
  const text = pageOf(health({ source: 'openrouter' }));
  assert.match(text, /Nothing\. Run “LLM Bench: Refresh Rankings” to ask the boards\./);
  assert.match(text, /No board has given anything yet\. Nothing is refreshed by itself\./);
});

test('what is wrong with the kept files stands before the figures', () => {
  const text = healthText(health({ source: 'openrouter' }), 'The folder cannot be written (EACCES).');
  assert.ok(text.indexOf('cannot be written (EACCES).') < text.indexOf('| Source'), text);
});
