import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moveOverPoints, placeOfKey, type KeyPoint } from '../../../webview/logic/chartKeys.ts';

const line = (...xs: readonly number[]) => xs.map((x) => ({ x }));
const lines = [line(0, 1, 2, 3), line(), line(1, 3)];

test('the first key leads to the latest point of the first line that has any', () => {
  assert.deepEqual(moveOverPoints(null, 'ArrowLeft', lines), { line: 0, point: 3 });
  assert.deepEqual(moveOverPoints(null, 'Home', [line(), line(5)]), { line: 1, point: 0 });
});

test('left and right go along a line and stop at its ends', () => {
  assert.deepEqual(moveOverPoints({ line: 0, point: 1 }, 'ArrowRight', lines), { line: 0, point: 2 });
  assert.deepEqual(moveOverPoints({ line: 0, point: 3 }, 'ArrowRight', lines), { line: 0, point: 3 });
  assert.deepEqual(moveOverPoints({ line: 0, point: 0 }, 'ArrowLeft', lines), { line: 0, point: 0 });
  assert.deepEqual(moveOverPoints({ line: 0, point: 1 }, 'End', lines), { line: 0, point: 3 });
});

test('up and down lead to the nearest time of the next line that has points', () => {
  assert.deepEqual(moveOverPoints({ line: 0, point: 3 }, 'ArrowDown', lines), { line: 2, point: 1 });
  assert.deepEqual(moveOverPoints({ line: 2, point: 0 }, 'ArrowUp', lines), { line: 0, point: 1 });
  assert.deepEqual(moveOverPoints({ line: 2, point: 0 }, 'ArrowDown', lines), { line: 2, point: 0 });
});

test('other keys, and charts without points, move nothing', () => {
  assert.equal(moveOverPoints({ line: 0, point: 0 }, 'Enter', lines), null);
  assert.equal(moveOverPoints({ line: 0, point: 0 }, 'a', lines), null);
  assert.equal(moveOverPoints(null, 'ArrowLeft', [line()]), null);
});

test('a place that a new picture does not have any more begins anew', () => {
  assert.deepEqual(moveOverPoints({ line: 7, point: 9 }, 'ArrowLeft', lines), { line: 0, point: 3 });
});

test('a point is found again by its key where rows have traded places', () => {
  const point = (key: string): KeyPoint => ({ key, x: 0, y: 0, dataset: 0, index: 0, texts: () => [key] });
  assert.deepEqual(placeOfKey('b', [[point('a')], [point('c'), point('b')]]), { line: 1, point: 1 });
  assert.equal(placeOfKey('b', [[point('a')]]), null);
  assert.equal(placeOfKey(null, [[point('a')]]), null);
});
