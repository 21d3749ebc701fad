import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { nullLogger } from '../../../src/core/ports.ts';
import type { RefreshSetting } from '../../../src/core/rankings/refreshRule.ts';
import type { Board, BoardAnswer, BoardRequest } from '../../../src/core/rankings/spec.ts';
import { Rankings } from '../../../src/core/rankings.ts';
import type { CategoryRanking, RankedModel, SourceUse } from '../../../src/shared/model/rankings.ts';

const hourMs = 3_600_000;
const start = Date.parse('2026-11-21T00:00:00.000Z');

function model(id: string, rank: number): RankedModel {
  return {
    id,
    name: id,
    aliases: [],
    creator: null,
    rank,
    score: 1 / rank,
    releasedAt: null,
    inputUsdPerMTok: null,
    outputUsdPerMTok: null,
    tokensPerSecond: null,
    ttftMs: null,
    latencyMs: null,
    n: null,
  };
}

function rankingOf(category: CategoryRanking['category'], origin: CategoryRanking['origin'], fetchedAt: string): CategoryRanking {
  const models = [model('a', 1), model('b', 2)];
  return { category, origin, fetchedAt, index: 'test index', standsIn: false, models };
}

const usedUp = (until: string): BoardAnswer => ({
  kind: 'failed',
  error: { kind: 'quota', message: 'Used up.', advice: 'Wait.', status: 429, until },
});

const down: BoardAnswer = {
  kind: 'failed',
  error: { kind: 'network', message: 'Down.', advice: 'Wait.', status: null, until: null },
};

/** A board that needs a key, a clock that is moved by hand, a folder that others can share. */
async function scene(context: TestContext, every: RefreshSetting = '12h') {
  const folder = join(await mkdtemp(join(tmpdir(), 'llm-bench-rankings-')), 'rankings');
  context.after(() => rm(join(folder, '..'), { recursive: true, force: true }));
  const asked: BoardRequest[] = [];
  const state = { now: start, up: true, held: Promise.resolve(), until: null as string | null };
  const board: Board = {
    id: 'artificial-analysis',
    origin: 'https://board.invalid',
    needsKey: true,
    keyEnv: 'BOARD_KEY',
    keyUrl: null,
    categories: ['coding', 'math'],
    async fetch(request) {
      asked.push(request);
      await state.held;
      if (state.until !== null) return usedUp(state.until);
      if (!state.up) return down;
      const rankings = board.categories.map((category) => rankingOf(category, board.id, request.now.toISOString()));
      return { kind: 'read', rankings, etag: null, waitUntil: null };
    },
  };
  const keysFor: string[] = [];
  const open = () =>
    new Rankings({
      folder,
      boards: () => [board],
      keys: { key: async ({ origin, keyEnv }) => (keysFor.push(`${origin} ${keyEnv}`), 'k') },
      refreshEvery: () => every,
      clock: { now: () => performance.now(), date: () => new Date(state.now) },
      logger: nullLogger,
      random: () => 0.5,
    });
  return { open, rankings: open(), state, asked, keysFor };
}

const ask = (trigger: SourceUse['trigger'] = 'user') => ({ trigger, signal: new AbortController().signal });

describe('rankings', () => {
  it('are asked for with the key of the board’s own origin, kept, and served without asking while they are young', async (context) => {
    const { rankings, state, asked, keysFor } = await scene(context);
    const categories = ['coding', 'math'] as const;
    const first = await rankings.get({ ...ask(), categories });
    assert.deepEqual(
      first.map(({ category, source }) => [category, source]),
      [
        ['coding', 'artificial-analysis'],
        ['math', 'artificial-analysis'],
      ],
    );
    assert.deepEqual(keysFor, ['https://board.invalid BOARD_KEY']);
    state.now += 11 * hourMs;
    const second = await rankings.get({ ...ask(), categories });
    assert.deepEqual([second[0]?.source, asked.length], ['cache', 1]);
    state.now += 2 * hourMs;
    await rankings.get({ ...ask(), categories });
    assert.equal(asked.length, 2);
  });

  it('are asked for again where that is wanted, and the kept ones stand in while the board is down', async (context) => {
    const { rankings, state, asked } = await scene(context);
    await rankings.get({ ...ask(), categories: ['coding'] });
    state.up = false;
    const [answer] = await rankings.get({ ...ask(), categories: ['coding'], fresh: true });
    assert.equal(asked.length, 2);
    assert.deepEqual([answer?.source, answer?.ranking?.models.length], ['cache', 2]);
    assert.ok(answer?.errors.some(({ error }) => error.kind === 'network'));
  });

  it('are not asked for while a quota is used up, unless the board has a new key', async (context) => {
    const { rankings, state, asked } = await scene(context);
    state.until = new Date(start + 20 * hourMs).toISOString();
    await rankings.get({ ...ask(), categories: ['coding'] });
    state.until = null;
    await rankings.get({ ...ask(), categories: ['coding'] });
    assert.equal(asked.length, 1);
    await rankings.forgetWait('artificial-analysis');
    const [answer] = await rankings.get({ ...ask(), categories: ['coding'] });
    assert.deepEqual([answer?.source, asked.length], ['artificial-analysis', 2]);
  });

  it('come from the source that was forced, and from no other', async (context) => {
    const { rankings, asked } = await scene(context);
    const [kept] = await rankings.get({ ...ask(), categories: ['coding'], source: 'cache' });
    assert.deepEqual([kept?.ranking, asked.length], [null, 0]);
    const minimalTest = async () => [rankingOf('coding', 'minimal-test', new Date(start).toISOString())];
    const [tested] = await rankings.get({ ...ask(), categories: ['coding'], source: 'minimal-test', minimalTest });
    assert.deepEqual([tested?.source, asked.length], ['minimal-test', 0]);
    assert.equal((await rankings.kept())[0]?.ranking?.origin, 'minimal-test');
  });

  it('are refreshed by another window while a minimal test asks the models', { timeout: 60_000 }, async (context) => {
    const { open, asked } = await scene(context);
    const minimalTest = async () => {
      const [answer] = await open().refresh(ask());
      assert.deepEqual([answer?.source, asked.length], ['artificial-analysis', 1]);
      return [rankingOf('empathy', 'minimal-test', new Date(start).toISOString())];
    };
    const categories = ['empathy'] as const;
    const [tested] = await open().get({ ...ask(), categories, source: 'minimal-test', fresh: true, minimalTest });
    assert.equal(tested?.source, 'minimal-test');
    const kept = (await open().kept()).map(({ category, ranking }) => [category, ranking?.origin]);
    assert.deepEqual(kept, [
      ['coding', 'artificial-analysis'],
      ['math', 'artificial-analysis'],
      ['empathy', 'minimal-test'],
    ]);
  });

  it('spend nothing on a minimal test unless they are handed one', async (context) => {
    const { rankings } = await scene(context);
    const [answer] = await rankings.get({ ...ask(), categories: ['empathy'] });
    assert.equal(answer?.ranking, null);
    assert.equal(answer?.errors.find(({ source }) => source === 'minimal-test')?.error.kind, 'not-allowed');
  });

  it('are fetched once where two ask for them anew at once', async (context) => {
    const { open, state, asked } = await scene(context);
    let release = () => {};
    state.held = new Promise((resolve) => (release = resolve));
    const both = Promise.all([open().refresh(ask()), open().refresh(ask())]);
    while (asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
    release();
    const [one, other] = await both;
    assert.equal(asked.length, 1);
    assert.deepEqual(one[0]?.ranking, other[0]?.ranking);
    assert.ok(one[0]?.ranking);
  });

  it('say why there are none, to each of two who ask for them at once while the board is down', async (context) => {
    const { open, state, asked } = await scene(context);
    state.up = false;
    let release = () => {};
    state.held = new Promise((resolve) => (release = resolve));
    const both = Promise.all([open().refresh(ask()), open().refresh(ask())]);
    while (asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
    release();
    for (const answers of await both) assert.equal(answers[0]?.errors[0]?.error.kind, 'network');
  });

  it('are asked for anew right after the clock was set back a little', async (context) => {
    const { rankings, state, asked } = await scene(context);
    await rankings.refresh(ask());
    state.now -= 60_000;
    await rankings.refresh(ask());
    assert.equal(asked.length, 2);
  });

  it('that a board gave are kept where the minimal test after it is cancelled', async (context) => {
    const { rankings } = await scene(context);
    const controller = new AbortController();
    const minimalTest = () => {
      controller.abort(new Error('enough'));
      return Promise.reject(new Error('cancelled'));
    };
    await assert.rejects(rankings.get({ trigger: 'user', signal: controller.signal, minimalTest }), /enough/);
    assert.deepEqual(
      (await rankings.kept()).map(({ category }) => category),
      ['coding', 'math'],
    );
    const { sources } = await rankings.health();
    assert.equal(sources.find(({ source }) => source === 'artificial-analysis')?.successes, 1);
  });

  it('are refreshed by the schedule when that is due, and never before a first fetch of the user’s', async (context) => {
    const { rankings, state, asked } = await scene(context);
    await rankings.refresh(ask('schedule'));
    assert.deepEqual([asked.length, await rankings.nextRefresh()], [0, null]);
    await rankings.refresh(ask());
    assert.equal((await rankings.nextRefresh())?.getTime(), start + 12 * hourMs);
    state.now += 10 * hourMs;
    const early = await rankings.refresh(ask('schedule'));
    assert.deepEqual([asked.length, early[0]?.source], [1, 'cache']);
    state.now += 2 * hourMs;
    await rankings.refresh(ask('schedule'));
    assert.equal(asked.length, 2);
  });

  it('are never refreshed by the schedule where that is switched off', async (context) => {
    const { rankings, state, asked } = await scene(context, 'off');
    await rankings.get({ ...ask(), categories: ['coding'] });
    state.now += 48 * hourMs;
    await rankings.refresh(ask('schedule'));
    assert.deepEqual([asked.length, await rankings.nextRefresh()], [1, null]);
  });

  it('tell in their health what was asked, and how often they are used', async (context) => {
    const { rankings, state } = await scene(context, 'auto');
    for (let reads = 0; reads < 20; reads++) await rankings.get({ ...ask('agent'), categories: ['coding'] });
    state.up = false;
    await rankings.refresh(ask('schedule'));
    const health = await rankings.health();
    const board = health.sources.find(({ source }) => source === 'artificial-analysis');
    assert.deepEqual([board?.attempts, board?.successes, health.use], [1, 1, 'high']);
    assert.equal(health.nextRefreshAt, new Date(start + 6 * hourMs).toISOString());
    assert.equal(health.cache.find(({ category }) => category === 'coding')?.models, 2);
  });

  it('end with the reason of the signal, and let go of the lock', async (context) => {
    const { rankings, state, asked } = await scene(context);
    const controller = new AbortController();
    let release = () => {};
    state.held = new Promise((resolve) => (release = resolve));
    const answer = rankings.get({ trigger: 'user', categories: ['coding'], signal: controller.signal });
    while (asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
    controller.abort(new Error('enough'));
    release();
    await assert.rejects(answer, /enough/);
    const [next] = await rankings.get({ ...ask(), categories: ['coding'] });
    assert.ok(next?.ranking);
  });
});
