import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { checkSuite } from '../../../src/core/suite/checkSuite.ts';
import type { TextPosition, TextRange } from '../../../src/shared/model/problem.ts';
import { head, options, told } from './helpers.ts';

const good = await readFile(join(import.meta.dirname, '../../fixtures/suites/everything.bench.yaml'), 'utf8');

/** Checks the text and that everything said of it stands in it. */
function check(text: string): void {
  const { problems, outline } = checkSuite(text, options);
  const lines = text.split(/\r\n|\r|\n/);
  const stands = ({ line, character }: TextPosition) => {
    assert.ok(Number.isInteger(line) && line >= 0 && line < lines.length, `line ${line} of ${lines.length}`);
    assert.ok(Number.isInteger(character) && character >= 0 && character <= (lines[line] ?? '').length, `column ${character}`);
  };
  const ranges: TextRange[] = [
    ...problems.map(({ range }) => range),
    ...[outline.name, ...outline.models, ...outline.prompts, ...outline.cases, ...outline.datasets].flatMap(
      (part) => part?.range ?? [],
    ),
  ];
  for (const { start, end } of ranges) {
    stands(start);
    stands(end);
    assert.ok(start.line < end.line || (start.line === end.line && start.character <= end.character));
  }
  for (const { message, code } of problems) {
    assert.match(code, /^[a-z-]+$/);
    assert.match(message, /[.?]$/, message);
    assert.doesNotMatch(message, /undefined|\[object/);
  }
}

test('any text is answered, and never by an exception', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), check));
});

test('pieces of suites in any order are answered', () => {
  const pieces = [
    'models:',
    'cases:',
    '\n',
    '  ',
    '- ',
    '{',
    '}',
    '[',
    ']',
    ': ',
    '"',
    "'",
    '|',
    '&a',
    '*a',
    '{{q}}',
    '!!set',
    '\t',
    '\r',
    '#',
    'expect',
    'exact',
    '<<',
    '? ',
    '---',
    '%',
    'é',
    '\uFEFF',
    '__proto__:',
  ];
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join('')),
      check,
    ),
    { numRuns: 500 },
  );
});

test('a suite with a hole, a repeat or an odd piece in it is answered', () => {
  const piece = fc.constantFrom('', '\n', '  ', '"', '{{', '}}', '[', ']', ': ', '- ', '*x', 'null', '\r');
  const place = fc.nat(good.length);
  fc.assert(
    fc.property(place, fc.nat(60), piece, (start, length, odd) => {
      check(good.slice(0, start) + odd + good.slice(start + length));
    }),
    { numRuns: 100 },
  );
});

test('a byte order mark and the line ends of Windows move no place', () => {
  const text = `\uFEFF${head}repeat: 2\ncases: [{ vars: { q: hi }, expect: [{ exact: "{{x}}" }] }]\n`.replaceAll('\n', '\r\n');
  assert.deepEqual(told(checkSuite(text, options).problems), [
    '3:1 error unknown-key: A suite has no key `repeat`. Did you mean `repeats`? → repeats',
    '4:47 error unknown-variable: There is no variable `x`. The case "case 1" has `q`.',
  ]);
});

/** Small texts that ask for a lot of work, and what is said of them. */
const bombs: readonly (readonly [string, string, string])[] = [
  [
    'aliases of aliases',
    ['a: &a [1,1,1,1,1,1,1,1,1,1]', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].reduce((text, name, index, names) => {
      const before = index === 1 ? 'a' : names[index - 1];
      return `${text}\n${name}: &${name} [${Array.from({ length: 10 }, () => `*${before}`).join()}]`;
    }),
    'too-many-aliases',
  ],
  ['an alias of itself', 'a: &a [*a]', 'too-deep'],
  ['deep lists', '['.repeat(50_000), 'too-deep'],
  ['deep mappings', '{a: '.repeat(10_000), 'too-deep'],
  ['deep blocks', '- '.repeat(20_000), 'too-deep'],
  ['more than 1 MiB', `# ${'x'.repeat(1024 * 1024)}`, 'too-large'],
];

for (const [name, text, code] of bombs) {
  test(`${name}: one sentence`, () =>
    assert.deepEqual(
      checkSuite(text, options).problems.map((problem) => problem.code),
      [code],
    ));
}

test('an alias may be used as often as a suite needs', () => {
  const cases = Array.from({ length: 300 }, (_, index) => `  - { vars: { q: "${index}" }, expect: *common }`).join('\n');
  const text = `${head}expect: &common [{ length: { maxWords: &most 5 } }, { length: { maxChars: *most } }]\ncases:\n${cases}\n`;
  assert.deepEqual(told(checkSuite(text, options).problems), []);
});

test('thousands of the same fault are told in part', () => {
  const keys = Array.from({ length: 5000 }, (_, index) => `k${index}: 1`).join('\n');
  assert.ok(checkSuite(keys, options).problems.length < 500);
  const places = Array.from({ length: 5000 }, (_, index) => `{{v${index}}}`).join('');
  assert.ok(checkSuite(`models: [openai/gpt-5]\nprompt: "${places}"\ncases: [{}]\n`, options).problems.length < 500);
});

test('variables named like parts of every object are variables', () => {
  const text = `models: [openai/gpt-5-mini]\nprompt: "{{constructor}} {{toString.name}}"\ncases: [{ vars: { q: a }, expect: [{ exact: a }] }]\n`;
  assert.deepEqual(
    checkSuite(text, options).problems.map(({ code }) => code),
    ['unknown-variable', 'unknown-variable'],
  );
});

test('variables that would fill memory are told, not filled in', () => {
  const places = '{{q}}'.repeat(20_000);
  const long = 'x'.repeat(100_000);
  for (const [suitePart, casePart] of [
    [`prompt: "${places}"`, ''],
    ['prompt: "{{q}}"', `, expect: [{ exact: "${places}" }]`],
  ]) {
    const text = `models: [openai/gpt-5-mini]\n${suitePart}\ncases: [{ vars: { q: ${long} }${casePart} }]\n`;
    const codes = checkSuite(text, options).problems.map(({ code }) => code);
    assert.ok(codes.includes('too-large'), codes.join());
  }
});

test('names are short, whatever is put into them', () => {
  const text = `${head}cases: [{ name: "${'{{q}}'.repeat(100_000)}", category: "{{q}}", vars: { q: ${'x'.repeat(100_000)} } }]\n`;
  const [only] = checkSuite(text, options).outline.cases;
  assert.equal(only?.name.length, 200);
});

test('thousands of places of a variable that is not there are told in part', () => {
  const text = `models: [openai/gpt-5-mini]\nprompt: "${'{{v}}'.repeat(200_000)}"\ncases: [{ vars: { q: a } }]\n`;
  assert.ok(checkSuite(text, options).problems.length < 500);
});
