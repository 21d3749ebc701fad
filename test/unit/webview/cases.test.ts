import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstPage } from '../../../src/shared/model/panelView.ts';
import { noOpinion } from '../../../src/shared/opinion.ts';
import {
  callText,
  caseAtEnd,
  caseBeside,
  caseState,
  cutText,
  isLong,
  opinionByKey,
  verdictOf,
} from '../../../webview/logic/cases.ts';
import { caseAnswersFixture } from '../../tools/panel-harness/answers.ts';
import { fixture, viewOf } from '../../tools/panel-harness/fixture.ts';

const of = fixture({ cases: 5 });
const query = { ...firstPage, count: 2 };
const page = (offset: number) => viewOf(of, { ...query, offset }).matrix;
const ids = of.comparison.matrix.map(({ caseId }) => caseId);

test('the case beside is the next of the page, then at the near end of the page beside, then none', () => {
  const [first, second, third, , fifth] = ids;
  assert.ok(first && second && third && fifth);
  assert.deepEqual(caseBeside(page(0), query, first, 1), { caseId: second });
  assert.deepEqual(caseBeside(page(0), query, second, -1), { caseId: first });
  assert.equal(caseBeside(page(0), query, first, -1), null);
  assert.deepEqual(caseBeside(page(0), query, second, 1), { matrix: { ...query, offset: 2 }, end: 'head' });
  assert.deepEqual(caseBeside(page(2), query, third, -1), { matrix: { ...query, offset: 0 }, end: 'foot' });
  assert.equal(caseBeside(page(4), query, fifth, 1), null);
});

test('who comes from the page after begins with the last case, and with none before the page is there', () => {
  const [first, second] = ids;
  assert.equal(caseAtEnd(page(0), query, 'head'), first);
  assert.equal(caseAtEnd(page(0), query, 'foot'), second);
  assert.equal(caseAtEnd(page(2), query, 'foot'), null);
  assert.equal(caseAtEnd({ ...page(0), rows: [] }, query, 'foot'), null);
});

test('beside a case that the filters leave out stands the first that they do not', () => {
  for (const by of [1, -1] as const) assert.deepEqual(caseBeside(page(0), query, 'left out', by), { caseId: ids[0] });
  assert.equal(caseBeside({ ...page(0), rows: [], fitting: 0 }, query, 'left out', 1), null);
});

test('answers are read anew when their row changed or another scoring is shown, and not for other rows', () => {
  const { matrix } = viewOf(of);
  const [first, second] = matrix.rows;
  assert.ok(first && second);
  const at = { caseId: first.caseId, repeat: 1 };
  const before = caseState(of.comparison, matrix, at);
  const changed = (row: typeof first) => ({ ...row, cells: row.cells.map((cell) => ({ ...cell, ok: cell.ok + 1 })) });
  assert.equal(caseState(of.comparison, { ...matrix, rows: [first, changed(second)] }, at), before);
  assert.notEqual(caseState(of.comparison, { ...matrix, rows: [changed(first), second] }, at), before);
  const [other] = fixture({ rich: true }).comparison.scoring.all;
  const scoring = { ...of.comparison.scoring, active: other?.id ?? null };
  assert.notEqual(caseState({ ...of.comparison, scoring }, matrix, at), before);
});

test('long answers are folded, by lines or by length', () => {
  assert.equal(isLong('short'), false);
  assert.equal(isLong('line\n'.repeat(40)), true);
  assert.equal(isLong('x'.repeat(1_001)), true);
});

test('a cut answer says how much of it is there', () => {
  assert.equal(cutText({ text: 'all', length: 3 }), null);
  assert.equal(cutText({ text: 'x'.repeat(20_000), length: 81_000 }), 'Cut after 20,000 of 81,000 characters.');
});

const [answered, , failed, missed] = caseAnswersFixture(of).answers;
assert.ok(answered && failed && missed);

test('a call’s figures leave out what is unknown, and call an unknown cost so', () => {
  const cost = { usd: 0.0004, estimated: false, source: 'price-row' } as const;
  assert.equal(callText({ ...answered, cost }), '640 ms · $0.0004 · 38 tokens');
  assert.equal(callText({ ...answered, cost: { ...cost, estimated: true } }), '640 ms · ≈ $0.0004 · 38 tokens');
  assert.equal(callText({ ...answered, cost: { ...cost, usd: null }, outputTokens: null }), '640 ms · cost unknown');
});

test('a failure is no score', () => {
  assert.deepEqual(verdictOf(failed), { mark: 'missed', text: 'Failed' });
  assert.deepEqual(verdictOf(answered), { mark: 'passed', text: '1.00' });
  assert.deepEqual(verdictOf(missed), { mark: 'missed', text: '0.33' });
  assert.deepEqual(verdictOf({ ...answered, quality: null, passed: null }), { mark: 'open', text: 'Not scored' });
  assert.deepEqual(verdictOf({ ...answered, passed: null }), { mark: 'open', text: '1.00' });
});

test('keys rate the answer, the same key again takes it back, and others rate nothing', () => {
  assert.deepEqual(opinionByKey('+', noOpinion), { ...noOpinion, thumb: 'up' });
  assert.deepEqual(opinionByKey('-', { ...noOpinion, thumb: 'up' }), { ...noOpinion, thumb: 'down' });
  assert.deepEqual(opinionByKey('+', { ...noOpinion, thumb: 'up' }), noOpinion);
  assert.deepEqual(opinionByKey('4', { ...noOpinion, note: 'fair' }), { ...noOpinion, stars: 4, note: 'fair' });
  assert.deepEqual(opinionByKey('4', { ...noOpinion, stars: 4 }), noOpinion);
  for (const key of ['0', '6', '12', 'x', 'enter']) assert.equal(opinionByKey(key, noOpinion), null);
});
