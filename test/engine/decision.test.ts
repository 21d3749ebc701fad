import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { test, type TestContext } from 'node:test';
import type { JsonReport } from '../../src/core/report/json.ts';
import type { WireServer } from '../servers/wireServer.ts';
import { workspace, type Workspace } from './cli.ts';
import { modelOf, suiteOn, wireServer } from './servers.ts';

/** `good` always answers with its word, `worse` from the moment on that `spoil` is called with it not at all. */
async function place(context: TestContext) {
  let spoilt: string | null = null;
  const server = await wireServer(context, (request) => {
    const word = /Say (\w+)\./.exec(JSON.stringify(request.body))?.[1] ?? '';
    const text = modelOf(request) === spoilt ? 'no idea' : word;
    return { reply: { text: [text], usage: { input: 20, output: 3 } } };
  });
  return { folder: await workspace(context), server, spoil: (model: string) => (spoilt = model) };
}

const words = Array.from({ length: 40 }, (_, index) => `word${index}`);
const prices = { 'local/good': { input: 10, output: 10 }, 'local/other': { input: 1, output: 1 } };

function wordSuite(server: WireServer, expected = '{{word}}', changes: object = {}): object {
  const cases = words.map((word) => ({ name: word, vars: { word }, expect: [{ exact: expected }] }));
  return suiteOn(server, { models: ['local/good', 'local/other'], prices, cases, ...changes });
}

async function quality(folder: Workspace, ...options: string[]): Promise<readonly (number | undefined)[]> {
  const { stdout } = await folder.run(['report', '--format', 'json', ...options]);
  const { summary } = JSON.parse(stdout) as JsonReport;
  return summary.candidates.map((candidate) => candidate.quality?.value);
}

test('stored answers are scored again without a call, and both scorings can be seen', { timeout: 60_000 }, async (context) => {
  const { folder, server } = await place(context);
  await folder.run(['run', await folder.suite(wordSuite(server))]);
  const asked = server.requests.length;
  await folder.suite(wordSuite(server, 'something else'));
  const { code, stderr } = await folder.run(['rescore']);
  assert.equal(code, 0, stderr.join('\n'));
  assert.match(stderr.join('\n'), /Scoring 80 stored answers by test\.bench\.json/);
  assert.equal(server.requests.length, asked, 'no model was asked again');
  assert.deepEqual(await quality(folder), [0, 0]);
  assert.deepEqual(await quality(folder, '--scoring', 'original'), [1, 1]);
});

test('cases whose question changed are left out of a re-scoring, and named', { timeout: 60_000 }, async (context) => {
  const { folder, server } = await place(context);
  await folder.run(['run', await folder.suite(wordSuite(server))]);
  const cases = [
    { name: 'word0', vars: { word: 'other' }, expect: [{ exact: 'other' }] },
    { name: 'word1', vars: { word: 'word1' }, expect: [{ exact: 'x' }] },
  ];
  await folder.suite(wordSuite(server, '', { cases }));
  const { stderr } = await folder.run(['rescore']);
  assert.match(stderr.join('\n'), /Scoring 2 stored answers/);
  assert.match(stderr.join('\n'), /1 case left out, asked in other words since: word0/);
});

test('a run that is worse than the baseline fails the gate, by the store or by a file', { timeout: 60_000 }, async (context) => {
  const { folder, server, spoil } = await place(context);
  const suite = await folder.suite(wordSuite(server));
  assert.equal((await folder.run(['run', suite, '--set-baseline', '--out', 'base.json'])).code, 0);
  const same = await folder.run(['run', suite]);
  assert.equal(same.code, 0, same.stderr.slice(-3).join('\n'));
  spoil('other');
  const worse = await folder.run(['run', suite, '--out', 'now.xml']);
  assert.equal(worse.code, 1);
  assert.match(worse.stderr.join('\n'), /Worse than the baseline: .*local\/other/);
  assert.match(await readFile(folder.join('now.xml'), 'utf8'), /local\/other[\s\S]*<failure/);
  assert.equal((await folder.run(['run', suite, '--baseline', 'none'])).code, 0);
  const own = await folder.run(['run', suite, '--baseline', 'none', '--fail-under', '0.9', '--format', 'junit']);
  assert.match(own.stdout, /name="thresholds"[\s\S]*<failure/, 'limits of the command line are in the report');
  const elsewhere = ['--store', 'elsewhere', '--baseline', 'base.json'];
  assert.equal((await folder.run(['run', suite, ...elsewhere])).code, 1, 'a report of another store does as well');
});

test('a baseline that is not there is told before anything is run', { timeout: 30_000 }, async (context) => {
  const { folder, server } = await place(context);
  const suite = await folder.suite(wordSuite(server));
  await writeFile(folder.join('broken.json'), '{"version": 1}');
  for (const [name, told] of [
    ['missing.json', /there is no file missing\.json here/],
    ['broken.json', /broken\.json is no JSON report of LLM Bench/],
    ['abcdef', /No runs are stored here yet/],
  ] as const) {
    const { code, stderr } = await folder.run(['run', suite, '--baseline', name]);
    assert.equal(code, 2);
    assert.match(stderr.join('\n'), told);
  }
  assert.equal(server.requests.length, 0);
});

test('what would settle the question is run on top of the run, and only that', { timeout: 60_000 }, async (context) => {
  const { folder, server, spoil } = await place(context);
  spoil('other');
  await writeFile(folder.join('words.csv'), `word\n${words.join('\n')}\n`);
  const cases = [{ dataset: 'words.csv', name: '{{word}}', sample: 4, expect: [{ exact: '{{word}}' }] }];
  await folder.run(['run', await folder.suite(wordSuite(server, '', { cases }))]);
  assert.equal(server.requests.length, 8);
  const { code, stdout, stderr } = await folder.run(['settle']);
  assert.equal(code, 0, stderr.join('\n'));
  const more = Number(/Asking (\d+) more cases/.exec(stderr.join('\n'))?.[1]);
  assert.ok(more > 0 && more <= 36);
  assert.equal(server.requests.length, 8 + 2 * more, 'no case was asked again');
  assert.match(stdout, new RegExp(`${4 + more} cases`));
  assert.match(stdout, /local\/good is better/);
  const again = await folder.run(['settle']);
  assert.equal(again.code, 2);
  assert.match(again.stderr.join('\n'), /Nothing is open/);
});

/** Few rows of a dataset that has more, as a file that stays as it is. */
async function sampled(folder: Workspace, server: WireServer): Promise<string> {
  await writeFile(folder.join('words.csv'), `word\n${words.join('\n')}\n`);
  const cases = [{ dataset: 'words.csv', name: '{{word}}', sample: 4, expect: [{ exact: '{{word}}' }] }];
  return folder.suite(wordSuite(server, '', { cases }));
}

test('what a run was settled with stays in it when it is scored again', { timeout: 60_000 }, async (context) => {
  const { folder, server, spoil } = await place(context);
  spoil('other');
  await folder.run(['run', await sampled(folder, server)]);
  await folder.run(['settle']);
  const asked = server.requests.length;
  const again = await folder.run(['rescore']);
  assert.equal(again.code, 0, again.stderr.join('\n'));
  assert.match(again.stderr.join('\n'), new RegExp(`Scoring ${asked} stored answers`));
  assert.doesNotMatch(again.stderr.join('\n'), /left out/);
  assert.match(again.stdout, /local\/good is better/);
  const settled = await folder.run(['settle']);
  assert.equal(settled.code, 2);
  assert.match(settled.stderr.join('\n'), /Nothing is open/);
  assert.equal(server.requests.length, asked, 'nothing was paid for twice');
});

test('answers that settle a run are graded by the later scoring that it is shown by', { timeout: 60_000 }, async (context) => {
  const { folder, server, spoil } = await place(context);
  spoil('other');
  await folder.run(['run', await sampled(folder, server)]);
  await folder.run(['rescore']);
  const { code, stdout, stderr } = await folder.run(['settle']);
  assert.equal(code, 0, stderr.join('\n'));
  assert.doesNotMatch(stdout, /not part of this scoring|without a grade/);
  assert.match(stdout, /Scored again/);
  assert.match(stdout, /local\/good is better/);
});

test('what the scoring on show could not grade is not asked for', { timeout: 60_000 }, async (context) => {
  const { folder, server, spoil } = await place(context);
  spoil('other');
  const path = await sampled(folder, server);
  await folder.run(['run', path]);
  const suite = await readFile(folder.join(path), 'utf8');
  await writeFile(folder.join('strict.bench.json'), suite.replace('"exact"', '"contains"'));
  await folder.run(['rescore', 'latest', 'strict.bench.json']);
  const { code, stderr } = await folder.run(['settle']);
  assert.equal(code, 2);
  assert.match(stderr.join('\n'), /expectations of strict\.bench\.json\) goes by other expectations .* Score the run again/);
  assert.equal(server.requests.length, 8, 'nothing was paid for');
});

test(
  'a script with a fault grades nobody: quality and pass are unknown for all, and the exit code says so',
  { timeout: 60_000 },
  async (context) => {
    const { folder, server, spoil } = await place(context);
    spoil('other');
    const cases = [
      { name: 'a', vars: { word: 'word' }, expect: [{ exact: '{{word}}' }, { javascript: 'return outpt.length > 3' }] },
    ];
    const run = await folder.run(['run', await folder.suite(wordSuite(server, '', { cases }))]);
    assert.equal(run.code, 3);
    const { stdout } = await folder.run(['report', '--format', 'json']);
    const { summary } = JSON.parse(stdout) as JsonReport;
    assert.deepEqual(
      summary.candidates.map(({ quality, passRate }) => [quality, passRate]),
      [
        [null, null],
        [null, null],
      ],
    );
    assert.match(
      run.stdout.replaceAll(/\s+/g, ' '),
      /javascript 2 × \(.*outpt is not defined.* There are answer, reasoning, vars/,
    );
  },
);

test(
  'a judge that cannot be had is said in the verdict and in the exit code, and scoring again makes it good',
  {
    timeout: 60_000,
  },
  async (context) => {
    const { folder, server } = await place(context);
    const judgedBy = (judge: string) => {
      const suite = wordSuite(server, '{{word}}', { expect: [{ judge: 'right' }], retries: { max: 0 } }) as { endpoints: object };
      const endpoints = { ...suite.endpoints, dead: { api: 'openai-chat', baseUrl: 'http://127.0.0.1:9/v1' } };
      return { ...suite, endpoints, judge };
    };
    const run = await folder.run(['run', await folder.suite(judgedBy('dead/judge'))]);
    assert.equal(run.code, 3);
    assert.match(run.stdout.replaceAll(/\s+/g, ' '), /dead\/judge failed on 80 of 80 answers: .* Re-score/);
    assert.doesNotMatch(run.stdout, /help of dead/);
    await folder.suite(judgedBy('demo/arbiter'));
    const again = await folder.run(['rescore']);
    assert.equal(again.code, 0, again.stderr.slice(-3).join('\n'));
    assert.match(again.stdout, /help of demo\/arbiter/);
  },
);

test('weights of one’s own rank the models', { timeout: 30_000 }, async (context) => {
  const { folder, server } = await place(context);
  await folder.run(['run', await folder.suite(wordSuite(server))]);
  const { stdout } = await folder.run(['report', '--weights', 'cost=1']);
  assert.match(stdout, /By your weights: quality 0 %, cost 100 %, speed 0 %[\s\S]*1\.\s+local\/other[\s\S]*2\.\s+local\/good/);
});

test(
  'a promptfoo configuration and a CSV become suites that load; nothing is overwritten',
  { timeout: 30_000 },
  async (context) => {
    const { folder } = await place(context);
    await writeFile(
      folder.join('promptfooconfig.yaml'),
      [
        'prompts: ["Say {{word}}"]',
        'providers: [openai:gpt-5-mini]',
        'tests:',
        '  - vars: { word: hello }',
        '    assert: [{ type: contains, value: hello }, { type: python, value: "len(output) > 3" }]',
      ].join('\n'),
    );
    const imported = await folder.run(['import', 'promptfooconfig.yaml']);
    assert.equal(imported.code, 0, imported.stderr.join('\n'));
    assert.match(imported.stdout, /promptfooconfig\.bench\.yaml written/);
    assert.match(imported.stdout, /left out: tests\[0\]\.assert\[1\].*python/);
    assert.equal((await folder.run(['validate', 'promptfooconfig.bench.yaml'])).code, 0);
    assert.match((await folder.run(['import', 'promptfooconfig.yaml'])).stderr.join('\n'), /is there already.*--out/);
    await writeFile(folder.join('questions.csv'), 'question,answer\nWhat is 1 + 1?,2\nWhat is 2 + 2?,4\n');
    assert.equal((await folder.run(['import', 'questions.csv'])).code, 0);
    assert.equal((await folder.run(['validate', 'questions.bench.yaml'])).code, 0);
    assert.equal((await folder.run(['import', 'missing.csv'])).code, 2);
  },
);
