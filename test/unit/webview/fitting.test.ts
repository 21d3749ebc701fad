import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { initialColumnIds, visibleColumns, type ColumnId } from '../../../webview/logic/columns.ts';
import { columnWidth } from '../../../webview/logic/columnWidths.ts';
import { fitTable, fittingColumns, foldingOrder, type Room } from '../../../webview/logic/fitting.ts';
import { comparedCandidates } from '../../../webview/logic/standing.ts';
import { fixture, twins } from '../../tools/panel-harness/fixture.ts';

const measure = (text: string) => 7 * text.length;
const failing = comparedCandidates(fixture().comparison);
const flawless = comparedCandidates(fixture({ models: twins }).comparison);
const initial = visibleColumns(initialColumnIds, failing);
const always: readonly ColumnId[] = ['quality', 'standing', 'costPerSample'];
const ids = (some: readonly { readonly id: ColumnId }[]) => some.map(({ id }) => id);

function fit(available: number, rows = failing, room: Partial<Room> = {}) {
  return fitTable(initial, rows, { available, measure, sorted: null, byHand: false, ...room });
}

test('columns go in the folding order, and no more than must', () => {
  const widths = new Map(initial.map(({ id }) => [id, 50]));
  const whole = 50 * initial.length;
  for (let count = 0; count <= foldingOrder.length; count++) {
    const gone = foldingOrder.slice(0, count);
    const left = ids(initial).filter((id) => !gone.includes(id));
    assert.deepEqual(ids(fittingColumns(initial, widths, whole - 50 * count)), left);
  }
  assert.deepEqual(ids(fittingColumns(initial, widths, 0)), always);
});

test('only what shows by default folds', () => {
  assert.deepEqual(
    foldingOrder.filter((id) => !initialColumnIds.includes(id)),
    [],
  );
});

test('a wide panel folds nothing, a narrow one keeps what decides', () => {
  const wide = fit(3000);
  assert.deepEqual([ids(wide.shown), wide.folded, wide.form], [ids(initial), [], 'roomy']);
  const narrow = fit(300);
  assert.deepEqual([ids(narrow.shown), narrow.form], [always, 'compact']);
});

test('before the page is laid out nothing is folded', () => {
  assert.deepEqual(fit(0).folded, []);
});

test('every column is on show or named as folded, and more room never shows fewer in the same form', () => {
  const width = fc.integer({ min: 1, max: 2500 });
  fc.assert(
    fc.property(width, width, (a, b) => {
      const [narrow, wide] = [fit(Math.min(a, b)), fit(Math.max(a, b))];
      assert.deepEqual(new Set([...ids(narrow.shown), ...ids(narrow.folded)]), new Set(ids(initial)));
      if (narrow.form === wide.form) assert.ok(narrow.shown.length <= wide.shown.length);
    }),
  );
});

test('errors keep their column while any model fails, but in the compact form', () => {
  const fits = Array.from({ length: 30 }, (_, step) => fit(300 + 40 * step));
  for (const { shown, form } of fits) assert.ok(form === 'compact' || ids(shown).includes('errors'));
  assert.deepEqual(new Set(fits.map(({ form }) => form)), new Set(['compact', 'wrapped', 'roomy']));
  assert.ok(ids(fit(900, flawless).folded).includes('errors'));
});

test('the column that rows are sorted by stays', () => {
  assert.ok(ids(fit(300, failing, { sorted: 'tokens' }).shown).includes('tokens'));
});

test('columns chosen by hand all stay', () => {
  assert.deepEqual(fit(300, failing, { byHand: true }).folded, []);
});

test('a column holds its longest figure, and the interval bar only where there is room', () => {
  const [quality, cost] = (['quality', 'costPerSample'] as const).map((id) => initial.find((column) => column.id === id));
  assert.ok(quality && cost);
  assert.ok(columnWidth(cost, failing, measure, 'roomy') >= measure('$0.00062'));
  assert.ok(columnWidth(quality, failing, measure, 'compact') < columnWidth(quality, failing, measure, 'wrapped'));
});
