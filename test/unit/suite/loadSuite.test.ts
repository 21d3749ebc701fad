import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadSuite } from '../../../src/core/suite/loadSuite.ts';
import { maxDatasetBytes } from '../../../src/core/suite/dataset.ts';
import type { Suite } from '../../../src/shared/model/suite.ts';
import { diskReader } from '../../../src/core/diskReader.ts';
import { head, memoryReader, options, told } from './helpers.ts';

/** Loads `/w/s.bench.yaml` with the files given beside it. */
async function load(text: string, files: Readonly<Record<string, string>> = {}, links: Readonly<Record<string, string>> = {}) {
  const { reader, opened } = memoryReader({ '/w/s.bench.yaml': text, ...files }, links);
  const { suite, problems } = await loadSuite('/w/s.bench.yaml', '/w', reader, options);
  return { suite, problems: told(problems), opened };
}

async function suiteOf(text: string, files: Readonly<Record<string, string>> = {}): Promise<Suite> {
  const { suite, problems } = await load(text, files);
  assert.ok(suite, problems.join('\n'));
  return suite;
}

test('a plain suite has the stated defaults', async () => {
  const { hash, ...suite } = await suiteOf(`${head}cases: [{ vars: { q: hi }, expect: [{ exact: a }] }]\n`);
  assert.match(hash, /^[0-9a-f]{64}$/);
  assert.deepEqual(suite, {
    name: 's',
    description: '',
    models: [{ ref: 'openai/gpt-5-mini', provider: 'openai', model: 'gpt-5-mini', label: 'openai/gpt-5-mini', params: {} }],
    endpoints: [],
    prices: {},
    prompts: [{ id: 'prompt 1', template: '{{q}}' }],
    cases: [
      {
        id: 'case 1',
        name: 'case 1',
        category: null,
        vars: { q: 'hi' },
        expect: [{ scorer: 'exact', args: { value: 'a', ignoreCase: false }, not: false, weight: 1 }],
      },
    ],
    repeats: 1,
    concurrency: 8,
    pacing: { requestsPerMinute: null, tokensPerMinute: null, headroom: 0.2 },
    timing: null,
    warmup: 0,
    retries: { max: 2, baseMs: 500, capMs: 30_000, deadlineMs: 600_000 },
    timeouts: { headersMs: 60_000, idleMs: 30_000, totalMs: 300_000 },
    budgetUsd: null,
    thresholds: {},
    graders: [],
    margin: 0.03,
  });
});

test('the rows of a dataset are cases, after the filter and in the order of the file', async () => {
  const exactly = { tolerance: 0, relative: false, unit: null };
  const csv = 'kind,q,answer\na,one,1\nb,two,2\na,three,3\na,four,4\n';
  const suite = await suiteOf(
    `${head}cases:\n  - { dataset: d/rows.csv, filter: { kind: a }, category: "{{kind}}", expect: [{ number: "{{answer}}" }] }\n`,
    { '/w/d/rows.csv': csv },
  );
  assert.deepEqual(
    suite.cases.map(({ id, category, vars, expect }) => ({ id, category, q: vars.q, expected: expect[0]?.args })),
    [
      { id: 'rows 1', category: 'a', q: 'one', expected: { value: 1, ...exactly } },
      { id: 'rows 3', category: 'a', q: 'three', expected: { value: 3, ...exactly } },
      { id: 'rows 4', category: 'a', q: 'four', expected: { value: 4, ...exactly } },
    ],
  );
});

test('a sample is the same each time, and another with another seed', async () => {
  const rows = Array.from({ length: 50 }, (_, index) => `q${index}`).join('\n');
  const drawn = async (seed: string) => {
    const text = `${head}cases: [{ dataset: r.csv, sample: 5${seed}, expect: [{ exact: a }] }]\n`;
    return (await suiteOf(text, { '/w/r.csv': `q\n${rows}\n` })).cases.map(({ name }) => name);
  };
  assert.equal((await drawn('')).length, 5);
  assert.deepEqual(await drawn(''), await drawn(', seed: 0'));
  assert.notDeepEqual(await drawn(', seed: 1'), await drawn(', seed: 2'));
});

test('values that are no text are JSON, and paths lead into them', async () => {
  const text =
    'models: [openai/gpt-5-mini]\nprompt: "{{q}} {{at.city}}"\ncases: [{ dataset: r.jsonl, expect: [{ json: { fields: { n: "{{n}}", all: "n={{n}}" } } }] }]\n';
  const suite = await suiteOf(text, { '/w/r.jsonl': '{"q": ["a"], "n": 3, "at": {"city": "Lyon"}}\n' });
  assert.deepEqual(suite.cases[0]?.vars, { q: '["a"]', n: '3', at: '{"city":"Lyon"}', 'at.city': 'Lyon' });
  assert.deepEqual(suite.cases[0]?.expect[0]?.args, { schema: null, fields: { n: 3, all: 'n=3' } });
});

test('numbers in texts stay as they are written', async () => {
  const suite = await suiteOf(`${head}cases: [{ name: 1.0, vars: { q: 2.50 }, expect: [{ contains: [1e3, true] }] }]\n`);
  assert.equal(suite.cases[0]?.name, '1.0');
  assert.equal(suite.cases[0]?.vars.q, '2.50');
  assert.deepEqual(suite.cases[0]?.expect[0]?.args, { values: ['1e3', 'true'], mode: 'all', ignoreCase: false });
});

test('without a prompt of the suite each case brings its own, expanded once', async () => {
  const suite = await suiteOf(
    'models: [openai/gpt-5-mini]\ncases:\n  - { prompt: "Say {{word}}", vars: { word: "{{x}}" }, expect: [{ exact: "{{word}}" }] }\n  - { dataset: p.csv, expect: [{ exact: a }] }\n',
    { '/w/p.csv': 'prompt\nfrom a row\n' },
  );
  assert.equal(suite.prompts[0]?.template, '{{prompt}}');
  assert.deepEqual(
    suite.cases.map(({ vars }) => vars.prompt),
    ['Say {{x}}', 'from a row'],
  );
  assert.deepEqual(suite.cases[0]?.expect[0]?.args, { value: '{{x}}', ignoreCase: false });
});

test('a system prompt may be one for all, or one for each variant', async () => {
  const suite = await suiteOf(
    'models: [openai/gpt-5-mini]\nsystem: all\nprompts: [a, { template: b, system: own }]\ncases: [{ expect: [{ exact: a }] }]\n',
  );
  assert.deepEqual(suite.prompts, [
    { id: 'prompt 1', template: 'a', system: 'all' },
    { id: 'prompt 2', template: 'b', system: 'own' },
  ]);
});

test("a model's parameters lie over the suite's", async () => {
  const suite = await suiteOf(
    `models: [{ model: openai/gpt-5-mini, params: { temperature: 0, stop: x } }]\nprompt: hi\nparams: { temperature: 1, maxOutputTokens: 9 }\ncases: [{ expect: [{ exact: a }] }]\n`,
  );
  assert.deepEqual(suite.models[0]?.params, { temperature: 0, maxOutputTokens: 9, stop: ['x'] });
});

test('ids are unique, and those of written cases do not depend on datasets', async () => {
  const text = `${head}cases:\n  - { dataset: r.csv, name: a, expect: [{ exact: a }] }\n  - { name: a, vars: { q: hi }, expect: [{ exact: a }] }\n`;
  const { suite, problems } = await load(text, { '/w/r.csv': 'q\n1\n2\n' });
  assert.deepEqual(
    suite?.cases.map(({ id }) => id),
    ['a (2)', 'a (3)', 'a'],
  );
  assert.deepEqual(problems, [
    '4:29 warning duplicate-case: 2 rows of "r.csv" have the name of another case: a number is added to theirs.',
  ]);
});

test('more rows add cases and leave the others as they are, ids included', async () => {
  // Every third row has the same name: ids must not depend on which of them are drawn.
  const rows = Array.from({ length: 60 }, (_, index) => `q${index % 20}`).join('\n');
  const text = `${head}cases:\n  - { dataset: r.csv, name: "{{q}}", sample: 5, expect: [{ exact: a }] }\n  - { name: q3, vars: { q: hi }, expect: [{ exact: a }] }\n  - { dataset: r.csv, name: "{{q}}", sample: 10, seed: 3, expect: [{ exact: a }] }\n`;
  const { reader } = memoryReader({ '/w/r.csv': `q\n${rows}\n` });
  const withMore = (more: number) => loadSuite('/w/s.bench.yaml', '/w', reader, options, text, more);
  const first = await withMore(0);
  assert.deepEqual([first.suite?.cases.length, first.rowsLeft], [16, 105]);
  for (const more of [1, 7, 60, 104, 105, 1000]) {
    const { suite, rowsLeft } = await withMore(more);
    assert.equal(rowsLeft, Math.max(0, 105 - more));
    assert.equal(suite?.cases.length, 16 + Math.min(more, 105));
    assert.equal(suite.hash, first.suite?.hash);
    const byId = new Map(suite.cases.map((made) => [made.id, made]));
    assert.equal(byId.size, suite.cases.length);
    for (const made of first.suite?.cases ?? []) assert.deepEqual(byId.get(made.id), made);
  }
});

test('a dataset without a sample has no rows left', async () => {
  const { reader } = memoryReader({ '/w/r.csv': 'q\n1\n2\n' });
  const text = `${head}cases: [{ dataset: r.csv, expect: [{ exact: a }] }]\n`;
  const { suite, rowsLeft } = await loadSuite('/w/s.bench.yaml', '/w', reader, options, text, 10);
  assert.deepEqual([suite?.cases.length, rowsLeft], [2, 0]);
});

test('the hash changes with the text and with a dataset', async () => {
  const text = `${head}cases: [{ dataset: r.csv, expect: [{ exact: a }] }]\n`;
  const hash = async (suite: string, csv: string) => (await suiteOf(suite, { '/w/r.csv': csv })).hash;
  const first = await hash(text, 'q\n1\n');
  assert.equal(await hash(text, 'q\n1\n'), first);
  assert.notEqual(await hash(`${text}# \n`, 'q\n1\n'), first);
  assert.notEqual(await hash(text, 'q\n2\n'), first);
});

test('the text of an editor comes before that of the file', async () => {
  const { reader, opened } = memoryReader({});
  const text = `name: unsaved\n${head}cases: [{ vars: { q: hi }, expect: [{ exact: a }] }]\n`;
  const { suite } = await loadSuite('/w/s.bench.yaml', '/w', reader, options, text);
  assert.equal(suite?.name, 'unsaved');
  assert.deepEqual(opened, []);
});

test('a missing suite file is a problem', async () => {
  const { reader } = memoryReader({});
  const { suite, problems } = await loadSuite('/w/s.bench.yaml', '/w', reader, options);
  assert.equal(suite, null);
  assert.deepEqual(told(problems), ['1:1 error suite-unreadable: There is no file s.bench.yaml here.']);
});

/** Datasets at fault: the entry, the files, what is said. */
const faults: readonly (readonly [string, string, Readonly<Record<string, string>>, readonly string[]])[] = [
  ['missing', '{ dataset: no.csv }', {}, ['dataset-unreadable: There is no file "no.csv" beside the suite.']],
  [
    'of another kind',
    '{ dataset: a.xlsx }',
    {},
    ['dataset-unreadable: "a.xlsx" is not a dataset: take a file that ends in .csv, .json, .jsonl, .ndjson.'],
  ],
  [
    'outside the workspace',
    '{ dataset: ../etc/secret.csv }',
    { '/etc/secret.csv': 'q\n1\n' },
    ['dataset-unreadable: "../etc/secret.csv" is outside the workspace: put the dataset beside the suite.'],
  ],
  [
    'outside by an absolute path',
    '{ dataset: /etc/secret.csv }',
    { '/etc/secret.csv': 'q\n1\n' },
    ['dataset-unreadable: "/etc/secret.csv" is outside the workspace: put the dataset beside the suite.'],
  ],
  ['without a row', '{ dataset: a.csv }', { '/w/a.csv': 'q\n' }, ['no-rows: "a.csv" has no row.']],
  [
    'without a row for the filter',
    '{ dataset: a.csv, filter: { q: 2 } }',
    { '/w/a.csv': 'q\n1\n' },
    ['no-rows: "a.csv" has no row that the filter lets pass.'],
  ],
];

for (const [name, entry, files, messages] of faults) {
  test(`a dataset ${name} is a problem`, async () => {
    const { suite, problems, opened } = await load(`${head}expect: [{ exact: a }]\ncases:\n  - ${entry}\n`, files);
    assert.equal(suite, null);
    assert.deepEqual(
      problems,
      messages.map((message) => `5:16 error ${message}`),
    );
    assert.ok(!opened.includes('/etc/secret.csv'));
  });
}

test('a column that is not there is told with those that are', async () => {
  const text = `${head}cases:\n  - dataset: a.csv\n    filter: { knd: x }\n    expect: [{ exact: "{{anser}}" }]\n`;
  const files = { '/w/a.csv': 'q,kind,answer\n1,x,2\n' };
  assert.deepEqual((await load(text, files)).problems, [
    '5:15 error unknown-column: "a.csv" has no column `knd`; it has `q`, `kind` and `answer`. → kind',
  ]);
  assert.deepEqual((await load(text.replace('knd', 'kind'), files)).problems, [
    '6:24 error unknown-variable: There is no variable `anser`. "a.csv" has `q`, `kind` and `answer`. → {{answer}}',
  ]);
});

test('a fault in a dataset is told there and in the suite', async () => {
  const text = `${head}cases:\n  - { dataset: a.csv, expect: [{ exact: a }] }\n  - { dataset: a.csv, expect: [{ exact: b }] }\n`;
  const message = 'This row has more or fewer fields than the first line: a field with a comma in it needs quotes.';
  assert.deepEqual((await load(text, { '/w/a.csv': 'q\n1\n2,3\n' })).problems, [
    `4:16 error dataset-fault: "a.csv" cannot be read, line 3: ${message}`,
    `5:16 error dataset-fault: "a.csv" cannot be read, line 3: ${message}`,
    `/w/a.csv:3:1 error dataset-fault: ${message}`,
  ]);
});

test('a dataset makes of its columns what the prompt takes', async () => {
  const text = `${head}cases:
  - dataset: a.jsonl
    name: "{{q}}"
    vars: { q: "What is {{a}} + {{at.b}}?", a: "{{a}}", digits: 1.0, both: ["{{a}}", { b: "{{at.b}}" }] }
    expect: [{ json: { fields: { sum: "{{sum}}", a: "{{a}}", both: "{{both}}" } } }, { contains: ["{{digits}}", "{{both}}"] }]
`;
  const suite = await suiteOf(text, {
    '/w/a.jsonl': '{"a": 1, "at": {"b": 2}, "sum": 3}\n{"a": "{{sum}}", "at": {"b": 4}, "sum": 9}\n',
  });
  const [first, second] = suite.cases;
  assert.equal(first?.name, 'What is 1 + 2?');
  assert.equal(first?.vars.q, 'What is 1 + 2?');
  assert.equal(first?.vars.digits, '1.0');
  assert.deepEqual(first?.expect[0]?.args, { schema: null, fields: { sum: 3, a: 1, both: [1, { b: 2 }] } });
  assert.deepEqual(first?.expect[1]?.args, { values: ['1.0', '[1,{"b":2}]'], mode: 'all', ignoreCase: false });
  assert.equal(second?.vars.q, 'What is {{sum}} + 4?');
});

test('what a dataset makes of columns is held against its columns, row by row', async () => {
  const text = `${head}cases:\n  - dataset: a.csv\n    vars: { q: "{{aa}} and {{r}}", r: "{{b}", unused: x }\n    expect: [{ exact: "{{r}}" }]\n`;
  assert.deepEqual((await load(text, { '/w/a.csv': 'a,b\n1,2\n' })).problems, [
    '5:17 error unknown-variable: There is no variable `aa`. "a.csv" has the columns `a` and `b`.',
    '5:28 error unknown-variable: There is no variable `r`. "a.csv" has the columns `a` and `b`.',
    '5:39 warning open-braces: A `{{` here is not closed by `}}`: it is sent as it stands. If that is meant, put a backslash before it: \\{{.',
  ]);
  const lines = `${head}cases: [{ dataset: a.jsonl, vars: { q: "{{a}}" }, expect: [{ exact: a }] }]\n`;
  assert.deepEqual((await load(lines, { '/w/a.jsonl': '{"a": 1}\n{"b": 1}\n' })).problems, [
    '3:20 error missing-variable: "a.jsonl", line 2: This row has no `a`.',
    '/w/a.jsonl:2:1 error missing-variable: This row has no `a`.',
  ]);
});

test('where other cases give a variable, a dataset without it is told how to make it', async () => {
  const text = `${head}cases:\n  - { vars: { q: hi }, expect: [{ exact: a }] }\n  - { dataset: a.csv, expect: [{ exact: a }] }\n`;
  assert.deepEqual((await load(text, { '/w/a.csv': 'a,b\n1,2\n' })).problems, [
    '5:16 error missing-variable: "a.csv" has no column `q`, which `prompt` takes; it has `a` and `b`. Make it of these: `vars: { q: "{{a}}" }`.',
  ]);
  const bare = 'models: [openai/gpt-5-mini]\nexpect: [{ exact: a }]\ncases:\n  - prompt: hi\n  - dataset: a.csv\n';
  assert.deepEqual((await load(bare, { '/w/a.csv': 'a\n1\n' })).problems, [
    '5:14 error missing-prompt: "a.csv" has no prompt: make it one of its columns, `vars: { prompt: "…" }`, or give one to the suite.',
  ]);
  const made = await suiteOf(`${bare}    vars: { prompt: "Say {{a}}." }\n`, { '/w/a.csv': 'a\n1\n' });
  assert.equal(made.cases[1]?.vars.prompt, 'Say 1.');
});

test('what is made of columns is bounded, drawn or not', async () => {
  const many = '{{a}}'.repeat(60_000);
  const text = (entry: string) =>
    `${head}cases: [{ dataset: a.csv, ${entry}, vars: { q: "${many}" }, expect: [{ exact: a }] }]\n`;
  const csv = `a,b\n${'x'.repeat(10_000)},1\n`;
  for (const entry of ['name: "{{b}}"', 'sample: 1']) {
    const { suite, problems } = await load(text(entry), { '/w/a.csv': `${csv}y,2\n` });
    assert.equal(suite, null);
    assert.match(problems.join('\n'), /more than 500000000 characters/);
  }
});

test('a row that does not give what its texts take is told by its line', async () => {
  const rows = '{"q": "a", "n": 1}\n{"q": "b", "n": "many"}\n{"n": 2}\n{"n": 3}\n';
  const text = `${head}cases:\n  - { dataset: a.jsonl, expect: [{ number: "{{n}}" }] }\n`;
  assert.deepEqual((await load(text, { '/w/a.jsonl': rows })).problems, [
    '4:16 error missing-variable: "a.jsonl", line 3: This row has no `q`.',
    '4:44 error bad-expectation: "a.jsonl", line 2: `number` needs a number, not "many".',
    '/w/a.jsonl:2:1 error bad-expectation: `number` needs a number, not "many".',
    '/w/a.jsonl:3:1 error missing-variable: This row has no `q`.',
  ]);
});

test('a row without the prompt that it has to bring is told by its line', async () => {
  const text = 'models: [openai/gpt-5-mini]\ncases:\n  - { dataset: a.jsonl, expect: [{ exact: a }] }\n';
  assert.deepEqual((await load(text, { '/w/a.jsonl': '{"prompt": "a"}\n{"promt": "b"}\n' })).problems, [
    '3:16 error missing-variable: "a.jsonl", line 2: This row has no `prompt`.',
    '/w/a.jsonl:2:1 error missing-variable: This row has no `prompt`.',
  ]);
});

test('a dataset too large is not read', async () => {
  const { reader, opened } = memoryReader({ '/w/a.csv': 'q\n' });
  const text = `${head}cases: [{ dataset: a.csv, expect: [{ exact: a }] }]\n`;
  const large = { ...reader, size: async () => maxDatasetBytes + 1 };
  const { problems } = await loadSuite('/w/s.bench.yaml', '/w', large, options, text);
  assert.deepEqual(told(problems), ['3:20 error dataset-unreadable: "a.csv" is larger than 50 MiB: split it.']);
  assert.deepEqual(opened, []);
});

test('a dataset is read once, however many entries take it', async () => {
  const { opened } = await load(`${head}expect: [{ exact: a }]\ncases: [{ dataset: a.csv }, { dataset: a.csv, sample: 1 }]\n`, {
    '/w/a.csv': 'q\n1\n',
  });
  assert.deepEqual(opened, ['/w/s.bench.yaml', '/w/a.csv']);
});

test('a link out of the workspace is not followed, one inside is', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'suite-'));
  context.after(() => rm(folder, { recursive: true }));
  const root = join(folder, 'workspace');
  await mkdir(root);
  await writeFile(join(folder, 'secret.csv'), 'q\nsecret\n');
  await writeFile(join(root, 'real.csv'), 'q\nfine\n');
  await symlink(join(folder, 'secret.csv'), join(root, 'out.csv'));
  await symlink(join(root, 'real.csv'), join(root, 'in.csv'));
  const read = (dataset: string) =>
    loadSuite(
      join(root, 's.bench.yaml'),
      root,
      diskReader,
      options,
      `${head}cases: [{ dataset: ${dataset}, expect: [{ exact: a }] }]\n`,
    );
  assert.equal((await read('in.csv')).suite?.cases[0]?.vars.q, 'fine');
  const out = await read('out.csv');
  assert.equal(out.suite, null);
  assert.deepEqual(told(out.problems), [
    '3:20 error dataset-unreadable: "out.csv" is outside the workspace: put the dataset beside the suite.',
  ]);
});

test('one large dataset under many names is not read over and over', async () => {
  const names = Array.from({ length: 6 }, (_, index) => `${'./'.repeat(index)}a.csv`);
  const { reader, opened } = memoryReader({ '/w/a.csv': 'q\nhi\n' });
  const text = `${head}cases: [${names.map((name) => `{ dataset: ${name}, expect: [{ exact: a }] }`).join(', ')}]\n`;
  const large = { ...reader, size: async () => maxDatasetBytes };
  const { suite, problems } = await loadSuite('/w/s.bench.yaml', '/w', large, options, text);
  assert.equal(suite, null);
  assert.match(told(problems)[0] ?? '', /the datasets are larger than 200 MiB/);
  assert.equal(opened.length, 4);
});

test('timing mode takes one call at a time, warmed up, and fixes the length of every answer', async () => {
  const plain = `${head}cases: [{ vars: { q: hi } }]\n`;
  const suite = await suiteOf(`${plain}timing: { outputTokens: 300 }\nparams: { maxOutputTokens: 50 }\n`);
  assert.deepEqual([suite.concurrency, suite.warmup, suite.timing], [1, 1, { outputTokens: 300 }]);
  assert.deepEqual(
    suite.models.map(({ params }) => params.maxOutputTokens),
    [300],
  );
  const chosen = await suiteOf(`${plain}timing: true\nconcurrency: 4\nwarmup: 0\n`);
  assert.deepEqual([chosen.concurrency, chosen.warmup, chosen.timing], [4, 0, { outputTokens: null }]);
});
