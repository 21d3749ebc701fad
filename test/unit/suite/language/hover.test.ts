import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hover } from '../../../../src/core/suite/language/hover.ts';
import { symbols } from '../../../../src/core/suite/language/symbols.ts';
import type { SuiteHover, SuiteSymbol } from '../../../../src/core/suite/language/spec.ts';
import { covered, editing, nothingKnown, sources } from './editing.ts';

const files = { '/w/data/orders.csv': 'question,product\nWhere?,tent\nWhat?,```stove\n' };

const suite = `name: Shop
models:
  - openai/gpt-5-mini
  - { model: other/unknown, label: theirs }
prompt: "Customer: {{question}}"
cases:
  - name: first
    category: policy
    vars: { question: Why *not*? }
    expect: [{ contains: because }]
  - dataset: data/orders.csv
    expect: [{ contains: "{{product}}" }]
thresholds: { quality: 0.9 }
`;

async function pointedAt(place: string, schemaIsServed = false): Promise<(SuiteHover & { readonly over: string }) | null> {
  const { parsed, at, text } = await editing(suite.replace(place.replace('▮', ''), place), files);
  const found = await hover(parsed, at, { ...nothingKnown, schemaIsServed }, sources);
  return found && { ...found, over: covered(text, found.range) };
}

test('a model tells its name, maker, price and context; text of others is no markup', async () => {
  const found = await pointedAt('openai/gpt-5▮-mini');
  assert.equal(found?.over, 'openai/gpt-5-mini');
  assert.deepEqual(found.about, { kind: 'model', ref: 'openai/gpt-5-mini' });
  assert.match(found.markdown, /\*\*GPT\\-5 \\\*mini\\\*\*\* · OpenAI/);
  assert.match(found.markdown, /\$0\.25 in, \$2\.00 out per million tokens/);
  assert.match(found.markdown, /400k tokens of context/);
  assert.match(found.markdown, /Small \\<b\\>and/);
});

test('a model that nobody knows says so', async () => {
  assert.match((await pointedAt('other/un▮known'))?.markdown ?? '', /Nothing is known here of its price/);
});

test('a scorer and a key are explained with an example, unless another extension does it', async () => {
  const scorer = await pointedAt('con▮tains: because');
  assert.match(scorer?.markdown ?? '', /The answer contains this text[^]*```yaml\ncontains: 30 days\n```/);
  assert.match((await pointedAt('thres▮holds'))?.markdown ?? '', /Limits that a run must keep/);
  assert.equal(await pointedAt('con▮tains: because', true), null);
});

test('a variable shows its value, a column two of its values, however many backticks they have', async () => {
  assert.match((await pointedAt('{{ques▮tion}}'))?.markdown ?? '', /Variable `question`[^]*`first`[^]*Why \*not\*\?/);
  const column = (await pointedAt('{{pro▮duct}}'))?.markdown ?? '';
  assert.match(column, /Column `product` of `data\/orders\.csv`[^]*tent[^]*````\n```stove\n````/);
});

test('a column that a dataset makes a variable of tells its values', async () => {
  const made = suite.replace(
    '    expect: [{ contains: "{{p',
    '    vars: { question: "Of the {{pro▮duct}}" }\n    expect: [{ contains: "{{p',
  );
  const { parsed, at } = await editing(made, files);
  assert.match(
    (await hover(parsed, at, nothingKnown, sources))?.markdown ?? '',
    /Column `product` of `data\/orders\.csv`[^]*tent/,
  );
});

test('the name of a case shows what its models are asked', async () => {
  const found = await pointedAt('name: fir▮st');
  assert.deepEqual(found?.about, { kind: 'case', id: 'first' });
  assert.match(found.markdown, /Customer: Why \*not\*\?/);
});

test('there is nothing to tell of other values', async () => {
  assert.equal(await pointedAt('category: po▮licy'), null);
  assert.equal(await pointedAt('quality: 0▮.9'), null);
});

function tree(found: readonly SuiteSymbol[], depth = 0): string[] {
  return found.flatMap(({ kind, name, detail, children }) => {
    return [`${'  '.repeat(depth)}${kind} ${name}${detail === '' ? '' : ` (${detail})`}`, ...tree(children, depth + 1)];
  });
}

test('the outline has the models by their labels, the prompt, the cases and the datasets', async () => {
  const { parsed } = await editing(`${suite}▮`, files);
  assert.deepEqual(tree(symbols(parsed)), [
    'suite Shop',
    '  models models (2 models)',
    '    model openai/gpt-5-mini',
    '    model theirs (other/unknown)',
    '  prompt prompt (Customer: {{question}})',
    '  cases cases (2 entries)',
    '    case first (policy)',
    '    dataset data/orders.csv (2 rows)',
    '  thresholds thresholds (quality)',
  ]);
});

test('every name lies within its part, and every part within the one above it', async () => {
  const { parsed } = await editing(`${suite}▮`, files);
  const isWithin = (inner: SuiteSymbol['range'], outer: SuiteSymbol['range']) => {
    const after = (a: SuiteSymbol['range']['start'], b: SuiteSymbol['range']['start']) =>
      a.line - b.line || a.character - b.character;
    return after(inner.start, outer.start) >= 0 && after(inner.end, outer.end) <= 0;
  };
  const check = (symbol: SuiteSymbol): void => {
    assert.ok(isWithin(symbol.nameRange, symbol.range), symbol.name);
    for (const child of symbol.children) {
      assert.ok(isWithin(child.range, symbol.range), child.name);
      check(child);
    }
  };
  for (const symbol of symbols(parsed)) check(symbol);
});

test('a suite without a name begins with its parts, one with broken syntax has none', async () => {
  const unnamed = await editing(suite.replace('name: Shop\n', '▮'), files);
  assert.equal(symbols(unnamed.parsed)[0]?.kind, 'models');
  const broken = await editing(`${suite}▮"`, files);
  assert.deepEqual(symbols(broken.parsed), []);
});
