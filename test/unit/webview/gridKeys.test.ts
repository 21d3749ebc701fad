import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { moveInGrid } from '../../../webview/logic/gridKeys.ts';

const size = { rows: 25, columns: 6 };
const at = { row: 3, column: 2 };

test('keys move as in the ARIA grid pattern', () => {
  const to = (key: string, control = false) => moveInGrid(at, key, control, size);
  assert.deepEqual(to('ArrowUp'), { row: 2, column: 2 });
  assert.deepEqual(to('ArrowRight'), { row: 3, column: 3 });
  assert.deepEqual(to('Home'), { row: 3, column: 0 });
  assert.deepEqual(to('End'), { row: 3, column: 5 });
  assert.deepEqual(to('Home', true), { row: 0, column: 0 });
  assert.deepEqual(to('End', true), { row: 24, column: 5 });
  assert.deepEqual(to('PageUp'), { row: 0, column: 2 });
  assert.deepEqual(to('PageDown'), { row: 13, column: 2 });
  assert.equal(to('a'), null);
});

test('no walk leaves the grid', () => {
  const keys = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown'];
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...keys), fc.boolean())), (walk) => {
      let position = at;
      for (const [key, control] of walk) {
        const next = moveInGrid(position, key, control, size);
        assert.ok(next);
        assert.ok(next.row >= 0 && next.row < size.rows && next.column >= 0 && next.column < size.columns);
        position = next;
      }
    }),
  );
});
