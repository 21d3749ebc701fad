import { basename } from 'node:path';
import * as vscode from 'vscode';
import { wholeFormats, type WholeFormat } from '../../core/data/spec.ts';
import { formatBytes, formatPlural } from '../../shared/format.ts';
import { plainMessage } from '../plainMessage.ts';
import { NotRun } from '../run/notRun.ts';
import { inBackground } from '../tellFailure.ts';
import { change, work, type DataParts } from './dataParts.ts';
import { mergedText, restoreDetail, restoredText } from './dataTexts.ts';
import { pickBackup, pickFolder, pickTarget, tellPlace } from './places.ts';

/** Writes everything into one file. */
export async function backUp(parts: DataParts): Promise<void> {
  const store = await parts.bench.store();
  const question = {
    title: vscode.l10n.t('Back up all results'),
    label: vscode.l10n.t('Backup of results'),
    name: `llm-bench-${stamp(new Date())}.tar.gz`,
  };
  const target = await pickTarget(question);
  if (target === null) return;
  const { path, runs, bytes } = await work(vscode.l10n.t('Backing up the results'), parts, () => store.backup(target));
  const text = vscode.l10n.t('The backup of {0} is in {1}, {2}.', formatPlural(runs, 'run'), nameOf(path), formatBytes(bytes));
  inBackground('backUp', tellPlace(text, path), parts.log);
}

/** Makes the results what they were when a backup was made, after the user has seen what that means. */
export async function restore(parts: DataParts): Promise<void> {
  const store = await parts.bench.store();
  const source = await pickBackup(vscode.l10n.t('Restore the results from a backup'), vscode.l10n.t('Choose Backup'));
  if (source === null) return;
  const [contents, here] = await Promise.all([store.contents(source), store.size()]);
  const detail = restoreDetail(contents, here);
  const question = vscode.l10n.t('Replace all results by those of this backup?');
  const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, vscode.l10n.t('Restore'));
  if (answer !== vscode.l10n.t('Restore')) return;
  const report = await change(vscode.l10n.t('Restoring the results'), parts, () => store.restore(source));
  if (report.savedTo === null) void vscode.window.showInformationMessage(restoredText(report));
  else inBackground('restore', tellPlace(restoredText(report), report.savedTo), parts.log);
}

/** Takes in the runs of another store: those of the command line, of a CI job, of another workspace. */
export async function importResults(parts: DataParts): Promise<void> {
  const store = await parts.bench.store();
  const source = await pickSource();
  if (source === null) return;
  const report = await change(vscode.l10n.t('Importing the results'), parts, () => store.merge(source));
  void vscode.window.showInformationMessage(mergedText(report));
}

/** No dialog of the system lets choose a folder or a file. */
async function pickSource(): Promise<string | null> {
  const title = vscode.l10n.t('Import results');
  const folder = {
    label: vscode.l10n.t('$(folder) Folder'),
    detail: vscode.l10n.t('Where the command line or another editor keeps results, such as .llm-bench'),
  };
  const backup = {
    label: vscode.l10n.t('$(archive) Backup'),
    detail: vscode.l10n.t('A file made by “Back Up Results…” or by “llm-bench data backup”'),
  };
  const kind = await vscode.window.showQuickPick([folder, backup], {
    title,
    placeHolder: vscode.l10n.t('What are the results in?'),
  });
  if (kind === undefined) return null;
  return kind === folder ? pickFolder(title, vscode.l10n.t('Import')) : pickBackup(title, vscode.l10n.t('Import'));
}

const formats: Readonly<Record<WholeFormat, { readonly label: string; readonly detail: string; readonly ending: string }>> = {
  jsonl: { label: 'JSON Lines', detail: vscode.l10n.t('Everything that is known of each run, for programs'), ending: 'jsonl' },
  csv: { label: 'CSV', detail: vscode.l10n.t('Every result with its answer as a row, for a spreadsheet'), ending: 'csv' },
  sqlite: { label: 'SQLite', detail: vscode.l10n.t('A database of runs, results, errors and grades, for SQL'), ending: 'sqlite' },
};

/** Every run with every result and answer, in one file. */
export async function exportAll(parts: DataParts): Promise<void> {
  const store = await parts.bench.store();
  if ((await store.size()).runs === 0)
    throw new NotRun('impossible', vscode.l10n.t('There are no results to export yet: run a suite first.'));
  const items = wholeFormats.map((format) => ({ ...formats[format], format }));
  const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Export all results as') });
  if (chosen === undefined) return;
  const { format, label, ending } = chosen;
  const target = await pickTarget({
    title: vscode.l10n.t('Export all results as {0}', label),
    label,
    name: `llm-bench-${stamp(new Date())}.${ending}`,
  });
  if (target === null) return;
  const { path, results, bytes } = await work(vscode.l10n.t('Exporting the results'), parts, () =>
    store.exportAll(target, format),
  );
  const text = vscode.l10n.t('{0} are in {1}, {2}.', formatPlural(results, 'result'), nameOf(path), formatBytes(bytes));
  inBackground('exportAll', tellPlace(text, path), parts.log);
}

/** To the minute, in UTC: two files seldom have the same name. */
function stamp(now: Date): string {
  return now.toISOString().slice(0, 16).replaceAll(/[:T]/g, '-');
}

function nameOf(path: string): string {
  return plainMessage(basename(path));
}
