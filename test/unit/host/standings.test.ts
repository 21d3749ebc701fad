import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caseText, lastText, standingOf } from '../../../src/host/language/standings.ts';
import type { CaseStanding, CellStanding, RunStanding, Standing, SuiteFigures } from '../../../src/shared/model/suiteFigures.ts';

const standing: Standing = { quality: 1, passRate: 1, costUsd: null, latencyP50Ms: 612, answered: 1, failed: 0 };
const models = [standing as CellStanding];
const ofHashes = (...suiteHashes: string[]) => ({ models, latencyP50Ms: 612, suiteHashes });

test('a case’s last result says so where the suite was edited since', () => {
  assert.equal(caseText(ofHashes('now'), 'now'), '● 1/1 · 612 ms');
  assert.equal(caseText(ofHashes('then'), 'now'), '● 1/1 · 612 ms · before your edits');
});

test('one model that answered an earlier suite makes a result an earlier one, and so do errors in the suite', () => {
  assert.match(caseText(ofHashes('now', 'then'), 'now'), /before your edits$/);
  assert.match(caseText(ofHashes('now'), null), /before your edits$/);
});

test('a suite’s last result tells its figures, failures and whether it was edited since', () => {
  assert.equal(lastText(standing, false), 'Last: 100 % · 612 ms');
  assert.equal(lastText({ ...standing, failed: 2 }, true), 'Last: 100 % · 612 ms · 2 failed · before your edits');
  const answered: Standing = { ...standing, passRate: null, quality: null, latencyP50Ms: null };
  assert.equal(lastText(answered, false), 'Last: answered');
});

test('a suite’s last result says how much there is of a run that was not finished', () => {
  const run = { ...standing, status: 'cancelled', plannedSamples: 1200, failed: 1 } as RunStanding;
  assert.equal(lastText(run, false), 'Last: cancelled, 2 of 1,200 calls · 100 % · 612 ms · 1 failed');
  assert.equal(lastText({ ...run, status: 'finished', failed: 0 }, false), 'Last: 100 % · 612 ms');
});

test('a case that is called as something every object has is not taken for one with a result', () => {
  const figures: SuiteFigures = { whole: null, previous: null, cases: { a: {} as CaseStanding } };
  assert.equal(standingOf(figures, 'constructor'), null);
  assert.notEqual(standingOf(figures, 'a'), null);
  assert.equal(standingOf(null, 'a'), null);
});
