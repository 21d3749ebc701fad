import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerQuery, readAnswerQuery, readScoresQuery, scoresQuery } from '../../../src/host/answers/answerUri.ts';
import { lensTitle, ratingChanges } from '../../../src/host/answers/ratingTexts.ts';
import { clickedThumb, noOpinion } from '../../../src/shared/opinion.ts';
import type { AttemptId, RunId, ScoringId } from '../../../src/shared/model/ids.ts';

test('an answer is found again by the address of its document', () => {
  const answer = { runId: 'run-1' as RunId, attemptId: 'attempt/1' as AttemptId };
  assert.deepEqual(readAnswerQuery(answerQuery(answer)), answer);
  for (const query of ['', 'attempt', '/attempt', 'run/']) assert.equal(readAnswerQuery(query), null, query);
});

test('the page of its scores is about the same answer, and names the scoring', () => {
  const answer = { runId: 'run-1' as RunId, attemptId: 'attempt/1' as AttemptId };
  for (const scoringId of [null, 'scoring-1' as ScoringId]) {
    const query = scoresQuery({ ...answer, scoringId });
    assert.deepEqual(readScoresQuery(query), { ...answer, scoringId });
    assert.deepEqual(readAnswerQuery(query), answer);
  }
  assert.equal(readScoresQuery(answerQuery(answer)), null);
});

test('the lenses of an answer say in words how it is rated', () => {
  const words = (opinion: typeof noOpinion) =>
    ratingChanges.map((change) => lensTitle(change, opinion).replace(/^\$\([\w-]+\) /, ''));
  assert.deepEqual(words(noOpinion), ['Good', 'Bad', 'Rate 1 to 5…', 'Note…']);
  assert.deepEqual(words({ thumb: 'up', stars: 4, note: 'Too long' }), ['Rated good', 'Bad', '4 of 5', 'Note: Too long']);
  assert.deepEqual(words({ thumb: 'down', stars: null, note: '' }), ['Good', 'Rated bad', 'Rate 1 to 5…', 'Note…']);
});

test('a note makes neither icons nor lines, and stays short', () => {
  const title = lensTitle('note', { ...noOpinion, note: `$(trash)\nsecond line ${'x '.repeat(100)}` });
  assert.doesNotMatch(title.slice(1), /\$\(|\n/);
  assert.ok(title.length < 70, title);
});

test('a second click on the same thumb takes it back', () => {
  assert.equal(clickedThumb('up', noOpinion), 'up');
  assert.equal(clickedThumb('up', { ...noOpinion, thumb: 'up' }), null);
  assert.equal(clickedThumb('down', { ...noOpinion, thumb: 'up' }), 'down');
});
