import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { Bench } from '../../../src/core/bench.ts';
import { readArgs, type RunArgs } from '../../../src/core/cli/args.ts';
import { exitCode, UsageError } from '../../../src/core/cli/exitCode.ts';
import { runCommand, type CliContext } from '../../../src/core/cli/run.ts';
import { noUserProviders } from '../../../src/core/ports.ts';
import { suiteOptionsFor } from '../../../src/core/suiteOptions.ts';

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
