import { posix, relative, resolve } from 'node:path';
import type { Store } from '../store/spec.ts';
import { plainLine } from '../report/terminalText.ts';

interface SuiteHere {
  /** As runs of it are stored. */
  readonly path: string;
  readonly name: string;
}

/**
 * What to tell before a run whose suite has no baseline, where one of the same suite was made from another folder: a gate
 * would pass whatever its models answer. `null`: there is none.
 */
export async function baselineElsewhere(
  here: SuiteHere,
  store: Pick<Store, 'suites' | 'baseline'>,
  cwd: string,
): Promise<string | null> {
  if ((await store.baseline(here.path)) !== null) return null;
  const alike = (await store.suites()).filter((stored) => stored.path !== here.path && isSame(stored, here));
  for (const { path } of alike) {
    const run = await store.baseline(path);
    if (run !== null) return elsewhereText(here.path, { path, run: run.slice(0, 8) }, cwd);
  }
  return null;
}

function isSame(a: SuiteHere, b: SuiteHere): boolean {
  if (posix.basename(inside(a.path)) !== posix.basename(inside(b.path))) return false;
  return a.name === b.name || endsWith(a.path, b.path) || endsWith(b.path, a.path);
}

function endsWith(path: string, end: string): boolean {
  return `/${inside(path)}`.endsWith(`/${inside(end)}`);
}

/** What is left where the way out of the folder is taken away. */
function inside(path: string): string {
  return path.replaceAll('\\', '/').replace(/^(?:\.\.\/)+/, '');
}

function elsewhereText(path: string, { path: there, run }: { readonly path: string; readonly run: string }, cwd: string): string {
  const folder = folderOf(resolve(cwd, path).replaceAll('\\', '/'), there, cwd);
  const start = `start llm-bench in the folder where that was made${folder === null ? '' : ` (${folder})`}`;
  return plainLine(
    `${path} has no baseline, but ${there} has one, and a suite goes by its path from where llm-bench is started: ${start}, name it with --baseline ${run}, or make one here with --set-baseline.`,
  );
}

/** From where the suite's path was what it is; `null` where that cannot be told. */
function folderOf(file: string, there: string, cwd: string): string | null {
  if (!file.endsWith(`/${there}`)) return null;
  return relative(cwd, file.slice(0, -there.length)) || '.';
}
