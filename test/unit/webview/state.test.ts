import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Comparison } from '../../../src/shared/model/comparison.ts';
import type { RunId } from '../../../src/shared/model/ids.ts';
import { defaultWeights } from '../../../src/shared/weights.ts';
import { parseToPanel } from '../../../webview/logic/messages.ts';
import { initialPrefs, readSavedState } from '../../../webview/logic/prefs.ts';
import { currentProgress, initialState, reduce } from '../../../webview/logic/state.ts';
import { fixture } from '../../tools/panel-harness/fixture.ts';

const updated = { type: 'comparison-updated', ...fixture({ status: 'running', done: 0.5 }) } as const;
const [candidate] = updated.comparison.candidates;
assert.ok(candidate);
const start = initialState(initialPrefs);

test('only the host’s messages are taken', () => {
  const message = { type: 'run-missing', message: 'gone' };
  assert.equal(parseToPanel(message), message);
  for (const other of [null, undefined, 7, 'run-missing', {}, { type: 'webpackOk' }, { type: 3 }])
    assert.equal(parseToPanel(other), null);
});

test('a live update keeps what the user has open; another run closes it', () => {
  const open = reduce(reduce(start, updated), { type: 'highlight-toggled', id: candidate.id });
  assert.equal(reduce(open, updated).highlighted, candidate.id);
  const other = { ...updated, comparison: { ...updated.comparison, runId: 'another' as RunId } };
  assert.equal(reduce(open, other).highlighted, null);
});

test('a second toggle lets the highlighted model go', () => {
  const toggle = { type: 'highlight-toggled', id: candidate.id } as const;
  assert.equal(reduce(reduce(start, toggle), toggle).highlighted, null);
});

test('progress is the fresher of the two words', () => {
  const { comparison } = updated;
  const { done } = comparison.totals;
  const ahead = { done: done + 5, planned: 360, failed: 1, inFlight: 8, costUsd: null, grading: null };
  assert.equal(currentProgress(comparison, ahead), ahead);
  assert.equal(currentProgress(comparison, { ...ahead, done: done - 1 }).done, done);
  assert.equal(currentProgress(comparison, null).costUsd, comparison.totals.costUsd);
});

test('a notice shows until it is closed', () => {
  const shown = reduce(start, { type: 'notice-shown', message: 'Saved.' });
  assert.equal(shown.notice, 'Saved.');
  assert.equal(reduce(shown, { type: 'notice-closed' }).notice, null);
});

test('what was saved comes back', () => {
  const prefs = {
    ...initialPrefs,
    sort: { column: 'quality', direction: 'descending' },
    columns: ['quality', 'errors'],
    latencyMetric: 'ttftMs',
    matrixFilter: 'failing',
    category: 'policy',
    matrixSort: { by: candidate.id, direction: 'descending' },
    weights: { quality: 10, cost: 0, speed: 90 },
  };
  const saved = { runId: updated.comparison.runId, prefs };
  assert.deepEqual(readSavedState(structuredClone(saved)), saved);
});

test('columns that were never chosen stay so', () => {
  assert.equal(readSavedState({ prefs: structuredClone(initialPrefs) }).prefs.columns, null);
});

test('a weight that is none falls back by itself', () => {
  const { prefs } = readSavedState({ prefs: { weights: { quality: -1, cost: 35, speed: '9' } } });
  assert.deepEqual(prefs.weights, { ...defaultWeights, cost: 35 });
});

test('what was said of a run goes when it is over, and stays while its answers are scored again', () => {
  const { comparison } = updated;
  const progress = { done: 1, planned: 2, failed: 0, inFlight: 1, costUsd: 0, grading: null };
  const seen = reduce(reduce(start, updated), { type: 'progress-updated', progress });
  const next = (all: Comparison['scoring']['all']) =>
    reduce(seen, { ...updated, comparison: { ...comparison, status: 'finished', scoring: { ...comparison.scoring, all } } });
  assert.equal(next([]).progress, null);
  const [one] = fixture({ rich: true }).comparison.scoring.all;
  assert.ok(one);
  assert.equal(next([{ ...one, status: 'running' }]).progress, progress);
  assert.equal(reduce(seen, updated).progress, progress);
});

test('a state of another version falls back field by field', () => {
  assert.deepEqual(readSavedState(undefined), { runId: null, prefs: initialPrefs });
  const { prefs } = readSavedState({
    prefs: { sort: { column: 'gone', direction: 'up' }, columns: ['quality', 'gone'], matrixFilter: 4, category: 'policy' },
  });
  assert.deepEqual(prefs, { ...initialPrefs, columns: ['quality'], category: 'policy' });
});
