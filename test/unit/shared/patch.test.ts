import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyPatch, diff, type Patch } from '../../../src/shared/base/patch.ts';

/** A value as it comes out of a message. */
function sent<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** Few keys and values, so that two of them often share some; `__proto__` and its like among the keys. */
const { json: anything } = fc.letrec((tie) => ({
  json: fc.oneof(
    { depthSize: 'medium' },
    fc.constantFrom(null, true, 0, 1, 2.5, '', 'a', '"\n', 'ü'),
    fc.array(tie('json'), { maxLength: 6 }),
    fc.dictionary(fc.constantFrom('id', 'caseId', 'a', 'b', '__proto__', 'constructor', 'set', 'items', 'from'), tie('json'), {
      maxKeys: 5,
    }),
  ),
}));
const json = anything.map(sent);

test('a patch turns the one value into the other, whatever the two are', () => {
  fc.assert(
    fc.property(json, json, (before, after) => {
      const patch = diff(before, after);
      assert.deepEqual(patch === null ? before : applyPatch(before, sent(patch)), after);
    }),
    { numRuns: 2000 },
  );
});

test('any JSON value will do, also one that a few changes made of the other', () => {
  const objects = fc.array(fc.record({ id: fc.string({ maxLength: 2 }), value: fc.jsonValue() }), { maxLength: 12 }).map(sent);
  fc.assert(
    fc.property(objects, objects, fc.nat(), (elements, others, rotation) => {
      const moved = [...elements.slice(rotation % 5), ...others, ...elements.slice(0, rotation % 5)];
      const patch = diff(elements, moved);
      assert.deepEqual(patch === null ? elements : applyPatch(elements, patch), moved);
    }),
  );
});

test('a value needs no patch to become itself', () => {
  fc.assert(fc.property(json, (value) => assert.equal(diff(value, structuredClone(value)), null)));
});

test('a patch is never longer than the new value whole', () => {
  fc.assert(
    fc.property(json, json, (before, after) => {
      const patch = diff(before, after);
      assert.ok(JSON.stringify(patch).length <= JSON.stringify({ set: after }).length);
    }),
    { numRuns: 1000 },
  );
});

test('elements that moved, changed, came and went are told by what identifies them', () => {
  const row = (id: string, quality: number) => ({ caseId: id, name: `The case of ${id}`, quality });
  const before = { rows: [row('a', 1), row('b', 0), row('c', 1), row('d', 0)], total: 4 };
  const after = { rows: [row('c', 1), row('d', 0), row('a', 0.5), row('e', 1)], total: 4 };
  assert.deepEqual(diff(before, after), {
    keys: { rows: { items: [[2, 2], { from: 0, patch: { keys: { quality: { set: 0.5 } } } }, { set: row('e', 1) }] } },
  });
});

test('one number more in a long list is told in a few characters', () => {
  const before = Array.from({ length: 500 }, (_, i) => i * 1.25);
  const after = before.toSpliced(200, 0, 249.7);
  assert.deepEqual(diff(before, after), { items: [[0, 200], { set: 249.7 }, [200, 300]] });
});

test('what did not change stays the same object', () => {
  const text = 'longer than what tells that it stays';
  const before = {
    kept: { deep: [1, 2, text] },
    list: [
      { id: 'a', text },
      { id: 'b', text, n: 1 },
    ],
    gone: true,
  };
  const after = {
    kept: { deep: [1, 2, text] },
    list: [
      { id: 'b', text, n: 2 },
      { id: 'a', text },
    ],
  };
  const made = applyPatch(before, diff(before, after) ?? assert.fail()) as typeof before;
  assert.deepEqual(made, after);
  assert.equal(made.kept, before.kept);
  assert.equal(made.list[1], before.list[0]);
});

test('a key that is set to undefined counts as absent', () => {
  const a = 'longer than what tells that b goes';
  assert.equal(diff({ a }, { a, b: undefined }), null);
  assert.deepEqual(diff({ a, b: 2 }, { a, b: undefined }), { keys: {}, without: ['b'] });
});

test('no key reaches the prototype of anything', () => {
  const hostile = JSON.parse('{"keys":{"__proto__":{"set":{"polluted":true}},"constructor":{"set":1}}}') as Patch;
  const made = applyPatch({}, hostile) as object;
  assert.equal(Object.getPrototypeOf(made), Object.prototype);
  assert.deepEqual(Object.keys(made), ['__proto__', 'constructor']);
  assert.equal('polluted' in {}, false);
  assert.throws(() => applyPatch({}, JSON.parse('{"keys":{"toString":{"keys":{}}}}') as Patch), RangeError);
});

test('a patch of another value is refused', () => {
  const misfits: [unknown, Patch][] = [
    [{}, { items: [] }],
    [[1], { keys: {} }],
    [[1], { items: [[0, 2]] }],
    [[1], { items: [[-1, 1]] }],
    [[1], { items: [{ from: 1, patch: { set: 2 } }] }],
    [{}, { keys: { a: { keys: { b: { set: 1 } } } } }],
  ];
  for (const [value, patch] of misfits) assert.throws(() => applyPatch(value, patch), RangeError);
});
