import { formatInstant, formatQuality, formatUsd } from '../../shared/format.ts';
import { plainLine } from '../report/terminalText.ts';
import type { RunListItem, Store } from '../store/spec.ts';
import type { ListArgs } from './args.ts';
import { columns } from './columns.ts';
import { exitCode, type ExitCode } from './exitCode.ts';
import { noRuns } from './findRun.ts';
import type { CliContext } from './run.ts';

/** `store` is `null` where there is none yet. */
export async function listCommand(args: ListArgs, store: Pick<Store, 'listRuns'> | null, context: CliContext): Promise<ExitCode> {
  const items = (await store?.listRuns()) ?? [];
  if (args.format === 'json') context.stdout.write(`${JSON.stringify(items, null, 2)}\n`);
  else if (items.length === 0) context.stdout.write(`${noRuns}\n`);
  else
    context.stdout.write(
      columns([['run', 'started', 'suite', 'status', 'calls', 'failed', 'quality', 'cost'], ...items.map(row)], context.stdout),
    );
  return exitCode.fine;
}

function row({ run, samplesDone, failed, costUsd, knownCostUsd, meanQuality }: RunListItem): string[] {
  return [
    run.id.slice(0, 8),
    formatInstant(run.startedAt),
    plainLine(run.name),
    run.status,
    `${samplesDone}/${run.plannedSamples}`,
    String(failed),
    formatQuality(meanQuality),
    costUsd === null ? (knownCostUsd > 0 ? `≥ ${formatUsd(knownCostUsd)}` : 'unknown') : formatUsd(costUsd),
  ];
}
