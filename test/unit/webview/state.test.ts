import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diff } from '../../../src/shared/base/patch.ts';
import type { Comparison } from '../../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../../src/shared/model/ids.ts';
import { firstPage, type PanelView } from '../../../src/shared/model/panelView.ts';
import { noOpinion } from '../../../src/shared/opinion.ts';
import { defaultWeights } from '../../../src/shared/weights.ts';
import { parseToPanel } from '../../../webview/logic/messages.ts';
import { scopeText } from '../../../webview/logic/wording.ts';
import { initialPrefs, readSavedState } from '../../../webview/logic/prefs.ts';
import { broughtUp, currentProgress, initialState, reduce } from '../../../webview/logic/state.ts';
import { caseAnswersFixture } from '../../tools/panel-harness/answers.ts';
import { fixture, viewOf } from '../../tools/panel-harness/fixture.ts';

const value = viewOf(fixture({ status: 'running', done: 0.5 }));
const { comparison } = value;
const [candidate] = comparison.candidates;
assert.ok(candidate);
const whole = (view: PanelView, mark = 'one') => ({ type: 'view-updated', view: { kind: 'whole', mark, value: view } }) as const;
const changed = (view: PanelView, since = 'one', mark = 'two') => {
  const patch = diff(value, view) ?? { keys: {} };
  return { type: 'view-updated', view: { kind: 'patch', since, mark, patch } } as const;
};
const start = initialState(initialPrefs);
const open = reduce(start, whole(value));
const held = ({ page }: typeof open) => (page.kind === 'run' ? page : assert.fail(page.kind));

test('only the host’s messages are taken', () => {
  const message = { type: 'run-missing', message: 'gone' };
  assert.equal(parseToPanel(message), message);
  for (const other of [null, undefined, 7, 'run-missing', {}, { type: 'webpackOk' }, { type: 3 }, { type: 'toString' }])
    assert.equal(parseToPanel(other), null);
});

test('a live update keeps what the user has open, and what did not change', () => {
  const state = reduce(open, { type: 'highlight-toggled', id: candidate.id });
  const next = reduce(state, changed({ ...value, comparison: { ...comparison, detectable: 0.5 } }));
  assert.equal(next.highlighted, candidate.id);
  assert.equal(held(next).mark, 'two');
  assert.equal(held(next).value.comparison.detectable, 0.5);
  assert.equal(held(next).value.comparison.candidates, comparison.candidates);
});

test('a difference from another view than the one held changes nothing and asks for the whole, which mends it', () => {
  const strayed = reduce(open, changed({ ...value, comparison: { ...comparison, detectable: 0.5 } }, 'another'));
  assert.equal(strayed.lost, true);
  assert.equal(held(strayed).value, value);
  assert.equal(reduce(start, changed(value)).lost, true);
  const unfit = { kind: 'patch', since: 'one', mark: 'two', patch: { items: [[0, 99]] } } as const;
  assert.equal(reduce(open, { type: 'view-updated', view: unfit }).lost, true);
  const mended = reduce(strayed, whole(value, 'three'));
  assert.deepEqual([mended.lost, held(mended).mark], [false, 'three']);
});

test('a picked answer stays while its case is on show', () => {
  const [first, second] = value.matrix.rows;
  assert.ok(first && second);
  const picked = { caseId: first.caseId, candidateId: 'x' as CandidateId, attemptId: 'a' };
  const state = reduce(open, { type: 'cell-picked', picked });
  assert.equal(reduce(state, whole(value)).picked, picked);
  const elsewhere = whole({ ...value, matrix: { ...value.matrix, rows: [second] } });
  assert.equal(reduce(state, elsewhere).picked, null);
  const query = { caseId: first.caseId, repeat: 1 };
  const read = reduce(state, { type: 'case-answers', query, found: null });
  assert.equal(reduce(read, elsewhere).picked, picked, 'its case is open beside the list');
});

test('what the panel was opened for is gone to once, and stays the tab on show', () => {
  const sent = reduce(start, { type: 'section-shown', section: 'history', caseId: null });
  assert.deepEqual([sent.prefs.tab, sent.arriving], ['history', true]);
  const there = reduce(reduce(sent, whole(value)), { type: 'tab-reached' });
  assert.deepEqual([there.prefs.tab, there.arriving], ['history', false]);
});

test('answers that came stay until others do, and those that could not be read say so', () => {
  const query = { caseId: 'case-1', repeat: 1 };
  const gone = reduce(open, { type: 'case-answers', query, found: null });
  assert.deepEqual(reduce(gone, { type: 'prefs-changed', prefs: { caseId: 'case-2' } }).answers, gone.answers);
  const failed = reduce(gone, { type: 'case-failed', query, message: 'busy' });
  assert.deepEqual(failed.answers, { type: 'case-failed', query, message: 'busy' });
});

test('what is said of an answer is shown before it is stored, so that the next key adds to it', () => {
  const found = caseAnswersFixture(fixture());
  const [first, second] = found.answers;
  assert.ok(first && second);
  const shown = reduce(open, { type: 'case-answers', query: found.query, found });
  const said = reduce(shown, { type: 'opinion-given', attemptId: first.attemptId, opinion: { ...noOpinion, thumb: 'up' } });
  const answers = said.answers?.type === 'case-answers' ? said.answers.found?.answers : null;
  assert.equal(answers?.[0]?.opinion.thumb, 'up');
  assert.equal(answers?.[1], second);
  const failed = reduce(open, { type: 'case-failed', query: found.query, message: 'no' });
  assert.deepEqual(reduce(failed, { type: 'opinion-given', attemptId: first.attemptId, opinion: noOpinion }), failed);
});

test('history that failed is told in place of what was there, and comes back', () => {
  const query = { metric: 'quality', by: 'run' } as const;
  const failed = reduce(open, { type: 'history-failed', message: 'busy' });
  assert.deepEqual(failed.history, { type: 'history-failed', message: 'busy' });
  assert.equal(reduce(failed, { type: 'history-updated', query, history: null }).history?.type, 'history-updated');
});

test('a second toggle lets the highlighted model go', () => {
  const toggle = { type: 'highlight-toggled', id: candidate.id } as const;
  assert.equal(reduce(reduce(start, toggle), toggle).highlighted, null);
});

test('a panel that is opened at a case shows its answers, one that is opened at a tab leaves the case as it was', () => {
  const at = (section: 'answers' | 'history', caseId: string | null) =>
    reduce(reduce(start, { type: 'prefs-changed', prefs: { caseId: 'before', repeat: 3 } }), {
      type: 'section-shown',
      section,
      caseId,
    });
  const { arriving, prefs } = at('answers', 'wanted');
  assert.deepEqual([arriving, prefs.tab, prefs.caseId, prefs.repeat], [true, 'answers', 'wanted', 1]);
  assert.deepEqual([at('history', null).prefs.caseId, at('history', null).prefs.repeat], ['before', 3]);
});

test('progress is the fresher of the two words', () => {
  const { done } = comparison.totals;
  const ahead = { done: done + 5, planned: 360, failed: 1, inFlight: 8, costUsd: null, grading: null };
  assert.equal(currentProgress(comparison, ahead), ahead);
  assert.equal(currentProgress(comparison, { ...ahead, done: done - 1 }).done, done);
  assert.equal(currentProgress(comparison, null).costUsd, comparison.totals.costUsd);
});

test('the head of a running run tells the cost of the progress, not that of the comparison before it', () => {
  const progress = { done: 90, planned: 360, failed: 1, inFlight: 8, costUsd: 1.25, grading: null };
  assert.match(scopeText(broughtUp(comparison, progress)), /\$1\.25/);
  assert.doesNotMatch(scopeText(comparison), /\$1\.25/);
});

test('a notice shows until it is closed', () => {
  const shown = reduce(start, { type: 'notice-shown', message: 'Saved.' });
  assert.equal(shown.notice, 'Saved.');
  assert.equal(reduce(shown, { type: 'notice-closed' }).notice, null);
});

test('what was saved comes back', () => {
  const prefs = {
    ...initialPrefs,
    tab: 'answers',
    caseId: 'case-7',
    repeat: 3,
    sort: { column: 'quality', direction: 'descending' },
    columns: ['quality', 'errors'],
    latencyMetric: 'ttftMs',
    matrix: {
      ...firstPage,
      filter: 'failing',
      category: 'policy',
      search: 'refund',
      sort: { by: candidate.id, direction: 'descending' },
      offset: 200,
    },
    historyMetric: 'latencyP95',
    historyBy: 'day',
    weights: { quality: 10, cost: 0, speed: 90 },
  };
  const saved = { runId: comparison.runId, prefs };
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
  const progress = { done: 1, planned: 2, failed: 0, inFlight: 1, costUsd: 0, grading: null };
  const seen = reduce(open, { type: 'progress-updated', progress });
  const next = (all: Comparison['scoring']['all']) => {
    const over = { ...comparison, status: 'finished', scoring: { ...comparison.scoring, all } } as const;
    return reduce(seen, whole({ ...value, comparison: over }));
  };
  assert.equal(next([]).progress, null);
  const [one] = fixture({ rich: true }).comparison.scoring.all;
  assert.ok(one);
  assert.equal(next([{ ...one, status: 'running' }]).progress, progress);
  assert.equal(reduce(seen, whole(value)).progress, progress);
});

test('a state of another version falls back field by field', () => {
  assert.deepEqual(readSavedState(undefined), { runId: null, prefs: initialPrefs });
  const { prefs } = readSavedState({
    prefs: {
      sort: { column: 'gone', direction: 'up' },
      columns: ['quality', 'gone'],
      matrix: { filter: 4, category: 'policy', search: {}, sort: { by: 'case' }, offset: -1, count: 1e9 },
      tab: 'gone',
      caseId: 7,
      repeat: 0,
      historyMetric: 'gone',
      historyBy: 7,
    },
  });
  assert.deepEqual(prefs, { ...initialPrefs, columns: ['quality'], matrix: { ...firstPage, category: 'policy' } });
});
