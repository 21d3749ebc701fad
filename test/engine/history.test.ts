import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { History } from '../../src/shared/model/history.ts';
import { workspace } from './cli.ts';
import { casesNamed, suiteOn, wireServer } from './servers.ts';

const runs = 12;
const cases = casesNamed(['hello', 'hello there']);

test('a model that gets worse is found by the runs of its suite', { timeout: 120_000 }, async (context) => {
  let asked = 0;
  const server = await wireServer(context, () => {
    const isGood = asked++ < (runs / 2) * cases.length;
    return { reply: { text: [isGood ? 'hello' : 'goodbye'], usage: { input: 20, output: 3 } } };
  });
  const folder = await workspace(context);
  const suite = await folder.suite(suiteOn(server, { cases }));
  const history = async (...options: string[]): Promise<History> => {
    const { code, stdout, stderr } = await folder.run(['history', suite, '--format', 'json', ...options]);
    assert.equal(code, 0, stderr.join('\n'));
    return JSON.parse(stdout) as History;
  };

  await context.test('there is no history before a run', async () => {
    const { code, stderr } = await folder.run(['history']);
    assert.deepEqual([code, stderr], [2, ['No runs are stored here yet. Start one: llm-bench run my.bench.yaml']]);
  });

  await context.test('each run is a point, and the first bad one begins a level', async () => {
    const made = await folder.run(['run', ...Array.from({ length: runs }, () => suite)]);
    assert.equal(made.code, 0, made.stderr.slice(-3).join('\n'));
    const { suiteName, runs: listed, series } = await history();
    assert.deepEqual([suiteName, listed.length, series.length], ['Engine test', runs, 1]);
    const [only] = series;
    assert.deepEqual(
      only?.points.map(({ value }) => value.value),
      Array.from({ length: runs }, (_, i) => Number(i < runs / 2)),
    );
    assert.deepEqual(
      only?.changes.map(({ index, direction }) => [index, direction]),
      [[runs / 2, 'worse']],
    );
    const { stdout } = await folder.run(['history']);
    assert.match(stdout, /^local\/good: quality fell from 1\.00 to 0\.00 at run [0-9a-f]{8}, /m);
  });

  await context.test('other questions are told apart', async () => {
    await folder.suite(suiteOn(server, { cases: casesNamed(['goodbye', 'hello']) }), suite);
    assert.equal((await folder.run(['run', suite])).code, 0);
    const { series } = await history('--metric', 'latencyP50');
    assert.deepEqual(
      series[0]?.points.map(({ questionsChanged }) => questionsChanged),
      Array.from({ length: runs + 1 }, (_, i) => i === runs),
    );
  });

  await context.test('a run that is scored again has its new quality in the history', async () => {
    const lenient = [{ name: 'any', vars: { word: 'hello' }, expect: [{ contains: 'goodbye' }] }];
    await folder.suite(suiteOn(server, { cases: lenient, name: 'Lenient' }), 'lenient.bench.json');
    assert.equal((await folder.run(['run', 'lenient.bench.json'])).code, 0);
    const told = async () => (await folder.run(['history', 'Lenient', '--format', 'csv'])).stdout.split('\r\n')[1]?.split(',')[7];
    assert.equal(await told(), '1');
    const strict = [{ ...lenient[0], expect: [{ contains: 'hello' }] }];
    await folder.suite(suiteOn(server, { cases: strict, name: 'Lenient' }), 'lenient.bench.json');
    const { code, stderr } = await folder.run(['rescore', 'latest', 'lenient.bench.json']);
    assert.equal(code, 0, stderr.join('\n'));
    assert.equal(await told(), '0');
  });
});
