import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { coincidences } from '../../../webview/charts/coincidence.ts';

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

test('a chain of neighbours is not one group', () => {
  const chain = [0, 0.015, 0.03, 0.045].map((x) => ({ x, y: 0.5 }));
  assert.deepEqual(
    coincidences(chain).map(({ group }) => group),
    [0, 0, 1, 1],
  );
});
