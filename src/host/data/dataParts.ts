import * as vscode from 'vscode';
import type { BenchService } from '../benchService.ts';
import type { RedactedLog } from '../log.ts';
import type { PendingDeletes } from '../run/pendingDeletes.ts';
import type { Turns } from '../run/turns.ts';

export interface DataParts {
  readonly bench: BenchService;
  readonly turns: Turns;
  readonly pendingDeletes: Pick<PendingDeletes, 'flush'>;
  readonly log: RedactedLog;
}

type WorkParts = Pick<DataParts, 'turns' | 'pendingDeletes'>;

/**
 * Does what takes the disk and a processor for itself, in a turn of its own: no run is measured beside it. What was deleted is
 * gone before: it is in no export, and a run that a backup brings back is not deleted after all.
 */
export async function work<Done>(title: string, { turns, pendingDeletes }: WorkParts, job: () => Promise<Done>): Promise<Done> {
  return turns.take(title, async () => {
    await pendingDeletes.flush();
    return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, job);
  });
}

/** As `work`, for what changes the results as a whole; who shows them hears of it, however far it came. */
export async function change<Done>(title: string, parts: DataParts, job: () => Promise<Done>): Promise<Done> {
  return work(title, parts, job).finally(() => parts.bench.replaced());
}
