import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { coincidences } from '../../../webview/charts/coincidence.ts';
import { fittingColumns } from '../../../webview/logic/fitting.ts';
import type { ColumnId } from '../../../webview/logic/columns.ts';

const columns = (['quality', 'costPerSample', 'latencyP95', 'tokens'] as ColumnId[]).map((id) => ({ id }));
const widths = new Map(columns.map(({ id }) => [id, 100]));
const shownAt = (available: number) => fittingColumns(columns, widths, available).map(({ id }) => id);

test('all columns are shown where there is room', () => {
  assert.deepEqual(shownAt(400), ['quality', 'costPerSample', 'latencyP95', 'tokens']);
});

test('the least important fold first, and no more than must', () => {
  assert.deepEqual(shownAt(399), ['quality', 'costPerSample', 'latencyP95']);
  assert.deepEqual(shownAt(200), ['quality', 'costPerSample']);
});

test('columns without a place in the folding order stay, however narrow it gets', () => {
  assert.deepEqual(shownAt(10), ['quality', 'costPerSample']);
});

test('points that cover one another share a group and get a ring each', () => {
  const at = (x: number, y: number) => ({ x, y });
  assert.deepEqual(coincidences([at(0.5, 0.5), at(0.5, 0.5), at(0.1, 0.9), at(0.501, 0.5)]), [
    { group: 0, ring: 0 },
    { group: 0, ring: 1 },
    { group: 1, ring: 0 },
    { group: 0, ring: 2 },
  ]);
});

test('within a group every ring is taken once', () => {
  const place = fc.record({ x: fc.double({ min: 0, max: 1, noNaN: true }), y: fc.double({ min: 0, max: 1, noNaN: true }) });
  fc.assert(
    fc.property(fc.array(place, { maxLength: 30 }), (places) => {
      const taken = coincidences(places).map(({ group, ring }) => `${group}:${ring}`);
      assert.equal(new Set(taken).size, places.length);
    }),
  );
});
