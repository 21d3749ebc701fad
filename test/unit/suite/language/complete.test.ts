import assert from 'node:assert/strict';
import { test } from 'node:test';
import { complete } from '../../../../src/core/suite/language/complete.ts';
import { scorerKeys } from '../../../../src/core/suite/expectSchema.ts';
import type { KnownModels, SuiteCompletion } from '../../../../src/core/suite/language/spec.ts';
import { covered, editing, nothingKnown, sources } from './editing.ts';

const files = { '/w/data/orders.csv': 'question,product\nWhere?,tent\n' };

/** A suite with an open place: `line` stands in it as the last entry of the last case. */
const suite = `models: [openai/gpt-5-mini]
prompt: "{{question}}"
cases:
  - name: first
    category: policy
    vars: { question: Why? }
  - dataset: data/orders.csv
    expect: [{ contains: "{{product}}" }]
`;

async function offered(marked: string, known: Partial<KnownModels> = {}): Promise<readonly SuiteCompletion[]> {
  const { parsed, at } = await editing(marked, files);
  return complete(parsed, at, { ...nothingKnown, ...known }, sources);
}

function labels(completions: readonly SuiteCompletion[], kind?: SuiteCompletion['kind']): string[] {
  return completions.filter((item) => kind === undefined || item.kind === kind).map(({ label }) => label);
}

async function one(marked: string, label: string): Promise<SuiteCompletion> {
  const found = (await offered(marked)).find((item) => item.label === label);
  assert.ok(found, `${label} is offered`);
  return found;
}

test('models are offered with price and context, without what is deprecated or makes vectors', async () => {
  const models = await offered('models:\n  - op▮\n');
  assert.deepEqual(labels(models, 'model'), ['openai/gpt-5-mini', 'anthropic/claude-haiku-4-5']);
  assert.deepEqual(
    models.slice(0, 2).map(({ detail }) => detail),
    ['$0.25 / $2.00 · 400k', 'disabled: too dear'],
  );
});

test('a model that the suite has already is not offered again, but at its own place', async () => {
  assert.deepEqual(labels(await offered('models:\n  - openai/gpt-5-mini\n  - ▮\n'), 'model'), ['anthropic/claude-haiku-4-5']);
  assert.ok(labels(await offered('models:\n  - openai/gpt-5▮-mini\n')).includes('openai/gpt-5-mini'));
});

test('what is typed of a model is replaced as a whole', async () => {
  const marked = 'models:\n  - openai/g▮pt\n';
  const { text } = await editing(marked);
  assert.equal(covered(text, (await one(marked, 'openai/gpt-5-mini')).range), 'openai/gpt');
});

test('judges are models that answer, and the similarity scorer takes those that make vectors', async () => {
  assert.ok(labels(await offered(`judge: ▮`)).includes('openai/gpt-5-mini'));
  assert.ok(labels(await offered(`expect:\n  - judge: { rubric: Kind, model: ▮ }\n`)).includes('openai/gpt-5-mini'));
  const vectors = await offered(`expect:\n  - similarity: { value: x, metric: embedding, model: ▮ }\n`);
  assert.deepEqual(labels(vectors, 'model'), ['openai/text-embedding-3-small']);
});

test('servers of the suite and of the user are offered, with the models that have a price', async () => {
  const own = 'endpoints: { mine: { api: openai-chat, baseUrl: "http://x" } }\nprices: { mine/a: { input: 0, output: 0 } }\n';
  const endpoints = [{ id: 'lab', api: 'openai-chat', baseUrl: 'http://y' }] as const;
  const found = labels(await offered(`${own}models: [▮]\n`, { endpoints }), 'model');
  assert.deepEqual(found.slice(0, 2), ['mine/a', 'lab/']);
});

for (const [place, newText] of [
  ['models: ▮\n', '[openai/gpt-5-mini]'],
  ['models:▮\n', ' [openai/gpt-5-mini]'],
  ['models:\n  ▮\n', '- openai/gpt-5-mini'],
  ['models: [▮]\n', 'openai/gpt-5-mini'],
  ['{"models": [▮]}', '"openai/gpt-5-mini"'],
  ['{"models": ▮}', '["openai/gpt-5-mini"]'],
  ['{"models": ["▮"]}', 'openai/gpt-5-mini'],
] as const) {
  test(`a model is written as ${newText} in ${JSON.stringify(place)}`, async () => {
    assert.equal((await one(place, 'openai/gpt-5-mini')).newText, newText);
  });
}

test('every scorer is offered once in an expectation, and none beside another', async () => {
  assert.deepEqual(labels(await offered(`${suite}      ▮`.replace('[{ contains: "{{product}}" }]', '')), 'scorer'), [
    ...scorerKeys,
  ]);
  assert.deepEqual(labels(await offered('expect:\n  - contains: a\n    ▮\n')), ['weight', 'not']);
});

for (const [place, newText] of [
  ['expect:\n  - ▮', 'length: { maxWords: ${1:50} }'],
  ['expect:\n  ▮', '- length: { maxWords: ${1:50} }'],
  ['expect: [▮]', '{ length: { maxWords: ${1:50} } }'],
  ['expect: ▮', '[{ length: { maxWords: ${1:50} } }]'],
  ['{"expect": [{ ▮ }]}', '"length": { "maxWords": ${1:50} }'],
  ['{"expect": [▮]}', '{ "length": { "maxWords": ${1:50} } }'],
] as const) {
  test(`a scorer is written as ${newText} in ${JSON.stringify(place)}`, async () => {
    assert.equal((await one(place, 'length')).newText, newText);
  });
}

test('keys that are there, or excluded by one that is, are not offered', async () => {
  const keys = labels(await offered(`${suite}▮`), 'key');
  assert.ok(keys.includes('thresholds') && keys.includes('system'));
  assert.deepEqual(
    keys.filter((key) => ['models', 'prompt', 'prompts', 'cases', '$schema'].includes(key)),
    [],
  );
});

test('a key of JSON brings its quotes along, and the comma that the next one needs', async () => {
  const { newText, range, filterText } = await one('{ "re▮" "models": [] }', 'repeats');
  assert.equal(newText, '"repeats": ${1:1},');
  assert.equal(covered('{ "re" "models": [] }', range), '"re"');
  assert.equal(filterText, '"repeats');
});

test('a dollar sign in a key is no place of a snippet', async () => {
  assert.equal((await one('{ ▮ }', '$schema')).newText, String.raw`"\$schema": "$1"`);
});

test('where another extension knows the format, keys and scorers are left to it', async () => {
  assert.deepEqual(await offered(`${suite}▮`, { schemaIsServed: true }), []);
  assert.deepEqual(labels(await offered('params: { reasoningEffort: ▮ }', { schemaIsServed: true })), []);
  assert.deepEqual(labels(await offered(suite.replace('{{question', '{{▮'), { schemaIsServed: true })), ['question', 'product']);
});

test('values are offered where there are few', async () => {
  assert.deepEqual(labels(await offered('params: { reasoningEffort: ▮ }')), ['minimal', 'low', 'medium', 'high']);
  const [yes] = await offered('{"expect": [{"exact": "a", "not": ▮}]}');
  assert.equal(yes?.newText, 'true');
});

test('variables come with a value, columns with their file, and only those of the own case in its texts', async () => {
  const shared = await offered(suite.replace('{{question}}', '{{▮}}'));
  assert.deepEqual(
    shared.map(({ kind, label, detail }) => [kind, label, detail]),
    [
      ['variable', 'question', 'Why?'],
      ['column', 'product', 'column of data/orders.csv'],
    ],
  );
  assert.deepEqual(labels(await offered(suite.replace('{{product}}', '{{▮'))), ['question', 'product']);
  assert.deepEqual(labels(await offered(suite.replace('name: first', 'name: "{{▮'))), ['question']);
});

for (const [written, replaced, newText] of [
  ['"{{▮}}"', '}}', 'question}}'],
  ['"{{que▮"', 'que', 'question}}'],
  ['"{{ que▮stion }} x"', 'question }}', 'question}}'],
  ['{{▮}}', '{{}}', '"{{question}}"'],
  ['|\n  Hello {{▮', '', 'question}}'],
] as const) {
  test(`a variable is put into ${JSON.stringify(written)} with braces and quotes as needed`, async () => {
    const marked = suite.replace('"{{question}}"', written);
    const found = await one(marked, 'question');
    assert.equal(found.newText, newText);
    assert.equal(covered((await editing(marked)).text, found.range), replaced);
  });
}

test('what a dataset makes is made of its columns, and offered in their place', async () => {
  const made = suite.replace('    expect: [{ con', '    vars: { question: "{{▮}}", other: x }\n    expect: [{ con');
  assert.deepEqual(labels(await offered(made)), ['question', 'product']);
  const taken = made.replace('▮', 'product').replace('"{{product}}" }]', '"{{▮}}" }]');
  const found = await offered(taken);
  assert.deepEqual(labels(found, 'variable'), ['question', 'other']);
  assert.deepEqual(labels(found, 'column'), ['product']);
  assert.ok(labels(await offered(`${suite}    ▮\n`)).includes('vars'));
});

test('braces are no places in what is no template', async () => {
  assert.deepEqual(await offered(suite.replace('Why?', '"{{▮"')), []);
  assert.deepEqual(labels(await offered(suite.replace('"{{question}}"', '"\\\\{{▮"')), 'variable'), []);
});

test('datasets, categories, labels, columns and variables of other cases are offered where they belong', async () => {
  assert.deepEqual(labels(await offered(suite.replace('dataset: data/orders.csv', 'dataset: ▮'))), [
    'data/orders.csv',
    'more.jsonl',
  ]);
  assert.deepEqual(labels(await offered(`${suite}  - category: ▮`)), ['policy']);
  const labelled = suite.replace('[openai/gpt-5-mini]', '[openai/gpt-5-mini, { model: a/b, label: mine }]');
  assert.deepEqual(labels(await offered(`${labelled}expect: [{ pairwise: { criteria: x, against: ▮ } }]`)), [
    'mine',
    'openai/gpt-5-mini',
  ]);
  assert.deepEqual(labels(await offered(suite.replace('    expect: [{', '    filter: { ▮ }\n    expect: [{'))), [
    'question',
    'product',
  ]);
  assert.deepEqual(labels(await offered(`${suite}  - vars:\n      ▮`)), ['question']);
});

test('an empty file gets a whole suite, in its own language', async () => {
  assert.match((await one('▮', 'suite')).newText, /^name: \$\{1:My suite\}\nmodels:\n/);
  assert.deepEqual(labels(await offered('name: x\n▮'), 'snippet'), []);
});

test('a case is written below its dash, however deep it stands', async () => {
  const { newText } = await one('cases:\n  - ▮', 'case');
  assert.equal(newText.split('\n')[1], '  vars:');
  assert.equal((await one('cases:\n  ▮', 'case')).newText.split('\n')[1], '  vars:');
});

test('while its line is broken the rest of the suite is known all the same', async () => {
  const broken = suite.replace('"{{question}}"', '"Hello {{▮');
  assert.deepEqual(labels(await offered(broken)), ['question']);
  assert.deepEqual(labels(await offered(`${suite}    expect: [{ category: "▮`)), []);
});
