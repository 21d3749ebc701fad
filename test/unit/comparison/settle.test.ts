import binomialCdf from '@stdlib/stats-base-dists-binomial-cdf';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare } from '../../../src/core/report/comparison/compare.ts';
import { mulberry32 } from '../../engine/random.ts';
import { attempt, compareAnswers, graded, runOf, type Answer } from './builders.ts';

function wrongIn(every: number, usd: number): Answer {
  return (index) => ({ quality: index % every === 0 ? 0 : 1, usd, e2eMs: 1000 });
}

test('what would settle the question of the headline', () => {
  const { moreData, recommendation } = compareAnswers({ large: wrongIn(10, 0.01), mini: wrongIn(7, 0.003) }, { cases: 30 });
  assert.deepEqual(moreData, { pair: ['mini', 'large'], cases: moreData?.cases, repeats: null });
  assert.match(recommendation.headline, new RegExp(`about ${Math.round((moreData?.cases ?? 0) / 10) * 10} more cases`));
});

test('a settled question asks for nothing', () => {
  const clear = compareAnswers({ large: graded(() => 1), mini: wrongIn(2, 0.0001) }, { cases: 40 });
  assert.equal(clear.moreData, null);
  const asGood = compareAnswers({ large: wrongIn(100, 0.01), mini: wrongIn(99, 0.001) }, { cases: 400 });
  assert.match(asGood.recommendation.headline, /^mini is as good as large/);
  assert.equal(asGood.moreData, null);
  assert.equal(compareAnswers({ only: wrongIn(3, 0.01) }, { cases: 10 }).moreData, null);
});

test('so many more cases, alike to those seen, do settle it', () => {
  const models = { large: wrongIn(10, 0.01), mini: wrongIn(5, 0.003) };
  const { moreData } = compareAnswers(models, { cases: 20 });
  assert.ok(moreData);
  const later = compareAnswers(models, { cases: 50 + moreData.cases });
  assert.notEqual(later.pairs[0]?.verdict === 'cannot-tell' && !later.pairs[0].nonInferior, true);
});

/** Two models whose answers to one case differ by chance alone; the second is right a little more rarely. */
function repeated(repeats: number) {
  const cases = 40;
  const random = mulberry32(7);
  const { run, detail } = runOf({ models: ['large', 'mini'], cases, repeats });
  const attempts = Array.from({ length: cases * repeats }, (_, i) => {
    const place = { case: i % cases, repeat: 1 + Math.floor(i / cases) };
    return [
      attempt({ ...place, model: 'large', usd: 0.01, quality: Number(random() < 0.75) }),
      attempt({ ...place, model: 'mini', usd: 0.001, quality: Number(random() < 0.7) }),
    ];
  }).flat();
  return compare(run, detail, attempts);
}

test('repeats are offered where they were seen to differ, and are unknown where each case was asked once', () => {
  const { moreData, recommendation } = repeated(4);
  assert.ok(moreData && moreData.repeats !== null && moreData.repeats > 4);
  assert.match(recommendation.headline, new RegExp(`, or ${moreData.repeats} repeats of each, would settle it\\.$`));
  assert.equal(repeated(1).moreData?.repeats, null);
});

test('no repeats help where the cases differ and the answers to one do not', () => {
  const { run, detail } = runOf({ models: ['large', 'mini'], cases: 20, repeats: 3 });
  const attempts = Array.from({ length: 20 }, (_, index) =>
    [1, 2, 3].flatMap((repeat) => [
      attempt({ model: 'large', case: index, repeat, usd: 0.01, quality: Number(index % 10 > 0) }),
      attempt({ model: 'mini', case: index, repeat, usd: 0.001, quality: Number(index % 7 !== 1) }),
    ]),
  ).flat();
  const { moreData } = compare(run, detail, attempts);
  assert.ok(moreData && moreData.cases > 0);
  assert.equal(moreData.repeats, null);
});

test('of several that are not shown to be worse, the one that is settled soonest is named', () => {
  const models = { best: graded(() => 1), near: wrongIn(39, 0.01), other: wrongIn(13, 0.01), poor: wrongIn(2, 0.01) };
  const { moreData, recommendation } = compareAnswers(models, { cases: 40 });
  assert.deepEqual(moreData?.pair[1], 'best');
  const rival = moreData?.pair[0] ?? '';
  assert.ok(recommendation.details.some((text) => text.startsWith('Not shown to be worse: near, other; about')));
  assert.ok(recommendation.details.some((text) => text.endsWith(`would settle it for ${rival}.`)));
});

test('what the cases can show is told by the spread seen, and by nothing where nothing differs', () => {
  const { detectable } = compareAnswers({ a: wrongIn(5, 0.01), b: wrongIn(4, 0.01) }, { cases: 100 });
  const { detectable: more } = compareAnswers({ a: wrongIn(5, 0.01), b: wrongIn(4, 0.01) }, { cases: 400 });
  assert.ok(detectable !== null && more !== null && more < detectable && detectable < 0.25);
  assert.equal(compareAnswers({ a: graded(() => 1), b: graded(() => 1) }, { cases: 100 }).detectable, null);
  assert.equal(compareAnswers({ a: graded(() => 1) }, { cases: 100 }).detectable, null);
  assert.equal(compareAnswers({ a: graded(() => 1), b: graded((i) => i / 4) }, { cases: 4 }).detectable, 1);
});

test('where few cases differ, so many more are asked for that the six which a test needs come in four of five runs', () => {
  const models = { better: graded(() => 1), other: graded((index) => Number(index >= 4)) };
  const { moreData } = compareAnswers(models, { cases: 50 });
  assert.ok(moreData);
  const enough = 1 - binomialCdf(5, 50 + moreData.cases, 4 / 50);
  assert.ok(enough >= 0.795 && enough < 0.83, `${enough}`);
});
