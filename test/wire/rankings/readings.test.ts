import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBoard } from '../../../src/core/boardGet.ts';
import { rankingBoardsOf } from '../../../src/core/rankings/boards.ts';
import { rankingBoards } from '../../../src/shared/model/rankings.ts';
import { boardKey, inventedModels, type InventedModel } from '../../servers/rankings/boardServer.ts';
import { startLlmStats } from '../../servers/rankings/llmStats.ts';
import { boardAt, errorOf, rankingOf, readingOf, requestOf, serve } from './harness.ts';

const shared: InventedModel = {
  id: 'id-a',
  name: 'Imagined A',
  slug: 'imagined-a',
  creator: 'Borealis',
  intelligence: 40,
  coding: 30,
  inputUsdPerMTok: 0.15,
  outputUsdPerMTok: 0.6,
};

for (const id of rankingBoards) {
  test(`${id}: all categories come of one use, best first, with ranks that hold together`, async (context) => {
    const { board } = await serve(context, id);
    const { rankings } = readingOf(await board.fetch(requestOf()));
    assert.deepEqual(new Set(rankings.map(({ category }) => category)), new Set(board.categories));
    for (const { models, origin, fetchedAt } of rankings) {
      assert.deepEqual([origin, fetchedAt], [id, '2026-11-20T12:00:00.000Z']);
      assert.equal(models[0]?.rank, 1);
      for (const [index, model] of models.entries()) {
        const before = models[index - 1];
        assert.ok(before === undefined || before.score > model.score);
        assert.equal(model.rank, index + 1);
      }
    }
  });

  test(`${id}: the key goes where the board wants it, with our own name and nothing of this machine`, async (context) => {
    const { server, board } = await serve(context, id);
    await board.fetch(requestOf());
    for (const { headers } of server.requests) {
      assert.equal(headers['user-agent'], 'llm-bench');
      assert.equal(headers['x-api-key'], id === 'artificial-analysis' ? boardKey : undefined);
      assert.equal(headers.authorization, id === 'llm-stats' ? `Bearer ${boardKey}` : undefined);
      assert.deepEqual(
        Object.keys(headers)
          .filter((name) => !['x-api-key', 'authorization'].includes(name))
          .sort(),
        ['accept', 'accept-encoding', 'connection', 'host', 'user-agent'],
      );
    }
  });

  test(`${id}: what did not change is told as such, on all pages, and what changed on the last one is read`, async (context) => {
    const models = inventedModels(7);
    const { server, board } = await serve(context, id, { models, pageSize: 3 });
    const first = readingOf(await board.fetch(requestOf()));
    const asked = server.requests.length;
    assert.ok(first.etag !== null && asked >= 3);
    assert.deepEqual(await board.fetch(requestOf({ etag: first.etag })), { kind: 'not-modified', waitUntil: null });
    assert.deepEqual(
      server.requests.slice(asked).map(({ status }) => status),
      Array.from({ length: asked }, () => 304),
    );
    server.list(models.map((model, index) => (index === 6 ? { ...model, intelligence: 99 } : model)));
    const changed = readingOf(await board.fetch(requestOf({ etag: first.etag })));
    assert.equal(changed.rankings.find(({ category }) => category === 'general')?.models[0]?.name, models[6]?.name);
    assert.notEqual(changed.etag, first.etag);
  });

  test(`${id}: a list that grew by a page is read as a whole`, async (context) => {
    const { server, board } = await serve(context, id, { models: inventedModels(3), pageSize: 3 });
    const first = readingOf(await board.fetch(requestOf()));
    server.list(inventedModels(5));
    const grown = await board.fetch(requestOf({ etag: first.etag }));
    assert.equal(rankingOf(grown, 'general').models.length, 5);
  });

  test(`${id}: an entity tag that is none of ours is no obstacle`, async (context) => {
    const { server, board } = await serve(context, id);
    const elsewhere = ['http://127.0.0.1:1/x', '"a"'];
    const first: unknown = JSON.parse(readingOf(await board.fetch(requestOf())).etag ?? '');
    assert.ok(Array.isArray(first));
    const tags = [
      '"abc"',
      '[]',
      '{}',
      '[["a"]]',
      JSON.stringify([elsewhere]),
      JSON.stringify([[`${server.origin}/other`, '"a"']]),
      JSON.stringify([...(first as unknown[]), elsewhere]),
    ];
    for (const etag of tags) assert.equal((await board.fetch(requestOf({ etag }))).kind, 'read', etag);
    assert.ok(server.requests.every(({ status }) => status === 200));
  });

  test(`${id}: who gives no entity tags is read each time`, async (context) => {
    const { board } = await serve(context, id, { etags: false });
    assert.equal(readingOf(await board.fetch(requestOf())).etag, null);
  });

  test(`${id}: a page that fails in the middle fails the whole: half a list ranks nobody`, async (context) => {
    const { server, board } = await serve(context, id, { models: inventedModels(9), pageSize: 3 });
    server.set({ kind: 'status', status: 500 }, 2);
    assert.equal(errorOf(await board.fetch(requestOf())).kind, 'server');
    server.set({ kind: 'status', status: 429, headers: { 'retry-after': '60' } }, 3);
    assert.equal(errorOf(await board.fetch(requestOf())).until, '2026-11-20T12:01:00.000Z');
    server.set({ kind: 'body', body: '{"data": [' }, 2);
    assert.equal(errorOf(await board.fetch(requestOf())).kind, 'malformed-response');
    server.set({ kind: 'down' }, 2);
    assert.equal(errorOf(await board.fetch(requestOf())).kind, 'network');
  });

  test(`${id}: an empty list is read, and ranks nobody`, async (context) => {
    const { server, board } = await serve(context, id);
    server.set({ kind: 'empty' });
    assert.deepEqual(readingOf(await board.fetch(requestOf())).rankings, []);
  });

  test(`${id}: one model alone is told; whether that is enough is not the board's to say`, async (context) => {
    const { board } = await serve(context, id, { models: [shared] });
    assert.equal(rankingOf(await board.fetch(requestOf()), 'general').models.length, 1);
  });

  test(`${id}: equal scores share the better rank`, async (context) => {
    const models = [50, 40, 40, 30].map((intelligence, index) => ({
      ...shared,
      id: `id-${index}`,
      slug: `imagined-${index}`,
      name: `Imagined ${index}`,
      intelligence,
    }));
    const { board } = await serve(context, id, { models });
    const ranks = rankingOf(await board.fetch(requestOf()), 'general').models.map(({ rank }) => rank);
    assert.deepEqual(ranks, [1, 2, 2, 4]);
  });

  test(`${id}: a base URL may end with a slash`, async (context) => {
    const { server } = await serve(context, id);
    assert.equal((await boardAt(id, `${server.url}/`).fetch(requestOf())).kind, 'read');
  });
}

test('artificial-analysis: a model is read with its makers, prices and speeds, in our units', async (context) => {
  const { board } = await serve(context, 'artificial-analysis', { models: [shared, { ...shared, id: 'id-b', coding: null }] });
  const answer = await board.fetch(requestOf());
  assert.deepEqual(rankingOf(answer, 'coding').models, [
    {
      id: 'id-a',
      name: 'Imagined A',
      aliases: ['imagined-a'],
      creator: 'Borealis',
      rank: 1,
      score: 30,
      releasedAt: '2026-08-05',
      inputUsdPerMTok: 0.15,
      outputUsdPerMTok: 0.6,
      tokensPerSecond: 120.5,
      ttftMs: 650,
      latencyMs: 9090,
      n: null,
    },
  ]);
  // Variants share a slug, not an id.
  assert.deepEqual(
    rankingOf(answer, 'general').models.map(({ id, rank }) => [id, rank]),
    [
      ['id-a', 1],
      ['id-b', 1],
    ],
  );
});

for (const id of ['artificial-analysis', 'openrouter'] as const) {
  test(`${id}: an index that stands in for another is marked`, async (context) => {
    const { board } = await serve(context, id);
    const { rankings } = readingOf(await board.fetch(requestOf()));
    const intelligence = id === 'openrouter' ? 'intelligence index' : 'intelligence index 4.1';
    assert.deepEqual(
      rankings.map(({ category, index, standsIn }) => [category, index, standsIn]),
      [
        ['coding', 'coding index', false],
        ['math', intelligence, true],
        ['reasoning', intelligence, true],
        ['research', intelligence, true],
        ['general', intelligence, false],
      ],
    );
  });
}

test('artificial-analysis: a math index ranks math where two models have one', async (context) => {
  const withMath = inventedModels(4).map((model, index) => ({ ...model, math: index < 2 ? index : null }));
  const { server, board } = await serve(context, 'artificial-analysis', { models: withMath });
  const math = rankingOf(await board.fetch(requestOf()), 'math');
  assert.deepEqual([math.index, math.standsIn, math.models.map(({ score }) => score)], ['math index', false, [1, 0]]);
  server.list(withMath.map((model, index) => ({ ...model, math: index === 0 ? 1 : null })));
  assert.equal(rankingOf(await board.fetch(requestOf()), 'math').standsIn, true);
});

test('artificial-analysis: pages of 200 are asked for by number until the last', async (context) => {
  const { server, board } = await serve(context, 'artificial-analysis', { models: inventedModels(690) });
  assert.equal(rankingOf(await board.fetch(requestOf()), 'general').models.length, 690);
  assert.deepEqual(
    server.requests.map(({ path }) => path),
    [1, 2, 3, 4].map((page) => `/api/v2/language/models/free?page=${page}`),
  );
});

test('artificial-analysis: pages without end are given up', async (context) => {
  const { server, board } = await serve(context, 'artificial-analysis');
  server.set({ kind: 'body', body: '{"pagination":{"has_more":true},"data":[]}' });
  assert.equal(errorOf(await board.fetch(requestOf())).kind, 'malformed-response');
  assert.equal(server.requests.length, 30);
});

test('artificial-analysis: what is null, missing, twice there or a text is read as what it is', async (context) => {
  const { server, board } = await serve(context, 'artificial-analysis');
  const index = 'artificial_analysis_intelligence_index';
  server.set({
    kind: 'entries',
    entries: [
      null,
      'a text',
      { id: 'no-evaluations', name: 'x' },
      { id: 'null-index', name: 'x', evaluations: { [index]: null } },
      { id: 'nonsense', name: 'x', evaluations: { [index]: 'high' } },
      {
        name: 'no id',
        evaluations: { [index]: 10 },
        release_date: 'soon',
        model_creator: null,
        pricing: null,
        performance: null,
      },
      {
        id: 'text',
        name: 'x',
        evaluations: { [index]: '20.5' },
        pricing: { price_1m_input_tokens: '0.5', price_1m_output_tokens: -1 },
      },
      { id: 'twice', name: 'the first', evaluations: { [index]: 30 }, release_date: '2026-02-31T00:00' },
      { id: 'twice', name: 'the second', evaluations: { [index]: 90 } },
      {
        id: 'zeros',
        slug: 'zeros',
        evaluations: { [index]: 0, some_new_index: 5 },
        pricing: { price_1m_input_tokens: 0, price_1m_output_tokens: 0 },
        performance: { median_output_tokens_per_second: 0, median_time_to_first_token_seconds: 0 },
      },
      {
        id: 'half-free',
        name: 'x',
        evaluations: { [index]: -5 },
        pricing: { price_1m_input_tokens: 0, price_1m_output_tokens: 2 },
      },
    ],
  });
  const { models } = rankingOf(await board.fetch(requestOf()), 'general');
  const unknown = { inputUsdPerMTok: null, outputUsdPerMTok: null };
  const seen = models.map(({ id, score, inputUsdPerMTok, outputUsdPerMTok }) => ({
    id,
    score,
    inputUsdPerMTok,
    outputUsdPerMTok,
  }));
  assert.deepEqual(seen, [
    { id: 'twice', score: 30, ...unknown },
    { id: 'text', score: 20.5, inputUsdPerMTok: 0.5, outputUsdPerMTok: null },
    { id: 'no id', score: 10, ...unknown },
    { id: 'zeros', score: 0, ...unknown },
    { id: 'half-free', score: -5, inputUsdPerMTok: 0, outputUsdPerMTok: 2 },
  ]);
  assert.deepEqual([models[0]?.name, models[3]?.name], ['the first', 'zeros']);
  for (const { tokensPerSecond, ttftMs, latencyMs, releasedAt, creator } of models) {
    assert.deepEqual([tokensPerSecond, ttftMs, latencyMs, releasedAt, creator], [null, null, null, null, null]);
  }
});

test('llm-stats: its own categories are asked for, one request each, and no scores over different benchmarks', async (context) => {
  const { server, board } = await serve(context, 'llm-stats');
  const answer = await board.fetch(requestOf());
  assert.deepEqual(
    server.requests.map(({ path }) => path),
    ['general', 'code', 'math', 'reasoning'].map((category) => `/stats/v1/rankings?category=${category}&limit=50`),
  );
  const by = readingOf(answer).rankings.map(({ category, index, standsIn }) => [category, index.split(',')[0], standsIn]);
  assert.deepEqual(by, [
    ['general', 'general rating', false],
    ['research', 'general rating', true],
    ['coding', 'code rating', false],
    ['math', 'math rating', false],
    ['reasoning', 'reasoning rating', false],
  ]);
});

test('llm-stats: a category that it does not know is left out; where it knows none, that is an error', async (context) => {
  const { server, board } = await serve(context, 'llm-stats');
  server.set({ kind: 'status', status: 400 }, 3);
  const categories = readingOf(await board.fetch(requestOf())).rankings.map(({ category }) => category);
  assert.deepEqual(categories, ['general', 'research', 'coding', 'reasoning']);
  server.set({ kind: 'status', status: 400 });
  assert.equal(errorOf(await board.fetch(requestOf())).kind, 'bad-request');
});

test('llm-stats: a category that it gave up since is no longer there, and the rest is read anew', async (context) => {
  const server = await startLlmStats();
  context.after(() => server.close());
  const board = boardAt('llm-stats', server.url);
  const { etag } = readingOf(await board.fetch(requestOf()));
  server.rank(['general', 'code']);
  const { rankings } = readingOf(await board.fetch(requestOf({ etag })));
  assert.deepEqual(
    rankings.map(({ category }) => category),
    ['general', 'research', 'coding'],
  );
});

test('llm-stats: a rating may be below zero, be said as μ and σ, and belong to a model whose maker is a word', async (context) => {
  const { server, board } = await serve(context, 'llm-stats');
  server.set({
    kind: 'entries',
    entries: [
      { model_id: 'a', conservative_rating: -3.5, organization: 'borealis' },
      { model_id: 'b', mu: 10, sigma: 2, variant_metadata: { model_name: 'B', organization: 'cobalt' } },
      { model_id: 'c', rank: 3 },
      { conservative_rating: 50 },
    ],
  });
  const seen = rankingOf(await board.fetch(requestOf()), 'math').models;
  assert.deepEqual(
    seen.map(({ id, name, creator, score, aliases }) => ({ id, name, creator, score, aliases })),
    [
      { id: 'b', name: 'B', creator: 'cobalt', score: 4, aliases: ['b'] },
      { id: 'a', name: 'a', creator: 'borealis', score: -3.5, aliases: [] },
    ],
  );
});

test('openrouter: a model is read without the maker in its name, prices by the million, the same model once', async (context) => {
  const { server, board } = await serve(context, 'openrouter');
  const benchmarks = { artificial_analysis: { intelligence_index: 40, coding_index: '30' } };
  server.set({
    kind: 'entries',
    entries: [
      {
        id: 'borealis/one',
        name: 'Borealis: One',
        canonical_slug: 'borealis/one-20260805',
        benchmarks,
        pricing: { prompt: '0.00000145', completion: '0' },
      },
      { id: 'borealis/one:free', name: 'Borealis: One (free)', benchmarks, pricing: { prompt: '0', completion: '0' } },
      { id: 'cobalt/two:free', name: 'Two (free)', benchmarks, pricing: { prompt: '-1', completion: 'dear' } },
      { id: 'cobalt/three', name: 'Cobalt: Three' },
      { id: 'cobalt/four', benchmarks: null },
    ],
  });
  const seen = rankingOf(await board.fetch(requestOf()), 'coding').models;
  assert.deepEqual(
    seen.map(({ id, name, creator, score, aliases, inputUsdPerMTok, outputUsdPerMTok }) => [
      id,
      name,
      creator,
      score,
      aliases,
      inputUsdPerMTok,
      outputUsdPerMTok,
    ]),
    [
      ['borealis/one', 'One', 'Borealis', 30, ['borealis/one', 'borealis/one-20260805'], 1.45, 0],
      ['cobalt/two:free', 'Two (free)', 'cobalt', 30, ['cobalt/two:free'], null, null],
    ],
  );
});

test('openrouter: a list without indices is read, and ranks nobody', async (context) => {
  const { server, board } = await serve(context, 'openrouter');
  server.set({ kind: 'entries', entries: [{ id: 'a/b', name: 'b' }] });
  assert.deepEqual(readingOf(await board.fetch(requestOf())).rankings, []);
});

test('openrouter: a next page at another origin is not asked for', async (context) => {
  const { server: other } = await serve(context, 'openrouter');
  const { server, board } = await serve(context, 'openrouter');
  server.set({ kind: 'body', body: JSON.stringify({ data: [], links: { next: `${other.origin}/api/v1/models` } }) });
  assert.equal(errorOf(await board.fetch(requestOf())).kind, 'network');
  assert.equal(other.requests.length, 0);
});

test('boards come in the order of the chain, each with its origin and where its key is from; one that is off is not there', () => {
  const boards = rankingBoardsOf({ open: openBoard });
  assert.deepEqual(
    boards.map(({ id, origin, needsKey, keyEnv }) => [id, origin, needsKey, keyEnv]),
    [
      ['artificial-analysis', 'https://artificialanalysis.ai', true, 'ARTIFICIAL_ANALYSIS_API_KEY'],
      ['llm-stats', 'https://api.llm-stats.com', true, 'LLM_STATS_API_KEY'],
      ['openrouter', 'https://openrouter.ai', false, null],
    ],
  );
  const settings = { 'llm-stats': { enabled: false }, openrouter: { baseUrl: 'http://127.0.0.1:9/v1/' } };
  const set = rankingBoardsOf({ open: openBoard, settings });
  assert.deepEqual(
    set.map(({ id, origin }) => [id, origin]),
    [
      ['artificial-analysis', 'https://artificialanalysis.ai'],
      ['openrouter', 'http://127.0.0.1:9'],
    ],
  );
});
