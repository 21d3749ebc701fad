import * as vscode from 'vscode';
import type { RunId } from '../../shared/model/ids.ts';
import { fewestRuns, mostRuns } from '../../shared/model/runsComparison.ts';
import type { RunsPanels } from '../panel/runsPanels.ts';
import { NotRun } from '../run/notRun.ts';
import { runDescription, runIcon } from '../views/runTexts.ts';
import { runOf } from './args.ts';
import { offered, type RunsSource } from './pickRun.ts';
import type { Handlers } from './register.ts';

export interface CompareServices extends RunsSource {
  readonly runsPanels: RunsPanels;
}

export function compareCommands(services: CompareServices): Handlers<'compareRuns'> {
  return {
    compareRuns: async (...args) => {
      const runIds = enough(runsOf(args)) ?? (await pickRuns(services, runsOf(args)));
      if (runIds) services.runsPanels.open(runIds);
    },
  };
}

/** A list of ids; or the row that the menu was opened on and all that are selected, as views pass them. */
export function runsOf([first, selected]: readonly unknown[]): RunId[] {
  const given: readonly unknown[] = Array.isArray(selected) ? selected : Array.isArray(first) ? first : [first];
  return [...new Set(given.flatMap((one) => runOf(one) ?? []))];
}

function enough(runIds: readonly RunId[]): readonly RunId[] | null {
  if (runIds.length > mostRuns) {
    throw new NotRun('impossible', vscode.l10n.t('At most {0} runs stand side by side: choose fewer.', mostRuns));
  }
  return runIds.length < fewestRuns ? null : runIds;
}

async function pickRuns(source: RunsSource, ticked: readonly RunId[]): Promise<readonly RunId[] | null> {
  const found = await offered(source);
  if (found.length < fewestRuns) {
    throw new NotRun('impossible', vscode.l10n.t('There are not two runs to compare yet: run a suite first.'));
  }
  const items = found.map((item) => ({
    label: `$(${runIcon(item)[0]}) ${item.run.name}`,
    description: runDescription(item, new Date()),
    id: item.run.id,
    picked: ticked.includes(item.run.id),
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Compare runs'),
    placeHolder: vscode.l10n.t('Choose 2 to {0} runs, of one suite or of several', mostRuns),
    canPickMany: true,
    matchOnDescription: true,
  });
  if (!picked) return null;
  const runIds = enough(picked.map(({ id }) => id));
  if (!runIds) throw new NotRun('impossible', vscode.l10n.t('Choose at least two runs to compare.'));
  return runIds;
}
