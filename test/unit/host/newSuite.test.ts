import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'yaml';
import { blankText, starterText } from '../../../src/host/suites/starter.ts';
import { modelsOf, suiteNameIn, whereToGoOn, withModels, withName } from '../../../src/host/suites/suiteEdits.ts';
import { freeName, nameOfFile } from '../../../src/host/suites/suiteName.ts';

const examples = new URL('../../../examples/', import.meta.url);
const ready = readdirSync(examples)
  .filter((file) => file.includes('.bench.'))
  .map((file) => ({ file, text: readFileSync(new URL(file, examples), 'utf8') }));
const texts = [...ready.map(({ text }) => text), starterText('Mine'), blankText('Mine')];
const chosen = ['openai/gpt-5-mini', 'ollama/llama3.2:3b', 'huggingface/a/b:c d'];

test('other models take the place of those of every ready suite, and nothing else changes', () => {
  assert.ok(ready.length > 5);
  for (const text of texts) {
    const changed = withModels(text, chosen);
    assert.deepEqual(modelsOf(changed), chosen);
    assert.deepEqual({ ...parse(changed), models: null }, { ...parse(text), models: null });
  }
});

test('what stands before and after the list of models stays as it is written', () => {
  const text =
    'name: x # mine\nmodels: # two\n  - a/b # first\n  - { model: c/d,\n      label: e } # last\n  # - f/g\njudge: h/i\n';
  assert.equal(withModels(text, ['p/q', 'r/s']), 'name: x # mine\nmodels: # two\n  - p/q\n  - r/s\n  # - f/g\njudge: h/i\n');
});

test('a model that stays keeps what the suite says of it', () => {
  const text = 'models:\n  - "a/b" # first\n  - model: c/d\n    params: { seed: 1 }\n  - { model: c/d, label: e }\nprompt: x\n';
  const changed = withModels(text, ['c/d', 'c/d', 'p/q']);
  assert.equal(changed, 'models:\n  - model: c/d\n    params: { seed: 1 }\n  - { model: c/d, label: e }\n  - p/q\nprompt: x\n');
  const json = '{ "models": ["a/b", { "model": "c/d", "label": "e" }] }';
  assert.equal(withModels(json, ['c/d', 'p/q']), '{ "models": [{ "model": "c/d", "label": "e" }, "p/q"] }');
});

test('a list on one line stays on one line', () => {
  assert.equal(withModels('models: [a/b, c/d] # x\n', ['p/q']), 'models: [p/q] # x\n');
  assert.equal(withModels('{ "models": ["a/b"] }', ['p/q', 'r/s']), '{ "models": ["p/q", "r/s"] }');
});

test('a suite without a list of models is left alone', () => {
  for (const text of ['name: x\n', 'models: a/b\n', 'models: []\n', 'a: [\n', '']) assert.equal(withModels(text, ['p/q']), text);
});

test('every ready suite takes another name, whatever is in it', () => {
  const name = 'Is it "good": yes # or\\no $& {0}?';
  for (const text of texts) {
    const named = withName(text, name);
    assert.deepEqual(parse(named), { ...parse(text), name });
  }
  assert.deepEqual(parse(withName('models: [a/b]\n', name)), { name, models: ['a/b'] });
  assert.deepEqual(parse(withName('{ "models": [] }', name)), { name, models: [] });
});

test('one goes on at the first question, or where there is none at the first cases', () => {
  const at = (text: string) => {
    const span = whereToGoOn(text);
    return span && text.slice(span.start, span.end);
  };
  assert.equal(at(blankText('Mine')), 'What is the capital of Australia?');
  assert.equal(at(starterText('Mine')), 'What is the capital of Australia?');
  const rows = 'prompt: "{{q}}"\ncases:\n  - dataset: a.csv\n';
  assert.equal(whereToGoOn(rows)?.start, rows.indexOf('dataset'));
  assert.equal(at('prompt: "Why?"\n'), '"Why?"');
  assert.equal(whereToGoOn('a: [\n'), null);
});

test('a copy of a suite has its name, and differs from it in nothing else', () => {
  for (const text of texts) {
    const name = `Copy of ${suiteNameIn(text)}`;
    const copy = withName(text, name);
    assert.equal(suiteNameIn(copy), name);
    assert.deepEqual({ ...parse(copy), name: null }, { ...parse(text), name: null });
  }
  assert.equal(suiteNameIn('models: [a/b]'), null);
  assert.equal(suiteNameIn('name: "  "'), null);
  assert.equal(suiteNameIn('name: [no, name]'), null);
  assert.deepEqual(['/a/shop.bench.yaml', '/a/shop.eu.bench.json'].map(nameOfFile), ['shop', 'shop.eu']);
});

test('a name whose file is there already gets the first number that is free', () => {
  assert.equal(freeName('Copy of Shop', new Set(['shop.bench.yaml'])), 'Copy of Shop');
  assert.equal(freeName('Copy of Shop', new Set(['copy-of-shop.bench.yaml'])), 'Copy of Shop 2');
  const taken = new Set(['copy-of-shop.bench.yaml', 'copy-of-shop-2.bench.yaml']);
  assert.equal(freeName('Copy of Shop', taken), 'Copy of Shop 3');
  assert.equal(freeName('Copy of Shop', taken, 'json'), 'Copy of Shop');
});
