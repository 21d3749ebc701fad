import { writeFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { formatPlural } from '../../shared/format.ts';
import { noteLine } from '../import/notes.ts';
import { importFile, suiteBeside } from '../importFile.ts';
import { plainLine } from '../report/terminalText.ts';
import { errorCode } from '../store/errors.ts';
import type { ImportArgs } from './args.ts';
import { exitCode, UsageError, type ExitCode } from './exitCode.ts';
import type { CliContext } from './run.ts';

/** Makes a suite of another tool's file, beside it; what does not map is named. */
export async function importCommand({ file, out, force }: ImportArgs, context: CliContext): Promise<ExitCode> {
  const path = resolve(context.cwd, file);
  const suite = await importFile(path, context.suiteOptions).catch((cause: unknown) => {
    throw new UsageError(`${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`);
  });
  if ('fault' in suite) throw new UsageError(`${file} cannot be imported: ${suite.fault}`);
  const target = resolve(context.cwd, out ?? suiteBeside(path));
  await write(target, suite.text, force);
  const name = relative(context.cwd, target) || target;
  context.stdout.write(`${name} written. Check it with: llm-bench validate ${name}\n`);
  if (suite.notes.length === 0) return exitCode.fine;
  context.stdout.write(`${formatPlural(suite.notes.length, 'thing')} of ${file} did not map as it is:\n`);
  for (const note of suite.notes) {
    context.stdout.write(`  ${note.kind === 'left-out' ? 'left out' : 'changed'}: ${plainLine(noteLine(note))}\n`);
  }
  return exitCode.fine;
}

async function write(target: string, text: string, force: boolean): Promise<void> {
  await writeFile(target, text, { flag: force ? 'w' : 'wx' }).catch((cause: unknown) => {
    const code = errorCode(cause) ?? String(cause);
    if (code === 'EEXIST')
      throw new UsageError(`${target} is there already: give another place with --out, or overwrite it with --force.`);
    throw new UsageError(`${target} cannot be written (${code}): give another place with --out.`);
  });
}
