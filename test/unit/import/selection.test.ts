import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { importSelection } from '../../../src/core/import/selection.ts';
import { loaded } from './helpers.ts';

async function questions(text: string): Promise<string[]> {
  return (await loaded(importSelection(text, []))).cases.map(({ vars }) => vars.question ?? '');
}

/** Selected texts and the questions in them. */
const selections: readonly (readonly [string, string, readonly string[]])[] = [
  ['one text is one question', '  What is: this?\nAnd that?\n', ['What is: this?\nAnd that?']],
  ['paragraphs are questions', 'One\ntwo\n\n\r\n \nThree', ['One\ntwo', 'Three']],
  ['items of a list are questions', 'x'.replace('x', '- One\n  goes on\n* Two\n\n3. Three'), ['One\ngoes on', 'Two', 'Three']],
  ['a list with words before it is one text', 'Answer these:\n- a\n- b', ['Answer these:\n- a\n- b']],
  ['texts in a JSON list are questions', '["a", "b: \\"c\\"", " "]', ['a', 'b: "c"']],
  ['braces are sent as they stand', 'Fill {{this}} in', ['Fill {{this}} in']],
];

for (const [name, text, found] of selections) {
  test(name, async () => assert.deepEqual(await questions(text), found));
}

test('the chosen models are asked', async () => {
  const suite = await loaded(importSelection('hi', ['openai/gpt-6-luna', 'demo/sonata']));
  assert.deepEqual(
    suite.models.map(({ ref }) => ref),
    ['openai/gpt-6-luna', 'demo/sonata'],
  );
});

/** Selections of which no suite can be made. */
const none: readonly (readonly [string, string, RegExp])[] = [
  ['nothing', ' \n ', /no text/],
  ['too many', Array.from({ length: 1001 }, (_, index) => `- ${index}`).join('\n'), /1001 questions/],
  ['too much', 'x'.repeat(1024 * 1024), /1 MiB/],
];

for (const [name, text, message] of none) {
  test(`no suite is made of ${name}`, () => {
    const imported = importSelection(text, []);
    assert.ok('fault' in imported);
    assert.match(imported.fault, message);
  });
}

test('any text is asked as it stands, white space at its ends aside', async () => {
  const pieces = fc.constantFrom(
    '{{',
    '}}',
    '"',
    "'",
    ': ',
    '#',
    '\t',
    '- ',
    '\r\n',
    '\u2028',
    '|',
    '>',
    '---',
    '\uFEFF',
    '\u0000',
    '\u0085',
  );
  const text = fc
    .array(fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), pieces), { maxLength: 8 })
    .map((parts) => parts.join(''));
  await fc.assert(
    fc.asyncProperty(text, async (written) => {
      const imported = importSelection(JSON.stringify([written]), []);
      if (written.trim() === '') assert.ok('fault' in imported);
      else assert.deepEqual((await loaded(imported)).cases[0]?.vars, { question: written.trim() });
      const asText = importSelection(written, []);
      if (!('fault' in asText)) await loaded(asText);
    }),
    { numRuns: 300 },
  );
});
