import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Problem } from '../../shared/model/problem.ts';
import type { Suite } from '../../shared/model/suite.ts';
import type { FileReader } from '../ports.ts';
import { loadSuite } from '../suite/loadSuite.ts';
import { suiteOptions } from '../suiteOptions.ts';
import type { ValidateArgs } from './args.ts';
import { exitCode, UsageError, type ExitCode } from './exitCode.ts';
import type { CliContext } from './run.ts';

const diskReader: FileReader = {
  readText: (path) => readFile(path, 'utf8'),
  size: async (path) => (await stat(path)).size,
  realPath: (path) => realpath(path),
};

/** Prints every problem of every suite as `file:line:column`, so that editors and CI link them. */
export async function validateCommand(args: ValidateArgs, context: CliContext): Promise<ExitCode> {
  let faulty = false;
  for (const path of args.suites) {
    const { suite, problems } = await load(path, context);
    context.stdout.write(problems.map((problem) => `${describe(path, problem)}\n`).join(''));
    if (suite) context.stdout.write(`${path}: fine: ${suite.models.length} models, ${suite.cases.length} cases\n`);
    else faulty = true;
  }
  return faulty ? exitCode.badInput : exitCode.fine;
}

/** The suite, with its warnings told; throws `UsageError` that lists what is wrong. */
export async function loadOrExplain(path: string, context: CliContext): Promise<Suite> {
  const { suite, problems } = await load(path, context);
  if (!suite) throw new UsageError(problems.map((problem) => describe(path, problem)).join('\n'));
  for (const problem of problems) context.stderr.write(`${describe(path, problem)}\n`);
  return suite;
}

function load(path: string, context: CliContext) {
  const absolute = resolve(context.cwd, path);
  const inside = absolute.startsWith(resolve(context.cwd) + '/');
  // A suite outside the working directory keeps its datasets beside itself.
  const root = inside ? context.cwd : dirname(absolute);
  return loadSuite(absolute, root, diskReader, suiteOptions);
}

function describe(path: string, problem: Problem): string {
  const { line, character } = problem.range.start;
  return `${problem.file ?? path}:${line + 1}:${character + 1}: ${problem.severity}: ${problem.message}`;
}
