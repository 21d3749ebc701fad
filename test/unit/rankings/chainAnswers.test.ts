import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rankingCategories } from '../../../src/shared/model/rankings.ts';
import { keptAnswers } from '../../../src/core/rankings/kept.ts';
import { at, chain, dayMs, fakeBoard, hourMs, keptOf, noon, ranking } from './fakeChain.ts';

test('a board is asked once for all categories, and only where one still has no answer', async () => {
  const aa = fakeBoard('artificial-analysis', { models: { coding: 3, general: 2, math: 1 } });
  const ls = fakeBoard('llm-stats', { models: { math: 4, coding: 9 } });
  const or = fakeBoard('openrouter', 'up', ['coding']);
  const kept = keptOf([ranking('openrouter', 'research', at(-dayMs))]);
  const { answers, uses } = await chain({
    boards: [aa, ls, or],
    kept,
    minimalTest: async () => [ranking('minimal-test', 'empathy', noon)],
  });
  const by = Object.fromEntries(
    answers.map(({ category, source, errors }) => [category, [source, errors.map(({ error }) => error.kind)]]),
  );
  assert.deepEqual(by, {
    coding: ['artificial-analysis', []],
    math: ['llm-stats', ['too-few']],
    reasoning: [null, ['too-few', 'too-few', 'no-index', 'too-few', 'too-few']],
    research: ['cache', ['too-few', 'too-few', 'no-index']],
    empathy: ['minimal-test', ['no-index', 'no-index', 'no-index', 'too-few']],
    general: ['artificial-analysis', []],
  });
  assert.deepEqual(
    answers.map(({ category }) => category),
    rankingCategories,
  );
  assert.deepEqual(
    [aa, ls, or].map(({ requests }) => requests.length),
    [1, 1, 0],
  );
  assert.equal(answers[0]?.ranking?.models.length, 3, 'an earlier source is not replaced by a later one');
  assert.deepEqual(
    uses.map(({ source, outcome }) => `${source} ${outcome}`),
    ['artificial-analysis success', 'llm-stats success', 'cache success', 'minimal-test success'],
  );
  assert.deepEqual(
    uses.map(({ durationMs }) => durationMs),
    [5, 5, 5, 5],
  );
});

test('what the boards and the minimal test gave is kept, with stamp and wait; a failure takes nothing away', async () => {
  const until = at(hourMs);
  const aa = fakeBoard('artificial-analysis', { models: 2, etag: '"1"', waitUntil: until });
  const first = await chain({ boards: [aa] });
  assert.deepEqual(first.kept.boards, { 'artificial-analysis': { etag: '"1"', waitUntil: until.toISOString() } });
  assert.deepEqual(
    first.kept.rankings.map(({ category }) => category),
    aa.categories,
  );
  const later = at(2 * hourMs);
  aa.told = { fails: 'rate-limit', until: at(5 * hourMs) };
  const second = await chain({ boards: [aa], kept: first.kept, now: later });
  assert.deepEqual(second.kept.rankings, first.kept.rankings);
  assert.deepEqual(second.kept.boards, { 'artificial-analysis': { etag: '"1"', waitUntil: at(5 * hourMs).toISOString() } });
  const third = await chain({ boards: [aa], kept: second.kept, now: at(4 * hourMs) });
  assert.equal(aa.requests.length, 2, 'the wait of a 429 is kept and obeyed');
  assert.deepEqual(third.answers[0]?.errors[0]?.error.until, at(5 * hourMs).toISOString());
});

test('a 304 renews the age of what is kept, and answers with it as the board', async () => {
  const aa = fakeBoard('artificial-analysis', { models: { coding: 2, math: 1 }, etag: '"1"' });
  const first = await chain({ boards: [aa] });
  aa.told = 'not-modified';
  const now = at(30 * dayMs);
  const { answers, kept, uses } = await chain({ boards: [aa], kept: first.kept, now });
  assert.equal(aa.requests[1]?.etag, '"1"');
  assert.deepEqual([answers[0]?.source, answers[0]?.ranking?.fetchedAt], ['artificial-analysis', now.toISOString()]);
  assert.equal(answers[1]?.errors[0]?.error.kind, 'too-few');
  assert.deepEqual(
    kept.rankings.map(({ fetchedAt }) => fetchedAt),
    [now.toISOString()],
  );
  assert.deepEqual([uses[0]?.outcome, uses[0]?.notModified], ['success', true]);
  assert.equal(kept.boards['artificial-analysis']?.etag, '"1"');
});

test('where a reading lacks a category, its last good ranking stays and no stamp vouches for it', async () => {
  const aa = fakeBoard('artificial-analysis', { models: { coding: 2, math: 2 }, etag: '"1"' });
  const first = await chain({ boards: [aa] });
  aa.told = { models: { coding: 3 }, etag: '"2"' };
  const now = at(dayMs);
  const { kept, answers } = await chain({ boards: [aa], kept: first.kept, now });
  assert.deepEqual(kept.boards['artificial-analysis'], { etag: null, waitUntil: null });
  assert.deepEqual(
    answers.slice(0, 2).map(({ source, ranking }) => [source, ranking?.fetchedAt]),
    [
      ['artificial-analysis', now.toISOString()],
      ['cache', noon.toISOString()],
    ],
  );
  await chain({ boards: [aa], kept, now });
  assert.equal(aa.requests.at(-1)?.etag, null);
});

test('a board that was read within the interval is not asked again for what it lacked', async () => {
  const aa = fakeBoard('artificial-analysis', { models: { coding: 2 } });
  const ls = fakeBoard('llm-stats', { models: 0 });
  const request = { boards: [aa, ls], categories: ['coding', 'math'], serveYoungerThanMs: 12 * hourMs } as const;
  const first = await chain(request);
  const { answers, uses } = await chain({ ...request, kept: first.kept, now: at(11 * hourMs) });
  assert.deepEqual(
    [aa, ls].map(({ requests }) => requests.length),
    [1, 2],
  );
  assert.deepEqual(
    answers[1]?.errors.slice(0, 2).map(({ error }) => error.kind),
    ['too-few', 'too-few'],
  );
  assert.deepEqual(
    uses.slice(0, 3).map(({ source, outcome }) => `${source} ${outcome}`),
    ['cache success', 'artificial-analysis skipped', 'llm-stats failure'],
  );
  await chain({ ...request, kept: first.kept, now: at(12 * hourMs) });
  assert.equal(aa.requests.length, 2);
});

test('the stamp of a board is not sent where nothing of the board is kept', async () => {
  const aa = fakeBoard('artificial-analysis', 'up');
  const kept = keptOf([ranking('llm-stats', 'coding', noon)], { 'artificial-analysis': { etag: '"1"', waitUntil: null } });
  await chain({ boards: [aa], kept });
  assert.equal(aa.requests[0]?.etag, null);
});

test('the cache prefers a fresh ranking to a usable one, then the earlier source', async () => {
  const source = async (...kept: Parameters<typeof keptOf>[0]) => {
    const { answers } = await chain({ boards: [], kept: keptOf(kept), categories: ['coding'] });
    return answers[0]?.ranking?.origin;
  };
  const aged = (origin: 'artificial-analysis' | 'llm-stats', ageMs: number) => ranking(origin, 'coding', at(-ageMs));
  assert.equal(await source(aged('llm-stats', hourMs), aged('artificial-analysis', 23 * hourMs)), 'artificial-analysis');
  assert.equal(await source(aged('llm-stats', hourMs), aged('artificial-analysis', 25 * hourMs)), 'llm-stats');
  assert.equal(await source(aged('llm-stats', 2 * dayMs), aged('artificial-analysis', 6 * dayMs)), 'artificial-analysis');
});

test('why the cache has no answer is said with the date of what it has', async () => {
  const why = async (fetchedAt: Date) => {
    const { answers } = await chain({
      boards: [],
      kept: keptOf([ranking('llm-stats', 'coding', fetchedAt)]),
      categories: ['coding'],
    });
    return answers[0]?.errors.find(({ source }) => source === 'cache')?.error.message;
  };
  assert.equal(await why(at(-8 * dayMs)), 'The ranking in the cache is of 2026-02-21, more than 7 days ago.');
  assert.equal(await why(at(8 * dayMs)), 'The ranking in the cache is dated 2026-03-09, ahead of the clock.');
});

test('the change can be made on what another process has kept meanwhile', async () => {
  let kept = keptOf([ranking('llm-stats', 'math', noon), ranking('artificial-analysis', 'coding', at(-dayMs), 5)]);
  await chain({
    boards: [fakeBoard('artificial-analysis', { models: { coding: 2 } })],
    onUse: async (_, change) => void (kept = change?.(kept) ?? kept),
  });
  assert.deepEqual(
    kept.rankings.map(({ origin, category, models }) => `${origin} ${category} ${models.length}`),
    ['llm-stats math 2', 'artificial-analysis coding 2'],
  );
});

test('a cancelled chain rejects with the reason, asks nobody further, and says nothing of a failure', async () => {
  const cancelled = new AbortController();
  const reason = new Error('cancelled');
  const ls = fakeBoard('llm-stats', 'up');
  const aa = fakeBoard('artificial-analysis', 'up');
  const asked = {
    ...aa,
    fetch: async () => {
      cancelled.abort(reason);
      throw reason;
    },
  };
  await assert.rejects(chain({ boards: [asked, ls], signal: cancelled.signal }), reason);
  assert.equal(ls.requests.length, 0);
});

test('a key is looked up for the board that is asked, and a failing look-up is that board’s failure, without its words', async () => {
  const ls = fakeBoard('llm-stats', 'up');
  const keys = async ({ id }: { readonly id: string }) => {
    if (id === 'artificial-analysis') throw new Error('keychain: secret-1');
    return `${id}-key`;
  };
  const { uses } = await chain({ boards: [fakeBoard('artificial-analysis', 'up'), ls], categories: ['coding'], keys });
  assert.equal(uses[0]?.error?.kind, 'other');
  assert.doesNotMatch(JSON.stringify(uses), /secret-1|key-123/);
  assert.equal(ls.requests[0]?.apiKey, 'llm-stats-key');
});

test('of what is kept, the word of a board comes before that of a minimal test, however much younger', () => {
  const kept = keptOf([ranking('minimal-test', 'coding', noon, 2), ranking('llm-stats', 'coding', at(-3 * dayMs), 2)]);
  const origins = (now: Date) => keptAnswers(kept, ['coding'], now).map((answer) => answer.ranking?.origin);
  assert.deepEqual(origins(noon), ['llm-stats']);
  assert.deepEqual(origins(at(5 * dayMs)), ['minimal-test'], 'what a board said is too old by then');
});
