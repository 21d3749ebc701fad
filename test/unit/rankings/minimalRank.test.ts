import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rankMinimal, type MinimalAnswer, type TestedModel } from '../../../src/core/rankings/minimal/rank.ts';
import type { RankingCategory } from '../../../src/shared/model/rankings.ts';

const at = '2026-11-21T12:00:00.000Z';

function answers(
  category: RankingCategory,
  qualities: readonly (number | null)[],
  latencyMs: number | null = 400,
): MinimalAnswer[] {
  return qualities.map((quality) => ({ category, quality, latencyMs, ttftMs: 100, tokensPerSecond: null }));
}

function model(ref: string, given: readonly MinimalAnswer[]): TestedModel {
  return { ref, inputUsdPerMTok: 1, outputUsdPerMTok: null, answers: given };
}

describe('the ranking by the minimal test', () => {
  const asked = new Map<RankingCategory, number>([['math', 3]]);
  const places = (models: readonly TestedModel[]) =>
    rankMinimal(models, asked, at).rankings[0]?.models.map(({ id, rank, score }) => [id, rank, score]);

  it('goes by the share of right answers, and lets equal models share the better rank', () => {
    const models = [
      model('b/two', answers('math', [1, 0, 1])),
      model('c/none', answers('math', [0, 0, 0])),
      model('a/two', answers('math', [1, 1, 0])),
      model('d/all', answers('math', [1, 1, 1])),
    ];
    assert.deepEqual(places(models), [
      ['d/all', 1, 1],
      ['a/two', 2, 2 / 3],
      ['b/two', 2, 2 / 3],
      ['c/none', 4, 0],
    ]);
  });

  it('leaves out and names a model that lacks an answer or whose answer could not be scored', () => {
    const models = [
      model('a/whole', answers('math', [1, 0, 0])),
      model('b/unscored', answers('math', [1, 1, null])),
      model('c/missing', answers('math', [1, 1])),
    ];
    assert.deepEqual(places(models), [['a/whole', 1, 1 / 3]]);
    assert.deepEqual(rankMinimal(models, asked, at).leftOut, [
      { model: 'b/unscored', categories: ['math'] },
      { model: 'c/missing', categories: ['math'] },
    ]);
  });

  it('ranks each category by its own prompts', () => {
    const both = new Map<RankingCategory, number>([
      ['math', 1],
      ['empathy', 1],
    ]);
    const models = [
      model('a/sums', [...answers('math', [1]), ...answers('empathy', [0])]),
      model('b/hearts', [...answers('math', [0]), ...answers('empathy', [1])]),
    ];
    assert.deepEqual(
      rankMinimal(models, both, at).rankings.map(({ category, models: ranked }) => [category, ranked[0]?.id]),
      [
        ['math', 'a/sums'],
        ['empathy', 'b/hearts'],
      ],
    );
  });

  it('says how many prompts it rests on, and keeps what is not known unknown', () => {
    const mixed = [...answers('math', [1, 1], 300), ...answers('math', [1], 900)];
    const [ranking] = rankMinimal([model('a/b', mixed), model('c/d', answers('math', [1, 1, 1], null))], asked, at).rankings;
    const [first, second] = ranking?.models ?? [];
    assert.deepEqual([first?.n, first?.latencyMs, first?.tokensPerSecond, first?.outputUsdPerMTok], [3, 300, null, null]);
    assert.equal(second?.latencyMs, null);
    assert.deepEqual(first?.aliases, ['b']);
    assert.equal(ranking?.fetchedAt, at);
  });
});
