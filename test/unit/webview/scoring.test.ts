import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ScoringRecord } from '../../../src/shared/model/scoring.ts';
import { rescoringProgress, scoringChoices, scoringRemarks } from '../../../webview/logic/scoring.ts';
import { fixture } from '../../tools/panel-harness/fixture.ts';

const { comparison } = fixture({ rich: true });
const { scoring } = comparison;
const [cancelled, rescored, own] = scoring.all;
assert.ok(cancelled && rescored && own);
const running: ScoringRecord = { ...rescored, status: 'running', planned: 120 };

test('the run’s own scoring comes first, then each pass since with what it went by', () => {
  assert.deepEqual(scoringChoices(scoring), [
    { id: own.id, text: 'as first scored' },
    { id: cancelled.id, text: 're-scored 2026-11-21 12:41 UTC by expectations of support.bench.yaml – cancelled' },
    { id: rescored.id, text: 're-scored 2026-11-21 12:30 UTC by expectations of support.bench.yaml' },
  ]);
});

test('a run without a scoring of its own is first seen by the scores of its answers', () => {
  assert.deepEqual(scoringChoices({ ...scoring, all: [rescored] })[0], { id: null, text: 'as first scored' });
});

test('what the scoring does not cover is said, and nothing where it covers all', () => {
  const say = (open: number, leftOut: number, all: readonly ScoringRecord[] = []) =>
    scoringRemarks({ ...comparison, scoring: { ...scoring, all, open, leftOut } });
  assert.deepEqual(say(0, 0), []);
  assert.deepEqual(say(1, 2), [
    '1 answer is without a grade, and so without a quality.',
    '2 answers left out: this scoring does not hold their cases.',
  ]);
  assert.deepEqual(say(3, 0, [running]), ['3 answers are still to be graded.']);
  assert.deepEqual(say(3, 0, [{ ...running, id: own.id }]), ['3 answers are without a grade, and so without a quality.']);
});

test('a re-scoring shows its progress from the first moment; a run that goes on shows its own', () => {
  const view = { ...comparison, scoring: { ...scoring, all: [running] } };
  const grading = { done: 40, planned: 120, failed: 1, costUsd: 0.012 };
  const progress = { done: 360, planned: 360, failed: 0, inFlight: 0, costUsd: 0.3, grading };
  assert.deepEqual(rescoringProgress(view, null), { done: 0, planned: 120, failed: 0, costUsd: 0 });
  assert.equal(rescoringProgress(view, progress), grading);
  assert.equal(rescoringProgress({ ...view, status: 'running' }, progress), null);
  assert.equal(rescoringProgress(comparison, progress), null);
});
