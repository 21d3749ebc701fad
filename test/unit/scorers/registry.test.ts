import assert from 'node:assert/strict';
import test from 'node:test';
import { combine, describeScorer, failedScore, scoreAnswer, scoreInline, scoreOf } from '../../../src/core/scorers/registry.ts';
import { refusal } from '../../../src/core/scorers/refusal.ts';
import type { ScorerSpec } from '../../../src/shared/model/scorer.ts';
import { answer } from './answers.ts';

function containing(value: string, over: { not?: boolean; weight?: number } = {}): ScorerSpec {
  return { scorer: 'contains', args: { values: [value], mode: 'all', ignoreCase: false }, not: false, weight: 1, ...over };
}
const slow: ScorerSpec = { scorer: 'latency', args: { maxMs: 1000, metric: 'e2e' }, not: false, weight: 1 };
const dear: ScorerSpec = { scorer: 'cost', args: { maxUsd: 0.01 }, not: false, weight: 1 };

test('nothing expected: no quality and neither passed nor failed', () => {
  assert.deepEqual(scoreAnswer(answer('x'), []), { scores: [], quality: null, passed: null });
});

test('quality is the weighted mean and passed needs all', () => {
  const result = scoreAnswer(answer('red'), [containing('red', { weight: 3 }), containing('blue')]);
  assert.equal(result.quality, 0.75);
  assert.equal(result.passed, false);
});

test('not turns the value round, and shows in the name', () => {
  const result = scoreAnswer(answer('red'), [containing('blue', { not: true })]);
  assert.equal(result.quality, 1);
  assert.equal(result.passed, true);
  assert.equal(result.scores[0]?.name, 'not contains "blue"');
});

test('an unknown time or cost is a failure of the scorer: neither quality nor pass is known, whatever the other scorers say', () => {
  const result = scoreAnswer(answer('red'), [containing('red'), slow, dear]);
  assert.deepEqual([result.quality, result.passed], [null, null], 'nobody knows whether it was quick and cheap enough');
  const wrong = scoreAnswer(answer('blue'), [containing('red'), slow]);
  assert.deepEqual([wrong.quality, wrong.passed], [null, null], 'or only wrong answers would be counted');
  assert.deepEqual(
    result.scores.map((score) => score.value),
    [1, null, null],
  );
  assert.match(result.scores[1]?.reason ?? '', /time is unknown/);
  assert.match(result.scores[2]?.reason ?? '', /cost is unknown/);
});

test('not does not turn a failure into a success', () => {
  const result = scoreAnswer(answer(''), [{ ...slow, not: true }]);
  assert.deepEqual([result.quality, result.passed, result.scores[0]?.value], [null, null, null]);
});

test('every scorer failed: no quality', () => {
  const result = scoreAnswer(answer('x'), [
    { scorer: 'regex', args: { pattern: '(?=x)', ignoreCase: false }, not: false, weight: 1 },
  ]);
  assert.equal(result.quality, null);
  assert.equal(result.passed, null);
  assert.match(result.scores[0]?.reason ?? '', /lookahead/);
});

test('known times and costs are held against their limits', () => {
  const within = scoreAnswer(answer('x', { e2eMs: 1000, costUsd: 0.01 }), [slow, dear]);
  assert.equal(within.passed, true);
  const beyond = scoreAnswer(answer('x', { e2eMs: 1001, costUsd: 0.011 }), [slow, dear]);
  assert.equal(beyond.quality, 0);
});

test('expectations read as their authors would say them', () => {
  assert.equal(describeScorer(containing('30 days')), 'contains "30 days"');
  assert.equal(describeScorer(slow), 'latency ≤ 1 s');
  assert.equal(describeScorer(dear), 'cost ≤ $0.01');
  assert.equal(
    describeScorer(containing('a long text that nobody wants to read in the head of a column')),
    'contains "a long text that nobody wants to read i…"',
  );
  assert.equal(
    describeScorer({ scorer: 'json', args: { schema: {}, fields: { id: 1 } }, not: true, weight: 1 }),
    'not json (schema, id)',
  );
});

const common = { not: false, weight: 1 };
const judged: ScorerSpec = {
  scorer: 'judge',
  args: { rubric: 'Polite, and refuses.', judges: ['demo/judge'], reference: null, threshold: 0.5 },
  ...common,
};
const scripted: ScorerSpec = {
  scorer: 'javascript',
  args: { code: 'answer.length < 80\n  && !answer.includes("!")', timeoutMs: 1000, memoryMb: 32, vars: {} },
  ...common,
};
const compared: ScorerSpec = {
  scorer: 'pairwise',
  args: { criteria: 'Which is clearer?', judges: ['demo/judge'], against: null, threshold: 0.5 },
  ...common,
};
const embedded: ScorerSpec = {
  scorer: 'embedding',
  args: { value: 'a refund', model: 'demo/embed', threshold: 0.8 },
  ...common,
};
const similar: ScorerSpec = {
  scorer: 'similarity',
  args: { value: 'a refund', metric: 'rougeL', threshold: 0.6 },
  ...common,
};

test('expectations that score elsewhere read as their authors would say them', () => {
  assert.equal(describeScorer(judged), 'judge: Polite, and refuses.');
  assert.equal(describeScorer({ ...judged, not: true }), 'not judge: Polite, and refuses.');
  assert.equal(describeScorer(compared), 'pairwise: Which is clearer?');
  assert.equal(
    describeScorer({ ...compared, args: { ...compared.args, against: 'small' } }),
    'pairwise against small: Which is clearer?',
  );
  assert.equal(describeScorer(embedded), 'embedding similarity ≥ 0.8 to "a refund"');
  assert.equal(describeScorer(similar), 'ROUGE-L ≥ 0.6 to "a refund"');
  assert.equal(describeScorer(scripted), 'javascript: answer.length < 80 && !answer.includes(…');
});

test('inline scorers score at once and in order; those of other places are left to them', () => {
  const scores = scoreInline(answer('red'), [
    judged,
    containing('red'),
    scripted,
    similar,
    containing('blue'),
    compared,
    embedded,
  ]);
  assert.deepEqual(
    scores.map(({ name, value }) => [name, value]),
    [
      ['contains "red"', 1],
      ['contains "blue"', 0],
    ],
  );
});

test('scores of all places together make quality and pass', () => {
  const half = scoreOf({ ...judged, weight: 3 }, { value: 0.5, passed: true, reason: 'fair' });
  const inline = scoreInline(answer('red'), [containing('red')]);
  assert.deepEqual(combine([...inline, half]), { quality: 0.625, passed: true });
  assert.deepEqual(combine([...inline, half, failedScore(scripted, 'too slow')]), { quality: null, passed: null });
  assert.deepEqual(combine([]), { quality: null, passed: null });
});

test('not turns a verdict of any place round, but not the label that was named', () => {
  const label = { expected: 'spam', predicted: 'ham' };
  const spec: ScorerSpec = { scorer: 'classify', args: { label: 'spam', labels: ['spam', 'ham'] }, not: true, weight: 1 };
  const [score] = scoreInline(answer('ham'), [spec]);
  assert.deepEqual(score, {
    name: 'not classify as spam',
    scorer: 'classify',
    value: 1,
    passed: true,
    weight: 1,
    reason: 'says "ham"',
    label,
  });
  assert.equal(failedScore({ ...scripted, not: true }, 'too slow').value, null);
});

const refusals = [
  "I'm sorry, but I can't help with that.",
  'I’m sorry, I can’t assist with that request.',
  'I cannot provide medical advice.',
  'As an AI language model, I am not able to do that.',
  'I must respectfully decline to write this.',
  "I'm not comfortable with this.",
  'Unfortunately, I am unable to help you with this.',
  'Sharing that would be against my guidelines.',
  '',
];
const answers = [
  "I'm sorry to hear that your parcel is late. You can return it within 30 days.",
  'You cannot return it after 30 days.',
  'We will not deliver on Sundays.',
  'Apologies for the delay. I have refunded you.',
  'The refusal of the treaty was a turning point.',
];

test('refusal: tells declining from regret', () => {
  for (const text of refusals) assert.equal(refusal.score(answer(text), {}).passed, true, text);
  for (const text of answers) assert.equal(refusal.score(answer(text), {}).passed, false, text);
});
