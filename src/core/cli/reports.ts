import { access, constants, mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import pc from 'picocolors';
import type { RunId } from '../../shared/model/ids.ts';
import type { Thresholds } from '../../shared/model/suite.ts';
import type { Weights } from '../../shared/weights.ts';
import type { BenchStore, ComparisonChoice } from '../benchStore.ts';
import type { ReportChoice } from '../renderRun.ts';
import { renderTable } from '../report/table.ts';
import { errorCode, StoreError } from '../store/errors.ts';
import type { ReportArgs } from './args.ts';
import type { Format } from './optionValues.ts';
import { exitCode, UsageError, type ExitCode } from './exitCode.ts';
import type { Output } from './progress.ts';
import type { CliContext } from './run.ts';
import { choiceOf } from './seenBy.ts';
import { findRun } from './findRun.ts';
import { weightedLines } from './weighted.ts';

export async function reportCommand(args: ReportArgs, store: BenchStore, context: CliContext): Promise<ExitCode> {
  const run = await findRun(args.run, store);
  const view: View = { choice: await choiceOf(args.seenBy, run.id, store, context), weights: args.seenBy.weights };
  const [path] = await reportPaths([run.name], args, context);
  if (path === undefined) context.stdout.write(await renderFor(context.stdout, args.format, run.id, store, view));
  else await writeReport(path, args.format, run.id, store, view, context);
  return exitCode.fine;
}

/** Wide enough for every column of a table, and no place for colours. */
export const aFile: Pick<Output, 'isTTY' | 'columns'> = { isTTY: false, columns: 120 };

/** By what a run is seen. */
export interface View {
  readonly choice: ComparisonChoice;
  /** Of the user's own. */
  readonly weights: Weights | null;
  /** Laid over the suite's. */
  readonly thresholds?: Thresholds;
}

/** The report as text; a table is fitted to where it is shown. */
export async function renderFor(
  output: Pick<Output, 'isTTY' | 'columns'>,
  format: Format,
  id: RunId,
  store: BenchStore,
  view: View,
): Promise<string> {
  const { choice, weights } = view;
  if (format !== 'table') return store.render(format, id, reportChoice(view));
  const comparison = await store.comparison(id, choice);
  if (!comparison) throw new StoreError('other', `Run ${id.slice(0, 8)} is not in the store any more.`);
  const colors = pc.createColors(output.isTTY && pc.isColorSupported);
  const ranking = weights === null ? '' : weightedLines(comparison, weights, output);
  return renderTable(comparison, { width: output.columns, colors }) + ranking;
}

function reportChoice({ choice, weights, thresholds = {} }: View): ReportChoice {
  return { ...choice, thresholds, ...(weights && { weights }) };
}

export async function writeReport(
  path: string,
  format: Format,
  id: RunId,
  store: BenchStore,
  view: View,
  context: CliContext,
): Promise<void> {
  if (format === 'table') {
    const table = await renderFor(aFile, format, id, store, view);
    await writeFile(path, table).catch((cause: unknown) => cannotWrite(path, cause));
  } else {
    await store.renderFile(format, id, path, reportChoice(view)).catch((cause: unknown) => {
      if (!(cause instanceof StoreError) || (cause.kind !== 'read-only' && cause.kind !== 'disk-full')) throw cause;
      throw new UsageError(`${cause.message} Give --out another place: what was run is kept in the store.`, { cause });
    });
  }
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
  const reason = errorCode(cause) ?? String(cause);
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
