import { formatInstant } from '../../shared/format.ts';
import type { Bench } from '../bench.ts';
import { plainLine } from '../report/terminalText.ts';
import type { BaselineArgs } from './args.ts';
import { exitCode, type ExitCode } from './exitCode.ts';
import { findRun } from './findRun.ts';
import { openedStore } from './openedStore.ts';
import type { CliContext } from './run.ts';

/** Later runs of the same suite are held against the run. */
export async function baselineCommand(
  { run: wanted, clear }: BaselineArgs,
  bench: Bench,
  context: CliContext,
): Promise<ExitCode> {
  const run = await findRun(wanted, await openedStore(bench, context));
  await bench.setBaseline(run.id, !clear);
  const name = `Run ${run.id.slice(0, 8)} (${plainLine(run.name)}, ${formatInstant(run.startedAt)})`;
  context.stdout.write(
    clear
      ? `${name} is no baseline any more.\n`
      : `${name} is now the baseline of ${plainLine(run.suitePath)}: later runs are held against it.\n`,
  );
  return exitCode.fine;
}
