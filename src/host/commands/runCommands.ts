import * as vscode from 'vscode';
import type { RunId } from '../../shared/model/ids.ts';
import type { BenchService } from '../benchService.ts';
import type { ComparisonPanels } from '../panel/comparisonPanels.ts';
import { plainName } from '../plainMessage.ts';
import { NotRun } from '../run/notRun.ts';
import type { RunNotices } from '../run/runNotices.ts';
import type { RunService } from '../run/runService.ts';
import type { SuiteIndex } from '../suites/suiteIndex.ts';
import { runOf } from './args.ts';
import { exportReport, readFormat, readScoring } from './exportReport.ts';
import { pickRun } from './pickRun.ts';
import type { Handlers } from './register.ts';

export interface RunServices {
  readonly bench: BenchService;
  readonly runs: RunService;
  readonly notices: RunNotices;
  readonly index: SuiteIndex;
  readonly panels: ComparisonPanels;
}

type RunCommand = 'rerun' | 'cancelRun' | 'openComparison' | 'exportReport' | 'renameRun' | 'deleteRun';

export function runCommands(services: RunServices): Handlers<RunCommand> {
  const { bench, runs, panels } = services;
  const chosen = async (argument: unknown, title: string) => runOf(argument) ?? (await pickRun(bench, title));
  return {
    async rerun(target) {
      const runId = await chosen(target, 'Run again');
      if (runId) await rerun(runId, services);
    },
    async cancelRun(target) {
      const runId = runOf(target) ?? (await pickLive(runs));
      if (runId) runs.cancel(runId);
    },
    async openComparison(target) {
      const runId = await chosen(target, 'Open the comparison of a run');
      if (runId) panels.open(runId);
    },
    async exportReport(target, format, scoring) {
      const runId = await chosen(target, 'Export the report of a run');
      if (runId) await exportReport(runId, readFormat(format), readScoring(scoring), bench);
    },
    async renameRun(target) {
      const runId = await chosen(target, 'Rename a run');
      if (runId) await rename(runId, services);
    },
    async deleteRun(target) {
      const runId = await chosen(target, 'Delete a run');
      if (runId) await remove(runId, services);
    },
  };
}

/** The suite as it is written now; where its file is gone, as it was when it ran. */
async function rerun(runId: RunId, { bench, runs, notices, index }: RunServices): Promise<void> {
  const found = await (await bench.store()).run(runId);
  if (!found) throw new NotRun('impossible', 'This run is not in the results any more.');
  const uri = await index.find(found.run.suitePath);
  const ended = uri ? runs.runFile(uri) : runs.runStored(found.detail.suite, found.run.suitePath);
  await notices.tellEnd(await ended);
}

async function pickLive(runs: RunService): Promise<string | null> {
  const [only, ...others] = runs.liveRuns;
  if (!only) throw new NotRun('impossible', 'Nothing is running.');
  if (others.length === 0) return only.run.id;
  const items = runs.liveRuns.map(({ run }) => ({ label: run.name, description: run.suitePath, id: run.id }));
  return (await vscode.window.showQuickPick(items, { title: 'Cancel a run' }))?.id ?? null;
}

async function rename(runId: RunId, { bench, runs }: RunServices): Promise<void> {
  requireEnded(runId, runs);
  const found = await (await bench.store()).run(runId);
  const name = await vscode.window.showInputBox({
    title: 'Rename the run',
    value: found?.run.name ?? '',
    validateInput: (input) => (input.trim() === '' ? 'Give it a name.' : null),
  });
  if (name !== undefined && name.trim() !== '') await runs.rename(runId, name.trim());
}

async function remove(runId: RunId, { bench, runs }: RunServices): Promise<void> {
  requireEnded(runId, runs);
  const found = await (await bench.store()).run(runId);
  const detail = 'Its results and answers are removed for good.';
  const question = `Delete the run “${plainName(found?.run.name ?? runId)}”?`;
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, 'Delete')) === 'Delete')
    await runs.delete(runId);
}

export function requireEnded(runId: RunId, runs: RunService): void {
  if (runs.live(runId)) throw new NotRun('impossible', 'This run goes on. Cancel it first, or wait for its end.');
}
