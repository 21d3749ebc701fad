import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { importPromptfoo } from '../../../src/core/import/promptfoo.ts';
import { suiteOptions } from '../../../src/core/suiteOptions.ts';
import { imported, oneTest } from './helpers.ts';

test('prompts: texts, files, several in one file, chats with a system text', async () => {
  const { suite, leftOut } = await imported(
    oneTest([], {
      prompts: [
        'Plain: {{q}}',
        'file://./one.txt',
        { id: 'file://two.txt', label: 'two' },
        'chat.json',
        {
          label: 'inline',
          raw: '[{"role":"system","content":"S {{q}}"},{"role":"user","content":[{"type":"text","text":"U"}]}]',
        },
        'file://rows.csv',
        '[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}]',
        'file://make.js',
        'file://none.txt',
        'langfuse://p:1',
        'Is this one prompt? No.txt',
      ],
    }),
    {
      'one.txt': 'One {{q}}\n',
      'two.txt': 'First {{q}}\n---\nSecond',
      'chat.json': '[{"role":"system","content":"S"},{"role":"user","content":"U {{ q }}"}]',
      'rows.csv': 'prompt,label\nRow {{q}},row\n',
    },
  );
  assert.deepEqual(suite.prompts, [
    { id: 'prompt 1', template: 'Plain: {{q}}' },
    { id: 'one.txt', template: 'One {{q}}' },
    { id: 'two', template: 'First {{q}}' },
    { id: 'two (2)', template: 'Second' },
    { id: 'chat.json', template: 'U {{q}}', system: 'S' },
    { id: 'inline', template: 'U', system: 'S {{q}}' },
    { id: 'row', template: 'Row {{q}}' },
    { id: 'prompt 8', template: 'Is this one prompt? No.txt' },
  ]);
  assert.deepEqual(
    leftOut.map((line) => line.split(':')[0]),
    ['prompts[6]', 'prompts[7]', 'prompts[8]', 'prompts[9]'],
  );
});

test('Nunjucks: variables stay, everything else is named', async () => {
  const { suite, leftOut } = await imported(
    oneTest([], {
      prompts: [
        '{{ q | upper }} {{q|safe}} {# a note #}{% if q %}x{% endif %} {{ q[0] }} {{env.HOME}} {% raw %}{{as is}}{% endraw %} {{-q-}} {{nobody}}',
      ],
    }),
  );
  assert.equal(
    suite.prompts[0]?.template,
    '{{q}} {{q}} {% if q %}x{% endif %} \\{{ q[0] }} \\{{env.HOME}} \\{{as is}} {{q}} {{nobody}}',
  );
  assert.deepEqual(suite.cases[0]?.vars, { q: 'hi', nobody: '' });
  assert.deepEqual(
    leftOut.map((line) => /`(.*?)`/.exec(line)?.[1]),
    ['{{ q | upper }}', '{% if q %}', '{% endif %}', '{{ q[0] }}', '{{env.HOME}}'],
  );
});

test('variables: lists are combinations, values name one another, files are read', async () => {
  const { suite } = await imported(
    oneTest([], {
      prompts: ['{{a}} {{b}} {{c}} {{d.e}}'],
      tests: [
        { description: 'Say {{a}}', vars: { a: ['1', '2'], b: ['x', 'y'], c: 'see {{a}}', d: 'file://d.json' } },
        { vars: { a: ['1', '2'], b: 3, c: null }, options: { disableVarExpansion: true }, metadata: { category: 'lists' } },
        { vars: 'file://vars.yaml' },
      ],
    }),
    { 'd.json': '{"e": 5}', 'vars.yaml': 'a: from a file\n' },
  );
  assert.deepEqual(
    suite.cases.map(({ name, category, vars }) => [name, category, vars.a, vars.b, vars.c, vars['d.e']]),
    [
      ['Say {{a}} (1)', null, '1', 'x', 'see 1', '5'],
      ['Say {{a}} (2)', null, '1', 'y', 'see 1', '5'],
      ['Say {{a}} (3)', null, '2', 'x', 'see 2', '5'],
      ['Say {{a}} (4)', null, '2', 'y', 'see 2', '5'],
      ['case 5', 'lists', '["1","2"]', '3', '', ''],
      ['case 6', null, 'from a file', '', '', ''],
    ],
  );
});

test('defaultTest: variables, assertions, prefix and grader hold for every test that takes them', async () => {
  const config = (more: object) =>
    oneTest([], {
      defaultTest: {
        vars: { tone: 'kind' },
        assert: [
          { type: 'contains', value: '{{tone}}' },
          { type: 'llm-rubric', value: 'Polite' },
        ],
        options: {
          prefix: 'Be {{tone}}. ',
          provider: { text: { id: 'google:gemini-3.5-flash' }, embedding: 'openai:embedding:x-embed' },
        },
      },
      tests: [
        { vars: { q: 'a' }, assert: [{ type: 'similar', value: 'b' }] },
        { vars: { q: 'b', tone: 'curt' }, ...more },
      ],
    });
  const shared = await imported(config({}));
  assert.equal(shared.suite.prompts[0]?.template, 'Be {{tone}}. {{q}}');
  assert.match(shared.text, /^judge: google\/gemini-3.5-flash$/m);
  assert.match(shared.text, /^expect:$/m);
  const specs = (suite: typeof shared.suite) => suite.cases.map(({ expect }) => expect.map(({ scorer }) => scorer));
  assert.deepEqual(specs(shared.suite), [
    ['embedding', 'contains', 'judge'],
    ['contains', 'judge'],
  ]);
  assert.deepEqual(
    shared.suite.graders.map(({ ref }) => ref),
    ['openai/x-embed', 'google/gemini-3.5-flash'],
  );
  const alone = await imported(config({ options: { disableDefaultAsserts: true } }));
  assert.deepEqual(specs(alone.suite), [['embedding', 'contains', 'judge'], []]);
});

test('tests in CSV: a plain file stays a dataset', async () => {
  const files = { 'data/t.csv': 'q,__expected\nWhat is 2+2?,4\nCapital of France?,Paris\n', 'plain.csv': 'q,extra\na,b\n' };
  const { suite, text } = await imported(oneTest([], { tests: ['file://data/t.csv', 'plain.csv'] }), files);
  assert.match(text, /dataset: data\/t.csv/);
  assert.match(text, /dataset: plain.csv/);
  assert.deepEqual(
    suite.cases.map(({ id, expect }) => [id, expect.map(({ args }) => args)]),
    [
      ['t 1', [{ value: '4', ignoreCase: false }]],
      ['t 2', [{ value: 'Paris', ignoreCase: false }]],
      ['plain 1', []],
    ],
  );
});

test('tests in CSV: columns with a meaning are written out', async () => {
  const csv =
    'q,__expected1,__expected2,__description,__metadata:category,__config:__expected2:threshold,__prefix,__threshold\n' +
    'one,contains: a,"similar(0.5):b, c",first,math,0.9,Hm:,0.5\n' +
    'two {{q2}},,is-json,,,,,\n';
  const { suite, leftOut } = await imported(oneTest([], { tests: 'file://t.csv' }), { 't.csv': csv });
  assert.deepEqual(
    suite.cases.map(({ name, category, vars, expect }) => [
      name,
      category,
      vars,
      expect.map(({ scorer, args }) => [scorer, 'threshold' in args ? args.threshold : null]),
    ]),
    [
      [
        'first',
        'math',
        { q: 'one' },
        [
          ['contains', null],
          ['embedding', 0.9],
        ],
      ],
      ['case 2', null, { q: 'two {{q2}}' }, [['json', null]]],
    ],
  );
  assert.deepEqual(
    leftOut.map((line) => line.replace(/: .*/, '')),
    ['tests (t.csv, row 1).threshold', 'tests (t.csv, row 1).options.prefix'],
  );
});

test('a dataset that lacks what the prompt takes is written out', async () => {
  const { suite, text } = await imported(oneTest([], { prompts: ['{{q}} {{tone}}'], tests: 't.csv' }), { 't.csv': 'q\na\n' });
  assert.doesNotMatch(text, /dataset/);
  assert.deepEqual(suite.cases[0]?.vars, { q: 'a', tone: '' });
});

test('tests in JSON, JSONL and YAML, and those that cannot be had', async () => {
  const { suite, leftOut } = await imported(
    oneTest([], {
      tests: [
        'file://a.json',
        'file://b.jsonl',
        'file://c.yaml',
        'file://d.xlsx',
        'file://e/*.yaml',
        'file://g.py:make',
        'https://docs.example/sheet',
        'f.csv',
        { path: 'file://g.py' },
        'bad.json',
        'bad.csv',
      ],
    }),
    {
      'a.json': '[{"vars": {"q": "a"}, "assert": [{"type": "equals", "value": "1"}]}]',
      'b.jsonl': '{"vars": {"q": "b"}}\n{"vars": {"q": "c"}}\n',
      'c.yaml': '- vars: { q: d }\n',
      'bad.json': '{"a":',
      'bad.csv': 'a,b\n1\n',
    },
  );
  assert.deepEqual(
    suite.cases.map(({ vars }) => vars.q),
    ['a', 'b', 'c', 'd'],
  );
  assert.deepEqual(
    leftOut.map((line) => line.split(':')[0]),
    ['tests[3]', 'tests[5]', 'tests[4]', 'tests[6]', 'tests[7]', 'tests[8]', 'tests[9]', 'tests[10]'].toSorted((a, b) =>
      a.localeCompare(b, 'en', { numeric: true }),
    ),
  );
});

test('scenarios are every test with every set of data', async () => {
  const { suite } = await imported(
    oneTest([], {
      tests: undefined,
      scenarios: [
        {
          config: [{ vars: { language: 'French', right: 'Bonjour' } }, { vars: { language: 'German', right: 'Hallo' } }],
          tests: [
            { description: 'hello', vars: { q: 'Hello in {{language}}' }, assert: [{ type: 'contains', value: '{{right}}' }] },
          ],
        },
      ],
    }),
  );
  assert.deepEqual(
    suite.cases.map(({ vars, expect }) => [vars.q, expect[0]?.args]),
    [
      ['Hello in French', { values: ['Bonjour'], mode: 'all', ignoreCase: false }],
      ['Hello in German', { values: ['Hallo'], mode: 'all', ignoreCase: false }],
    ],
  );
});

test('how a run goes is taken over, and everything else at the top is named', async () => {
  const { suite, leftOut, text } = await imported(
    oneTest([], {
      description: 'What: we want',
      evaluateOptions: { repeat: 3, maxConcurrency: 2, delay: 1000, timeoutMs: 5000, cache: false },
      commandLineOptions: { grader: 'openai:gpt-6-luna', filterFirstN: 3 },
      env: { OPENAI_API_KEY: 'sk-live-2' },
      derivedMetrics: [],
      extensions: ['file://x.js'],
      outputPath: 'out.json',
      odd: 1,
    }),
  );
  assert.deepEqual(
    [suite.description, suite.repeats, suite.concurrency, suite.pacing.requestsPerMinute, suite.timeouts.totalMs],
    ['What: we want', 3, 2, 60, 5000],
  );
  assert.deepEqual(
    leftOut.map((line) => line.split(':')[0]),
    ['env', 'derivedMetrics', 'extensions', 'odd', 'commandLineOptions.filterFirstN'],
  );
  assert.doesNotMatch(text, /sk-live/);
});

test('a suite that would be too large is cut, and that is named', async () => {
  const tests = Array.from({ length: 300 }, (_, index) => ({ vars: { q: `${index} ${'long '.repeat(2000)}` } }));
  const { suite, leftOut } = await imported(oneTest([], { tests }));
  assert.ok(suite.cases.length > 50 && suite.cases.length < 300, `${suite.cases.length} cases`);
  assert.match(leftOut[0] ?? '', /larger than 1 MiB/);
});

/** Texts of which no suite can be made. */
const none: readonly (readonly [string, RegExp])[] = [
  ['', /no promptfoo configuration/],
  ['just words', /no promptfoo configuration/],
  ['models: [openai/gpt-5]\ncases: []', /no promptfoo configuration/],
  ['a: [', /not YAML/],
  ['a: &a [*a]\nprompts: x', /not YAML|no promptfoo/],
  [
    `a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [${'*a,'.repeat(9)}*a]\nc: &c [${'*b,'.repeat(9)}*b]\nd: &d [${'*c,'.repeat(9)}*c]\nprompts: *d`,
    /not YAML/,
  ],
];

for (const [text, message] of none) {
  test(`no suite is made of ${JSON.stringify(text.slice(0, 30))}`, async () => {
    const made = await importPromptfoo(text, { options: suiteOptions, readFile: async () => null });
    assert.ok('fault' in made);
    assert.match(made.fault, message);
  });
}

test('the sample configuration imports, and its Python is named', async () => {
  const path = join(import.meta.dirname, '../../../examples/promptfoo-sample/promptfooconfig.yaml');
  const { suite, leftOut } = await imported(await readFile(path, 'utf8'));
  assert.equal(suite.cases.length, 5);
  assert.deepEqual(
    leftOut.map((line) => line.slice(0, 30)),
    ['tests[2].assert[1]: `python` i'],
  );
});
