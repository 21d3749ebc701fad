import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readGrade, readWinner } from '../../../src/core/runner/grading/judgeReply.ts';

for (const [name, reply] of [
  ['alone', '{"reason": "polite", "score": 4}'],
  ['in a fence', 'Here it is:\n```json\n{"reason": "polite", "score": 4}\n```'],
  ['behind some words', 'The answer is {polite}. So: {"reason": "polite", "score": 4} I hope that helps {really}.'],
  ['behind another object', '{"score": 1} was my first thought, but {"reason": "polite", "score": 4}'],
  ['with braces in its reason', 'Well: {"reason": "polite", "note": "{a} }{", "score": 4}'],
] as const) {
  test(`a grade is found ${name}`, () => {
    assert.deepEqual(readGrade(reply), { ok: true, value: 4, reason: 'polite' });
  });
}

for (const reply of [
  '{"reason": "x", "score": 6}',
  '{"reason": "x", "score": 0}',
  '{"reason": "x", "score": 3.5}',
  '{"reason": "x", "score": "4"}',
  '{"reason": "x"}',
  '4',
  'I would give it a 4 of 5.',
  '{"reason": "cut off in the mid',
  '[{"score"]',
]) {
  test(`no grade is made of ${reply}`, () => {
    const read = readGrade(reply);
    assert.equal(read.ok, false);
    assert.ok(read.reason.includes(reply.slice(0, 20)), read.reason);
  });
}

test('a reply without a word is named as such', () => {
  assert.deepEqual(readGrade('  \n'), { ok: false, reason: 'The judge answered nothing.' });
});

test('a winner is one of three', () => {
  assert.deepEqual(readWinner('{"reason": "shorter", "winner": "second"}'), { ok: true, value: 'second', reason: 'shorter' });
  assert.deepEqual(readWinner('{"winner": "tie"}'), { ok: true, value: 'tie', reason: 'no reason given' });
  assert.equal(readWinner('{"reason": "shorter", "winner": "third"}').ok, false);
  assert.equal(readWinner('{"reason": "shorter", "winner": "FIRST"}').ok, false);
});

test('whatever stands before it, the object at the end is read; whatever a reply is, reading ends', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.integer({ min: 1, max: 5 }), (noise, score) => {
      assert.deepEqual(readGrade(`${noise}\n{"reason": "r", "score": ${score}}`), { ok: true, value: score, reason: 'r' });
      readGrade(noise);
    }),
  );
  assert.equal(readGrade('{'.repeat(200_000)).ok, false);
  assert.equal(readGrade('{}'.repeat(200_000)).ok, false);
});
