import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { importCsv } from './import/csv.ts';
import type { ImportedSuite, ImportFault } from './import/notes.ts';
import { importPromptfoo } from './import/promptfoo.ts';
import type { SuiteOptions } from './suite/checks.ts';
import { decodeUtf8, NotUtf8 } from './suite/utf8.ts';

/** Datasets and configurations beyond this are none that a person wrote. */
const mostBytes = 50_000_000;

/** Makes the text of a suite, to stand beside it, of rows or a promptfoo configuration. Rejects where it cannot be read. */
export async function importFile(path: string, options: SuiteOptions): Promise<ImportedSuite | ImportFault> {
  if (/\.(?:csv|jsonl|ndjson)$/i.test(path)) return importRows(path, []);
  return importText(path, (text) => importPromptfoo(text, { options, readFile: besideOf(path) }));
}

/** The same of rows alone: a JSON file is a list of them, too. */
export async function importRows(path: string, models: readonly string[]): Promise<ImportedSuite | ImportFault> {
  return importText(path, (text) => importCsv(text, basename(path), models));
}

async function importText(
  path: string,
  make: (text: string) => ImportedSuite | ImportFault | Promise<ImportedSuite | ImportFault>,
): Promise<ImportedSuite | ImportFault> {
  const text = await readText(path).catch((cause: unknown) => {
    if (cause instanceof NotUtf8) return cause;
    throw cause;
  });
  return typeof text === 'string' ? make(text) : { fault: `Line ${text.line + 1}: ${text.message}` };
}

/** `questions.bench.yaml` for `questions.csv`. */
export function suiteBeside(path: string): string {
  return join(dirname(path), `${basename(path).replace(/\.[^.]+$/, '')}.bench.yaml`);
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
  if ((await stat(path)).size > mostBytes) throw new Error('It is larger than 50 MB.');
  return decodeUtf8(await readFile(path));
}
