import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CategoryBreakdown, Comparison, PairwiseResult, Verdict } from '../../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../../src/shared/model/ids.ts';
import type { PublicRanks, RankedPart } from '../../../src/shared/model/publicRanks.ts';
import type {
  CategoryRanking,
  MatchConfidence,
  RankedModel,
  RankingAnswer,
  RankingCategory,
} from '../../../src/shared/model/rankings.ts';
import { publicRanks } from '../../../src/core/report/publicRank.ts';
import { rankingCategoryOf } from '../../../src/shared/rankingCategoryOf.ts';
import { disagreementText, orderTexts } from '../../../src/shared/rankingText.ts';
import { candidate, comparison, estimate } from './fixtures.ts';

const coded = { qualityByCategory: { coding: estimate(0.9) } };
const three = [
  candidate('lab/a', { quality: estimate(0.91, 0.04), ...coded }),
  candidate('lab/b', { quality: estimate(0.78, 0.05), ...coded }),
  candidate('lab/c', { quality: estimate(0.7, 0.05), ...coded }),
];
const decided = [
  pair('lab/b', 'lab/a', 'worse', -0.13),
  pair('lab/c', 'lab/a', 'worse', -0.21),
  pair('lab/b', 'lab/c', 'cannot-tell', 0.08),
];

describe('own quality beside the public rank', () => {
  test('every candidate has its rank in each category that ranks it', () => {
    const { candidates, rankings } = ranksOf(comparison(three), [
      answer('coding', 'lab/b', 'lab/a'),
      answer('math', 'x', 'lab/c'),
    ]);
    assert.deepEqual(
      candidates.map(({ label, quality, ranks }) => [
        label,
        quality?.value,
        ranks.map(({ category, rank }) => `${category} ${rank}`),
      ]),
      [
        ['lab/a', 0.91, ['coding 2']],
        ['lab/b', 0.78, ['coding 1']],
        ['lab/c', 0.7, ['math 2']],
      ],
    );
    assert.deepEqual(
      rankings.map(({ category, models }) => [category, models]),
      [
        ['coding', 2],
        ['math', 2],
      ],
    );
  });

  test('a decided pair that the board has the other way round is a disagreement, in words', () => {
    const part = wholeOf(comparison(three, { pairs: decided }), [answer('coding', 'lab/b', 'x', 'lab/a', 'lab/c')]);
    assert.equal(part.decidedPairs, 2);
    assert.equal(part.agreeingPairs, 1);
    const [only, ...others] = part.disagreements;
    assert.equal(others.length, 0);
    assert.equal(
      only && disagreementText(only, { index: 'coding index', standsIn: false, category: 'coding' }, null),
      'Your cases put lab/a above lab/b (0.91 against 0.78); the coding index has lab/b above lab/a (rank 1 against 3).',
    );
  });

  test('a pair that the run leaves open disagrees with nobody', () => {
    const part = wholeOf(comparison(three, { pairs: decided }), [answer('coding', 'lab/a', 'lab/c', 'lab/b')]);
    assert.deepEqual([part.decidedPairs, part.disagreements], [2, []]);
  });

  test('a verdict of better counts as one of worse, seen from the other side', () => {
    const pairs = [pair('lab/a', 'lab/b', 'better', 0.13)];
    const part = wholeOf(comparison(three, { pairs }), [answer('coding', 'lab/b', 'lab/a')]);
    assert.deepEqual(
      part.disagreements.map(({ above, below, difference }) => [above.label, below.label, difference.value]),
      [['lab/a', 'lab/b', 0.13]],
    );
  });

  test('the difference is that of the one above, its interval turned with it', () => {
    const part = wholeOf(comparison(three, { pairs: [pair('lab/b', 'lab/a', 'worse', -0.13, -0.2, -0.06)] }), [
      answer('coding', 'lab/b', 'lab/a'),
    ]);
    const [only] = part.disagreements;
    assert.deepEqual([only?.difference.value, only?.difference.low, only?.difference.high], [0.13, 0.06, 0.2]);
  });

  test('models that the board has level are no disagreement and no agreement', () => {
    const level = answer('coding', 'lab/b', 'lab/a');
    const ranking = level.ranking && { ...level.ranking, models: level.ranking.models.map((model) => ({ ...model, rank: 1 })) };
    assert.equal(wholeOf(comparison(three, { pairs: decided }), [{ ...level, ranking }]).decidedPairs, 0);
  });

  test('a guessed match is shown, and settles nothing', () => {
    const part = wholeOf(comparison(three, { pairs: decided }), [answer('coding', 'lab/b', 'lab/a')], { 'lab/b': 'guess' });
    assert.deepEqual(
      part.rows.map(({ label, public: { confidence } }) => [label, confidence]),
      [
        ['lab/a', 'exact'],
        ['lab/b', 'guess'],
      ],
    );
    assert.deepEqual([part.decidedPairs, part.order.models], [0, 1]);
  });

  test('the clearest disagreement comes first', () => {
    const part = wholeOf(comparison(three, { pairs: decided }), [answer('coding', 'lab/c', 'lab/b', 'lab/a')]);
    assert.deepEqual(
      part.disagreements.map(({ below }) => below.label),
      ['lab/c', 'lab/b'],
    );
  });

  test('where the means stand the other way round, the sentence gives the paired difference', () => {
    const odd = [
      candidate('lab/a', { quality: estimate(0.7), ...coded }),
      candidate('lab/b', { quality: estimate(0.8), ...coded }),
    ];
    const part = wholeOf(comparison(odd, { pairs: decided.slice(0, 1) }), [answer('coding', 'lab/b', 'lab/a')]);
    const [only] = part.disagreements;
    assert.equal(
      only && disagreementText(only, { index: 'intelligence index', standsIn: true, category: 'math' }, 'sums'),
      'Your sums cases put lab/a above lab/b (by 0.13 over the cases of both); the intelligence index, which stands in for math, has lab/b above lab/a (rank 1 against 2).',
    );
  });

  test('a minimal test is no voice from outside', () => {
    const own = answer('coding', 'lab/b', 'lab/a');
    const { rankings, parts } = ranksOf(comparison(three, { pairs: decided }), [
      { ...own, ranking: own.ranking && { ...own.ranking, origin: 'minimal-test' } },
    ]);
    assert.deepEqual([rankings, parts], [[], []]);
  });

  test('without any ranking the candidates stand alone', () => {
    const { candidates, parts } = ranksOf(comparison(three), [{ category: 'coding', ranking: null, source: null, errors: [] }]);
    assert.deepEqual([candidates.length, candidates.flatMap(({ ranks }) => ranks), parts], [3, [], []]);
  });

  test('each candidate is looked up with the reasoning effort that it was asked with', () => {
    const asked: (string | null)[] = [];
    publicRanks(
      comparison(three),
      [answer('coding', 'lab/a')],
      (_, model, effort) => {
        asked.push(`${model} ${effort}`);
        return null;
      },
      (id) => (id === 'lab/b' ? 'high' : null),
    );
    assert.deepEqual(asked, ['lab/a null', 'lab/b high', 'lab/c null']);
  });
});

describe('the whole order', () => {
  const four = [0.9, 0.8, 0.7, 0.6].map((quality, i) => candidate(`lab/${i}`, { quality: estimate(quality), ...coded }));

  test('four models in the same order agree fully', () => {
    const { order } = wholeOf(comparison(four), [answer('coding', 'lab/0', 'lab/1', 'lab/2', 'lab/3')]);
    assert.deepEqual(order, { tau: 1, models: 4 });
  });

  test('four models in reverse order disagree fully', () => {
    const part = wholeOf(comparison(four), [answer('coding', 'lab/3', 'lab/2', 'lab/1', 'lab/0')]);
    assert.equal(part.order.tau, -1);
    assert.match(orderTexts(part)[1] ?? '', /^Order of 4 models: Kendall's tau-b −1\.00/);
  });

  test('three are too few to tell, and it says so', () => {
    const part = wholeOf(comparison(three), [answer('coding', 'lab/a', 'lab/b', 'lab/c')]);
    assert.deepEqual(part.order, { tau: null, models: 3 });
    assert.equal(orderTexts(part)[1], 'Too few models to compare the whole order: 3, and it takes 4.');
  });

  test('a model with two prompts counts once, by its better one', () => {
    const twice = { ...candidate('lab/0', { quality: estimate(0.1), ...coded }), id: 'lab/0 second' as CandidateId };
    const { order } = wholeOf(comparison([...four, twice]), [answer('coding', 'lab/0', 'lab/1', 'lab/2', 'lab/3')]);
    assert.deepEqual(order, { tau: 1, models: 4 });
  });

  test('how many pairs agree is said in words', () => {
    const part = wholeOf(comparison(three, { pairs: decided }), [answer('coding', 'lab/b', 'lab/a', 'lab/c')]);
    assert.equal(orderTexts(part)[0], 'The index agrees on 1 of 2 pairs that your cases have decided.');
  });
});

describe('which ranking a run is held against', () => {
  test('cases without a category are general', () => {
    const plain = three.map((one) => ({ ...one, qualityByCategory: {} }));
    const { parts } = ranksOf(comparison(plain), [answer('general', 'lab/a'), answer('coding', 'lab/a')]);
    assert.deepEqual(
      parts.map(({ category, caseCategory }) => [category, caseCategory]),
      [['general', null]],
    );
  });

  test('some cases of another kind make the whole general, and each kind a part of its own', () => {
    const mixed = three.map((one) => ({
      ...one,
      qualityByCategory: { Code: estimate(0.8), arithmetic: estimate(0.7), tone: estimate(0.5) },
    }));
    const categories = [
      breakdown('Code', 0.95, 'worse'),
      breakdown('arithmetic', 0.9, 'cannot-tell'),
      breakdown('tone', 0.6, 'worse'),
    ];
    const { parts, rankings } = ranksOf(comparison(mixed, { categories }), [
      answer('coding', 'lab/b', 'lab/a'),
      answer('general', 'lab/a', 'lab/b'),
      answer('math', 'lab/a', 'lab/b'),
      answer('empathy', 'lab/a'),
    ]);
    assert.deepEqual(
      parts.map(({ category, caseCategory, decidedPairs, disagreements }) => [
        category,
        caseCategory,
        decidedPairs,
        disagreements.length,
      ]),
      [
        ['general', null, 0, 0],
        ['coding', 'Code', 1, 1],
        ['math', 'arithmetic', 0, 0],
      ],
    );
    assert.deepEqual(
      rankings.map(({ category }) => category),
      ['general', 'coding', 'math', 'empathy'],
    );
  });

  const names: Readonly<Record<string, RankingCategory | null>> = {
    coding: 'coding',
    'Code review': 'coding',
    SQL: 'coding',
    'word-problems/maths': 'math',
    'Logic puzzles': 'reasoning',
    RAG: 'research',
    empathy: 'empathy',
    'General knowledge': 'general',
    'mathematical reasoning': 'math',
    'general coding': 'coding',
    'logic in general': null,
    'math and code': null,
    'customer support': null,
    postcode: null,
    constructor: null,
    '': null,
  };
  for (const [name, category] of Object.entries(names)) {
    test(`cases called “${name}” are ${category ?? 'of no kind that is ranked'}`, () => {
      assert.equal(rankingCategoryOf(name), category);
    });
  }
});

function ranksOf(
  of: Comparison,
  answers: readonly RankingAnswer[],
  confidences: Readonly<Record<string, MatchConfidence>> = {},
): PublicRanks {
  return publicRanks(
    of,
    answers,
    (ranking, model) => {
      const ranked = ranking.models.find(({ id }) => id === model);
      return ranked ? { ranked, match: { model, confidence: confidences[model] ?? 'exact', because: '' } } : null;
    },
    () => null,
  );
}

function wholeOf(...args: Parameters<typeof ranksOf>): RankedPart {
  const [whole] = ranksOf(...args).parts;
  assert.ok(whole);
  return whole;
}

function pair(a: string, b: string, verdict: Verdict, value: number, low = value, high = value): PairwiseResult {
  const difference = { value, low, high, n: 36, clusters: 12 };
  return { a: a as CandidateId, b: b as CandidateId, difference, pValue: 0.01, verdict, nonInferior: false, moreCases: null };
}

/** `lab/a` leads, `lab/b` stands as `verdict` says. */
function breakdown(category: string, quality: number, verdict: Verdict): CategoryBreakdown {
  const [a, b] = ['lab/a' as CandidateId, 'lab/b' as CandidateId];
  return {
    category,
    cases: 5,
    leader: { id: a, rivals: [] },
    candidates: [
      { id: a, quality: estimate(quality), verdict: null, difference: null },
      { id: b, quality: estimate(quality - 0.1), verdict, difference: estimate(-0.1) },
    ],
  };
}

/** Models by the ids that the candidates have, the best first. */
function answer(category: RankingCategory, ...models: readonly string[]): RankingAnswer {
  const ranking: CategoryRanking = {
    category,
    origin: 'artificial-analysis',
    fetchedAt: '2026-11-21T09:00:00.000Z',
    index: `${category} index`,
    standsIn: false,
    models: models.map(ranked),
  };
  return { category, ranking, source: 'artificial-analysis', errors: [] };
}

function ranked(id: string, index: number): RankedModel {
  return {
    id,
    name: id,
    aliases: [],
    creator: null,
    rank: index + 1,
    score: 50 - index,
    releasedAt: null,
    inputUsdPerMTok: null,
    outputUsdPerMTok: null,
    tokensPerSecond: null,
    ttftMs: null,
    latencyMs: null,
    n: null,
  };
}
