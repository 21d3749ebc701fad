import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MatrixCell } from '../../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../../src/shared/model/ids.ts';
import { firstPage, type MatrixPage } from '../../../src/shared/model/panelView.ts';
import {
  cellShade,
  cellState,
  cellText,
  isUnfiltered,
  nextMatrixSort,
  pageText,
  pagingOf,
} from '../../../webview/logic/matrix.ts';
import { pickCell } from '../../../webview/logic/selection.ts';

const left = 'left' as CandidateId;
const right = 'right' as CandidateId;

function cell(candidateId: CandidateId, quality: number | null, failed = 0, ok = 1): MatrixCell {
  return {
    candidateId,
    ok,
    failed,
    quality,
    latencyMs: null,
    costUsd: null,
    errorKind: failed > 0 ? 'timeout' : null,
    attemptId: 'x',
  };
}

test('a third click on a header returns to the order as sent', () => {
  const once = nextMatrixSort(firstPage.sort, left);
  const twice = nextMatrixSort(once, left);
  assert.deepEqual([once.direction, twice.direction], ['ascending', 'descending']);
  assert.equal(nextMatrixSort(twice, left), firstPage.sort);
});

function page(offset: number, shown: number, fitting: number, total: number): MatrixPage {
  const rows = Array.from({ length: shown }, (_, index) => ({ caseId: `case-${index}`, name: '', category: null, cells: [] }));
  return { query: { ...firstPage, offset }, rows, fitting, total, categories: [], questions: {} };
}

test('a page says which cases it shows, of how many', () => {
  assert.equal(pageText(page(0, 100, 2314, 2314)), 'Cases 1–100 of 2,314');
  assert.equal(pageText(page(2300, 14, 2314, 2314)), 'Cases 2,301–2,314 of 2,314');
  assert.equal(pageText(page(0, 1, 1, 24)), 'Case 1 of the 1 that fits, of 24 in all');
  assert.equal(pageText(page(100, 12, 112, 2314)), 'Cases 101–112 of the 112 that fit, of 2,314 in all');
  assert.equal(pageText(page(0, 0, 0, 24)), 'None of 24 cases fits.');
});

test('pages end at both ends, and a step keeps what the user asked for last', () => {
  const wanted = { ...firstPage, search: 'refund' };
  assert.deepEqual(pagingOf(page(0, 100, 250, 250), wanted), { before: null, after: { ...wanted, offset: 100 } });
  assert.deepEqual(pagingOf(page(200, 50, 250, 250), wanted), { before: { ...wanted, offset: 100 }, after: null });
  assert.deepEqual(pagingOf(page(0, 100, 100, 100), wanted), { before: null, after: null });
});

test('an order leaves nothing out; a filter, a category and a search do', () => {
  assert.equal(isUnfiltered({ ...firstPage, sort: { by: left, direction: 'descending' }, offset: 100 }), true);
  for (const part of [{ filter: 'failing' }, { category: 'policy' }, { search: 'x' }] as const)
    assert.equal(isUnfiltered({ ...firstPage, ...part }), false);
});

test('a failure is not a score: it has words and no shade', () => {
  const failed = cell(left, null, 2, 0);
  assert.equal(cellState(failed), 'failed');
  assert.equal(cellText(failed), 'timeout');
  assert.equal(cellShade(failed), null);
  assert.equal(cellShade(cell(left, 0)), 0);
});

test('pending, answered without expectation and scored are told apart', () => {
  assert.equal(cellState(cell(left, null, 0, 0)), 'pending');
  assert.equal(cellState(cell(left, null, 0, 1)), 'answered');
  assert.equal(cellText({ ...cell(left, null, 0, 1), latencyMs: 1240 }), '1.24 s');
  assert.equal(cellText(cell(left, 0.666)), '0.67');
});

test('shades rise with quality and only a perfect cell has the last', () => {
  assert.deepEqual(
    [0.2, 0.3, 0.5, 0.8, 0.99, 1].map((quality) => cellShade(cell(left, quality))),
    [0, 1, 2, 3, 3, 4],
  );
});

const picked = (caseId: string, candidateId: CandidateId) => ({ caseId, candidateId, attemptId: `${caseId}/${candidateId}` });

test('the second answer of a case completes a pair in the order of picking', () => {
  const first = pickCell(null, picked('one', right));
  assert.deepEqual(first, { picked: picked('one', right), diff: null });
  assert.deepEqual(pickCell(first.picked, picked('one', left)), {
    picked: null,
    diff: { leftAttemptId: 'one/right', rightAttemptId: 'one/left' },
  });
});

test('picking again lets go; picking in another case starts anew', () => {
  assert.deepEqual(pickCell(picked('one', left), picked('one', left)), { picked: null, diff: null });
  assert.deepEqual(pickCell(picked('one', left), picked('two', right)), { picked: picked('two', right), diff: null });
});
