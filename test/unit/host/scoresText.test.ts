import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scoresText } from '../../../src/host/answers/scoresText.ts';
import type { AnswerView } from '../../../src/core/benchStore.ts';
import type { AttemptRecord } from '../../../src/shared/model/attempt.ts';
import { makeAttempt, makeFinishedScoring, makeRun } from '../store/fixtures.ts';

const { record } = makeAttempt(makeRun().id, { caseId: 'boots' });
const scoring = makeFinishedScoring(record.runId, '2026-03-02T09:10:00.000Z');
const cost = { usd: 0.002, estimated: false, source: 'price-row' } as const;

function page(changes: Partial<AttemptRecord>, by: AnswerView['scoring'] = null): string {
  return scoresText({
    record: { ...record, ...changes },
    answer: 'You have 30 days.',
    candidate: 'atlas · kind',
    caseName: 'boots',
    runName: 'Support replies',
    question: 'Be kind.\n\nQ: Too late?',
    repeats: 1,
    scoring: by,
    expect: [],
  });
}

test('the page of scores says each with its reason, what was asked, and the answer', () => {
  const text = page({
    quality: 0.25,
    scores: [
      { name: 'contains "30 days"', scorer: 'contains', value: 0, passed: false, weight: 3, reason: 'not\nfound' },
      { name: 'judge: polite', scorer: 'judge', value: null, passed: null, weight: 1, reason: 'the judge was silent' },
    ],
  });
  assert.match(text, /^# atlas · kind · boots$/m);
  assert.match(text, /^Quality 0\.25, in “Support replies”$/m);
  assert.match(text, /^- ✗ 0\.00 contains "30 days", weight 3: not found$/m);
  assert.match(text, /^- \? failed judge: polite: the judge was silent$/m);
  assert.match(text, /^## Question\n\nBe kind\.\n\nQ: Too late\?$/m);
  assert.match(text, /^## Answer\n\nYou have 30 days\.$/m);
});

test('of several judges each has its line; one alone is not told twice', () => {
  const judge = { name: 'judge: polite', scorer: 'judge', value: 0.5, passed: false, weight: 1, reason: 'mean of the judges' };
  const [one, two] = ['a/x', 'b/y'].map((name, value) => ({ judge: name, value, reason: `says ${name}`, cost }));
  assert.ok(one && two);
  assert.match(
    page({ scores: [{ ...judge, judgements: [one, two] }] }),
    /^ {2}- 0\.00 a\/x: says a\/x\n {2}- 1\.00 b\/y: says b\/y$/m,
  );
  assert.doesNotMatch(page({ scores: [{ ...judge, judgements: [one] }] }), /says a\/x/);
});

test('it names the scoring by which the scores are, and says where there are none', () => {
  const text = page({ scores: [], quality: null }, scoring);
  assert.match(text, /re-scored by expectations of “support”\.bench\.yaml$/m);
  assert.match(text, /^Not scored: /m);
});
