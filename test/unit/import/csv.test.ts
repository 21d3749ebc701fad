import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { importCsv } from '../../../src/core/import/csv.ts';
import type { ScorerSpec } from '../../../src/shared/model/scorer.ts';
import { loaded } from './helpers.ts';

function csvOf(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n');
}

async function made(rows: readonly (readonly string[])[]) {
  const csv = csvOf(rows);
  const imported = importCsv(csv, 'data/x.csv', []);
  const suite = await loaded(imported, { 'data/x.csv': csv });
  assert.ok(!('fault' in imported));
  return { suite, text: imported.text };
}

const shape = (spec: ScorerSpec | undefined) => spec && [spec.scorer, spec.args];

/** Files by their answers, and how the first row is judged. */
const kinds: readonly (readonly [string, readonly (readonly string[])[], unknown])[] = [
  [
    'numbers',
    [
      ['question', 'answer'],
      ['What is 2+2?', '4'],
      ['And 2.5*2?', ' 5.0 '],
    ],
    ['number', { value: 4, tolerance: 0, relative: false, unit: null }],
  ],
  [
    'letters',
    [
      ['Question', 'A', 'B', 'C', 'Correct answer'],
      ['Which?', 'x', 'y', 'z', 'B'],
      ['What?', 'u', 'v', 'w', 'c'],
    ],
    ['choice', { value: 'B' }],
  ],
  [
    'few labels',
    [
      ['text', 'label'],
      ['a', 'Billing'],
      ['b', 'delivery'],
      ['c', 'billing'],
      ['d', ' delivery'],
    ],
    ['classify', { label: 'billing', labels: ['billing', 'delivery'] }],
  ],
  [
    'short answers',
    [
      ['input', 'expected'],
      ['Capital of France?', 'Paris'],
      ['Of Italy?', 'Rome'],
    ],
    ['contains', { values: ['Paris'], mode: 'all', ignoreCase: true }],
  ],
  [
    'long answers',
    [
      ['prompt', 'reference'],
      ['Why?', 'Because the warranty of two years has not ended yet, and the zip is part of it.'],
    ],
    [
      'similarity',
      {
        value: 'Because the warranty of two years has not ended yet, and the zip is part of it.',
        metric: 'rougeL',
        threshold: 0.4,
      },
    ],
  ],
];

for (const [name, rows, judged] of kinds) {
  test(`${name} are judged as such`, async () => {
    const { suite } = await made(rows);
    assert.equal(suite.cases.length, rows.length - 1);
    assert.deepEqual(shape(suite.cases[0]?.expect[0]), judged);
  });
}

test('options of a multiple-choice question are asked with it', async () => {
  const { suite } = await made([
    ['question', 'option_a', 'option_b', 'answer'],
    ['Which?', 'x', 'y', 'A'],
  ]);
  assert.equal(suite.prompts[0]?.template, '{{question}}\n\nA. {{option_a}}\nB. {{option_b}}\n\nAnswer with the letter only.');
});

test('labels are asked for by name, and the category is taken', async () => {
  const { suite } = await made([
    ['message', 'topic', 'target'],
    ['a', 'shop', 'yes'],
    ['b', 'shop', 'no'],
    ['c', 'club', 'yes'],
    ['d', 'club', 'no'],
  ]);
  assert.match(suite.prompts[0]?.template ?? '', /Answer with one of these and nothing else: yes, no\.$/);
  assert.deepEqual(
    suite.cases.map(({ category }) => category),
    ['shop', 'shop', 'club', 'club'],
  );
});

test('without known names the longest column is the question, and the place of the expectation is told', async () => {
  const { suite, text } = await made([
    ['id', 'words'],
    ['1', 'Tell me a story'],
    ['2', 'And another'],
  ]);
  assert.deepEqual([suite.prompts[0]?.template, suite.cases[0]?.expect], ['{{words}}', []]);
  assert.match(text, /say under `expect`/);
});

test('rows without an answer leave the expectation to its author', async () => {
  const { suite, text } = await made([
    ['question', 'answer'],
    ['a', '4'],
    ['b', ''],
  ]);
  assert.deepEqual(suite.cases[0]?.expect, []);
  assert.match(text, /1 rows have nothing under/);
});

test('of many rows a sample is asked first', async () => {
  const { suite, text } = await made([
    ['question', 'answer'],
    ...Array.from({ length: 300 }, (_, index) => [`q${index}`, String(index)]),
  ]);
  assert.equal(suite.cases.length, 100);
  assert.match(text, /100 of its 300 rows/);
});

/** Files of which no suite can be made. */
const none: readonly (readonly [string, string, RegExp])[] = [
  ['nothing', '', /empty/],
  ['a header only', 'question,answer\n', /no rows/],
  ['a row that is too long', 'question\na,b\n', /Line 2: .*more or fewer/],
  ['names that cannot be written in braces', '{a}\nx\n', /braces/],
];

for (const [name, csv, message] of none) {
  test(`no suite is made of ${name}`, () => {
    const imported = importCsv(csv, 'x.csv', []);
    assert.ok('fault' in imported);
    assert.match(imported.fault, message);
  });
}

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('{{q}}', '"', ': ', '# x', '- ', '\t', 'A', '3', 'yes', 'Yes ', '', '\\', 'true', '\u2028'),
);
const name = fc.oneof(fc.constantFrom('question', 'answer', 'label', 'category', 'a', 'b', 'option c'), hostile);

test('whatever a file holds, the suite made of it loads', async () => {
  const rows = fc
    .integer({ min: 1, max: 5 })
    .chain((width) =>
      fc.tuple(
        fc.array(name, { minLength: width, maxLength: width }),
        fc.array(fc.array(hostile, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
      ),
    );
  await fc.assert(
    fc.asyncProperty(rows, async ([header, body]) => {
      const csv = csvOf([header, ...body]);
      const imported = importCsv(csv, 'x.csv', []);
      if (!('fault' in imported)) await loaded(imported, { 'x.csv': csv });
    }),
    { numRuns: 300 },
  );
});
