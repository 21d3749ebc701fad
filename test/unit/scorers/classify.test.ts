import assert from 'node:assert/strict';
import test from 'node:test';
import { classify } from '../../../src/core/scorers/classify.ts';
import { answer } from './answers.ts';

const labels = ['spam', 'not spam', 'newsletter'];

function predicted(text: string, from: readonly string[] = labels): string | null | undefined {
  return classify.score(answer(text), { label: from[0] ?? '', labels: from }).label?.predicted;
}

const named: readonly (readonly [text: string, label: string])[] = [
  ['spam', 'spam'],
  ['Spam.', 'spam'],
  ['  **SPAM**  ', 'spam'],
  ['`not spam`', 'not spam'],
  ['not_spam', 'not spam'],
  ['Not-Spam!', 'not spam'],
  ['"newsletter"', 'newsletter'],
  ['{"label": "spam"}', 'spam'],
  ['{"category": "Not Spam", "confidence": 0.9}', 'not spam'],
  ['Here you are:\n```json\n{"label": "newsletter", "why": "it has an unsubscribe link"}\n```', 'newsletter'],
  ['["spam"]', 'spam'],
  ['Label: spam', 'spam'],
  ['**Label:** not spam', 'not spam'],
  ['The category is "newsletter", since it could be spam but is not.', 'newsletter'],
  ['At first the label is spam. No: the label is newsletter.', 'newsletter'],
  ['I would classify this as spam.', 'spam'],
  ['spam\n\nIt asks for money, unlike a newsletter.', 'spam'],
  ['- spam', 'spam'],
  ['This message is spam.', 'spam'],
  ['This is clearly not spam.', 'not spam'],
  ['This is a newsletter rather than spam.', 'newsletter'],
  ['The options are spam, not spam and newsletter.\n\nAnswer: newsletter', 'newsletter'],
];

for (const [text, label] of named) {
  test(`classify: ${JSON.stringify(text)} names ${label}`, () => assert.equal(predicted(text), label));
}

const open: readonly string[] = [
  '',
  'I cannot tell.',
  'It may be spam or a newsletter.',
  'spam\nnot spam\nnewsletter',
  '{"label": "phishing"}',
  '{"first": "spam", "second": "newsletter"}',
  'It is spammy.',
  'This is antispam software.',
  'non-spam',
];

for (const text of open) {
  test(`classify: ${JSON.stringify(text)} names no label, or several`, () => {
    const verdict = classify.score(answer(text), { label: 'spam', labels });
    assert.deepEqual([verdict.label?.predicted, verdict.value, verdict.passed], [null, 0, false]);
    assert.match(verdict.reason, /^names (?:none of the|several) labels/);
  });
}

test('classify: what was to be named and what was stand with the score', () => {
  assert.deepEqual(classify.score(answer('Spam'), { label: 'spam', labels }), {
    value: 1,
    passed: true,
    reason: 'says "spam"',
    label: { expected: 'spam', predicted: 'spam' },
  });
  assert.deepEqual(classify.score(answer('newsletter'), { label: 'spam', labels }), {
    value: 0,
    passed: false,
    reason: 'says "newsletter"',
    label: { expected: 'spam', predicted: 'newsletter' },
  });
});

test('classify: a label that is ruled out is not named', () => {
  assert.equal(predicted('It is not a bird.', ['bird', 'fish']), null);
  assert.equal(predicted('It is a fish and not a bird.', ['bird', 'fish']), 'fish');
});

test('classify: labels may hold signs that mean something in patterns, and stand in other scripts', () => {
  assert.equal(predicted('The label is c++.', ['c', 'c++', 'c#']), 'c++');
  assert.equal(predicted('a.b', ['axb', 'a.b']), 'a.b');
  assert.equal(predicted('Das ist ärgerlich.', ['ärgerlich', 'erfreulich']), 'ärgerlich');
  assert.equal(predicted('1', ['0', '1']), '1');
  assert.equal(predicted('The label is "Don’t know".', ['yes', "don't know"]), "don't know");
  assert.equal(predicted('Rating: 10', ['1', '10']), '10');
});

test('classify: long answers end in time', () => {
  for (const part of ['spam ', 'not ', 'label: ', '_', '"', 'label is the ', '- ', ' '])
    assert.equal(typeof predicted(part.repeat(500_000)), part === 'spam ' ? 'string' : 'object', part);
});
