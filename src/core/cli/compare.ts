import { mostRuns, type RunsComparison } from '../../shared/model/runsComparison.ts';
import type { BenchStore } from '../benchStore.ts';
import { leftOutText, renderRuns, runLines, runRows, suiteRows } from '../report/several/text.ts';
import { plainLine, wrap } from '../report/terminalText.ts';
import { columns } from './columns.ts';
import type { CompareArgs } from './compareArgs.ts';
import { exitCode, UsageError, type ExitCode } from './exitCode.ts';
import { findRun } from './findRun.ts';
import type { Output } from './progress.ts';
import type { CliContext } from './run.ts';

/** Several runs side by side: the first one named is the reference. */
export async function compareCommand(
  { runs: wanted, format }: CompareArgs,
  store: Pick<BenchStore, 'compareRuns' | 'listRuns' | 'suites' | 'figures'>,
  { stdout }: Pick<CliContext, 'stdout'>,
): Promise<ExitCode> {
  const found = await Promise.all(wanted.map(async (run) => (await findRun(run, store)).id));
  const ids = [...new Set(found)];
  if (ids.length < 2) throw new UsageError('compare takes at least two different runs: see llm-bench list');
  if (ids.length > mostRuns) throw new UsageError(`compare takes at most ${mostRuns} runs, not ${ids.length}.`);
  const comparison = await store.compareRuns(ids, ids[0] ?? null);
  if (!comparison) throw new UsageError('These runs are not in the results any more: see llm-bench list');
  stdout.write(format === 'table' ? terminalText(comparison, stdout) : renderRuns(format, comparison));
  return exitCode.fine;
}

function terminalText(comparison: RunsComparison, output: Pick<Output, 'isTTY' | 'columns'>): string {
  const lines = (texts: readonly string[]): string =>
    texts
      .flatMap((text) => wrap(plainLine(text), output.columns))
      .map((line) => `${line}\n`)
      .join('');
  const grid = (rows: readonly (readonly string[])[]): string =>
    columns(
      rows.map((cells) => cells.map(plainLine)),
      output,
    );
  const { suites } = comparison;
  const overSuites = suites ? suiteRows(suites) : [];
  const blocks = [
    lines([comparison.headline, ...comparison.details]),
    lines(runLines(comparison)),
    grid(runRows(comparison)),
    overSuites.length === 0 ? '' : grid(overSuites),
    suites ? lines([leftOutText(suites)].filter(Boolean)) : '',
    lines(['Intervals are 95 %.']),
  ];
  return blocks.filter(Boolean).join('\n');
}
