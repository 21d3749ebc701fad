import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { BenchStore } from '../../../src/core/benchStore.ts';
import type { Bench } from '../../../src/core/bench.ts';
import { readArgs, type RunArgs } from '../../../src/core/cli/args.ts';
import { exitCode, UsageError } from '../../../src/core/cli/exitCode.ts';
import { conclude, runCommand, type CliContext } from '../../../src/core/cli/run.ts';
import { noUserProviders } from '../../../src/core/ports.ts';
import { suiteOptionsFor } from '../../../src/core/suiteOptions.ts';
import type { Suite } from '../../../src/shared/model/suite.ts';
import { candidate, comparison } from '../report/fixtures.ts';

const label = 'red\u001b[31m\u009b2J';
const suite = { name: 'Run', models: [{ model: 'openai/m', label }], prompt: 'Hi {{a}}', cases: [{ vars: { a: 'b' } }] };

/** Runs a suite as far as a bench that does no more than prepare lets it. */
async function run(context: TestContext, options: string[], prepare: Bench['prepare'], interrupted: AbortSignal) {
  const cwd = await mkdtemp(join(tmpdir(), 'llm-bench-cli-'));
  context.after(() => rm(cwd, { recursive: true, force: true }));
  await writeFile(join(cwd, 'a.bench.json'), JSON.stringify(suite));
  const output = { isTTY: false, columns: 120, write: () => undefined };
  const cli: CliContext = { cwd, stdout: output, stderr: output, suiteOptions: suiteOptionsFor(noUserProviders), interrupted };
  return runCommand(readArgs(['run', 'a.bench.json', ...options]) as RunArgs, { prepare } as Bench, cli);
}

const never: Bench['prepare'] = () => new Promise(() => undefined);

test("a suite's labels cannot steer the terminal when they are named in an error", async (context) => {
  await assert.rejects(
    run(context, ['--models', 'other'], never, new AbortController().signal),
    (error) => error instanceof UsageError && error.message.includes('red') && !/\p{Cc}/u.test(error.message),
  );
});

test('Ctrl+C ends what is prepared before the first call', { timeout: 20_000 }, async (context) => {
  const interrupt = new AbortController();
  const prepare: Bench['prepare'] = (suite) => {
    setImmediate(() => interrupt.abort());
    return never(suite);
  };
  assert.equal(await run(context, [], prepare, interrupt.signal), exitCode.interrupted);
});

test('before the first call a run tells what it may cost, and where a baseline of its suite lies that it is not held against', async (context) => {
  const cwd = await mkdtemp(join(tmpdir(), 'llm-bench-cli-'));
  context.after(() => rm(cwd, { recursive: true, force: true }));
  await writeFile(join(cwd, 'a.bench.json'), JSON.stringify(suite));
  const there = 'gate/a.bench.json';
  const store = {
    health: { state: 'ok', message: null },
    suites: async () => [{ path: there, name: 'Run', runs: 1, lastAt: '' }],
    baseline: async (path: string) => (path === there ? 'ca857165-0000' : null),
  } as unknown as BenchStore;
  const told = async (...options: string[]): Promise<string> => {
    let text = '';
    const bench = {
      prepare: async (of: Suite) => ({
        ...{ suite: of, candidates: [], endpoints: {}, problems: [], missingKeys: [], plannedSamples: 1 },
        estimate: { lowUsd: 0.25, highUsd: 0.5, unknownModels: [], judging: null },
      }),
      store: async () => store,
      start: async () => ({
        run: { id: '1f2e3d4c-0000' },
        candidates: [],
        events: () => ({ dispose: () => undefined }),
        finished: Promise.reject(new Error('That is all.')),
        cancel: () => undefined,
      }),
    } as unknown as Bench;
    const stderr = { isTTY: false, columns: 120, write: (part: string) => void (text += part) };
    const suiteOptions = suiteOptionsFor(noUserProviders);
    const cli: CliContext = { cwd, stdout: stderr, stderr, suiteOptions, interrupted: new AbortController().signal };
    const args = readArgs(['run', 'a.bench.json', ...options]) as RunArgs;
    await assert.rejects(runCommand(args, bench, cli), /That is all/);
    return text;
  };
  assert.match(
    await told(),
    /^a\.bench\.json has no baseline, but gate\/a\.bench\.json has one.*\nRun: 1 model × 1 case = 1 call; \$0\.25 to \$0\.5 \(run 1f2e3d4c\)\n/m,
  );
  assert.doesNotMatch(await told('--set-baseline'), /has no baseline/, 'it will have one of its own');
  assert.doesNotMatch(await told('--baseline', 'none'), /has no baseline/, 'none is wanted');
});

test('a run that passed its budget says so as it ends', async () => {
  let text = '';
  const made = comparison([candidate('a/b')]);
  const store = {
    comparison: async () => ({ ...made, budgetUsd: 0.005, totals: { ...made.totals, knownCostUsd: 0.0061 } }),
    render: async () => '{}',
  } as unknown as BenchStore;
  const stderr = { isTTY: false, columns: 120, write: (part: string) => void (text += part) };
  const cli: CliContext = {
    ...{ cwd: '/', suiteOptions: suiteOptionsFor(noUserProviders), stderr, stdout: { ...stderr, write: () => undefined } },
    interrupted: new AbortController().signal,
  };
  const view = { choice: {}, weights: null };
  assert.equal(await conclude(made.run, { format: 'json', out: null, view, limits: {} }, store, cli), exitCode.fine);
  assert.match(text, /^The run cost \$0\.0061, more than its budget of \$0\.005: .*\n$/);
});
