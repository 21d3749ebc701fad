/** The parts of `npm test` that are made of node:test files: all of a folder, found by pattern and never listed by hand. */
import { glob } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { run } from 'node:test';
import { collectOutcomes } from './collect.ts';
import { type Outcome, printNote, printPart } from './outcome.ts';
import { REPOSITORY } from './repository.ts';

export interface TestGroup {
  /** Also the folder below test/. */
  readonly name: string;
  /** Static steps that must have been done before. */
  readonly needs: readonly string[];
  /** Test files at the same time. A file of e2e is a VS Code and a browser: one is enough for two cores. */
  readonly concurrency: number;
  /** After which a test file is taken to hang. */
  readonly fileTimeoutMs: number;
  /** Whether few failed tests are given a second attempt: an editor and a browser on a busy machine can lose a key or a click. */
  readonly isRepeated?: true;
  /**
   * Whether a file is ended although something of it is open, so that what a failed test left does not keep it until its time
   * is up. Not where tests are quick: node may then cut off what it has not told of the last of them.
   */
  readonly isForced?: true;
}

const CORES = availableParallelism();
/** More failures than these are no matter of chance. */
const mostRepeated = 6;
/** For a test file that timed out to be ended and told of. */
const graceMs = 20_000;

export const GROUPS: readonly TestGroup[] = [
  { name: 'unit', needs: [], concurrency: CORES, fileTimeoutMs: 120_000 },
  { name: 'wire', needs: [], concurrency: CORES, fileTimeoutMs: 120_000 },
  { name: 'faults', needs: [], concurrency: 1, fileTimeoutMs: 240_000, isForced: true },
  { name: 'engine', needs: ['package'], concurrency: 1, fileTimeoutMs: 240_000, isForced: true },
  { name: 'e2e', needs: ['package'], concurrency: 1, fileTimeoutMs: 360_000, isForced: true, isRepeated: true },
];

async function find(pattern: string): Promise<string[]> {
  const found: string[] = [];
  for await (const file of glob(pattern, { cwd: REPOSITORY, exclude: ['**/node_modules/**'] })) found.push(file);
  return found.sort();
}

export async function filesOf({ name }: TestGroup): Promise<string[]> {
  return find(`test/${name}/**/*.test.ts`);
}

export async function filesOutside(groups: readonly TestGroup[]): Promise<string[]> {
  const known = new Set((await Promise.all(groups.map(filesOf))).flat());
  return (await find('{src,test,webview}/**/*.test.{ts,tsx,mjs,js}')).filter((file) => !known.has(file));
}

/**
 * Runs each file in a process of its own. Nothing to run is a failure, except where a name was searched for.
 * @param deadline after which what has not ended is given up
 */
export async function runGroup(
  group: TestGroup,
  files: readonly string[],
  deadline: AbortSignal,
  grep?: string,
): Promise<Outcome[]> {
  printPart(group.name);
  const outcomes = files.length === 0 ? [] : await runFiles(group, files, deadline, grep);
  if (outcomes.length > 0 || grep !== undefined) return group.isRepeated ? await repeated(group, outcomes, deadline) : outcomes;
  return [{ name: group.name, where: `test/${group.name}`, error: `test/${group.name} has no test that ran.` }];
}

/** The outcomes, with those of a second attempt for tests that failed. Both are told, and what it took. */
async function repeated(group: TestGroup, outcomes: readonly Outcome[], deadline: AbortSignal): Promise<Outcome[]> {
  const failed = outcomes.filter(({ error }) => error !== null);
  if (failed.length === 0 || failed.length > mostRepeated) return [...outcomes];
  printPart(`${group.name}, second attempt`);
  const names = failed.map(({ name }) => name.replaceAll(/[^\w ]/g, '.'));
  const files = [...new Set(failed.map(fileOf))];
  const second = await runFiles(group, files, deadline, `^(${names.join('|')})$`);
  const after = failed.map((first) => second.find((one) => one.name === first.name && fileOf(one) === fileOf(first)) ?? first);
  for (const { name, error } of after) if (error === null) printNote(`passed at the second attempt only: ${name}`);
  return [...outcomes.filter(({ error }) => error === null), ...after];
}

function fileOf({ where }: Outcome): string {
  return where.replace(/:\d+$/, '');
}

async function runFiles(
  group: TestGroup,
  files: readonly string[],
  deadline: AbortSignal,
  grep: string | undefined,
): Promise<Outcome[]> {
  const paths = files.map((file) => join(REPOSITORY, file));
  const stream = run({
    files: paths,
    cwd: REPOSITORY,
    concurrency: group.concurrency,
    timeout: group.fileTimeoutMs,
    signal: deadline,
    forceExit: group.isForced ?? false,
    ...(grep === undefined ? {} : { testNamePatterns: [new RegExp(grep, 'i')] }),
  });
  const silenceMs = group.fileTimeoutMs + graceMs;
  return collectOutcomes(stream, { emptyFileFails: grep === undefined, files: paths, silenceMs, deadline });
}
