import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import pc from 'picocolors';
import type { RunId } from '../../shared/model/ids.ts';
import type { BenchStore } from '../benchStore.ts';
import { renderRun } from '../renderRun.ts';
import { renderTable } from '../report/table.ts';
import type { Format, ReportArgs } from './args.ts';
import { exitCode, UsageError, type ExitCode } from './exitCode.ts';
import type { Output } from './progress.ts';
import type { CliContext } from './run.ts';

export async function reportCommand(args: ReportArgs, store: BenchStore, context: CliContext): Promise<ExitCode> {
  const id = await findRun(args.run, store);
  const report = await renderFor(context.stdout, args.format, id, store);
  if (args.out === null) context.stdout.write(report);
  else await writeReport(resolve(context.cwd, args.out), report, context);
  return exitCode.fine;
}

/** The report as text; a table is fitted to where it is shown. */
export async function renderFor(output: Output, format: Format, id: RunId, store: BenchStore): Promise<string> {
  if (format !== 'table') return renderRun(format, id, store);
  const comparison = await store.comparison(id);
  if (!comparison) throw new Error(`There is no run ${id} in this store.`);
  const colors = pc.createColors(output.isTTY && pc.isColorSupported);
  return renderTable(comparison, { width: output.columns, colors });
}

export async function writeReport(path: string, report: string, context: CliContext): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, report);
  context.stderr.write(`Report written to ${relative(context.cwd, path) || path}\n`);
}

async function findRun(wanted: string, store: BenchStore): Promise<RunId> {
  const items = await store.listRuns();
  const found = wanted === 'latest' ? items.slice(0, 1) : items.filter(({ run }) => run.id.startsWith(wanted));
  const [only, ...more] = found;
  if (!only) {
    throw new UsageError(
      items.length === 0 ? 'No runs are stored here yet.' : `No run begins with "${wanted}": see llm-bench list`,
    );
  }
  if (more.length > 0) throw new UsageError(`${found.length} runs begin with "${wanted}": give more of the id.`);
  return only.run.id;
}
