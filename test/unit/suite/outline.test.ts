import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSuite } from '../../../src/core/suite/checkSuite.ts';
import type { TextRange } from '../../../src/shared/model/problem.ts';
import { options } from './helpers.ts';

const text = `name: Outline
models:
  - openai/gpt-5
  - { model: anthropic/claude, label: c }
prompts:
  - one {{q}}
  - { id: two, template: "two {{q}}" }
cases:
  - name: first {{q}}
    vars: { q: x }
    expect:
      - exact: a

  - vars: { q: y }
  - dataset: data/rows.csv
  - name: first x
    vars: { q: z }
`;

/** The text that a range covers. */
function covered(range: TextRange): string {
  const lines = text.split('\n').slice(range.start.line, range.end.line + 1);
  const last = lines.length - 1;
  lines[last] = (lines[last] ?? '').slice(0, range.end.character);
  lines[0] = (lines[0] ?? '').slice(range.start.character);
  return lines.join('\n');
}

test('the outline says what stands where', () => {
  const { outline } = checkSuite(text, options);
  assert.equal(outline.name && covered(outline.name.range), 'Outline');
  assert.deepEqual(
    outline.models.map(({ ref, range }) => [ref, covered(range)]),
    [
      ['openai/gpt-5', 'openai/gpt-5'],
      ['anthropic/claude', 'anthropic/claude'],
    ],
  );
  assert.deepEqual(
    outline.prompts.map(({ id, range }) => [id, covered(range)]),
    [
      ['prompt 1', 'one {{q}}'],
      ['two', '{ id: two, template: "two {{q}}" }'],
    ],
  );
  assert.deepEqual(
    outline.cases.map(({ id, index, range, nameRange }) => [id, index, covered(range).split('\n').length, covered(nameRange)]),
    [
      ['first x', 0, 4, 'first {{q}}'],
      ['case 2', 1, 1, 'vars: { q: y }'],
      ['first x (2)', 3, 2, 'first x'],
    ],
  );
  assert.deepEqual(
    outline.datasets.map(({ path, range }) => [path, covered(range)]),
    [['data/rows.csv', 'data/rows.csv']],
  );
});

test('a suite at fault has an outline of what can be read', () => {
  const { outline } = checkSuite(
    'models: [openai/gpt-5, 3]\ncases:\n  - name: a\n    expct: []\n  - 3\nprompt: 5\nname: [x]\n',
    options,
  );
  assert.equal(outline.name, null);
  assert.deepEqual(
    outline.models.map(({ ref }) => ref),
    ['openai/gpt-5'],
  );
  assert.deepEqual(
    outline.cases.map(({ id }) => id),
    ['a', 'case 2'],
  );
  assert.deepEqual(checkSuite('models: [', options).outline.models, []);
});
