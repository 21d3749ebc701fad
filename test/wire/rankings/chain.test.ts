import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { openBoard } from '../../../src/core/boardGet.ts';
import { rankingBoardsOf } from '../../../src/core/rankings/boards.ts';
import { nothingKept } from '../../../src/core/rankings/spec.ts';
import type { Board, KeptRankings } from '../../../src/core/rankings/spec.ts';
import { rankingBoards } from '../../../src/shared/model/rankings.ts';
import type { RankingBoard } from '../../../src/shared/model/rankings.ts';
import { boardKey, inventedModels } from '../../servers/rankings/boardServer.ts';
import type { BoardFault } from '../../servers/rankings/boardServer.ts';
import { at, chain, dayMs, hourMs, noon } from '../../unit/rankings/fakeChain.ts';
import type { ChainResult } from '../../unit/rankings/fakeChain.ts';
import { starters } from './harness.ts';
import type { ListServer } from './harness.ts';

/** The chain over real boards and real sockets. */

const down: BoardFault = { kind: 'down' };

interface World {
  readonly servers: Readonly<Record<RankingBoard, ListServer>>;
  /** Asks for `coding`, with what is kept by then. */
  readonly ask: (now?: Date, keyless?: readonly RankingBoard[]) => Promise<ChainResult>;
  readonly asked: () => readonly number[];
}

/** `firstMs`: what the first board has for its answer. */
async function world(t: TestContext, firstMs = 10_000): Promise<World> {
  const started = await Promise.all(rankingBoards.map(async (id) => [id, await starters[id]({})] as const));
  t.after(() => Promise.all(started.map(([, server]) => server.close())));
  const servers = Object.fromEntries(started) as Record<RankingBoard, ListServer>;
  const settings = Object.fromEntries(started.map(([id, { url }]) => [id, { baseUrl: url }]));
  const [, ...others] = rankingBoardsOf({ open: openBoard, settings });
  const boards = [...rankingBoardsOf({ open: openBoard, settings, timeoutMs: firstMs }).slice(0, 1), ...others];
  let kept: KeptRankings = nothingKept;
  const keyOf = (board: Board) => (board.needsKey ? boardKey : null);
  return {
    servers,
    asked: () => rankingBoards.map((id) => servers[id].requests.length),
    async ask(now = noon, keyless = []) {
      const keys = (board: Board) => (keyless.includes(board.id) ? null : keyOf(board));
      const result = await chain({ boards, categories: ['coding'], keys, kept, now });
      kept = result.kept;
      assert.doesNotMatch(JSON.stringify(result), new RegExp(boardKey));
      return result;
    },
  };
}

/** Who answered, whose ranking it was, and what kept the ones before from it. */
function said({ answers: [answer] }: ChainResult): readonly unknown[] {
  return [answer?.source, answer?.ranking?.origin, ...(answer?.errors.map(({ error }) => error.kind) ?? [])];
}

test('one board after the other goes down, then the cache is too old', async (t) => {
  const { servers, ask } = await world(t);
  assert.deepEqual(said(await ask()), ['artificial-analysis', 'artificial-analysis']);
  servers['artificial-analysis'].set(down);
  assert.deepEqual(said(await ask()), ['llm-stats', 'llm-stats', 'network']);
  servers['llm-stats'].set(down);
  assert.deepEqual(said(await ask()), ['openrouter', 'openrouter', 'network', 'network']);
  servers.openrouter.set(down);
  const failed = ['network', 'network', 'network'];
  assert.deepEqual(said(await ask(at(7 * dayMs - hourMs))), ['cache', 'artificial-analysis', ...failed]);
  assert.deepEqual(said(await ask(at(7 * dayMs + hourMs))), [null, undefined, ...failed, 'expired', 'not-allowed']);
});

test('a slow board is given up after its time, and the next one is asked', async (t) => {
  const { servers, ask } = await world(t, 300);
  const { promise, resolve } = Promise.withResolvers<void>();
  servers['artificial-analysis'].set({ kind: 'slow', until: promise });
  assert.deepEqual(said(await ask()), ['llm-stats', 'llm-stats', 'timeout']);
  resolve();
});

for (const [status, kind] of [
  [401, 'authentication'],
  [403, 'permission'],
  [410, 'gone'],
  [429, 'rate-limit'],
  [500, 'server'],
] as const) {
  test(`a board that says ${status} leaves it to the next one`, async (t) => {
    const { servers, ask } = await world(t);
    servers['artificial-analysis'].set({ kind: 'status', status });
    const result = await ask();
    assert.deepEqual(said(result), ['llm-stats', 'llm-stats', kind]);
    assert.equal(result.uses[0]?.error?.status, status);
  });
}

test('malformed, empty and too short lists leave it to the next one', async (t) => {
  const { servers, ask } = await world(t);
  servers['artificial-analysis'].set({ kind: 'body', body: '<html>' });
  servers['llm-stats'].set({ kind: 'empty' });
  servers.openrouter.list(inventedModels(1));
  assert.deepEqual(said(await ask()), [null, undefined, 'malformed-response', 'too-few', 'too-few', 'too-few', 'not-allowed']);
});

test('a page that fails in the middle is a failure of the board: half a list ranks nothing', async (t) => {
  const { servers, ask } = await world(t);
  servers['artificial-analysis'].list(inventedModels(450));
  servers['artificial-analysis'].set({ kind: 'status', status: 500 }, 2);
  assert.deepEqual(said(await ask()), ['llm-stats', 'llm-stats', 'server']);
  servers['artificial-analysis'].set(null);
  const { answers } = await ask();
  assert.ok((answers[0]?.ranking?.models.length ?? 0) > 200);
});

test('without keys the keyless board answers, and the others are not asked', async (t) => {
  const { ask, asked } = await world(t);
  const result = await ask(noon, ['artificial-analysis', 'llm-stats']);
  assert.deepEqual(said(result), ['openrouter', 'openrouter', 'needs-key', 'needs-key']);
  assert.deepEqual(asked().slice(0, 2), [0, 0]);
});

test('an unchanged list is confirmed with 304 and is young again', async (t) => {
  const { servers, ask } = await world(t);
  await ask();
  const { answers, uses } = await ask(at(6 * dayMs));
  assert.equal(uses[0]?.notModified, true);
  assert.equal(answers[0]?.ranking?.fetchedAt, at(6 * dayMs).toISOString());
  assert.equal(servers['artificial-analysis'].requests.at(-1)?.status, 304);
  for (const id of rankingBoards) servers[id].set(down);
  assert.deepEqual(said(await ask(at(12 * dayMs))).slice(0, 2), ['cache', 'artificial-analysis']);
});

test('Retry-After is obeyed: the board is not asked before, and is asked again after', async (t) => {
  const { servers, ask, asked } = await world(t);
  servers['artificial-analysis'].set({ kind: 'status', status: 429, headers: { 'retry-after': '3600' } });
  assert.deepEqual(said(await ask()), ['llm-stats', 'llm-stats', 'rate-limit']);
  servers['artificial-analysis'].set(null);
  assert.deepEqual(said(await ask(at(hourMs - 1000))), ['llm-stats', 'llm-stats', 'quota']);
  assert.equal(asked()[0], 1);
  assert.deepEqual(said(await ask(at(hourMs + 1000))), ['artificial-analysis', 'artificial-analysis']);
});
