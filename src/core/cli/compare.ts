import { mostRuns, type RunsComparison } from '../../shared/model/runsComparison.ts';
import type { BenchStore } from '../benchStore.ts';
import { leftOutText, renderRuns, runLines } from '../report/several/text.ts';
import { plainLine, wrap } from '../report/terminalText.ts';
import type { CompareArgs } from './compareArgs.ts';
import { runsText, suitesText, type Room } from './comparedRuns.ts';
import { exitCode, UsageError, type ExitCode } from './exitCode.ts';
import { findRun } from './findRun.ts';
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

function terminalText(comparison: RunsComparison, output: Room): string {
  const lines = (texts: readonly string[]): string =>
    texts
      .flatMap((text) => wrap(plainLine(text), output.columns))
      .map((line) => `${line}\n`)
      .join('');
  const { suites } = comparison;
  const blocks = [
    lines([comparison.headline, ...comparison.details]),
    lines(runLines(comparison)),
    runsText(comparison, output),
    suites ? suitesText(suites, output) : '',
    suites ? lines([leftOutText(suites)].filter(Boolean)) : '',
    lines(['Intervals are 95 %.']),
  ];
  return blocks.filter(Boolean).join('\n');
}
