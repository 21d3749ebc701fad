import * as vscode from 'vscode';
import type { CheckReport } from '../../core/data/spec.ts';
import { setting } from '../settings.ts';
import { NotRun } from '../run/notRun.ts';
import { change, work, type DataParts } from './dataParts.ts';
import {
  checkedText,
  compactedText,
  faultLine,
  isSound,
  nothingToPruneText,
  prunedText,
  pruneDetail,
  pruneQuestion,
} from './dataTexts.ts';
import { daysAgo, mostDays } from './daysAgo.ts';

/** A disk that fails may have damaged every line. */
const mostLogged = 500;

/** Reads all that is stored and says how it is; the faults are in the log. */
export async function checkData(parts: DataParts): Promise<void> {
  const { bench, log } = parts;
  const store = await bench.store();
  const report = await work(vscode.l10n.t('Checking the results'), parts, () => store.check());
  log.info(`Check: ${checkedText(report)}`);
  for (const fault of report.faults.slice(0, mostLogged)) log.warn(faultLine(fault));
  // What could be made anew was.
  if (report.faults.length > 0) bench.replaced();
  void tellCheck(report, parts);
}

async function tellCheck(report: CheckReport, { log }: DataParts): Promise<void> {
  const way = report.faults.length === 0 ? [] : [vscode.l10n.t('Show Log')];
  const show = isSound(report) ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  if ((await show(checkedText(report), ...way)) !== undefined) log.show();
}

/** Rewrites what is stored without what was replaced since. */
export async function compactData(parts: DataParts): Promise<void> {
  const store = await parts.bench.store();
  const report = await change(vscode.l10n.t('Compacting the results'), parts, () => store.compact());
  void vscode.window.showInformationMessage(compactedText(report));
}

/** What is proposed while the setting keeps everything. */
const usualDays = 90;

/** Drops what old runs hold, except for their figures, after the user has seen how much that is. */
export async function pruneRuns(parts: DataParts): Promise<void> {
  const store = await parts.bench.store();
  const days = await askDays();
  const before = days === null ? null : daysAgo(days, new Date());
  if (before === null) return;
  const prunable = await store.prunable(before);
  if (prunable.pruned === 0) throw new NotRun('impossible', nothingToPruneText(before));
  const detail = pruneDetail(prunable);
  const answer = await vscode.window.showWarningMessage(
    pruneQuestion(before, prunable),
    { modal: true, detail },
    vscode.l10n.t('Prune'),
  );
  if (answer !== vscode.l10n.t('Prune')) return;
  const report = await change(vscode.l10n.t('Pruning old runs'), parts, () => store.prune(before));
  void vscode.window.showInformationMessage(prunedText(report));
}

async function askDays(): Promise<number | null> {
  const kept = setting('retentionDays');
  const answer = await vscode.window.showInputBox({
    title: vscode.l10n.t('Prune old runs'),
    ignoreFocusOut: true,
    prompt: vscode.l10n.t('Drop the results of runs that began more than this many days ago'),
    value: String(daysAgo(kept, new Date()) === null ? usualDays : kept),
    validateInput: (input) => (isDays(input) ? null : vscode.l10n.t('Give a whole number of days, from 1 to {0}.', mostDays)),
  });
  return answer === undefined ? null : Number(answer);
}

function isDays(input: string): boolean {
  return /^\s*\d{1,5}\s*$/.test(input) && Number(input) >= 1 && Number(input) <= mostDays;
}
