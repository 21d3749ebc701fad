/** The parts of `npm test` that are one command each. */
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { type Outcome, printLine, printPart } from './outcome.ts';
import { REPOSITORY } from './repository.ts';

export interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

export const STEPS: readonly Step[] = [
  { name: 'types', command: ['tsc', '-p', '.'] },
  { name: 'webview-types', command: ['tsc', '-p', 'webview'] },
  { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings'] },
  { name: 'format', command: ['oxfmt', '--check'] },
  { name: 'package', command: ['node', 'test/tools/package.ts'] },
];

/** The project's own tools come first, with or without npm. */
const PATH = `${join(REPOSITORY, 'node_modules', '.bin')}${delimiter}${process.env['PATH'] ?? ''}`;

export function runStep({ name, command: [program, ...args] }: Step): Outcome {
  printPart(name);
  const start = performance.now();
  const result = spawnSync(program, args, { cwd: REPOSITORY, encoding: 'utf8', env: { ...process.env, PATH } });
  const text = [program, ...args].join(' ');
  const output = `${result.error?.message ?? ''}${result.stdout}${result.stderr}`;
  const outcome = { name, where: text, error: result.status === 0 ? null : `${text} ended with ${result.status}:\n${output}` };
  printLine(outcome.error === null, text, performance.now() - start);
  return outcome;
}
