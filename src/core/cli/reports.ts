import { access, constants, mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import pc from 'picocolors';
import type { RunId } from '../../shared/model/ids.ts';
import type { RunRecord } from '../../shared/model/run.ts';
import type { BenchStore } from '../benchStore.ts';
import { renderRun } from '../renderRun.ts';
import { renderTable } from '../report/table.ts';
import type { Format, ReportArgs } from './args.ts';
import { exitCode, UsageError, type ExitCode } from './exitCode.ts';
import type { Output } from './progress.ts';
import type { CliContext } from './run.ts';

export const noRuns = 'No runs are stored here yet. Start one: llm-bench run my.bench.yaml';

export async function reportCommand(args: ReportArgs, store: BenchStore, context: CliContext): Promise<ExitCode> {
  const run = await findRun(args.run, store);
  const [path] = await reportPaths([run.name], args, context);
  if (path === undefined) context.stdout.write(await renderFor(context.stdout, args.format, run.id, store));
  else await writeReport(path, await renderFor(aFile, args.format, run.id, store), context);
  return exitCode.fine;
}

/** Wide enough for every column of a table, and no place for colours. */
export const aFile: Pick<Output, 'isTTY' | 'columns'> = { isTTY: false, columns: 120 };

/** The report as text; a table is fitted to where it is shown. */
export async function renderFor(
  output: Pick<Output, 'isTTY' | 'columns'>,
  format: Format,
  id: RunId,
  store: BenchStore,
): Promise<string> {
  if (format !== 'table') return renderRun(format, id, store);
  const comparison = await store.comparison(id);
  if (!comparison) throw new Error(`There is no run ${id} in this store.`);
  const colors = pc.createColors(output.isTTY && pc.isColorSupported);
  return renderTable(comparison, { width: output.columns, colors });
}

export async function writeReport(path: string, report: string, context: CliContext): Promise<void> {
  await writeFile(path, report).catch((cause: unknown) => cannotWrite(path, cause));
  context.stderr.write(`Report written to ${relative(context.cwd, path) || path}\n`);
}

/**
 * Where the reports go: the file of --out, or in its folder a file for each suite, none of which takes another's name.
 * Tried before anything is run: a report that cannot be written is better known before the calls are paid for.
 */
export async function reportPaths(
  suiteNames: readonly string[],
  { out, format }: Pick<ReportArgs, 'out' | 'format'>,
  context: CliContext,
): Promise<string[]> {
  if (out === null) return [];
  const path = resolve(context.cwd, out);
  const isFolder = (await stat(path).catch(() => null))?.isDirectory() ?? false;
  if (!isFolder && suiteNames.length > 1) {
    throw new UsageError(`With several suites --out names a folder that exists; "${out}" is none.`);
  }
  const folder = isFolder ? path : dirname(path);
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (cause) {
    cannotWrite(folder, cause);
  }
  return isFolder ? fileNames(suiteNames, format).map((name) => join(path, name)) : [path];
}

function cannotWrite(path: string, cause: unknown): never {
  const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  throw new UsageError(`${path} cannot be written (${reason}): give --out another place. What was run is kept in the store.`);
}

function fileNames(suiteNames: readonly string[], format: Format): string[] {
  const endings: Partial<Record<Format, string>> = { junit: 'xml', table: 'txt' };
  const taken = new Set<string>();
  return suiteNames.map((suiteName) => {
    const slug = slugOf(suiteName);
    let name = slug;
    for (let n = 2; taken.has(name); n++) name = `${slug}-${n}`;
    taken.add(name);
    return `${name}.${endings[format] ?? format}`;
  });
}

function slugOf(suiteName: string): string {
  const words = suiteName.toLowerCase().match(/[\p{L}\p{N}]+/gu);
  return words?.join('-') ?? 'report';
}

async function findRun(wanted: string, store: BenchStore): Promise<RunRecord> {
  const items = await store.listRuns();
  const found = wanted === 'latest' ? items.slice(0, 1) : items.filter(({ run }) => run.id.startsWith(wanted));
  const [only, ...more] = found;
  if (!only) {
    throw new UsageError(items.length === 0 ? noRuns : `No run begins with "${wanted}": see llm-bench list`);
  }
  if (more.length > 0) throw new UsageError(`${found.length} runs begin with "${wanted}": give more of the id.`);
  return only.run;
}
