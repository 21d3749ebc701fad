import assert from 'node:assert/strict';
import test from 'node:test';
import { matrixPage } from '../../../src/core/report/matrixPage.ts';
import type { MatrixCell, MatrixRow } from '../../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../../src/shared/model/ids.ts';
import { firstPage, type MatrixQuery } from '../../../src/shared/model/panelView.ts';

function cell(name: string, changes: Partial<MatrixCell>): MatrixCell {
  const none = { ok: 0, failed: 0, quality: null, latencyMs: null, costUsd: null, errorKind: null, attemptId: null };
  return { candidateId: name as CandidateId, ...none, ...changes };
}

function row(caseId: string, category: string | null, a: Partial<MatrixCell>, b: Partial<MatrixCell>): MatrixRow {
  return { caseId, name: `Case ${caseId}`, category, cells: [cell('a', a), cell('b', b)] };
}

const scored = (quality: number) => ({ ok: 1, quality });
const answered = (latencyMs: number) => ({ ok: 1, latencyMs });
const rows = [
  row('10', 'bugs', scored(1), scored(0)),
  row('9', 'bugs', scored(0.4), scored(0.401)),
  row('2', 'praise', scored(0.9), { failed: 1, errorKind: 'rate-limit' }),
  row('x', null, answered(100), answered(200)),
  row('y', null, {}, {}),
];

function shown(query: Partial<MatrixQuery>): string[] {
  const asked = new Map([['x', 'How do I return SHOES?']]);
  return matrixPage(rows, { ...firstPage, ...query }, () => asked).rows.map(({ caseId }) => caseId);
}

test('rows come as they were ranked, by the page, with what there is to choose from', () => {
  const page = matrixPage(rows, { ...firstPage, offset: 2, count: 2 }, () => new Map());
  assert.deepEqual(
    [page.rows.map(({ caseId }) => caseId), page.fitting, page.total, page.categories],
    [['2', 'x'], 5, 5, ['bugs', 'praise']],
  );
});

test('an offset beyond the end is brought back to the last page, and one within a page to its beginning', () => {
  const offsetOf = (offset: number, count: number) => matrixPage(rows, { ...firstPage, offset, count }, () => new Map()).query;
  assert.deepEqual([offsetOf(100, 2).offset, offsetOf(3, 2).offset, offsetOf(-1, 2).offset, offsetOf(7, 0).count], [4, 2, 0, 1]);
  assert.deepEqual(matrixPage([], { ...firstPage, offset: 9 }, () => new Map()).query.offset, 0);
});

test('differing are those that a reader can tell apart, failing those with a failed call or a wrong answer', () => {
  assert.deepEqual(shown({ filter: 'differing' }), ['10', '2']);
  assert.deepEqual(shown({ filter: 'failing' }), ['10', '9', '2']);
  assert.deepEqual(shown({ filter: 'failing', category: 'praise' }), ['2']);
});

test('a search looks into names and questions, whatever the case of letters', () => {
  assert.deepEqual(shown({ search: ' shoes ' }), ['x']);
  assert.deepEqual(shown({ search: 'CASE 1' }), ['10']);
  assert.deepEqual(shown({ search: 'nothing' }), []);
});

test('cases are sorted as people count, qualities with the unknown at the end', () => {
  const by = (by: MatrixQuery['sort']['by'], direction: MatrixQuery['sort']['direction']) => shown({ sort: { by, direction } });
  assert.deepEqual(by('case', 'ascending'), ['2', '9', '10', 'x', 'y']);
  assert.deepEqual(by('case', 'descending'), ['y', 'x', '10', '9', '2']);
  assert.deepEqual(by('b' as CandidateId, 'ascending'), ['10', '9', '2', 'x', 'y']);
  assert.deepEqual(by('b' as CandidateId, 'descending'), ['9', '10', '2', 'x', 'y']);
  assert.deepEqual(by('nobody' as CandidateId, 'descending'), ['10', '9', '2', 'x', 'y']);
});
