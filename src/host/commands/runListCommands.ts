import * as vscode from 'vscode';
import type { RunId } from '../../shared/model/ids.ts';
import type { BenchService } from '../benchService.ts';
import type { NamedRun, PendingDeletes } from '../run/pendingDeletes.ts';
import type { RunService } from '../run/runService.ts';
import type { RunArrangement } from '../views/runArrangement.ts';
import type { RunsView } from '../views/runsView.ts';
import { runsOf } from './compareRuns.ts';
import { pickRun, type RunsSource } from './pickRun.ts';
import type { Handlers } from './register.ts';
import { requireEnded } from './runCommands.ts';

export interface RunListServices extends RunsSource {
  readonly runs: RunService;
  readonly pendingDeletes: PendingDeletes;
  readonly arrangement: RunArrangement;
  readonly runsView: RunsView;
}

type RunListCommand =
  | 'deleteRun'
  | 'pinRun'
  | 'unpinRun'
  | 'showMoreRuns'
  | 'groupRunsBySuite'
  | 'groupRunsByDay'
  | 'ungroupRuns'
  | 'filterRuns'
  | 'clearRunFilter';

/** What is done with the list of runs, and with several of them at once. */
export function runListCommands(services: RunListServices): Handlers<RunListCommand> {
  const { runs, pendingDeletes, arrangement, runsView } = services;
  return {
    async deleteRun(...args) {
      const chosen = await chosenRuns(args, vscode.l10n.t('Delete a run'), services);
      for (const { runId } of chosen) requireEnded(runId, runs);
      pendingDeletes.delete(chosen);
    },
    async pinRun(...args) {
      for (const { runId } of await chosenRuns(args, vscode.l10n.t('Pin a run'), services)) await runs.pin(runId, true);
    },
    async unpinRun(...args) {
      for (const { runId } of await chosenRuns(args, vscode.l10n.t('Unpin a run'), services)) await runs.pin(runId, false);
    },
    async showMoreRuns(list) {
      runsView.showMore(typeof list === 'string' ? list : '');
    },
    groupRunsBySuite: () => arrangement.group('suite'),
    groupRunsByDay: () => arrangement.group('day'),
    ungroupRuns: () => arrangement.group('none'),
    filterRuns: () => arrangement.askFilter(),
    async clearRunFilter() {
      arrangement.show('');
    },
  };
}

/** Of the view, where a menu or a key of it was used; else by id; else of the user's choice. */
async function chosenRuns(args: readonly unknown[], title: string, services: RunListServices): Promise<readonly NamedRun[]> {
  const { bench, runsView } = services;
  const [target, all] = args;
  if (args.length > 0 && typeof target !== 'string' && !Array.isArray(target)) {
    const selected: readonly unknown[] = Array.isArray(all) ? all : [target];
    return [...new Map(selected.flatMap((one) => runsView.chosen(one)).map((run) => [run.runId, run])).values()];
  }
  const given = runsOf(args);
  const picked = given.length > 0 ? given : await pickRun(services, title);
  return named(picked === null ? [] : [picked].flat(), bench);
}

async function named(runIds: readonly RunId[], bench: BenchService): Promise<readonly NamedRun[]> {
  const store = await bench.store();
  const heads = await Promise.all(runIds.map((runId) => store.head(runId)));
  return heads.flatMap((head) => (head ? [{ runId: head.run.id, name: head.run.name }] : []));
}
