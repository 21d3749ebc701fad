import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readArgs } from '../../../src/core/cli/args.ts';
import { environmentKeys } from '../../../src/core/cli/envKeys.ts';
import { keyOwners } from '../../../src/core/providers/keyOwners.ts';
import { exitCode, UsageError, worst } from '../../../src/core/cli/exitCode.ts';

const runDefaults = {
  command: 'run',
  suites: ['a.bench.yaml'],
  cases: [],
  models: [],
  repeats: null,
  format: 'table',
  out: null,
  store: null,
  failUnder: {},
  seenBy: { baseline: null, scoring: null, weights: null },
  setBaseline: false,
  allowKeys: {},
};

test('run with nothing but a suite takes the defaults', () => {
  assert.deepEqual(readArgs(['run', 'a.bench.yaml']), runDefaults);
});

test('run takes every option', () => {
  const line =
    'run a.bench.yaml --models x,y --models z --repeats 3 --format json --out r.json --store s --fail-under 0.9,passRate=0.8';
  const seen = '--baseline b.json --set-baseline --weights quality=3,cost=1';
  assert.deepEqual(readArgs([...`${line} ${seen}`.split(' '), '--allow-key', 'OPENAI_API_KEY=http://127.0.0.1:80/v1']), {
    ...runDefaults,
    models: ['x', 'y', 'z'],
    repeats: 3,
    format: 'json',
    out: 'r.json',
    store: 's',
    failUnder: { quality: 0.9, passRate: 0.8 },
    seenBy: { baseline: 'b.json', scoring: null, weights: { quality: 3, cost: 1, speed: 0 } },
    setBaseline: true,
    allowKeys: { OPENAI_API_KEY: 'http://127.0.0.1' },
  });
});

test('run takes cases and models by name, each as it is written', () => {
  const args = readArgs(['run', 'a', '--case', 'one, two', '--case', 'refund*', '--model', 'local/*', '--models', 'x,y']);
  assert.deepEqual(args.command === 'run' && [args.cases, args.models], [
    ['one, two', 'refund*'],
    ['x', 'y', 'local/*'],
  ]);
});

for (const [out, format] of [
  ['r.html', 'html'],
  ['r.md', 'md'],
  ['r.xml', 'junit'],
  ['r.json', 'json'],
  ['r.csv', 'csv'],
  ['r.markdown', 'md'],
  ['r.htm', 'html'],
  ['r.txt', 'table'],
  ['reports', 'table'],
] as const) {
  test(`the ending of --out ${out} chooses ${format}`, () => {
    const args = readArgs(['run', 'a', '--out', out]);
    assert.equal(args.command === 'run' && args.format, format);
  });
}

test('commands about a stored run take the latest unless one is named', () => {
  const base = { store: null, allowKeys: {} };
  assert.deepEqual(readArgs(['rescore']), { command: 'rescore', run: 'latest', suite: null, ...base });
  assert.deepEqual(readArgs(['rescore', 'abc', 's.bench.yaml']), {
    command: 'rescore',
    run: 'abc',
    suite: 's.bench.yaml',
    ...base,
  });
  assert.deepEqual(readArgs(['settle', 'abc']), { command: 'settle', run: 'abc', ...base });
  assert.deepEqual(readArgs(['baseline', '--clear']), { command: 'baseline', run: 'latest', clear: true, store: null });
  assert.deepEqual(readArgs(['import', 'p.yaml', '--out', 'o.yaml']), {
    command: 'import',
    file: 'p.yaml',
    out: 'o.yaml',
    force: false,
  });
});

for (const [line, told] of [
  ['run', /needs at least one suite/],
  ['rescore a b c', /rescore takes a run and a suite/],
  ['settle a b', /settle takes one run/],
  ['baseline a b', /baseline takes one run/],
  ['import', /import takes one file/],
  ['run a --weights price=1', /--weights takes quality=…, cost=… and speed=…/],
  ['run a --weights quality=-1', /--weights takes/],
  ['run a --weights quality', /--weights takes/],
  ['run a --weights quality=0', /at least one weight above 0/],
  ['run a --repeats 0', /--repeats takes/],
  ['run a --repeats x', /--repeats takes/],
  ['run a --repeats 1001', /from 1 to 1000/],
  ['run a --models ,', /--models is empty/],
  ['run a --out r.pdf', /No format ends in "\.pdf".*--format/],
  ['report a b', /one run, not "a b"/],
  ['list a', /llm-bench report a/],
  ['lst', /Did you mean list\?/],
  ['run a --cases x', /^Unknown option '--cases'\. Did you mean --case\? Try: llm-bench run --help$/],
  ['run a --format', /^Option '--format <value>' argument missing\. Try/],
  ['run a --repeats -1', /^--repeats takes a whole number from 1 to 1000, not "-1"\.$/],
  ['resume --budget -.5', /^--budget takes US dollars above 0, not "-\.5"/],
  ['run a --format -x', /^Option '--format' argument is ambiguous\. Try: llm-bench run --help$/],
  ['--nonsense', /Try: llm-bench help$/],
  ['frobnicate --help', /no command "frobnicate"/],
  ['help reprot', /Did you mean report\?/],
  ['run a --format pdf', /--format takes table, json/],
  ['run a --fail-under speed=1', /--fail-under takes/],
  ['run a --fail-under quality=', /--fail-under takes/],
  ['run a --fail-under 2', /--fail-under takes/],
  ['run a --allow-key X', /--allow-key takes/],
  ['run a --nonsense', /nonsense/],
  ['list --format html', /list takes --format/],
  ['models openai groq', /one provider, not "openai groq"/],
  ['models --format csv', /models takes --format/],
  ['modles', /Did you mean models\?/],
  ['frobnicate', /no command "frobnicate"/],
] as const) {
  test(`"${line}" is refused in words`, () => {
    assert.throws(
      () => readArgs(line.split(' ')),
      (error) => error instanceof UsageError && told.test(error.message),
    );
  });
}

test('models takes a provider or none, and says which of its models and how', () => {
  const defaults = { command: 'models', provider: null, format: 'table', all: false, allowKeys: {} };
  assert.deepEqual(readArgs(['models']), defaults);
  const line = 'models groq --all --format json --allow-key GROQ_API_KEY=http://127.0.0.1/v1';
  assert.deepEqual(readArgs(line.split(' ')), {
    ...defaults,
    provider: 'groq',
    format: 'json',
    all: true,
    allowKeys: { GROQ_API_KEY: 'http://127.0.0.1' },
  });
});

test('nothing, help and --help tell of all commands, beside a command of that one', () => {
  for (const line of [[], ['help'], ['--help']]) assert.deepEqual(readArgs(line), { command: 'help', about: null });
  for (const line of [
    ['run', '-h'],
    ['help', 'run'],
    ['run', 'a.bench.yaml', '--help'],
  ]) {
    assert.deepEqual(readArgs(line), { command: 'help', about: 'run' });
  }
});

test('--version is read without a command', () => {
  assert.deepEqual(readArgs(['--version']), { command: 'version' });
});

test('the worst exit code of several suites is told', () => {
  assert.equal(worst([]), exitCode.fine);
  assert.equal(worst([0, 3, 0]), exitCode.someFailed);
  assert.equal(worst([3, 1, 0]), exitCode.thresholdMissed);
});

const owners = keyOwners();
const env = { OPENAI_API_KEY: ' sk-secret ', MY_KEY: 'mine', EMPTY: '' };
const request = (origin: string, keyEnv: string | null) => ({ origin, keyEnv, provider: 'p', required: true });

test("a known provider's variable goes to its own origin", async () => {
  const keys = environmentKeys(env, owners, {});
  assert.equal(await keys.key(request('https://api.openai.com', 'OPENAI_API_KEY')), 'sk-secret');
});

test("a known provider's variable goes nowhere else, whatever a suite says", async () => {
  const keys = environmentKeys(env, owners, {});
  await assert.rejects(keys.key(request('https://evil.example', 'OPENAI_API_KEY')), (error) => {
    return (
      error instanceof UsageError &&
      error.message.includes('--allow-key OPENAI_API_KEY=https://evil.example') &&
      !error.message.includes('sk-secret')
    );
  });
});

test('the command line can allow another origin, and only that one', async () => {
  const keys = environmentKeys(env, owners, { OPENAI_API_KEY: 'https://proxy.example' });
  assert.equal(await keys.key(request('https://proxy.example', 'OPENAI_API_KEY')), 'sk-secret');
  await assert.rejects(keys.key(request('https://other.example', 'OPENAI_API_KEY')));
});

test('names in another case find the same variable on Windows, and the same owner', async () => {
  const windows = new Proxy(env, {
    get: (target, name) => Reflect.get(target, String(name).toUpperCase()),
    getOwnPropertyDescriptor: (target, name) => Reflect.getOwnPropertyDescriptor(target, String(name).toUpperCase()),
  });
  const keys = environmentKeys(windows, owners, {});
  assert.equal(await keys.key(request('https://host.example', 'my_key')), 'mine');
  await assert.rejects(keys.key(request('https://evil.example', 'OpenAI_api_key')), UsageError);
});

test("another tool's variable goes nowhere by a suite's word alone", async () => {
  const foreign = { GITHUB_TOKEN: 'ghs', AWS_SECRET_ACCESS_KEY: 'aws', NPM_TOKEN: 'npm', AZURE_OPENAI_API_KEY: 'azure' };
  const keys = environmentKeys(foreign, owners, { GITHUB_TOKEN: 'https://models.github.ai' });
  for (const name of ['GITHUB_TOKEN', 'AWS_SECRET_ACCESS_KEY', 'NPM_TOKEN', 'aws_session_token']) {
    await assert.rejects(keys.key(request('https://evil.example', name)), UsageError);
  }
  for (const name of ['OPENAI_ADMIN_KEY', 'ANTHROPIC_AUTH_TOKEN', 'AZURE_OPENAI_AD_TOKEN', 'CLAUDE_CODE_OAUTH_TOKEN']) {
    const own = environmentKeys({ [name]: 'account' }, owners, {});
    await assert.rejects(own.key(request('https://evil.example', name)), UsageError, name);
  }
  assert.equal(await keys.key(request('https://models.github.ai', 'GITHUB_TOKEN')), 'ghs');
  assert.equal(await keys.key(request('https://me.openai.azure.com', 'AZURE_OPENAI_API_KEY')), 'azure');
});

test('a variable that is none of the environment is absent', async () => {
  const keys = environmentKeys(env, owners, {});
  for (const name of ['constructor', 'toString', '__proto__'])
    assert.equal(await keys.key(request('https://host.example', name)), null);
});

test("an endpoint's own variable is read; an empty or absent one is no key", async () => {
  const keys = environmentKeys(env, owners, {});
  assert.equal(await keys.key(request('https://host.example', 'MY_KEY')), 'mine');
  assert.equal(await keys.key(request('https://host.example', 'EMPTY')), null);
  assert.equal(await keys.key(request('https://host.example', 'ABSENT')), null);
  assert.equal(await keys.key(request('https://host.example', null)), null);
});

test('an ending that is no format is told, whatever objects have by that name', () => {
  assert.throws(() => readArgs(['run', 'a.bench.yaml', '--out', 'report.constructor']), UsageError);
});

test('resume and retry take a run, a budget and what a run takes for its report', () => {
  const defaults = {
    run: null,
    budgetUsd: null,
    format: 'table',
    out: null,
    store: null,
    failUnder: {},
    seenBy: { baseline: null, scoring: null, weights: null },
    allowKeys: {},
  };
  assert.deepEqual(readArgs(['resume']), { command: 'resume', ...defaults });
  assert.deepEqual(readArgs(['retry', '1f2e', '--budget', '2.5', '--out', 'r.json']), {
    command: 'retry',
    ...defaults,
    run: '1f2e',
    budgetUsd: 2.5,
    format: 'json',
    out: 'r.json',
  });
  for (const wrong of [
    ['--budget', '0'],
    ['--budget', 'much'],
    ['one', 'two'],
  ]) {
    assert.throws(() => readArgs(['resume', ...wrong]), UsageError);
  }
});
