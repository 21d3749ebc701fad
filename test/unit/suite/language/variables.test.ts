import assert from 'node:assert/strict';
import { test } from 'node:test';
import { definition, prepareRename, references, rename } from '../../../../src/core/suite/language/variables.ts';
import { covered, edited, editing } from './editing.ts';

const files = { '/w/data/orders.csv': 'question,product\nWhere?,tent\n', '/w/more.json': '[\n  {"place": "Lyon"}\n]' };

const suite = `models: [openai/gpt-5-mini]
system: "About {{ topic.name }}."
prompt: "{{question}} Say {{question}}"
cases:
  - name: "{{question}}"
    vars: { question: Why?, topic: { name: shoes } }
    expect:
      - contains: "{{topic.name}}"
      - javascript: vars.question.length > 1 && vars["question"] !== vars.questions
  - vars:
      "question": How?
      topic: { name: hats }
    expect: [{ contains: hat }]
`;

function at(place: string): string {
  return suite.replace(place.replace('▮', ''), place);
}

async function renamed(place: string, name: string): Promise<string> {
  const { parsed, at: position, text } = await editing(at(place), files);
  const edits = rename(parsed, position, name);
  assert.ok(!('refusal' in edits), JSON.stringify(edits));
  return edited(text, edits);
}

test('a variable is renamed in every case, prompt, expectation and script at once', async () => {
  const result = await renamed('prompt: "{{ques▮tion', 'ask');
  assert.equal(result.match(/\bask\b/g)?.length, 7);
  assert.equal(result.match(/question/g)?.join(), 'question');
  assert.match(result, /vars\.ask\.length > 1 && vars\["ask"\] !== vars\.questions/);
  assert.match(result, / {6}"ask": How\?/);
});

test('it is renamed at its key as well, and renaming it back gives what was there', async () => {
  const there = await renamed('vars: { ques▮tion', 'ask');
  const { parsed, at: position, text } = await editing(there.replace('{{ask', '{{▮ask'), files);
  const back = rename(parsed, position, 'question');
  assert.ok(!('refusal' in back));
  assert.equal(edited(text, back), suite);
});

test('a path into a variable renames the variable and keeps the path', async () => {
  const result = await renamed('{{ top▮ic.name }}', 'subject');
  assert.match(result, /About \{\{ subject\.name \}\}/);
  assert.match(result, /subject: \{ name: hats \}/);
});

test('a rename in JSON keeps the quotes', async () => {
  const json = '{"models": ["a/b"], "prompt": "{{q▮}}", "cases": [{"vars": {"q": "a \\"b\\""}, "expect": [{"exact": "{{q}}"}]}]}';
  const { parsed, at: position, text } = await editing(json);
  const edits = rename(parsed, position, 'ask');
  assert.ok(!('refusal' in edits));
  assert.equal(edited(text, edits), text.replaceAll('{{q}}', '{{ask}}').replace('"q":', '"ask":'));
});

for (const [name, why] of [
  ['two words', /is no name for a variable/],
  ['null', /is no name for a variable/],
  ['a}}', /is no name for a variable/],
  ['topic', /There is a variable `topic` already/],
] as const) {
  test(`a variable is not renamed to ${name}`, async () => {
    const { parsed, at: position } = await editing(at('prompt: "{{ques▮tion'), files);
    const result = rename(parsed, position, name);
    assert.match('refusal' in result ? result.refusal : 'renamed', why);
  });
}

test('a column of a dataset cannot be renamed, and says where it can', async () => {
  const marked = 'models: [a/b]\nprompt: "{{prod▮uct}}"\ncases:\n  - dataset: data/orders.csv\n    expect: [{ exact: a }]\n';
  const { parsed, at: position } = await editing(marked, files);
  assert.deepEqual(prepareRename(parsed, position), {
    refusal: '`product` is a column of "data/orders.csv": rename it there, then here.',
  });
});

test('what a dataset makes of columns is renamed, and leads from there to the column', async () => {
  const text = `models: [a/b]
prompt: "{{que▮stion}}"
cases:
  - dataset: data/orders.csv
    vars: { question: "Of {{product}}?" }
    expect: [{ exact: "{{question}}" }]
`;
  const orders = { '/w/data/orders.csv': 'product\ntent\n' };
  const made = await editing(text, orders);
  const edits = rename(made.parsed, made.at, 'ask');
  assert.ok(!('refusal' in edits));
  assert.equal(edited(made.text, edits), made.text.replaceAll('question', 'ask'));
  const taken = await editing(text.replace('▮', '').replace('{{prod', '{{prod▮'), orders);
  assert.deepEqual(
    definition(taken.parsed, taken.at).map(({ path }) => path),
    ['/w/data/orders.csv'],
  );
  assert.equal(references(taken.parsed, taken.at).length, 1);
});

test('what aliases of YAML share is renamed once', async () => {
  const marked = `models: [a/b]
prompt: &p "{{que▮stion}}"
cases:
  - vars: &v { question: a }
  - vars: *v
    prompt: *p
`;
  const { parsed, at: position, text } = await editing(marked);
  const edits = rename(parsed, position, 'ask');
  assert.ok(!('refusal' in edits));
  assert.equal(edited(text, edits), text.replaceAll('question', 'ask'));
  assert.equal(references(parsed, position).length, 2);
  assert.equal(definition(parsed, position).length, 1);
});

for (const [what, rest, why] of [
  ['the suite has errors of form', 'repeats: many\n', /mend its errors first/],
  ['a dataset cannot be read', '  - dataset: gone.csv\n', /"gone.csv" cannot be read, and may have a column `question`/],
  [
    'a script takes it apart',
    '    expect: [{ javascript: "const { a, question } = vars; return a" }]\n',
    /write `vars.question` first/,
  ],
] as const) {
  test(`nothing is renamed where mentions would be missed: ${what}`, async () => {
    const marked = `models: [a/b]\nprompt: "{{que▮stion}}"\ncases:\n  - vars: { question: a }\n${rest}`;
    const { parsed, at: position } = await editing(marked);
    const found = prepareRename(parsed, position);
    assert.match(found !== null && 'refusal' in found ? found.refusal : 'renamed', why);
  });
}

test('what is no variable is not renamed', async () => {
  const { parsed, at: position } = await editing(at('na▮me: "{{question}}"'), files);
  assert.equal(prepareRename(parsed, position), null);
});

test('the definition of a shared variable is in every case, that of a case its own', async () => {
  const shared = await editing(at('prompt: "{{ques▮tion'), files);
  const own = await editing(at('- name: "{{ques▮tion'), files);
  assert.deepEqual(
    definition(shared.parsed, shared.at).map(({ range }) => range.start.line),
    [5, 10],
  );
  assert.deepEqual(
    definition(own.parsed, own.at).map(({ range }) => range.start.line),
    [5],
  );
});

test('the definition of a column is in its file: the header of a CSV, the first row of JSON', async () => {
  const marked = 'models: [a/b]\nprompt: "{{▮place}}"\ncases:\n  - dataset: more.json\n    expect: [{ exact: a }]\n';
  const json = await editing(marked, files);
  assert.deepEqual(
    definition(json.parsed, json.at).map(({ path, range }) => [path, range.start.line]),
    [['/w/more.json', 1]],
  );
  const csv = await editing(marked.replace('place', 'product').replace('more.json', 'data/orders.csv'), files);
  assert.deepEqual(
    definition(csv.parsed, csv.at).map(({ path, range }) => [path, range.start.line]),
    [['/w/data/orders.csv', 0]],
  );
});

test('the mentions of a variable are its name alone, in their order', async () => {
  const { parsed, at: position, text } = await editing(at('prompt: "{{ques▮tion'), files);
  const ranges = references(parsed, position);
  assert.deepEqual(
    ranges.map((range) => [range.start.line, covered(text, range).replaceAll('"', '')]),
    [2, 2, 4, 5, 8, 8, 10].map((line) => [line, 'question']),
  );
});
