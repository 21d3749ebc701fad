import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { editDistance, nearestName } from '../../../src/core/suite/suggest.ts';

const keys = ['models', 'cases', 'prompt', 'prompts', 'maxOutputTokens', 'expect', 'concurrency', 'not'];

const meant: readonly (readonly [string, string | null])[] = [
  ['modles', 'models'],
  ['Models', 'models'],
  ['max_output_tokens', 'maxOutputTokens'],
  ['max_tokens', 'maxOutputTokens'],
  ['tests', 'cases'],
  ['providers', 'models'],
  ['assert', 'expect'],
  ['promt', 'prompt'],
  ['concurency', 'concurrency'],
  ['colour', null],
  ['x', null],
  ['', null],
  ['a'.repeat(1000), null],
];

for (const [name, expected] of meant) {
  test(`${JSON.stringify(name.slice(0, 20))} means ${expected}`, () => assert.equal(nearestName(name, keys), expected));
}

test('a synonym is offered only where it is a choice', () => {
  assert.equal(nearestName('tests', ['models']), null);
});

test('neighbours swapped are one slip', () => {
  assert.equal(editDistance('modles', 'models'), 1);
  assert.equal(editDistance('', 'abc'), 3);
  assert.equal(editDistance('kitten', 'sitting'), 3);
});

test('distance is 0 for equal texts only, symmetric, and at most the longer length', () => {
  const text = fc.string({ maxLength: 12 });
  fc.assert(
    fc.property(text, text, (a, b) => {
      const distance = editDistance(a, b);
      assert.equal(distance === 0, a === b);
      assert.equal(distance, editDistance(b, a));
      assert.ok(distance <= Math.max(a.length, b.length));
    }),
  );
});
