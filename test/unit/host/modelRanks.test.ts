import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generalRanks, type RankSource } from '../../../src/host/models/generalRanks.ts';
import { modelItems } from '../../../src/host/models/modelItems.ts';
import type { ListedModel } from '../../../src/shared/model/catalog.ts';
import { byRank, rankIn, type ModelRank } from '../../../src/shared/modelRank.ts';
import { answer, ranked, ranking } from '../agents/boards.ts';

function listed(id: string): ListedModel {
  const unknown = { name: null, createdAt: null, contextTokens: null, maxOutputTokens: null, sizeBytes: null, price: null };
  return { id, ...unknown, deprecated: false, retiresAt: null, unsuitable: null };
}

const generals = ranking('general', [ranked('GPT-5', 1, { creator: 'OpenAI' }), ranked('GPT-5 mini', 4, { creator: 'OpenAI' })]);
const source: RankSource = {
  isUsed: async () => true,
  kept: async () => [answer(generals)],
  corrections: async () => [],
};

test('the list of a provider begins with its best-ranked models, and says by whom and how old', async () => {
  const ranks = await generalRanks(['openai/gpt-5-mini', 'openai/gpt-5', 'openai/other'], source);
  const items = modelItems(
    [listed('other'), listed('gpt-5-mini'), listed('gpt-5')],
    false,
    new Date(),
    (id) => ranks.get(`openai/${id}`) ?? null,
  );
  assert.deepEqual(
    items.map(({ label, detail }) => [label, detail]),
    [
      ['gpt-5', '#1 general, 79 · Artificial Analysis, 3 hours ago'],
      ['gpt-5-mini', '#4 general, 76 · Artificial Analysis, 3 hours ago'],
      ['other', undefined],
    ],
  );
});

test('nothing is read before rankings are used', async () => {
  const unused: RankSource = {
    isUsed: async () => false,
    kept: () => assert.fail('read'),
    corrections: () => assert.fail('read'),
  };
  assert.equal((await generalRanks(['openai/gpt-5'], unused)).size, 0);
});

function rankOf(category: ModelRank['category'], rank: number, confidence: ModelRank['confidence'] = 'exact'): ModelRank {
  const { origin, index, standsIn, fetchedAt } = generals;
  return { category, rank, score: 80 - rank, confidence, name: 'x', because: '', origin, index, standsIn, fetchedAt, of: 9 };
}

test('the rank to go by is that of the category, never one of another or a guess', () => {
  const all = [rankOf('coding', 3), rankOf('general', 5), rankOf('math', 1, 'guess')];
  assert.equal(rankIn('coding', all)?.rank, 3);
  assert.equal(rankIn('reasoning', all), null);
  assert.equal(rankIn('math', all), null);
});

test('the better rank comes first, and those without one keep their order behind', () => {
  const items = [
    ['a', null],
    ['b', rankOf('general', 7)],
    ['c', null],
    ['d', rankOf('general', 2)],
    ['e', rankOf('general', 2)],
  ] as const;
  assert.equal(
    byRank(items, ([, rank]) => rank)
      .map(([name]) => name)
      .join(''),
    'debac',
  );
});
