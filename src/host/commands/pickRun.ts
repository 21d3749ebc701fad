import * as vscode from 'vscode';
import type { RunId } from '../../shared/model/ids.ts';
import type { BenchService } from '../benchService.ts';
import { NotRun } from '../run/notRun.ts';
import { runDescription, runIcon } from '../views/runTexts.ts';

const offeredRuns = 200;

/** A stored run of the user's choice, newest first; `null` where they leave. */
export async function pickRun(bench: BenchService, title: string): Promise<RunId | null> {
  const found = await (await bench.store()).listRuns(offeredRuns);
  if (found.length === 0) throw new NotRun('impossible', 'There are no runs yet: run a suite first.');
  const items = found.map((item) => ({
    label: `$(${runIcon(item)[0]}) ${item.run.name}`,
    description: runDescription(item, new Date()),
    id: item.run.id,
  }));
  const picked = await vscode.window.showQuickPick(items, { title, matchOnDescription: true });
  return picked?.id ?? null;
}
