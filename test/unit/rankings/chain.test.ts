import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SourceFailure, sourceError } from '../../../src/core/rankings/getBoard.ts';
import type { KeptRankings, MinimalTest } from '../../../src/core/rankings/spec.ts';
import type { RankingBoard, RankingSource, SourceErrorKind } from '../../../src/shared/model/rankings.ts';
import { at, chain, dayMs, fakeBoard, hourMs, keptOf, noon, ranking } from './fakeChain.ts';
import type { Told } from './fakeChain.ts';

/** One row a case, of the category `coding`. Boards not named are up; nothing is kept and nothing may be spent where nothing is said. */
interface Row {
  readonly name: string;
  readonly aa?: Told;
  readonly ls?: Told;
  readonly or?: Told;
  readonly off?: readonly RankingBoard[];
  readonly noKeys?: readonly RankingBoard[];
  readonly kept?: KeptRankings;
  readonly minimal?: MinimalTest;
  readonly forced?: RankingSource;
  readonly serveYoungerThanMs?: number;
  /** Who answers. */
  readonly source: RankingSource | null;
  /** `source outcome`, with the kind of its error where it has one; in order. */
  readonly uses: readonly string[];
}

const down: Told = { fails: 'network' };
const [aaDown, lsDown, orDown] = [
  'artificial-analysis failure network',
  'llm-stats failure network',
  'openrouter failure network',
];
const allDown = { aa: down, ls: down, or: down };
const boardsDown = [aaDown, lsDown, orDown];
const afterBoards = (use: string) => [...boardsDown, use];
const notAllowed = 'minimal-test skipped not-allowed';
const cached = (ageMs: number, models = 2, origin: 'artificial-analysis' | 'minimal-test' = 'artificial-analysis') =>
  keptOf([ranking(origin, 'coding', at(-ageMs), models)]);
const quota = (board: RankingBoard, until: Date) => keptOf([], { [board]: { etag: null, waitUntil: until.toISOString() } });
const tests =
  (models: number): MinimalTest =>
  async (categories) =>
    categories.map((category) => ranking('minimal-test', category, noon, models));
const cannot =
  (kind: SourceErrorKind): MinimalTest =>
  async () => {
    throw new SourceFailure(sourceError(kind, 'It cannot.', 'Help it.'));
  };

/** Each way to fail, of the first source: the second answers. */
const refusals: readonly { readonly name: string; readonly told: Told; readonly kind: SourceErrorKind }[] = [
  { name: 'is down', told: down, kind: 'network' },
  { name: 'is too slow', told: { fails: 'timeout' }, kind: 'timeout' },
  { name: 'says 401', told: { fails: 'authentication', status: 401 }, kind: 'authentication' },
  { name: 'says 403', told: { fails: 'permission', status: 403 }, kind: 'permission' },
  { name: 'says 410', told: { fails: 'gone', status: 410 }, kind: 'gone' },
  { name: 'says 429 until later', told: { fails: 'rate-limit', status: 429, until: at(hourMs) }, kind: 'rate-limit' },
  { name: 'says 500', told: { fails: 'server', status: 500 }, kind: 'server' },
  { name: 'sends nonsense', told: { fails: 'malformed-response' }, kind: 'malformed-response' },
  { name: 'has an empty list', told: { models: 0 }, kind: 'too-few' },
  { name: 'ranks one model only', told: { models: 1 }, kind: 'too-few' },
  { name: 'says unchanged, though nothing of it is kept', told: 'not-modified', kind: 'malformed-response' },
  { name: 'breaks its promise never to reject', told: 'throws', kind: 'other' },
];

const rows: readonly Row[] = [
  {
    name: 'all are up: the first answers, no other is asked',
    source: 'artificial-analysis',
    uses: ['artificial-analysis success'],
  },
  ...refusals.map(({ name, told, kind }): Row => ({
    name: `the first ${name}: the second answers`,
    aa: told,
    source: 'llm-stats',
    uses: [`artificial-analysis failure ${kind}`, 'llm-stats success'],
  })),
  ...refusals.map(({ name, told, kind }): Row => ({
    name: `the second ${name}: the third answers`,
    aa: down,
    ls: told,
    source: 'openrouter',
    uses: [aaDown, `llm-stats failure ${kind}`, 'openrouter success'],
  })),
  ...refusals.map(({ name, told, kind }): Row => ({
    name: `the third ${name}: the cache answers`,
    aa: down,
    ls: down,
    or: told,
    kept: cached(3 * dayMs),
    source: 'cache',
    uses: [aaDown, lsDown, `openrouter failure ${kind}`, 'cache success'],
  })),
  {
    name: 'a board that ranks other categories only has not failed',
    aa: { models: { math: 3 } },
    source: 'llm-stats',
    uses: ['artificial-analysis success', 'llm-stats success'],
  },
  // The cache
  {
    name: 'the cache is 6 d 23 h old',
    ...allDown,
    kept: cached(7 * dayMs - hourMs),
    source: 'cache',
    uses: afterBoards('cache success'),
  },
  {
    name: 'the cache is 7 d 1 h old',
    ...allDown,
    kept: cached(7 * dayMs + hourMs),
    source: null,
    uses: [...boardsDown, 'cache failure expired', notAllowed],
  },
  {
    name: 'the cache holds one model',
    ...allDown,
    kept: cached(hourMs, 1),
    source: null,
    uses: [...boardsDown, 'cache failure too-few', notAllowed],
  },
  { name: 'nothing is kept', ...allDown, source: null, uses: [...boardsDown, 'cache skipped too-few', notAllowed] },
  {
    name: 'the clock was moved back a day since: the cache is usable',
    ...allDown,
    kept: cached(-dayMs),
    source: 'cache',
    uses: afterBoards('cache success'),
  },
  {
    name: 'the clock was moved back eight days since: nobody knows how old the cache is',
    ...allDown,
    kept: cached(-8 * dayMs),
    source: null,
    uses: [...boardsDown, 'cache failure expired', notAllowed],
  },
  {
    name: 'the clock was moved back a day since: what is kept is not young',
    kept: cached(-dayMs),
    serveYoungerThanMs: 12 * hourMs,
    source: 'artificial-analysis',
    uses: ['artificial-analysis success'],
  },
  {
    name: 'the clock was moved forward eight days since: the cache is too old',
    ...allDown,
    kept: cached(8 * dayMs),
    source: null,
    uses: [...boardsDown, 'cache failure expired', notAllowed],
  },
  // Kept ones that are young
  {
    name: 'what is kept is younger than the interval: nobody is asked',
    kept: cached(11 * hourMs),
    serveYoungerThanMs: 12 * hourMs,
    source: 'cache',
    uses: ['cache success'],
  },
  {
    name: 'what is kept is as old as the interval',
    kept: cached(12 * hourMs),
    serveYoungerThanMs: 12 * hourMs,
    source: 'artificial-analysis',
    uses: ['artificial-analysis success'],
  },
  {
    name: 'a minimal test that is young stands before no board',
    kept: cached(hourMs, 2, 'minimal-test'),
    serveYoungerThanMs: 12 * hourMs,
    source: 'artificial-analysis',
    uses: ['artificial-analysis success'],
  },
  {
    name: 'what is kept is young, and ranks one model',
    kept: cached(hourMs, 1),
    serveYoungerThanMs: 12 * hourMs,
    source: 'artificial-analysis',
    uses: ['artificial-analysis success'],
  },
  // Keys
  {
    name: 'no key is set at all: the keyless one answers',
    noKeys: ['artificial-analysis', 'llm-stats'],
    source: 'openrouter',
    uses: ['artificial-analysis skipped needs-key', 'llm-stats skipped needs-key', 'openrouter success'],
  },
  {
    name: 'the first has no key',
    noKeys: ['artificial-analysis'],
    source: 'llm-stats',
    uses: ['artificial-analysis skipped needs-key', 'llm-stats success'],
  },
  // Switched off
  {
    name: 'the first is switched off',
    off: ['artificial-analysis'],
    source: 'llm-stats',
    uses: ['artificial-analysis skipped not-allowed', 'llm-stats success'],
  },
  // Quotas
  {
    name: 'the first asked to wait, and the time has not come',
    kept: quota('artificial-analysis', at(1)),
    source: 'llm-stats',
    uses: ['artificial-analysis skipped quota', 'llm-stats success'],
  },
  {
    name: 'the first asked to wait, and the time has come',
    kept: quota('artificial-analysis', noon),
    source: 'artificial-analysis',
    uses: ['artificial-analysis success'],
  },
  {
    name: 'a wait of a year was written by a wrong clock',
    kept: quota('artificial-analysis', at(365 * dayMs)),
    source: 'artificial-analysis',
    uses: ['artificial-analysis success'],
  },
  // The minimal test
  {
    name: 'the minimal test answers when the cache has none',
    ...allDown,
    minimal: tests(2),
    source: 'minimal-test',
    uses: [...boardsDown, 'cache skipped too-few', 'minimal-test success'],
  },
  {
    name: 'the minimal test is not run while the cache has one',
    ...allDown,
    kept: cached(dayMs),
    minimal: tests(2),
    source: 'cache',
    uses: afterBoards('cache success'),
  },
  {
    name: 'the minimal test ranks one model',
    ...allDown,
    minimal: tests(1),
    source: null,
    uses: [...boardsDown, 'cache skipped too-few', 'minimal-test failure too-few'],
  },
  {
    name: 'the minimal test finds no key',
    ...allDown,
    minimal: cannot('needs-key'),
    source: null,
    uses: [...boardsDown, 'cache skipped too-few', 'minimal-test skipped needs-key'],
  },
  {
    name: 'the minimal test has too few models to ask',
    ...allDown,
    minimal: cannot('too-few'),
    source: null,
    uses: [...boardsDown, 'cache skipped too-few', 'minimal-test skipped too-few'],
  },
  {
    name: 'the minimal test fails',
    ...allDown,
    minimal: cannot('network'),
    source: null,
    uses: [...boardsDown, 'cache skipped too-few', 'minimal-test failure network'],
  },
  {
    name: 'a minimal test that is kept answers from the cache',
    ...allDown,
    kept: cached(dayMs, 2, 'minimal-test'),
    source: 'cache',
    uses: afterBoards('cache success'),
  },
  // Forced
  {
    name: 'the first is forced',
    forced: 'artificial-analysis',
    source: 'artificial-analysis',
    uses: ['artificial-analysis success'],
  },
  { name: 'the second is forced', forced: 'llm-stats', source: 'llm-stats', uses: ['llm-stats success'] },
  { name: 'the third is forced', forced: 'openrouter', source: 'openrouter', uses: ['openrouter success'] },
  { name: 'the cache is forced', forced: 'cache', kept: cached(dayMs), source: 'cache', uses: ['cache success'] },
  {
    name: 'the minimal test is forced',
    forced: 'minimal-test',
    minimal: tests(2),
    source: 'minimal-test',
    uses: ['minimal-test success'],
  },
  {
    name: 'the first is forced and down: nobody else is asked',
    forced: 'artificial-analysis',
    aa: down,
    kept: cached(hourMs),
    source: null,
    uses: [aaDown],
  },
  {
    name: 'a forced board is asked though something young is kept',
    forced: 'artificial-analysis',
    kept: cached(hourMs),
    serveYoungerThanMs: 12 * hourMs,
    source: 'artificial-analysis',
    uses: ['artificial-analysis success'],
  },
  {
    name: 'a forced board waits for its quota as well',
    forced: 'llm-stats',
    kept: quota('llm-stats', at(hourMs)),
    source: null,
    uses: ['llm-stats skipped quota'],
  },
  { name: 'the cache is forced and empty', forced: 'cache', source: null, uses: ['cache skipped too-few'] },
  { name: 'the minimal test is forced and not allowed', forced: 'minimal-test', source: null, uses: [notAllowed] },
  {
    name: 'a forced board is switched off',
    forced: 'llm-stats',
    off: ['llm-stats'],
    source: null,
    uses: ['llm-stats skipped not-allowed'],
  },
];

for (const row of rows) {
  test(`chain: ${row.name}`, async () => {
    const boards = [
      fakeBoard('openrouter', row.or ?? 'up'),
      fakeBoard('artificial-analysis', row.aa ?? 'up'),
      fakeBoard('llm-stats', row.ls ?? 'up'),
    ].filter(({ id }) => !row.off?.includes(id));
    const { answers, uses } = await chain({
      boards,
      categories: ['coding'],
      keys: (board) => (row.noKeys?.includes(board.id) ? null : 'key'),
      ...(row.kept && { kept: row.kept }),
      minimalTest: row.minimal ?? null,
      forced: row.forced ?? null,
      serveYoungerThanMs: row.serveYoungerThanMs ?? 0,
    });
    assert.deepEqual(
      uses.map(({ source, outcome, error }) => [source, outcome, error?.kind].filter(Boolean).join(' ')),
      row.uses,
    );
    const [answer] = answers;
    assert.equal(answer?.source, row.source);
    assert.equal(answer.ranking === null, row.source === null);
    // Every source that was turned to and did not answer says why, in order.
    const silent = uses.filter(({ categories }) => !categories.includes('coding')).map(({ source }) => source);
    assert.deepEqual(
      answer.errors.map(({ source }) => source),
      silent,
    );
    assert.ok(answer.errors.every(({ error }) => error.message !== '' && error.advice !== ''));
  });
}
