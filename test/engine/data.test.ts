import assert from 'node:assert/strict';
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { test, type TestContext } from 'node:test';
import { workspace, type Workspace } from './cli.ts';
import { casesNamed, suiteOn, wireServer } from './servers.ts';

/** A workspace whose store holds two runs, one of them the baseline. */
async function withRuns(context: TestContext): Promise<Workspace> {
  const server = await wireServer(context, () => ({ reply: { text: ['he', 'll', 'o 日本'], usage: { input: 20, output: 3 } } }));
  const folder = await workspace(context);
  const suite = await folder.suite(suiteOn(server, { cases: casesNamed(['hello', 'world']) }));
  for (const options of [['--set-baseline'], []]) await done(folder, 'run', suite, ...options);
  return folder;
}

async function done(folder: Workspace, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await folder.run(args);
  assert.equal(code, 0, `${args.join(' ')}: ${stderr.join('\n')}${stdout}`);
  return stdout;
}

/** Every export and every report that the store gives, but for the paths in them. */
async function outputs(folder: Workspace, name: string): Promise<readonly string[]> {
  const files = ['jsonl', 'csv', 'sqlite'].map((ending) => `${name}.${ending}`);
  for (const file of files) await done(folder, 'data', 'export', file);
  const reports = await Promise.all(
    ['json', 'md', 'html', 'csv', 'junit'].map((format) => done(folder, 'report', '--format', format)),
  );
  return [...(await Promise.all(files.map((file) => readFile(folder.join(file), 'latin1')))), ...reports];
}

test('what was backed up comes back byte by byte after everything was lost', { timeout: 120_000 }, async (context) => {
  const folder = await withRuns(context);
  const before = await outputs(folder, 'before');
  assert.match(await done(folder, 'data', 'backup', 'b.tar.gz'), /^Backed up 2 runs to b\.tar\.gz/);
  const again = await folder.run(['data', 'backup', 'b.tar.gz']);
  assert.equal(again.code, 2);
  assert.match(again.stderr.join('\n'), /is there already/);

  await rm(folder.join('.llm-bench'), { recursive: true });
  const asked = await folder.run(['data', 'restore', 'b.tar.gz']);
  assert.equal(asked.code, 2);
  assert.match(asked.stdout, /2 runs in place of 0/);
  assert.match(await done(folder, 'data', 'restore', 'b.tar.gz', '--yes'), /^Restored 2 runs\.$/m);
  assert.deepEqual(await outputs(folder, 'after'), before);
  assert.match(await done(folder, 'data', 'check'), /All is well/);
});

test('results of another store are taken in, compacted and pruned', { timeout: 120_000 }, async (context) => {
  const folder = await withRuns(context);
  assert.match(await done(folder, 'data', 'merge', '.llm-bench', '--store', 'mine'), /^Took in 2 runs;/);
  assert.match(await done(folder, 'data', 'merge', '.llm-bench', '--store', 'mine'), /2 were here already/);
  const listed = await done(folder, 'list', '--format', 'json');
  assert.equal(await done(folder, 'list', '--format', 'json', '--store', 'mine'), listed);
  await done(folder, 'data', 'compact', '--store', 'mine');
  assert.equal(await done(folder, 'list', '--format', 'json', '--store', 'mine'), listed);
  assert.equal((await readdir(folder.join('mine', 'runs'))).length, 2);
  const pruned = await done(folder, 'data', 'prune', '--older-than', '0d', '--yes', '--store', 'mine');
  assert.match(pruned, /Dropped 0 results of 0 runs/, 'one is the baseline, the other the newest');
  const { runs } = JSON.parse(await done(folder, 'data', 'size', '--format', 'json', '--store', 'mine')) as { runs: number };
  assert.equal(runs, 2);
});

test('a flipped byte is found, and fails the check', { timeout: 120_000 }, async (context) => {
  const folder = await withRuns(context);
  const [name = ''] = (await readdir(folder.join('.llm-bench', 'runs'))).filter((file) => file.endsWith('.jsonl'));
  const path = folder.join('.llm-bench', 'runs', name);
  const bytes = await readFile(path);
  const at = bytes.indexOf('hello 日本');
  bytes[at] = 0x48;
  await writeFile(path, bytes);
  const { code, stdout } = await folder.run(['data', 'check']);
  assert.equal(code, 3);
  assert.match(stdout, new RegExp(`runs/${name}, byte ${bytes.lastIndexOf(10, at) + 1}: `));
});

test('without a store there is nothing to look at, and none is made', { timeout: 60_000 }, async (context) => {
  const folder = await workspace(context);
  for (const what of [['size'], ['check'], ['backup'], ['compact'], ['export', 'a.csv']]) {
    const { code, stdout, stderr } = await folder.run(['data', ...what]);
    // To ask how much there is, is no fault, as with `list`.
    assert.equal(code, what[0] === 'size' ? 0 : 2, what[0]);
    assert.match([stdout, ...stderr].join('\n'), /No runs are stored/);
  }
  assert.deepEqual(await readdir(folder.path), []);
});
