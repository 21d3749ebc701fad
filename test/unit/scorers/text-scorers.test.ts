import assert from 'node:assert/strict';
import test from 'node:test';
import { contains } from '../../../src/core/scorers/contains.ts';
import { endsWith } from '../../../src/core/scorers/endsWith.ts';
import { exact } from '../../../src/core/scorers/exact.ts';
import { length } from '../../../src/core/scorers/length.ts';
import { regex, regexProblem } from '../../../src/core/scorers/regex.ts';
import { startsWith } from '../../../src/core/scorers/startsWith.ts';
import { excerpt } from '../../../src/core/scorers/text.ts';
import { answer } from './answers.ts';

test('exact forgives white space at the ends and the way an accent is typed, nothing else', () => {
  const args = { value: 'Café', ignoreCase: false };
  assert.equal(exact.score(answer('\n Cafe\u0301 '), args).value, 1);
  assert.equal(exact.score(answer('café'), args).value, 0);
  assert.equal(exact.score(answer('café'), { ...args, ignoreCase: true }).value, 1);
  assert.equal(exact.score(answer(''), args).value, 0);
  assert.match(exact.score(answer('Tea'), args).reason, /Tea/);
});

test(
  'a megabyte of accents on one letter is compared as it stands: to put them in order takes minutes',
  { timeout: 60_000 },
  () => {
    const text = `a${'\u0301\u0316'.repeat(500_000)}`;
    assert.equal(exact.score(answer(text), { value: 'a', ignoreCase: true }).passed, false);
    assert.equal(exact.score(answer(text), { value: text, ignoreCase: true }).passed, true);
    const stacked = `a${'\u0301\u0316'.repeat(15)}`;
    assert.equal(exact.score(answer(stacked), { value: stacked.normalize('NFD'), ignoreCase: false }).passed, true);
  },
);

test('contains: all gives the share found and names what is missing', () => {
  const args = { values: ['30 days', 'receipt', 'refund'], mode: 'all', ignoreCase: true } as const;
  const verdict = contains.score(answer('A Refund is possible within 30 DAYS.'), args);
  assert.equal(verdict.value, 2 / 3);
  assert.equal(verdict.passed, false);
  assert.equal(verdict.reason, 'missing "receipt"');
});

test('contains: any needs one', () => {
  const args = { values: ['yes', 'aye'], mode: 'any', ignoreCase: false } as const;
  assert.deepEqual(contains.score(answer('aye'), args), { value: 1, passed: true, reason: 'found' });
  assert.equal(contains.score(answer('Yes'), args).passed, false);
  assert.equal(contains.describe(args), 'contains any of "yes", "aye"');
});

test('startsWith and endsWith look past white space', () => {
  assert.equal(startsWith.score(answer('  Dear Ms Bell,'), { value: 'dear', ignoreCase: true }).passed, true);
  assert.equal(startsWith.score(answer('Oh dear'), { value: 'dear', ignoreCase: true }).passed, false);
  assert.equal(endsWith.score(answer('Regards, Ann\n'), { value: 'Ann', ignoreCase: false }).passed, true);
  assert.equal(endsWith.score(answer('Ann said so'), { value: 'Ann', ignoreCase: false }).passed, false);
});

test('regex searches anywhere and minds case unless told', () => {
  assert.equal(regex.score(answer('Order #A-117 shipped'), { pattern: String.raw`#a-\d+`, ignoreCase: true }).passed, true);
  assert.equal(regex.score(answer('Order #A-117 shipped'), { pattern: String.raw`#a-\d+`, ignoreCase: false }).passed, false);
});

test('regex: patterns that would hang a backtracking engine are answered, on a megabyte too', { timeout: 60_000 }, () => {
  const patterns = ['(a+)+$', '(a|aa)+$', '(a*)*b', '(.*a){12}b', '^(([a-z])+.)+[A-Z]([a-z])+$', '(?:a?){30}a{30}b'];
  for (const pattern of patterns) {
    const verdict = regex.score(answer(`${'a'.repeat(1_000_000)}!`), { pattern, ignoreCase: false });
    assert.deepEqual([pattern, verdict.passed], [pattern, false]);
  }
  assert.match(regexProblem('((a{1,100}){1,100}){1,100}') ?? '', /invalid repeat count/);
});

test('regexProblem names what RE2 has not', () => {
  assert.equal(regexProblem('^a+$'), null);
  assert.match(regexProblem('(?=x)y') ?? '', /lookahead/);
  assert.match(regexProblem('(?<!x)y') ?? '', /lookbehind/);
  assert.match(regexProblem(String.raw`(a)\1`) ?? '', /back-reference/);
  assert.match(regexProblem('[a') ?? '', /missing closing \]/);
  assert.throws(() => regex.score(answer('y'), { pattern: '(?=x)y', ignoreCase: false }), /lookahead/);
});

test('length counts words and characters as people do', () => {
  const none = { minWords: null, maxWords: null, minChars: null, maxChars: null };
  assert.equal(length.score(answer("It's a fine day."), { ...none, minWords: 4, maxWords: 4 }).passed, true);
  assert.equal(length.score(answer(' 👩‍👩‍👧é '), { ...none, minChars: 2, maxChars: 2 }).passed, true, 'graphemes, not code units');
  assert.equal(length.score(answer('今日は良い天気です'), { ...none, minWords: 3 }).passed, true, 'words without spaces');
  assert.equal(length.score(answer(''), { ...none, minWords: 1 }).passed, false);
  assert.equal(length.score(answer('one two three'), { ...none, maxWords: 2 }).passed, false);
  assert.equal(length.describe({ ...none, minWords: 1, maxWords: 5, maxChars: 40 }), 'length 1–5 words, ≤ 40 characters');
});

test('length: where more changes nothing, counting ends', () => {
  const limits = { minWords: null, maxWords: 3, minChars: 12_000, maxChars: null };
  const { passed, reason } = length.score(answer('word '.repeat(200_000)), limits);
  assert.equal(passed, false);
  assert.equal(reason, '10000 or more words, 12000 or more characters');
  assert.equal(length.score(answer('word '.repeat(15_000)), { ...limits, maxWords: 15_000 }).passed, true);
  assert.throws(() => length.score(answer('['.repeat(1_000_000)), limits), /too long to count its words/);
});

test('regex: what matched is told where that is quickly found', () => {
  const args = { pattern: '(?s)^.*(\\w+)\\s*$', ignoreCase: false };
  assert.equal(regex.score(answer('so be it'), args).reason, 'matches "so be it"');
  assert.equal(regex.score(answer('so be it '.repeat(100_000)), args).reason, 'matches');
});

test('excerpts are one line and never cut a character in two', () => {
  assert.equal(excerpt('a\n  b'), 'a b');
  assert.equal(excerpt('x'.repeat(50), 10), `${'x'.repeat(9)}…`);
  assert.equal(excerpt('😀'.repeat(20), 4), '😀😀😀…');
});
