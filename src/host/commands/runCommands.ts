import * as vscode from 'vscode';
import type { ResumeWhat } from '../../core/prepareResume.ts';
import { formatPlural } from '../../shared/format.ts';
import type { StoredSuite } from '../../shared/model/history.ts';
import type { RunId } from '../../shared/model/ids.ts';
import type { ComparisonPanels } from '../panel/comparisonPanels.ts';
import { plainName } from '../plainMessage.ts';
import { relativeTime } from '../relativeTime.ts';
import { NotRun } from '../run/notRun.ts';
import type { RunNotices } from '../run/runNotices.ts';
import type { RunService } from '../run/runService.ts';
import { suitePath, type SuiteIndex } from '../suites/suiteIndex.ts';
import { shownRuns } from '../views/shownRuns.ts';
import { activeSuite, runOf, suiteOf } from './args.ts';
import { exportReport, readFormat, readScoring } from './exportReport.ts';
import { pickRun, pickToResume, type RunsSource } from './pickRun.ts';
import type { Handlers } from './register.ts';

export interface RunServices extends RunsSource {
  readonly runs: RunService;
  readonly notices: RunNotices;
  readonly index: SuiteIndex;
  readonly panels: ComparisonPanels;
}

type RunCommand =
  | 'rerun'
  | 'resumeRun'
  | 'retryFailed'
  | 'cancelRun'
  | 'openComparison'
  | 'openLastComparison'
  | 'showHistory'
  | 'exportReport'
  | 'renameRun';

export function runCommands(services: RunServices): Handlers<RunCommand> {
  const { bench, runs, panels } = services;
  const chosen = async (argument: unknown, title: string) => runOf(argument) ?? (await pickRun(services, title));
  return {
    async rerun(target) {
      const runId = await chosen(target, vscode.l10n.t('Run again'));
      if (runId) await rerun(runId, services);
    },
    resumeRun: (target) => resume(runOf(target), 'missing', services),
    retryFailed: (target) => resume(runOf(target), 'failed', services),
    async cancelRun(target) {
      const runId = runOf(target) ?? (await pickLive(runs));
      if (runId) runs.cancel(runId);
    },
    async openComparison(target) {
      const runId = await chosen(target, vscode.l10n.t('Open the comparison of a run'));
      if (runId) panels.open(runId);
    },
    async openLastComparison(target) {
      const runId = await lastRun(suiteOf(target) ?? activeSuite(), vscode.l10n.t('Compare the models of'), services);
      if (runId) panels.open(runId);
    },
    async showHistory(target) {
      const runId =
        runOf(target) ??
        (await lastRun(suiteOf(target) ?? activeSuite(), vscode.l10n.t('Show the history of a suite'), services));
      if (runId) panels.open(runId, { section: 'history' });
    },
    async exportReport(target, format, scoring) {
      const runId = await chosen(target, vscode.l10n.t('Export the report of a run'));
      if (runId) await exportReport(runId, readFormat(format), readScoring(scoring), bench);
    },
    async renameRun(target) {
      const runId = await chosen(target, vscode.l10n.t('Rename a run'));
      if (runId) await rename(runId, services);
    },
  };
}

/** The suite as it is written now; where its file is gone, as it was when it ran. */
async function rerun(runId: RunId, { bench, runs, notices, index }: RunServices): Promise<void> {
  const store = await bench.store();
  const head = await store.head(runId);
  const uri = head && (await index.find(head.run.suitePath));
  if (uri) return notices.tellEnd(await runs.runFile(uri));
  const found = head && (await store.run(runId));
  if (!found) throw new NotRun('impossible', vscode.l10n.t('This run is not in the results any more.'));
  await notices.tellEnd(await runs.runStored(found.detail.suite, found.run.suitePath));
}

async function resume(given: RunId | null, what: ResumeWhat, services: RunServices): Promise<void> {
  const { runs, notices } = services;
  const runId = given ?? (await pickToResume(services, what));
  if (!runId) return;
  requireEnded(runId, runs);
  await notices.tellEnd(await runs.resume(runId, what));
}

/** Of this suite, or of one of the user's choice; `null` where they leave. */
async function lastRun(uri: vscode.Uri | null, title: string, { bench, pendingDeletes }: RunsSource): Promise<RunId | null> {
  const store = await bench.store();
  const path = uri ? suitePath(uri) : await pickSuitePath(await store.suites(), title);
  if (path === null) return null;
  const [last] = await shownRuns(store, pendingDeletes, { suitePath: path, limit: 1 });
  if (!last) throw new NotRun('impossible', vscode.l10n.t('{0} has no run to show: run it first.', plainName(path)));
  return last.run.id;
}

async function pickSuitePath(suites: readonly StoredSuite[], title: string): Promise<string | null> {
  if (suites.length === 0) throw new NotRun('impossible', vscode.l10n.t('There are no runs yet: run a suite first.'));
  const items = suites.map(({ name, path, runs, lastAt }) => ({
    label: name,
    description: `${formatPlural(runs, 'run')} · ${relativeTime(lastAt, new Date())}`,
    detail: path,
    path,
  }));
  const picked = await vscode.window.showQuickPick(items, { title, matchOnDetail: true });
  return picked?.path ?? null;
}

async function pickLive(runs: RunService): Promise<string | null> {
  const [only, ...others] = runs.liveRuns;
  if (!only) throw new NotRun('impossible', vscode.l10n.t('Nothing is running.'));
  if (others.length === 0) return only.run.id;
  const items = runs.liveRuns.map(({ run }) => ({ label: run.name, description: run.suitePath, id: run.id }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Cancel a run') }))?.id ?? null;
}

async function rename(runId: RunId, { bench, runs }: RunServices): Promise<void> {
  requireEnded(runId, runs);
  const found = await (await bench.store()).head(runId);
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('Rename the run'),
    ignoreFocusOut: true,
    value: found?.run.name ?? '',
    validateInput: (input) => (input.trim() === '' ? vscode.l10n.t('Give it a name.') : null),
  });
  if (name !== undefined && name.trim() !== '') await runs.rename(runId, name.trim());
}

export function requireEnded(runId: RunId, runs: RunService): void {
  if (runs.live(runId)) throw new NotRun('impossible', vscode.l10n.t('This run goes on. Cancel it first, or wait for its end.'));
}
