/**
 * `npm test`: everything there is to check, one number at the end.
 *
 *   npm test                                all of it
 *   npm test -- --only unit,e2e             some of it (what a part needs, such as the package, comes along)
 *   npm test -- --grep "cancel"             the tests whose name matches, in all groups or those of --only
 *
 * Static steps count as one test each. The last line is `N passed, N failed`; the exit code is 1 when anything failed or
 * when a part that was asked for had nothing to run.
 */
import { parseArgs, styleText } from 'node:util';
import { STEPS, type Step, runStep } from './steps.ts';
import { GROUPS, type TestGroup, filesOf, filesOutside, runGroup } from './testGroups.ts';
import { type Outcome, summarise } from './outcome.ts';

const USAGE = `usage: npm test -- [--only ${[...STEPS, ...GROUPS].map(({ name }) => name).join(',')}] [--grep PATTERN]`;

/** What runs longer is told as failed rather than left to whoever waits for it. */
const longestMs = 55 * 60_000;

interface Selection {
  readonly steps: readonly Step[];
  readonly groups: readonly TestGroup[];
  readonly grep: string | undefined;
}

function select(): Selection {
  const { values } = parseArgs({ options: { only: { type: 'string' }, grep: { type: 'string' } } });
  const { grep } = values;
  const names = values.only?.split(',');
  const unknown = names?.filter((name) => ![...STEPS, ...GROUPS].some((part) => part.name === name)) ?? [];
  if (unknown.length > 0) throw new Error(`There is no part called ${unknown.join(', ')}.`);
  const groups = GROUPS.filter(({ name }) => names?.includes(name) ?? true);
  const needed = groups.flatMap(({ needs }) => needs);
  const everyStep = names === undefined && grep === undefined;
  const steps = STEPS.filter(({ name }) => everyStep || names?.includes(name) || needed.includes(name));
  return { steps, groups, grep };
}

async function runAll({ steps, groups, grep }: Selection): Promise<Outcome[]> {
  const deadline = AbortSignal.timeout(longestMs);
  const outcomes: Outcome[] = [];
  for (const step of steps) outcomes.push(runStep(step));
  const broken = new Set(outcomes.filter(({ error }) => error !== null).map(({ name }) => name));
  for (const group of groups) {
    const missing = group.needs.find((name) => broken.has(name));
    if (missing !== undefined)
      outcomes.push({ name: group.name, where: group.name, error: `Not run: it needs the step "${missing}".` });
    else outcomes.push(...(await runGroup(group, await filesOf(group), deadline, grep)));
  }
  return outcomes;
}

/** A test file in a folder that no group runs would be green for ever. */
async function checkNothingLeftOut(): Promise<Outcome[]> {
  const files = await filesOutside(GROUPS);
  return files.map((file) => ({
    name: 'belongs to a group',
    where: file,
    error: 'No group of test/tools/testGroups.ts runs this file.',
  }));
}

async function main(): Promise<void> {
  // No test may spend anyone's money.
  for (const name of Object.keys(process.env)) if (name.endsWith('_API_KEY')) delete process.env[name];
  const start = performance.now();
  const outcomes = [...(await checkNothingLeftOut()), ...(await runAll(select()))];
  const seconds = Math.round((performance.now() - start) / 1000);
  console.log(styleText('dim', `\n${seconds} s in all`));
  // Not `exitCode`: what a test that hung has left behind would keep this process alive.
  process.exit(summarise(outcomes) ? 0 : 1);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(USAGE);
  process.exitCode = 2;
}
