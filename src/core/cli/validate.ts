import { dirname, isAbsolute, relative, resolve } from 'node:path';
import type { Problem } from '../../shared/model/problem.ts';
import type { Suite } from '../../shared/model/suite.ts';
import { formatPlural } from '../../shared/format.ts';
import { diskReader } from '../diskReader.ts';
import { plainLine } from '../report/terminalText.ts';
import { loadSuite, type LoadedSuite } from '../suite/loadSuite.ts';
import type { ValidateArgs } from './args.ts';
import { exitCode, UsageError, type ExitCode } from './exitCode.ts';
import type { CliContext } from './run.ts';

/** Prints every problem of every suite as `file:line:column`, so that editors and CI link them. */
export async function validateCommand(args: ValidateArgs, context: CliContext): Promise<ExitCode> {
  let faulty = false;
  for (const path of args.suites) {
    const { suite, problems } = await load(path, context);
    context.stdout.write(problems.map((problem) => `${describe(path, problem, context)}\n`).join(''));
    if (suite)
      context.stdout.write(
        `${path}: fine: ${formatPlural(suite.models.length, 'model')}, ${formatPlural(suite.cases.length, 'case')}\n`,
      );
    else faulty = true;
  }
  return faulty ? exitCode.badInput : exitCode.fine;
}

/** The suite, with its warnings told; throws `UsageError` that lists what is wrong. */
export async function loadOrExplain(path: string, context: CliContext): Promise<Suite> {
  const { suite, problems } = await load(path, context);
  if (!suite) throw new UsageError(problems.map((problem) => describe(path, problem, context)).join('\n'));
  for (const problem of problems) context.stderr.write(`${describe(path, problem, context)}\n`);
  return suite;
}

export function load(path: string, context: CliContext, moreRows = 0): Promise<LoadedSuite> {
  const absolute = resolve(context.cwd, path);
  // A suite outside the working directory keeps its datasets beside itself.
  const root = isInside(relative(context.cwd, absolute)) ? context.cwd : dirname(absolute);
  return loadSuite(absolute, root, diskReader, context.suiteOptions, undefined, moreRows);
}

function isInside(way: string): boolean {
  return !way.startsWith('..') && !isAbsolute(way);
}

function describe(path: string, problem: Problem, { cwd }: CliContext): string {
  const { line, character } = problem.range.start;
  const way = problem.file === undefined ? path : relative(cwd, problem.file);
  const file = problem.file !== undefined && !isInside(way) ? problem.file : way;
  return plainLine(`${file}:${line + 1}:${character + 1}: ${problem.severity}: ${problem.message}`);
}
