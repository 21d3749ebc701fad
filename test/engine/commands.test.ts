import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { assertWellFormed } from '../unit/report/wellFormed.ts';
import type { WireServer } from '../servers/wireServer.ts';
import { workspace, type Workspace } from './cli.ts';
import { casesNamed, modelOf, suiteOn, wireServer } from './servers.ts';

const reply = { text: ['he', 'll', 'o'], usage: { input: 20, output: 3 } };

async function place(context: TestContext): Promise<{ folder: Workspace; server: WireServer }> {
  const server = await wireServer(context, (request) =>
    modelOf(request) === 'broken' ? { reply, fault: { type: 'status', status: 500, body: '{}' } } : { reply },
  );
  return { folder: await workspace(context), server };
}

const wrong = [{ name: 'wrong', vars: { word: 'bye' }, expect: [{ contains: 'bye' }] }];

test('exit codes of run', { timeout: 60_000 }, async (context) => {
  const { folder, server } = await place(context);
  const code = async (changes: object, ...options: string[]): Promise<number | null> => {
    const { code, stderr } = await folder.run(['run', await folder.suite(suiteOn(server, changes)), ...options]);
    context.diagnostic(stderr.slice(-2).join(' '));
    return code;
  };
  await context.test('0: all is fine', async () => {
    assert.equal(await code({}), 0);
    assert.equal(await code({ thresholds: { quality: 1, errorRate: 0 } }, '--fail-under', 'quality=1,passRate=1'), 0);
    assert.equal(await code({ cases: wrong }), 0, 'a wrong answer is a result');
  });
  await context.test('1: a threshold is missed', async () => {
    assert.equal(await code({ cases: wrong, thresholds: { quality: 0.5 } }), 1);
    assert.equal(await code({ cases: wrong }, '--fail-under', '0.5'), 1);
    assert.equal(await code({ cases: wrong }, '--fail-under', 'passRate=0.5'), 1);
    assert.equal(await code({ thresholds: { p95LatencyMs: 0.001 } }), 1);
    assert.equal(await code({ models: ['local/broken'], thresholds: { errorRate: 0.5 } }), 1);
    assert.equal(
      await code({ cases: wrong, thresholds: { quality: 0.5 } }, '--fail-under', '0'),
      0,
      'the command line has the last word',
    );
  });
  await context.test('3: some calls failed', async () => {
    assert.equal(await code({ models: ['local/good', 'local/broken'] }), 3);
    assert.equal(await code({ models: ['local/broken'], cases: [...wrong, ...casesNamed(['hello'])] }), 3);
  });
  await context.test('2: bad input, and nothing was sent', async () => {
    const before = server.requests.length;
    assert.equal(await code({ models: ['nobody/good'] }), 2);
    assert.equal(await code({ unknownKey: 1 }), 2);
    assert.equal(await code({ prompt: 'Say {{missing}}.' }), 2);
    assert.equal(await code({}, '--models', 'local/other'), 2);
    assert.equal(await code({}, '--repeats', '0'), 2);
    assert.equal(await code({}, '--format', 'pdf'), 2);
    assert.equal(await code({}, '--fail-under', 'much'), 2);
    assert.equal(await code({}, '--no-such-option'), 2);
    assert.equal(await code({ models: ['openai/gpt-5-mini'] }), 2, 'no key');
    assert.equal(server.requests.length, before);
  });
});

test('bad input is told in words, without a stack', { timeout: 30_000 }, async (context) => {
  const { folder, server } = await place(context);
  const told = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await folder.run(args);
    assert.deepEqual([code, stdout], [2, '']);
    assert.doesNotMatch(stderr.join('\n'), /^\s+at /m);
    return stderr.join('\n');
  };
  assert.match(await told('bench'), /There is no command "bench"/);
  assert.match(await told('run'), /at least one suite file/);
  assert.match(await told('run', 'missing.bench.yaml'), /missing\.bench\.yaml:1:1: error: There is no file/);
  assert.match(await told('report'), /No runs are stored here yet/);
  const suite = await folder.suite(suiteOn(server));
  assert.match(await told('run', suite, '--store', suite), /--store "test\.bench\.json" is a file: name a folder/);
  assert.match(
    await told('run', suite, '--out', `${suite}/report.html`),
    /test\.bench\.json cannot be written .*--out another place/,
  );
  assert.deepEqual(await readdir(folder.path), ['test.bench.json'], 'nothing was run, nothing was written');
  assert.match(await told('run', await folder.suite(suiteOn(server)), '--models', 'x'), /has no model "x". It has: local\/good/);
  const needsKey = await folder.suite({ models: ['anthropic/claude-haiku-4-5'], cases: [{ prompt: 'Hi' }] }, 'key.bench.json');
  assert.match(await told('run', needsKey), /anthropic needs a key .* set the environment variable ANTHROPIC_API_KEY/);
  await folder.run(['run', 'test.bench.json']);
  assert.match(await told('report', 'ffff'), /No run begins with "ffff"/);
});

test('validate prints each problem with file, line and column', { timeout: 30_000 }, async (context) => {
  const folder = await workspace(context);
  const broken = await folder.suite(
    'models:\n  - demo/atlas-mini\nprompt: hi\nrepeat: 3\ncases:\n  - vars: { a: 1 }\n',
    'broken.bench.yaml',
  );
  const fine = await folder.suite('models: [demo/atlas-mini]\ncases: [{ prompt: hi }]\n', 'fine.bench.yaml');
  const { code, stdout } = await folder.run(['validate', broken, fine]);
  assert.equal(code, 2);
  assert.match(stdout, /^broken\.bench\.yaml:4:1: error: .*repeat/m);
  assert.match(stdout, /^fine\.bench\.yaml: fine: 1 models?, 1 cases?$/m);
  assert.equal((await folder.run(['validate', fine])).code, 0);
  const run = await folder.run(['run', fine, broken]);
  assert.equal(run.code, 2);
  assert.match(run.stderr.join('\n'), /^broken\.bench\.yaml:4:1: error: /m);
  assert.equal((await folder.run(['list'])).stdout.trim(), 'No runs are stored here yet. Start one: llm-bench run my.bench.yaml');
});

test('--models and --repeats narrow and multiply', { timeout: 30_000 }, async (context) => {
  const { folder, server } = await place(context);
  const models = ['local/good', { model: 'local/good', label: 'warm', params: { temperature: 1 } }, 'local/other'];
  const suite = await folder.suite(suiteOn(server, { models }));
  await folder.run(['run', suite, '--models', 'warm,local/other', '--repeats', '3']);
  const { attempts, summary } = await folder.report();
  assert.deepEqual(
    summary.candidates.map(({ label, ok }) => [label, ok]),
    [
      ['warm', 3],
      ['local/other', 3],
    ],
  );
  assert.deepEqual(attempts.map(({ repeat }) => String(repeat)).sort(), ['1', '1', '2', '2', '3', '3']);
});

test('a report is written in the format of its ending, and the table is still printed', { timeout: 60_000 }, async (context) => {
  const { folder, server } = await place(context);
  const suite = await folder.suite(
    suiteOn(server, { models: ['local/good', 'local/broken'], cases: [...wrong, ...casesNamed(['hello'])] }),
  );
  const written = async (out: string): Promise<string> => {
    const { stdout, stderr } = await folder.run(['run', suite, '--out', out]);
    assert.match(stdout, /Model +Quality/);
    assert.ok(stderr.includes(`Report written to ${out}`), stderr.join('\n'));
    return readFile(folder.join(out), 'utf8');
  };
  assert.equal((JSON.parse(await written('out/report.json')) as { version: unknown }).version, 1);
  const junit = assertWellFormed(await written('report.xml'));
  assert.deepEqual(
    ['testsuite', 'testcase', 'failure', 'error'].map((name) => junit.get(name)),
    [2, 4, 1, 2],
  );
  assert.ok(assertWellFormed(await written('report.html')).has('svg'));
  assert.match(await written('report.md'), /^# Engine test/m);
  assert.match((await written('report.csv')).split('\n')[0] ?? '', /model/);
});

test('several suites run one after the other into one folder', { timeout: 30_000 }, async (context) => {
  const { folder, server } = await place(context);
  const first = await folder.suite(suiteOn(server, { name: 'First' }), 'first.bench.json');
  const second = await folder.suite(suiteOn(server, { name: 'Second', models: ['local/broken'] }), 'second.bench.json');
  const namesake = await folder.suite(suiteOn(server, { name: 'First' }), 'third.bench.json');
  assert.equal((await folder.run(['run', first, second, '--out', 'reports'])).code, 2, 'the folder is to exist');
  await mkdir(folder.join('reports'));
  const { code } = await folder.run(['run', first, second, namesake, '--format', 'json', '--out', 'reports']);
  assert.equal(code, 3);
  assert.deepEqual((await readdir(folder.join('reports'))).sort(), ['first-2.json', 'first.json', 'second.json']);
  const { stdout } = await folder.run(['list']);
  assert.equal(stdout.trim().split('\n').length, 4);
});

test('a reader that goes away does not end the run', { timeout: 30_000 }, async (context) => {
  const server = await wireServer(context, { reply, gapMs: 5 });
  const folder = await workspace(context);
  const names = Array.from({ length: 30 }, (_, i) => `hello ${i}`);
  const cli = folder.start(['run', await folder.suite(suiteOn(server, { cases: casesNamed(names), concurrency: 2 }))]);
  cli.onLine((line) => {
    if (line.includes('[ 2/30]')) cli.stopReading();
  });
  assert.equal((await cli.ended).code, 0);
  const { run, attempts } = await folder.report();
  assert.deepEqual([run.status, attempts.length], ['finished', 30]);
});

test('without a price the cost is unknown, in every place', { timeout: 30_000 }, async (context) => {
  const { folder, server } = await place(context);
  const prices = { 'local/good': { input: 1, output: 2 } };
  const suite = await folder.suite(suiteOn(server, { models: ['local/good', 'local/unpriced'], prices }));
  const { stdout } = await folder.run(['run', suite]);
  assert.match(stdout, /unknown/);
  const { attempts, summary } = await folder.report();
  const costs = new Map(attempts.map(({ model, costUsd }) => [model, costUsd]));
  assert.equal(costs.get('unpriced'), null);
  assert.equal(summary.totals.costUsd, null);
  for (const known of [costs.get('good') ?? 0, summary.totals.knownCostUsd]) assert.equal(known.toFixed(9), '0.000026000');
  assert.match((await folder.run(['list'])).stdout, /≥/);
});

/** Item by item as it is documented; a tool reads it by these names. */
const attemptFields = [
  'id provider model responseModel api adapted prompt case repeat attempt status startedAt ttftMs ttfaMs e2eMs tpotMs',
  'decodeTokensPerSecond e2eTokensPerSecond interChunkMs queueMs backoffMs totalMs concurrency inputTokens outputTokens',
  'reasoningTokens usageSource costUsd costEstimated costSource quality scores errorKind errorMessage requestId contaminated answer',
]
  .join(' ')
  .split(' ');

test('the JSON report has its documented shape, with null for what is unknown', { timeout: 30_000 }, async (context) => {
  const server = await wireServer(context, (request) => {
    const model = modelOf(request);
    if (model === 'broken')
      return { reply, fault: { type: 'status', status: 500, body: '{}', headers: { 'x-request-id': 'req-1' } } };
    // Without any text there is nothing to count either.
    // Pieces that come together have no pace.
    return model === 'silent' ? { reply: { text: [], usage: null } } : { reply, gapMs: 10 };
  });
  const folder = await workspace(context);
  const models = ['local/good', 'local/broken', 'local/silent'];
  const prices = Object.fromEntries(models.map((model) => [model, { input: 1, output: 2 }]));
  const suite = await folder.suite(suiteOn(server, { models, prices }));
  const { stdout } = await folder.run(['run', suite, '--format', 'json']);
  const { version, run, attempts, summary } = JSON.parse(stdout) as Awaited<ReturnType<Workspace['report']>>;
  assert.equal(version, 1);
  assert.deepEqual([run.suite, run.status], ['Engine test', 'finished']);
  assert.match(run.id, /^[0-9a-f]{8}-[0-9a-f]{4}-4/);
  assert.ok(Date.parse(run.startedAt) <= Date.parse(run.finishedAt ?? ''));
  assert.equal(summary.runId, run.id);
  for (const attempt of attempts) {
    const missing = attemptFields.filter((field) => !(field in attempt));
    assert.deepEqual(missing, []);
  }
  const of = (model: string) => attempts.find((attempt) => attempt.model === model);
  const { ttftMs, ttfaMs, e2eMs, tpotMs, queueMs, scores, ...good } = of('good') ?? assert.fail('no attempt');
  assert.ok([ttftMs, ttfaMs, e2eMs, tpotMs, queueMs].every((value) => typeof value === 'number' && value >= 0));
  assert.equal(ttftMs, ttfaMs);
  assert.ok((ttftMs ?? 0) <= (e2eMs ?? 0));
  assert.deepEqual(
    scores.map(({ name, value }) => [name, value]),
    [['contains "hello"', 1]],
  );
  const { provider, prompt, case: name, repeat, attempt, status, inputTokens, outputTokens, reasoningTokens, errorKind } = good;
  assert.deepEqual(
    { provider, prompt, name, repeat, attempt, status },
    { provider: 'local', prompt: 'prompt 1', name: 'hello', repeat: 1, attempt: 1, status: 'ok' },
  );
  assert.deepEqual(
    { inputTokens, outputTokens, reasoningTokens, errorKind },
    { inputTokens: 20, outputTokens: 3, reasoningTokens: null, errorKind: null },
  );
  assert.deepEqual([good.requestId, good.answer, good.quality, good.errorMessage], ['req-77', 'hello', 1, null]);

  const broken = of('broken');
  assert.deepEqual([broken?.status, broken?.errorKind, broken?.requestId], ['error', 'server', 'req-1']);
  assert.deepEqual(
    [broken?.ttftMs, broken?.ttfaMs, broken?.e2eMs, broken?.tpotMs, broken?.inputTokens, broken?.outputTokens, broken?.quality],
    Array(7).fill(null),
  );
  const silent = of('silent');
  assert.deepEqual(
    [silent?.status, silent?.inputTokens, silent?.outputTokens, silent?.tpotMs, silent?.costUsd],
    ['ok', null, null, null, null],
  );
  assert.equal(summary.totals.costUsd, null);
});

test('a damaged index is told of, set aside, and nothing is lost', { timeout: 60_000 }, async (context) => {
  const { folder, server } = await place(context);
  await folder.run(['run', await folder.suite(suiteOn(server, {}))]);
  const before = await folder.run(['list', '--format', 'json']);
  assert.deepEqual(
    before.stderr.filter((line) => line !== ''),
    [],
  );
  await writeFile(join(folder.path, '.llm-bench', 'catalog.sqlite'), 'this is no database');
  const after = await folder.run(['list', '--format', 'json']);
  assert.match(after.stderr.join('\n'), /index was damaged.*set aside as catalog\.damaged-.*restored/);
  assert.deepEqual(JSON.parse(after.stdout), JSON.parse(before.stdout));
  const files = await readdir(join(folder.path, '.llm-bench'));
  assert.ok(files.some((name) => name.startsWith('catalog.damaged-')));
});
