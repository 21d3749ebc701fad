import * as vscode from 'vscode';
import type { BenchService } from '../benchService.ts';
import type { RedactedLog } from '../log.ts';
import type { Turns } from '../run/turns.ts';

export interface DataParts {
  readonly bench: BenchService;
  readonly turns: Turns;
  readonly log: RedactedLog;
}

/** Does what takes the disk and a processor for itself, in a turn of its own: no run is measured beside it. */
export async function work<Done>(title: string, turns: Turns, job: () => Promise<Done>): Promise<Done> {
  return turns.take(title, async () =>
    vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, job),
  );
}

/** As `work`, for what changes the results as a whole; who shows them hears of it, however far it came. */
export async function change<Done>(title: string, { bench, turns }: DataParts, job: () => Promise<Done>): Promise<Done> {
  return work(title, turns, job).finally(() => bench.replaced());
}
