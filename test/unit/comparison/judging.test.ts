import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare } from '../../../src/core/report/comparison/compare.ts';
import type { AttemptRecord, Score } from '../../../src/shared/model/attempt.ts';
import type { AttemptId, ScoringId } from '../../../src/shared/model/ids.ts';
import type { GradeRecord, Judgement, Rating } from '../../../src/shared/model/scoring.ts';
import { attempt, runOf } from './builders.ts';

function judgement(judge: string, value: number | null, usd: number | null = 0.01): Judgement {
  return { judge, value, reason: '', cost: { usd, estimated: false, source: usd === null ? null : 'price-row' } };
}

function judged(judgements: readonly Judgement[], over: Partial<Score> = {}): Score {
  const known = judgements.flatMap(({ value }) => value ?? []);
  const value = known.length === 0 ? null : known.reduce((sum, v) => sum + v, 0) / known.length;
  const passed = value === null ? null : value >= 0.75;
  return { name: 'judge: polite', scorer: 'judge', value, passed, weight: 1, reason: '', judgements, ...over };
}

function answer(model: string, index: number, ...scores: Score[]): AttemptRecord {
  const [first] = scores;
  const [quality, passed] = [first?.value ?? null, first?.passed ?? null];
  return attempt({ id: `${model}/${index}` as AttemptId, model, case: index, quality, passed, scores });
}

function gradeOf({ id, runId, scores, quality, passed }: AttemptRecord, calls: number, usd: number | null): GradeRecord {
  const cost = { usd, estimated: false, source: null } as const;
  return { scoringId: 's' as ScoringId, runId, attemptId: id, at: '', scores, quality, passed, cost, calls };
}

function rating(attemptId: string, over: Partial<Rating>): Rating {
  const { run } = runOf({ models: [], cases: 0 });
  return { runId: run.id, attemptId: attemptId as AttemptId, at: '', thumb: null, stars: null, note: '', ...over };
}

const arbiter = 'demo/arbiter';

test('a run that nobody judged has no line for it', () => {
  const { run, detail } = runOf({ models: ['m'], cases: 1 });
  const { judging, people, ranking } = compare(run, detail, [attempt({ model: 'm', case: 0 })]);
  assert.deepEqual([judging, people, ranking], [null, null, null]);
});

test('judging costs by itself and is in no candidate’s cost; a judge that failed is counted, not graded', () => {
  const { run, detail } = runOf({ models: ['m'], cases: 3 });
  const attempts = [
    answer('m', 0, judged([judgement(arbiter, 1), judgement('other/judge', 0.75)])),
    answer('m', 1, judged([judgement(arbiter, 0.25), judgement('other/judge', null)])),
    answer('m', 2, judged([judgement(arbiter, null), judgement('other/judge', null, null)])),
  ];
  const grades = attempts.map((record, i) => gradeOf(record, 2, i === 2 ? null : 0.02));
  const { judging, candidates, totals, recommendation } = compare(run, detail, attempts, { grades });
  const told = `${arbiter} failed on 1 of 3 answers, other/judge failed on 2 of 3 answers: there the other expectations alone count.`;
  assert.ok(recommendation.details.some((detail) => detail.startsWith(told)));
  assert.deepEqual(
    judging?.judges.map(({ judge, judged, failed }) => [judge, judged, failed]),
    [
      [arbiter, 2, 1],
      ['other/judge', 1, 2],
    ],
  );
  assert.equal(judging?.calls, 6);
  // One call in six has no known cost: the sum of the rest is no total.
  assert.deepEqual(judging?.cost, { totalUsd: null, knownUsd: 0.05, unknownCalls: 1, estimated: false });
  assert.ok(Math.abs((judging?.judges[0]?.cost.totalUsd ?? 0) - 0.03) < 1e-12);
  assert.ok(Math.abs((totals.costUsd ?? 0) - 0.003) < 1e-12);
  assert.ok(Math.abs((candidates[0]?.cost.totalUsd ?? 0) - 0.003) < 1e-12);
});

test('a judge that answers itself, and its family, are named, and the advice says so', () => {
  const { run, detail } = runOf({ models: ['atlas-large', 'atlas-mini', 'comet-flash'], cases: 1 });
  const attempts = detail.candidates.map(({ model }) => answer(model, 0, judged([judgement('demo/atlas-large', 1)])));
  const { judging, recommendation } = compare(run, detail, attempts);
  assert.deepEqual(
    judging?.judges.map(({ itself, family }) => [itself, family]),
    [[['atlas-large'], ['atlas-mini']]],
  );
  assert.ok(
    recommendation.details.includes(
      'Graded with the help of demo/atlas-large, but demo/atlas-large also answers here itself and is of the family of atlas-mini: judges tend to favour their own.',
    ),
  );
});

test('an embedding model favours nobody', () => {
  const { run, detail } = runOf({ models: ['atlas-large'], cases: 1 });
  const score = judged([judgement('demo/atlas-large', 1)], { scorer: 'embedding' });
  assert.deepEqual(compare(run, detail, [answer('atlas-large', 0, score)]).judging?.judges[0]?.itself, []);
});

test('agreement among judges, and of each with people: who passes what the others pass', () => {
  const { run, detail } = runOf({ models: ['m'], cases: 4 });
  const grades = [
    [1, 1],
    [0.75, 0.25],
    [0, 0.5],
    [0.5, 0],
  ] as const;
  const attempts = grades.map(([a, b], i) => answer('m', i, judged([judgement('x/a', a), judgement('x/b', b)])));
  const ratings = [
    rating('m/0', { stars: 5 }),
    rating('m/1', { thumb: 'up' }),
    rating('m/2', { stars: 1 }),
    rating('m/3', { thumb: 'up' }),
    rating('gone', { stars: 1 }),
  ];
  const { judging, people } = compare(run, detail, attempts, { ratings });
  assert.equal(judging?.agreement?.share.value, 0.75);
  assert.equal(judging?.agreement?.share.n, 4);
  assert.equal(judging?.agreement?.kappa, 0.5);
  assert.deepEqual(
    judging?.judges.map(({ agreement }) => agreement?.share.value),
    [0.75, 0.5],
  );
  assert.equal(people?.rated, 4);
  assert.equal(people?.byCandidate[0]?.rating.value, 0.75);
  // All scorers together passed the first answer alone.
  assert.equal(people?.agreement?.share.value, 0.5);
});

test('a note without a thumb or stars is no rating', () => {
  const { run, detail } = runOf({ models: ['m'], cases: 1 });
  const attempts = [answer('m', 0, judged([judgement(arbiter, 1)]))];
  assert.equal(compare(run, detail, attempts, { ratings: [rating('m/0', { note: 'hm' })] }).people, null);
});

test('where the suite wants the contrary of the rubric, agreement is on the contrary too', () => {
  const { run, detail } = runOf({ models: ['m'], cases: 1 });
  const rude = judged([judgement(arbiter, 1)], { value: 0, passed: false });
  const { judging } = compare(run, detail, [answer('m', 0, rude)], { ratings: [rating('m/0', { stars: 1 })] });
  assert.equal(judging?.judges[0]?.agreement?.share.value, 1);
});

test('a relative grade is not held against a rating', () => {
  const { run, detail } = runOf({ models: ['m'], cases: 1 });
  const relative = judged([judgement(arbiter, 1)], { scorer: 'pairwise' });
  const { judging } = compare(run, detail, [answer('m', 0, relative)], { ratings: [rating('m/0', { stars: 1 })] });
  assert.equal(judging?.judges[0]?.agreement, null);
});

function outcomes(over: Readonly<Record<string, number>>): Partial<Score> {
  const list = Object.entries(over).map(([opponent, value]) => ({ opponent, value }));
  return { scorer: 'pairwise', outcomes: list as unknown as NonNullable<Score['outcomes']> };
}

test('pairwise judgements make a ranking; a pair that both answers hold is counted once', () => {
  const { run, detail } = runOf({ models: ['a', 'b', 'c', 'silent'], cases: 8 });
  const attempts = Array.from({ length: 8 }, (_, i) => [
    answer('a', i, judged([judgement(arbiter, 1)], outcomes({ b: 1, c: i === 0 ? 0.5 : 1 }))),
    answer('b', i, judged([judgement(arbiter, 0.5)], outcomes({ a: 0, c: i < 6 ? 1 : 0 }))),
    answer('c', i, judged([judgement(arbiter, 0)], outcomes({ a: i === 0 ? 0.5 : 0, b: i < 6 ? 0 : 1 }))),
    answer('silent', i),
  ]).flat();
  const { ranking } = compare(run, detail, attempts);
  assert.equal(ranking?.judgedPairs, 24);
  assert.deepEqual(
    ranking?.candidates.map(({ id, rank, won, tied, lost }) => [id, rank.value, won, tied, lost]),
    [
      ['a', 1, 15, 1, 0],
      ['b', 2, 6, 0, 10],
      ['c', 3, 2, 1, 13],
    ],
  );
});

test('a pair that only one of the two answers holds counts as well', () => {
  const { run, detail } = runOf({ models: ['a', 'b'], cases: 1 });
  const attempts = [answer('a', 0), answer('b', 0, judged([judgement(arbiter, 1)], outcomes({ a: 1 })))];
  const { ranking } = compare(run, detail, attempts);
  assert.deepEqual(
    ranking?.candidates.map(({ id, won, lost }) => [id, won, lost]),
    [
      ['b', 1, 0],
      ['a', 0, 1],
    ],
  );
});

test('classification: the F1 of every label, over all that were expected', () => {
  const { run, detail } = runOf({ models: ['m', 'other'], cases: 4 });
  const labelled = (expected: string, predicted: string | null): Score => {
    const right = Number(expected === predicted);
    return {
      ...judged([]),
      scorer: 'classify',
      value: right,
      passed: right === 1,
      label: { expected, predicted },
    };
  };
  const { candidates } = compare(run, detail, [
    answer('m', 0, labelled('refund', 'refund')),
    answer('m', 1, labelled('refund', 'order')),
    answer('m', 2, labelled('order', 'order')),
    answer('m', 3, labelled('order', null)),
    answer('other', 0),
  ]);
  const [first, second] = candidates;
  assert.deepEqual(
    first?.classification?.labels.map(({ label, expected, precision, recall }) => [label, expected, precision, recall]),
    [
      ['order', 2, 0.5, 0.5],
      ['refund', 2, 1, 0.5],
    ],
  );
  assert.ok(Math.abs((first?.classification?.macroF1.value ?? 0) - (0.5 + 2 / 3) / 2) < 1e-12);
  assert.equal(second?.classification, null);
});
