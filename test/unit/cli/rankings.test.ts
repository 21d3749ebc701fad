import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readArgs } from '../../../src/core/cli/args.ts';
import { environmentKeys } from '../../../src/core/cli/envKeys.ts';
import { UsageError } from '../../../src/core/cli/exitCode.ts';
import { boardKeyOwners, environmentBoards, modelsWithKey } from '../../../src/core/cli/rankingBoards.ts';
import { rankingsCommand, type RankingsParts } from '../../../src/core/cli/rankings.ts';
import { failureLines } from '../../../src/core/cli/rankingFailures.ts';
import { limitedTo } from '../../../src/core/cli/rankingLimits.ts';
import { rankingTables } from '../../../src/core/cli/rankingsTable.ts';
import type { RankingsArgs } from '../../../src/core/cli/rankingsArgs.ts';
import type { CliContext } from '../../../src/core/cli/run.ts';
import { noUserProviders } from '../../../src/core/ports.ts';
import { keyOwners } from '../../../src/core/providers/keyOwners.ts';
import { rankingBoardsOf } from '../../../src/core/rankings/boards.ts';
import { suiteOptions } from '../../../src/core/suiteOptions.ts';
import {
  rankingCategories,
  type CategoryRanking,
  type RankedModel,
  type RankingAnswer,
  type RankingCategory,
  type RankingSource,
  type SourceError,
} from '../../../src/shared/model/rankings.ts';

const unasked = { open: () => ({ get: () => Promise.reject(new Error('asked')), close() {} }) };
const boards = rankingBoardsOf(unasked);

function args(...words: string[]): RankingsArgs {
  const read = readArgs(['rankings', ...words]);
  assert.equal(read.command, 'rankings');
  return read;
}

describe('the arguments of rankings', () => {
  test('are all categories, the whole chain and no money unless said otherwise', () => {
    const usual = args();
    assert.deepEqual([usual.categories, usual.source, usual.testUsd, usual.refresh], [rankingCategories, null, null, false]);
    assert.equal(args('--allow-test').testUsd, 0.05);
    assert.equal(args('--allow-test', '--max-usd', '0.2').testUsd, 0.2);
    assert.deepEqual(args('--category', 'math', '--category', 'coding').categories, ['coding', 'math']);
    assert.equal(args('--source', 'llm-stats').source, 'llm-stats');
  });

  test('have a health of their own', () => {
    assert.deepEqual(readArgs(['rankings', 'health', '--format', 'json']), {
      command: 'rankings-health',
      format: 'json',
      store: null,
    });
  });

  for (const [words, said] of [
    [['--category', 'codign'], /Did you mean coding/],
    [['--source', 'llmstats'], /Did you mean llm-stats/],
    [['coding'], /--category coding/],
    [['--max-usd', '1'], /needs --allow-test/],
    [['--allow-test', '--max-usd', '0'], /above 0/],
    [['--max-price', 'cheap'], /US dollars per million tokens above 0/],
    [['--max-latency', '0'], /milliseconds above 0/],
    [['--top', '0'], /whole number from 1/],
    [['--models', 'gpt-5'], /provider\/model/],
    [['--format', 'csv'], /table or json/],
  ] as const) {
    test(`are refused in words: ${words.join(' ')}`, () => {
      assert.throws(
        () => args(...words),
        (error) => error instanceof UsageError && said.test(error.message),
      );
    });
  }
});

function model(rank: number, more: Partial<RankedModel> = {}): RankedModel {
  const name = more.name ?? `Model ${rank}`;
  return {
    id: name,
    name,
    aliases: [],
    creator: null,
    rank,
    score: 100 - rank,
    releasedAt: null,
    inputUsdPerMTok: rank,
    outputUsdPerMTok: 4 * rank,
    tokensPerSecond: null,
    ttftMs: null,
    latencyMs: 1000 * rank,
    n: null,
    ...more,
  };
}

const fetchedAt = '2026-11-21T09:00:00.000Z';
const now = new Date('2026-11-21T12:00:00.000Z');
const room = { isTTY: false, columns: 120 };

function ranking(
  category: RankingCategory,
  models: readonly RankedModel[],
  more: Partial<CategoryRanking> = {},
): CategoryRanking {
  const index = 'intelligence index';
  return {
    category,
    origin: 'artificial-analysis',
    fetchedAt,
    index,
    standsIn: false,
    models,
    ...more,
  };
}

function answer(given: CategoryRanking, source: RankingSource = given.origin): RankingAnswer {
  return { category: given.category, ranking: given, source, errors: [] };
}

describe('the tables of rankings', () => {
  const models = [model(1), model(2), model(3)];

  test('name source, age and index, and give credit with its link', () => {
    const text = rankingTables([answer(ranking('general', models), 'cache')], args(), now, room);
    assert.match(text, /^General, by the intelligence index \(Artificial Analysis, kept, 3 hours ago\)\n/);
    assert.match(text, /^1\.\s+Model 1\s+99\s+\$1\.00\s+\$4\.00\s+1 s$/m);
    assert.match(text, /Data from Artificial Analysis: https:\/\/artificialanalysis\.ai\/\n$/);
  });

  test('are one for categories that the same index stands in for, and say so', () => {
    const answers = [
      answer(ranking('math', models, { standsIn: true })),
      answer(ranking('research', models, { standsIn: true })),
      answer(ranking('general', models)),
    ];
    const text = rankingTables(answers, args(), now, room);
    assert.equal(text.match(/Model 1/g)?.length, 1);
    assert.match(text, /^General, by/);
    assert.match(text, /The same index stands in for math, research\./);
  });

  test('are one for each category of the minimal test, whose questions differ', () => {
    const tested = { origin: 'minimal-test', index: 'share of 3 prompts answered right' } as const;
    const asked = models.map((one) => ({ ...one, n: 3 }));
    const answers = [answer(ranking('math', asked, tested)), answer(ranking('coding', asked, tested))];
    const text = rankingTables(answers, args(), now, room);
    assert.match(text, /^Math, /m);
    assert.match(text, /^Coding, /m);
    assert.doesNotMatch(text, /Data from/);
    assert.match(text, /A rough order, by 3 prompts only/);
  });

  test('tell how many rows are left', () => {
    assert.match(rankingTables([answer(ranking('general', models))], args('--top', '1'), now, room), /2 more models: --top 3/);
  });

  test('show no terminal codes that a board may send', () => {
    const hostile = [model(1, { name: 'Red \u001b[31m' }), model(2)];
    const text = rankingTables([answer(ranking('general', hostile, { index: 'x \u001b]0;y' }))], args(), now, room);
    assert.ok(!text.includes('\u001b'));
  });
});

describe('the limits of rankings', () => {
  test('leave out what is too dear or slow, and count what nobody knows', () => {
    const models = [model(1), model(2), model(3, { inputUsdPerMTok: null }), model(4, { latencyMs: null }), model(5)];
    const within = limitedTo(ranking('general', models), args('--max-price', '3.5', '--max-latency', '2500'));
    assert.deepEqual(
      within.models.map(({ rank }) => rank),
      [1, 2],
    );
    assert.deepEqual(within.unknown, { price: 0, latency: 0 }, 'the third is too slow, the fourth too dear');
    const byLatency = limitedTo(ranking('general', models), args('--max-latency', '2500'));
    assert.deepEqual(byLatency.unknown, { price: 0, latency: 1 });
  });

  test('keep the models that were named, under the user’s own names', () => {
    const models = [
      model(1, { name: 'GPT-5 mini', creator: 'OpenAI' }),
      model(2, { name: 'Claude Haiku 4.5', creator: 'Anthropic' }),
    ];
    const own = limitedTo(ranking('general', models), args('--models', 'anthropic/claude-haiku-4-5'));
    assert.deepEqual(
      own.models.map((one) => [one.rank, own.nameOf?.(one)]),
      [[2, 'anthropic/claude-haiku-4-5']],
    );
  });

  test('find the models of a minimal test under the names they were called by', () => {
    const models = [model(1, { name: 'demo/sonata' }), model(2, { name: 'demo/ponder' })];
    const own = limitedTo(ranking('general', models, { origin: 'minimal-test' }), args('--models', 'demo/ponder'));
    assert.deepEqual(
      own.models.map(({ id }) => id),
      ['demo/ponder'],
    );
  });
});

function error(kind: SourceError['kind'], message = `${kind}.`): SourceError {
  return { kind, message, advice: 'Do this.', status: null, until: null };
}

describe('what is told of sources that failed', () => {
  const none = (category: RankingCategory, errors: RankingAnswer['errors']): RankingAnswer => ({
    category,
    ranking: null,
    source: null,
    errors,
  });

  test('is each error with what to do, once for all categories alike', () => {
    const errors = [
      { source: 'artificial-analysis', error: error('needs-key') },
      { source: 'openrouter', error: error('network', 'It is down.') },
      { source: 'minimal-test', error: error('not-allowed') },
    ] as const;
    assert.deepEqual(failureLines([none('coding', errors), none('math', errors)], boards), [
      'No ranking of coding, math:',
      `  Artificial Analysis: needs a key. Set ARTIFICIAL_ANALYSIS_API_KEY in the environment; get one at ${boards[0]?.keyUrl}.`,
      '  OpenRouter: It is down. Do this.',
      '  Minimal test: asks models of yours, which costs money. Allow it with --allow-test, capped by --max-usd.',
    ]);
  });

  test('is nothing of a source that was not meant to be asked, where another answered', () => {
    const answered = answer(ranking('coding', [model(1), model(2)], { origin: 'openrouter' }));
    const skipped = { ...answered, errors: [{ source: 'artificial-analysis', error: error('needs-key') }] as const };
    assert.deepEqual(failureLines([skipped], boards), []);
    const refused = {
      ...answered,
      errors: [{ source: 'artificial-analysis', error: error('authentication', 'Wrong key.') }] as const,
    };
    assert.deepEqual(failureLines([refused], boards), [
      'OpenRouter stood in for coding:',
      '  Artificial Analysis: Wrong key. Do this.',
    ]);
  });

  test('names a source once', () => {
    const errors = [{ source: 'openrouter', error: error('too-few', 'OpenRouter ranked no model.') }] as const;
    assert.deepEqual(failureLines([none('math', errors)], boards), [
      'No ranking of math:',
      '  OpenRouter ranked no model. Do this.',
    ]);
  });

  test('is short for a category that no board has an index for', () => {
    const errors = [
      { source: 'openrouter', error: error('no-index') },
      { source: 'cache', error: error('too-few') },
      { source: 'minimal-test', error: error('not-allowed') },
    ] as const;
    assert.deepEqual(failureLines([none('empathy', errors)], boards), [
      'No ranking of empathy, which no board has an index for:',
      '  Minimal test: asks models of yours, which costs money. Allow it with --allow-test, capped by --max-usd.',
    ]);
  });
});

describe('keys and addresses of boards from the environment', () => {
  test('a board’s key goes to the board, and to no server that a suite names', async () => {
    const env = { ARTIFICIAL_ANALYSIS_API_KEY: 'secret' };
    const keys = environmentKeys(env, new Map([...keyOwners(), ...boardKeyOwners(boards)]), {});
    const request = { provider: 'x', required: true, keyEnv: 'ARTIFICIAL_ANALYSIS_API_KEY' };
    assert.equal(await keys.key({ ...request, origin: 'https://artificialanalysis.ai' }), 'secret');
    await assert.rejects(keys.key({ ...request, origin: 'https://suite.invalid' }), UsageError);
  });

  test('an address moves the board, and its key with it', async () => {
    const settings = environmentBoards({
      LLM_BENCH_RANKINGS_LLM_STATS_URL: ' http://proxy.invalid/stats ',
      LLM_STATS_API_KEY: 'k',
    });
    assert.deepEqual(settings, { 'llm-stats': { baseUrl: 'http://proxy.invalid/stats' } });
    const moved = rankingBoardsOf({ ...unasked, settings });
    assert.deepEqual(boardKeyOwners(moved).get('LLM_STATS_API_KEY')?.homes, ['http://proxy.invalid']);
  });

  test('the minimal test asks a model of each provider with a key, and of none without', async () => {
    const keys = environmentKeys({ OPENAI_API_KEY: 'a', ANTHROPIC_API_KEY: 'b' }, keyOwners(), {});
    const models = await modelsWithKey(keys, noUserProviders);
    assert.deepEqual(models.map((ref) => ref.slice(0, ref.indexOf('/'))).toSorted(), ['anthropic', 'openai']);
  });
});

describe('a provider that nobody knows', () => {
  const signal = new AbortController().signal;
  const asked: string[] = [];
  const get = async () => (asked.push('rankings'), []);
  const parts = { rankings: { get, problem: null }, boards, now: () => new Date() } as unknown as RankingsParts;
  const written = { write: () => true };
  const context = { stdout: written, stderr: written, interrupted: signal, suiteOptions } as unknown as CliContext;
  const run = (...words: string[]) => rankingsCommand(args(...words), parts, context);

  test('is named where the minimal test would ask its models, with the way out, before any board is asked', async () => {
    await assert.rejects(run('--allow-test', '--models', 'x/y,demo/sonata'), {
      name: 'UsageError',
      message: 'There is no provider "x", so the minimal test cannot ask x/y. "llm-bench models" names them all.',
    });
    await assert.rejects(run('--allow-test', '--models', 'demo/sonata,opnai/gpt-5'), /Did you mean openai\?/);
    assert.deepEqual(asked, []);
  });

  test('is no fault where its model is only looked for in the rankings', async () => {
    await run('--models', 'x/y');
    assert.deepEqual(asked, ['rankings']);
  });
});
