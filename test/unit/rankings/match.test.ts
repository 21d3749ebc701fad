import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { RankedMatch } from '../../../src/shared/model/publicRanks.ts';
import type { CategoryRanking, RankedModel } from '../../../src/shared/model/rankings.ts';
import type { Correction } from '../../../src/core/rankings/match/corrections.ts';
import { KnownModels, matchAll, matchModel, outsideNames, type OutsideModel } from '../../../src/core/rankings/match/match.ts';
import { outsideFinder } from '../../../src/core/rankings/match/outsideFinder.ts';
import { pairs, type Expected } from './matchTable.ts';

const words: Readonly<Record<Expected, string>> = { exact: 'exactly', likely: 'likely', guess: 'perhaps', none: 'not' };

describe('an outside name and an id of ours', () => {
  for (const [name, creator, known, expected] of pairs) {
    test(`${name} is ${words[expected]} ${known}`, () => {
      const [match] = matchModel(outside(name, { creator }), [known], []);
      assert.equal(match?.confidence ?? 'none', expected);
      assert.equal(match === undefined || (match.because === '') === (expected === 'exact'), true, match?.because);
    });
  }
});

describe('why a match is not exact', () => {
  const reasons: readonly (readonly [name: string, known: string, because: string])[] = [
    ['GPT-5', 'openai/gpt-5-2025-08-07', 'without the date 2025-08-07'],
    ['gpt-oss-20B (high)', 'groq/openai/gpt-oss-20b', 'measured at high effort'],
    ['Claude 4.5 Sonnet (Non-reasoning)', 'anthropic/claude-sonnet-4-5', 'measured without reasoning'],
    [
      'Claude 3.7 Sonnet',
      'openrouter/anthropic/claude-3.7-sonnet:thinking',
      'yours is asked with reasoning, and the board does not say',
    ],
    ['Claude 3 Opus', 'anthropic/claude-3-opus-latest', '“latest” may mean a newer one by now'],
    ['Llama 3.2 Instruct 3B', 'ollama/llama3.2:3b-instruct-q4_K_M', 'quantised: Q4_K_M'],
    [
      'Claude 4.5 Haiku',
      'bedrock/eu.anthropic.claude-haiku-4-5-20251001-v1:0',
      'without the date 20251001; served in the region “eu”',
    ],
    ['Llama 3.1 8B Instruct', 'huggingface/bartowski/Llama-3.1-8B-Instruct', 'as published by bartowski'],
  ];
  for (const [name, known, because] of reasons) {
    test(`${known} for ${name}: ${because}`, () => {
      assert.equal(matchModel(outside(name), [known], [])[0]?.because, because);
    });
  }
});

describe('further names of an outside model', () => {
  test('a slug adds a date that the name lacks', () => {
    const model = outside('GPT-4o', { aliases: ['gpt-4o-2024-08-06'] });
    assert.equal(matchModel(model, ['openai/gpt-4o-2024-08-06'], [])[0]?.confidence, 'exact');
  });

  test('a slug that variants share does not hide which variant the name means', () => {
    const model = outside('gpt-oss-20B (high)', { aliases: ['gpt-oss-20b'], creator: 'OpenAI' });
    assert.deepEqual(matchModel(model, ['groq/openai/gpt-oss-20b'], []), [
      { model: 'groq/openai/gpt-oss-20b', confidence: 'likely', because: 'measured at high effort' },
    ]);
  });

  test('a slug of other numbers, or without the tier, is none of its names', () => {
    const model = outside('Claude 3.5 Haiku', { aliases: ['claude-35-haiku', 'claude-3-haiku', 'claude-3.5'] });
    assert.deepEqual(matchModel(model, ['anthropic/claude-3-haiku', 'proxy/claude-3.5', 'proxy/claude-35-haiku'], []), []);
  });

  test('the id that OpenRouter has is the same model there, whatever it is called', () => {
    const model = outside('Mistral: Devstral Small 1.1', { id: 'mistralai/devstral-small' });
    assert.equal(matchModel(model, ['openrouter/mistralai/devstral-small'], [])[0]?.confidence, 'exact');
  });

  test('what was measured here goes by its own id alone, a demo model too', () => {
    const models = ['demo/atlas-large', 'groq/openai/gpt-oss-20b'].map((id) => outside(id, { id }));
    const known = ['demo/atlas-large', 'groq/openai/gpt-oss-20b', 'together/openai/gpt-oss-20b'];
    assert.deepEqual(
      [...matchAll({ origin: 'minimal-test', models }, known, []).values()].map((all) => all.map(({ model }) => model)),
      [['demo/atlas-large'], ['groq/openai/gpt-oss-20b']],
    );
  });
});

describe('corrections', () => {
  const ranking = {
    origin: 'artificial-analysis',
    models: [outside('GPT-4o', { id: 'a', creator: 'OpenAI' }), outside('GPT-4o mini', { id: 'b', creator: 'OpenAI' })],
  } as const;
  const known = ['openai/gpt-4o', 'azure/our-best', 'openai/gpt-4o-mini'];
  const matched = (...corrections: Correction[]): Record<string, string[]> =>
    Object.fromEntries(
      [...matchAll(ranking, known, corrections)].map(([id, all]) => [
        id,
        all.map((match) => `${match.model} ${match.confidence}`),
      ]),
    );

  test('name a model that no rule would find, and keep what is exact', () => {
    const { a } = matched({ origin: 'artificial-analysis', id: 'a', model: 'azure/our-best' });
    assert.deepEqual(a, ['azure/our-best corrected', 'openai/gpt-4o exact']);
  });

  test('take a model away from the one that it was found for', () => {
    const found = matched({ origin: 'artificial-analysis', id: 'b', model: 'openai/gpt-4o' });
    assert.deepEqual(found, { a: [], b: ['openai/gpt-4o corrected', 'openai/gpt-4o-mini exact'] });
  });

  test('say that it is none of mine', () => {
    assert.deepEqual(matched({ origin: 'artificial-analysis', id: 'a', model: null })['a'], []);
  });

  test('hold for the board that they were made on only', () => {
    assert.deepEqual(matched({ origin: 'llm-stats', id: 'a', model: null })['a'], ['openai/gpt-4o exact']);
  });

  test('take the place of a guess', () => {
    const model = outside('Mistral Small 3.1', { id: 'm', creator: 'Mistral' });
    const guess = 'huggingface/mistralai/Mistral-Small-3.1-24B-Instruct';
    assert.deepEqual(
      matchModel(model, [guess], []).map(({ confidence }) => confidence),
      ['guess'],
    );
    const said = { origin: 'artificial-analysis', id: 'm', model: 'mistral/mistral-small' } as const;
    assert.deepEqual(
      matchModel(model, [guess], [said]).map(({ model }) => model),
      ['mistral/mistral-small'],
    );
  });
});

describe('whatever the names are', () => {
  const family = fc.constantFrom('gpt', 'claude', 'llama', 'qwen', 'gemini', 'atlas');
  const tier = fc.constantFrom('', 'mini', 'nano', 'pro', 'flash', 'flash-lite', 'haiku', 'opus', 'sonnet', 'max', 'turbo');
  const version = fc.tuple(fc.integer({ min: 1, max: 19 }), fc.integer({ min: 0, max: 9 }));
  const size = fc.constantFrom('', '1b', '7b', '8b', '70b', '405b', '8x7b');
  const tail = fc.constantFrom(
    '',
    '-latest',
    '-preview',
    '-2025-08-07',
    '-20250514',
    '-instruct',
    ':free',
    ':thinking',
    '-fp8',
    '-q4_K_M',
  );
  const provider = fc.constantFrom('openai', 'groq', 'together', 'openrouter/x-labs', 'ollama', 'bedrock');
  const versionText = ([major, minor]: readonly [number, number], gap: string): string =>
    `${major}${minor === 0 ? '' : gap + minor}`;

  test('other versions never match', () => {
    fc.assert(
      fc.property(family, tier, version, version, size, tail, provider, (name, level, one, other, weight, end, host) => {
        fc.pre(one.join('.') !== other.join('.'));
        const ours = `${host}/${[name, versionText(one, '-'), level, weight].filter(Boolean).join('-')}${end}`;
        const theirs = [name, versionText(other, '.'), level, weight].filter(Boolean).join(' ');
        assert.deepEqual(matchModel(outside(theirs), [ours], []), []);
      }),
    );
  });

  test('other sizes never match, nor other tiers', () => {
    fc.assert(
      fc.property(
        family,
        fc.tuple(tier, tier),
        version,
        fc.tuple(size, size),
        tail,
        provider,
        (name, tiers, which, sizes, end, host) => {
          fc.pre(tiers[0] !== tiers[1] || (sizes[0] !== sizes[1] && sizes.every(Boolean)));
          const ours = `${host}/${[name, versionText(which, '.'), tiers[0], sizes[0]].filter(Boolean).join('-')}${end}`;
          const theirs = [name, versionText(which, '.'), tiers[1], sizes[1]].filter(Boolean).join(' ');
          assert.deepEqual(matchModel(outside(theirs), [ours], []), []);
        },
      ),
    );
  });

  test('case and separators say nothing', () => {
    const gap = fc.constantFrom('-', '_', ' ');
    fc.assert(
      fc.property(fc.constantFrom(...pairs), gap, fc.boolean(), ([name, creator, known], between, upper) => {
        const cased = (text: string): string => (upper ? text.toUpperCase() : text.toLowerCase());
        const spelt = cased(name).replaceAll(/(?<=[a-z0-9])[-_ ](?=[a-z0-9])/gi, between);
        const find = (text: string, by: string | null): unknown =>
          matchModel(outside(text, { creator: by }), [known], []).map(({ model, confidence }) => ({ model, confidence }));
        assert.deepEqual(find(spelt, creator === null ? null : cased(creator)), find(name, creator));
      }),
    );
  });

  test('an id is exactly itself, by whatever way it is served', () => {
    // What a local server serves, and by whom a router has it served, no board says.
    const ids = pairs.map(([, , known]) => known).filter((known) => !/^(?:ollama|demo)\/|^huggingface.*:|\/ft:/.test(known));
    for (const known of new Set(ids)) {
      const model = outside(known.slice(known.indexOf('/') + 1));
      assert.deepEqual(matchModel(model, [known], []), [{ model: known, confidence: 'exact', because: '' }]);
    }
  });

  test('no text makes it fail', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (name, alias, known) => {
        for (const { confidence } of matchModel(outside(name, { aliases: [alias] }), [known, `openai/${known}`], [])) {
          assert.ok(['exact', 'likely', 'guess'].includes(confidence));
        }
      }),
    );
    assert.deepEqual(matchModel(outside('constructor (toString)'), ['openai/__proto__:constructor'], []), []);
  });
});

test('700 outside models find theirs among 2,000 with less than one comparison too many for each', () => {
  const known = new KnownModels(
    Array.from({ length: 2000 }, (_, i) => `host${i % 4}/maker-${i}/series-${i >> 2}-${i & 3 ? 'mini' : 'max'}-8b`),
  );
  let compared = 0;
  let found = 0;
  for (let i = 0; i < 700; i++) {
    const model = outside(`Series ${i >> 1} ${i & 1 ? 'mini' : 'max'} 8B`);
    for (const name of outsideNames(model)) compared += known.near(name).length;
    found += matchModel(model, known, []).length;
  }
  assert.ok(found >= 700, `${found} found`);
  assert.ok(compared < found + 700, `${compared} comparisons for ${found} matches`);
});

describe('the variant of a model that is meant', () => {
  const find = outsideFinder(['openai/gpt-5', 'anthropic/claude-sonnet-4-5', 'openai/gpt-4o'], []);
  const asked = (model: string, effort: string | null, ...names: readonly string[]): RankedMatch | null =>
    find(rankingOf(names), model, effort);

  test('is the one with the effort that it is asked with, and then surely', () => {
    const found = asked('openai/gpt-5', 'high', 'GPT-5 (low)', 'GPT-5 (high)', 'GPT-5');
    assert.equal(found?.ranked.name, 'GPT-5 (high)');
    assert.deepEqual(found?.match, { model: 'openai/gpt-5', confidence: 'exact', because: '' });
  });

  test('is the plain one where nothing is asked for', () => {
    assert.equal(asked('openai/gpt-5', null, 'GPT-5 (high)', 'GPT-5')?.match.confidence, 'exact');
  });

  test('without a plain one it is the one that does not reason, and says so', () => {
    const found = asked(
      'anthropic/claude-sonnet-4-5',
      null,
      'Claude 4.5 Sonnet (Reasoning)',
      'Claude 4.5 Sonnet (Non-reasoning)',
    );
    assert.deepEqual(
      [found?.ranked.name, found?.match.confidence, found?.match.because],
      ['Claude 4.5 Sonnet (Non-reasoning)', 'likely', 'measured without reasoning'],
    );
  });

  test('with efforts alone it is the medium one', () => {
    assert.equal(asked('openai/gpt-5', null, 'GPT-5 (high)', 'GPT-5 (medium)', 'GPT-5 (low)')?.ranked.name, 'GPT-5 (medium)');
  });

  test('with another effort than the board has, the one that reasons stands for it', () => {
    const found = asked(
      'anthropic/claude-sonnet-4-5',
      'low',
      'Claude 4.5 Sonnet (Non-reasoning)',
      'Claude 4.5 Sonnet (Reasoning)',
    );
    assert.equal(found?.ranked.name, 'Claude 4.5 Sonnet (Reasoning)');
    assert.equal(found?.match.confidence, 'likely');
  });

  test('of several snapshots it is the newest', () => {
    const ranking = rankingOf(["GPT-4o (May '24)", "GPT-4o (Nov '24)"], ['2024-05-13', '2024-11-20']);
    assert.equal(find(ranking, 'openai/gpt-4o', null)?.ranked.name, "GPT-4o (Nov '24)");
  });

  test('is none where the board has no such model', () => {
    assert.equal(asked('openai/gpt-5', null, 'GPT-4o'), null);
  });
});

function outside(name: string, over: Partial<OutsideModel> = {}): OutsideModel {
  return { id: 'uuid', name, aliases: [], creator: null, ...over };
}

function rankingOf(names: readonly string[], dates: readonly string[] = []): CategoryRanking {
  const models = names.map((name, i): RankedModel => ({
    ...outside(name, { id: `id ${i}` }),
    rank: i + 1,
    score: 50 - i,
    releasedAt: dates[i] ?? null,
    inputUsdPerMTok: null,
    outputUsdPerMTok: null,
    tokensPerSecond: null,
    ttftMs: null,
    latencyMs: null,
    n: null,
  }));
  return {
    category: 'coding',
    origin: 'artificial-analysis',
    fetchedAt: '2026-11-21T09:00:00.000Z',
    index: 'coding index',
    standsIn: false,
    models,
  };
}
