import { readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { formatPlural } from '../../shared/format.ts';
import { importCsv } from '../import/csv.ts';
import { noteLine, type ImportedSuite, type ImportFault } from '../import/notes.ts';
import { importPromptfoo } from '../import/promptfoo.ts';
import { plainLine } from '../report/terminalText.ts';
import type { ImportArgs } from './args.ts';
import { exitCode, UsageError, type ExitCode } from './exitCode.ts';
import type { CliContext } from './run.ts';

/** Datasets and configurations beyond this are none that a person wrote. */
const mostBytes = 50_000_000;

/** Makes a suite of another tool's file, beside it; what does not map is named. No file is overwritten. */
export async function importCommand({ file, out }: ImportArgs, context: CliContext): Promise<ExitCode> {
  const path = resolve(context.cwd, file);
  const suite = await importFile(path, file, context);
  if ('fault' in suite) throw new UsageError(`${file} cannot be imported: ${suite.fault}`);
  const target = resolve(context.cwd, out ?? suiteBeside(path));
  await write(target, suite.text);
  const name = relative(context.cwd, target) || target;
  context.stdout.write(`${name} written. Check it with: llm-bench validate ${name}\n`);
  if (suite.notes.length === 0) return exitCode.fine;
  context.stdout.write(`${formatPlural(suite.notes.length, 'thing')} of ${file} did not map as it is:\n`);
  for (const note of suite.notes) {
    context.stdout.write(`  ${note.kind === 'left-out' ? 'left out' : 'changed'}: ${plainLine(noteLine(note))}\n`);
  }
  return exitCode.fine;
}

async function importFile(path: string, file: string, context: CliContext): Promise<ImportedSuite | ImportFault> {
  const text = await readText(path).catch((cause: unknown) => {
    throw new UsageError(`${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`);
  });
  if (/\.csv$/i.test(path)) return importCsv(text, basename(path), []);
  return importPromptfoo(text, { options: context.suiteOptions, readFile: besideOf(path) });
}

/** Only what lies in the configuration's own folder: what it names is read on its word. */
function besideOf(path: string): (beside: string) => Promise<string | null> {
  return async (beside) => {
    try {
      const folder = await realpath(dirname(path));
      const found = await realpath(resolve(folder, beside));
      const way = relative(folder, found);
      return way.startsWith('..') || isAbsolute(way) ? null : await readText(found);
    } catch {
      return null;
    }
  };
}

async function readText(path: string): Promise<string> {
  if ((await stat(path)).size > mostBytes) throw new Error('it is larger than 50 MB.');
  return readFile(path, 'utf8');
}

/** `questions.bench.yaml` for `questions.csv`. */
function suiteBeside(path: string): string {
  return join(dirname(path), `${basename(path).replace(/\.[^.]+$/, '')}.bench.yaml`);
}

async function write(target: string, text: string): Promise<void> {
  await writeFile(target, text, { flag: 'wx' }).catch((cause: unknown) => {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    const reason = code === 'EEXIST' ? 'it is there already' : code;
    throw new UsageError(`${target} cannot be written (${reason}): give another place with --out.`);
  });
}
