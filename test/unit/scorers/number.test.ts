import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { number } from '../../../src/core/scorers/number.ts';
import { answer } from './answers.ts';

const right: readonly (readonly [text: string, value: number, tolerance?: number])[] = [
  ['42', 42],
  ['The result is 42.', 42],
  ['First 12, then 30: **42**', 42],
  ['#### 1,234', 1234],
  [String.raw`\boxed{1{,}234}`, 1234],
  ['It costs $1,234.56 in all', 1234.56],
  ['1\u202F234\u00A0567 people', 1_234_567],
  ['−7', -7],
  ['a loss of -$5', -5],
  ['between 10-12', 12],
  ['x = -3', -3],
  ['12 - 10', 10],
  ['- 5', 5],
  ['(-3)', -3],
  ['about .5', 0.5],
  ['1.5e3 m', 1500],
  ['35%', 35],
  ['35 %', 0.35],
  [String.raw`12.5\%`, 0.125],
  ['runs 5km', 5],
  ['3.14 by gpt4', 3.14],
  ['7, by v1.2.3', 7],
  ['1.1', 1, 0.1],
  ['99.6', 100, 0.5],
  ['0', 0],
];

for (const [text, value, tolerance = 0] of right) {
  test(`number: ${JSON.stringify(text)} is ${value}${tolerance ? ` ± ${tolerance}` : ''}`, () => {
    const verdict = number.score(answer(text), { value, tolerance });
    assert.equal(verdict.passed, true, verdict.reason);
  });
}

const wrong: readonly (readonly [text: string, value: number, tolerance?: number])[] = [
  ['42 or rather 43', 42],
  ['1,234', 234],
  ['99.4', 100, 0.5],
  ['5', -5],
  ['1000000000001', 1_000_000_000_000],
];

for (const [text, value, tolerance = 0] of wrong) {
  test(`number: ${JSON.stringify(text)} is not ${value}`, () => {
    assert.equal(number.score(answer(text), { value, tolerance }).passed, false);
  });
}

test('number: an answer without one is wrong, not a failure of the scorer', () => {
  for (const text of ['', 'none at all', 'H2O', 'gpt4']) {
    assert.deepEqual(number.score(answer(text), { value: 4, tolerance: 0 }), {
      value: 0,
      passed: false,
      reason: 'no number in the answer',
    });
  }
});

test('number: finds back whatever number a sentence ends with', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }), (value) => {
      assert.equal(number.score(answer(`Of 12 and 7 that makes ${value}.`), { value, tolerance: 0 }).passed, true);
    }),
  );
  fc.assert(
    fc.property(fc.integer(), (value) => {
      const text = `Total: ${value.toLocaleString('en-US')}`;
      assert.equal(number.score(answer(text), { value, tolerance: 0 }).passed, true, text);
    }),
  );
});
