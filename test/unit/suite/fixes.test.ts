import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSuite } from '../../../src/core/suite/checkSuite.ts';
import { suiteOptions } from '../../../src/core/suiteOptions.ts';
import type { Problem, TextPosition } from '../../../src/shared/model/problem.ts';

const base = `models: [demo/atlas-large]
prompt: "{{q}}"
cases:
  - { name: a, vars: { q: x }, expect: [{ exact: a }] }
`;

function problemsOf(text: string): readonly Problem[] {
  return checkSuite(text, suiteOptions).problems;
}

function offsetOf(text: string, { line, character }: TextPosition): number {
  return text.split('\n', line).reduce((sum, { length }) => sum + length + 1, character);
}

/** What the first problem's fix makes of the text. */
function mended(text: string): string {
  const [first] = problemsOf(text);
  assert.ok(first?.fix, `no fix for ${JSON.stringify(first)}`);
  const { range = first.range, newText } = first.fix;
  return text.slice(0, offsetOf(text, range.start)) + newText + text.slice(offsetOf(text, range.end));
}

/** What was written, and what it should read after the fix. */
const slips: readonly (readonly [name: string, written: string, meant: string])[] = [
  ['a variable without quotes', '{{q}}', '"{{q}}"'],
  ['a text that begins with a variable', '{{q}} Answer in one word.', '"{{q}} Answer in one word."'],
  ['a text that begins with a variable, and a comment', '{{q}} please # short', '"{{q}} please" # short'],
  ['a text with a colon', 'Answer this: {{q}}', '"Answer this: {{q}}"'],
  ['a text with quotes and a colon', 'Say "no": {{q}}', '"Say \\"no\\": {{q}}"'],
  ['a text that begins with a reserved character', '@you {{q}}', '"@you {{q}}"'],
];

for (const [name, written, meant] of slips) {
  test(`${name} is given its quotes`, () => {
    const text = base.replace('"{{q}}"', () => written);
    const mend = mended(text);
    assert.equal(
      mend,
      base.replace('"{{q}}"', () => meant),
    );
    assert.deepEqual(problemsOf(mend), []);
  });
}

test('a variable without quotes inside a map is given them', () => {
  const text = base.replace('exact: a', 'exact: {{q}}');
  assert.equal(mended(text), base.replace('exact: a', 'exact: "{{q}}"'));
});

test('a text that goes on in the next line is not put in quotes that end before that', () => {
  for (const go of ['Note: this\n  goes on', 'Note: this\n  goes: on', '@ this\n  goes on']) {
    const text = base.replace('"{{q}}"', () => go);
    assert.notEqual(problemsOf(text).length, 0, go);
    assert.deepEqual(
      problemsOf(text).flatMap(({ fix }) => fix ?? []),
      [],
      go,
    );
  }
  const entry = 'models: [demo/atlas-large]\nprompt: x\ncases:\n  - name: a: b\n    vars: { q: x }\n';
  assert.equal(mended(entry), entry.replace('a: b', '"a: b"'));
});

test('an indentation that went wrong is not put in quotes', () => {
  for (const text of ['models: [a\nprompt: x\n', 'a: 1\n\tb: 2\n', 'a: "x" y\n', 'a: [x] y: z\n']) {
    assert.deepEqual(
      problemsOf(text).flatMap(({ fix }) => fix ?? []),
      [],
      text,
    );
  }
});

test('a model without its provider is given the one whose family it names', () => {
  const fixOf = (model: string) => problemsOf(base.replace('demo/atlas-large', model))[0]?.fix?.newText ?? null;
  assert.equal(fixOf('gpt-5-mini'), 'openai/gpt-5-mini');
  assert.equal(fixOf('o3'), 'openai/o3');
  assert.equal(fixOf('claude-sonnet-4-5'), 'anthropic/claude-sonnet-4-5');
  assert.equal(fixOf('gemini-2.5-flash'), 'google/gemini-2.5-flash');
  // A family is no model, open weights are served by many, and of others nobody knows.
  for (const model of ['claude', 'gpt-oss-120b', 'llama-3.3-70b', 'house-model-1']) assert.equal(fixOf(model), null, model);
});

test('the second case of a name can be given the name that it has in results', () => {
  const text = `${base}  - { name: "a", vars: { q: y }, expect: [{ exact: b }] }\n`;
  const mend = mended(text);
  assert.ok(mend.includes('{ name: "a (2)", vars: { q: y }'), mend);
  assert.deepEqual(problemsOf(mend), []);
});

test('a name made of variables stays one', () => {
  const named = base.replace('name: a', 'name: "{{q}}"').replace('q: x', 'q: a');
  const second = `${named}  - { name: "{{q}}", vars: { q: a }, expect: [{ exact: b }] }\n`;
  const [problem] = problemsOf(second);
  assert.equal(problem?.code, 'duplicate-case');
  assert.equal(problem.fix, undefined);
});
