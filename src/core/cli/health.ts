import { failuresText, readReliability, successText, type Reliability } from '../reliability.ts';
import { plainLine } from '../report/terminalText.ts';
import type { Store } from '../store/spec.ts';
import type { HealthArgs } from './args.ts';
import { columns } from './columns.ts';
import { exitCode, type ExitCode } from './exitCode.ts';
import type { CliContext } from './run.ts';

/** How often calls were answered, by provider and model. `store` is `null` where there is none yet. */
export async function healthCommand(
  { format }: HealthArgs,
  store: Pick<Store, 'reliability'> | null,
  now: Date,
  context: CliContext,
): Promise<ExitCode> {
  const found = store === null ? [] : await readReliability(store, now);
  if (format === 'json') context.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
  else if (found.length === 0) context.stdout.write('No model was called within the last 7 days.\n');
  else {
    context.stdout.write(
      columns([['model', 'last 24 hours', 'last 7 days', 'failed in 7 days'], ...found.map(row)], context.stdout),
    );
    context.stdout.write('Share of calls answered, with its 95 % interval; each retry is a call.\n');
  }
  return exitCode.fine;
}

function row({ provider, model, day, week }: Reliability): string[] {
  return [model === null ? provider : `  ${plainLine(model)}`, successText(day), successText(week), failuresText(week)];
}
