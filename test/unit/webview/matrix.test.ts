import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MatrixCell, MatrixRow } from '../../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../../src/shared/model/ids.ts';
import {
  asSent,
  categoriesOf,
  cellShade,
  cellState,
  cellText,
  filterMatrix,
  nextMatrixSort,
  sortMatrix,
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

function row(name: string, category: string | null, ...cells: readonly MatrixCell[]): MatrixRow {
  return { caseId: name, name, category, cells };
}

const rows = [
  row('case 10', 'b', cell(left, 1), cell(right, 0)),
  row('case 9', 'a', cell(left, 1), cell(right, 1)),
  row('case 1', null, cell(left, 0.8), cell(right, 0.8, 1, 2)),
  row('case 2', 'a', cell(left, 0.3), cell(right, null, 0, 0)),
];
const names = (some: readonly MatrixRow[]) => some.map(({ name }) => name);

test('differing shows cases that were not done equally well; one that is still open does not differ', () => {
  assert.deepEqual(names(filterMatrix(rows, 'differing', null)), ['case 10']);
  const timed = (id: CandidateId, latencyMs: number) => ({ ...cell(id, null), latencyMs });
  assert.deepEqual(filterMatrix([row('unscored', null, timed(left, 900), timed(right, 1200))], 'differing', null), []);
});

test('failing shows failed calls and wrong answers', () => {
  assert.deepEqual(names(filterMatrix(rows, 'failing', null)), ['case 10', 'case 1', 'case 2']);
});

test('a category narrows any filter', () => {
  assert.deepEqual(names(filterMatrix(rows, 'all', 'a')), ['case 9', 'case 2']);
  assert.deepEqual(names(filterMatrix(rows, 'failing', 'a')), ['case 2']);
  assert.deepEqual(categoriesOf(rows), ['a', 'b']);
});

test('sorting by a model puts its worst cases first and unknown ones last', () => {
  assert.deepEqual(names(sortMatrix(rows, { by: right, direction: 'ascending' })), ['case 10', 'case 1', 'case 9', 'case 2']);
  assert.deepEqual(names(sortMatrix(rows, { by: right, direction: 'descending' })), ['case 9', 'case 1', 'case 10', 'case 2']);
  assert.deepEqual(names(sortMatrix(rows, { by: 'case', direction: 'ascending' })), ['case 1', 'case 2', 'case 9', 'case 10']);
});

test('a third click on a header returns to the order as sent', () => {
  const once = nextMatrixSort(asSent, left);
  const twice = nextMatrixSort(once, left);
  assert.deepEqual([once.direction, twice.direction], ['ascending', 'descending']);
  assert.equal(nextMatrixSort(twice, left), asSent);
  assert.deepEqual(sortMatrix(rows, asSent), rows);
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
