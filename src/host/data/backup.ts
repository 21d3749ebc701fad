import { basename } from 'node:path';
import * as vscode from 'vscode';
import { wholeFormats, type WholeFormat } from '../../core/data/spec.ts';
import { formatBytes, formatPlural } from '../../shared/format.ts';
import { plainMessage } from '../plainMessage.ts';
import { NotRun } from '../run/notRun.ts';
import { change, work, type DataParts } from './dataParts.ts';
import { mergedText, restoreDetail, restoredText } from './dataTexts.ts';
import { pickBackup, pickFolder, pickTarget, tellPlace } from './places.ts';

/** Writes everything into one file. */
export async function backUp(parts: DataParts): Promise<void> {
  const store = await parts.bench.store();
  const question = { title: 'Back up all results', label: 'Backup of results', name: `llm-bench-${stamp(new Date())}.tar.gz` };
  const target = await pickTarget(question);
  if (target === null) return;
  const { path, runs, bytes } = await work('Backing up the results', parts, () => store.backup(target));
  void tellPlace(`The backup of ${formatPlural(runs, 'run')} is in ${nameOf(path)}, ${formatBytes(bytes)}.`, path);
}

/** Makes the results what they were when a backup was made, after the user has seen what that means. */
export async function restore(parts: DataParts): Promise<void> {
  const store = await parts.bench.store();
  const source = await pickBackup('Restore the results from a backup', 'Choose Backup');
  if (source === null) return;
  const [contents, here] = await Promise.all([store.contents(source), store.size()]);
  const detail = restoreDetail(contents, here);
  const question = 'Replace all results by those of this backup?';
  const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, 'Restore');
  if (answer !== 'Restore') return;
  const report = await change('Restoring the results', parts, () => store.restore(source));
  if (report.savedTo === null) void vscode.window.showInformationMessage(restoredText(report));
  else void tellPlace(restoredText(report), report.savedTo);
}

/** Takes in the runs of another store: those of the command line, of a CI job, of another workspace. */
export async function importResults(parts: DataParts): Promise<void> {
  const store = await parts.bench.store();
  const source = await pickSource();
  if (source === null) return;
  const report = await change('Importing the results', parts, () => store.merge(source));
  void vscode.window.showInformationMessage(mergedText(report));
}

/** No dialog of the system lets choose a folder or a file. */
async function pickSource(): Promise<string | null> {
  const title = 'Import results';
  const folder = {
    label: '$(folder) Folder',
    detail: 'Where the command line or another editor keeps results, such as .llm-bench',
  };
  const backup = { label: '$(archive) Backup', detail: 'A file made by “Back Up Results…” or by “llm-bench data backup”' };
  const kind = await vscode.window.showQuickPick([folder, backup], { title, placeHolder: 'What are the results in?' });
  if (kind === undefined) return null;
  return kind === folder ? pickFolder(title, 'Import') : pickBackup(title, 'Import');
}

const formats: Readonly<Record<WholeFormat, { readonly label: string; readonly detail: string; readonly ending: string }>> = {
  jsonl: { label: 'JSON Lines', detail: 'Everything that is known of each run, for programs', ending: 'jsonl' },
  csv: { label: 'CSV', detail: 'Every result with its answer as a row, for a spreadsheet', ending: 'csv' },
  sqlite: { label: 'SQLite', detail: 'A database of runs, results, errors and grades, for SQL', ending: 'sqlite' },
};

/** Every run with every result and answer, in one file. */
export async function exportAll(parts: DataParts): Promise<void> {
  const store = await parts.bench.store();
  if ((await store.size()).runs === 0) throw new NotRun('impossible', 'There are no results to export yet: run a suite first.');
  const items = wholeFormats.map((format) => ({ ...formats[format], format }));
  const chosen = await vscode.window.showQuickPick(items, { title: 'Export all results as' });
  if (chosen === undefined) return;
  const { format, label, ending } = chosen;
  const target = await pickTarget({
    title: `Export all results as ${label}`,
    label,
    name: `llm-bench-${stamp(new Date())}.${ending}`,
  });
  if (target === null) return;
  const { path, results, bytes } = await work('Exporting the results', parts, () => store.exportAll(target, format));
  void tellPlace(`${formatPlural(results, 'result')} are in ${nameOf(path)}, ${formatBytes(bytes)}.`, path);
}

/** To the minute, in UTC: two files seldom have the same name. */
function stamp(now: Date): string {
  return now.toISOString().slice(0, 16).replaceAll(/[:T]/g, '-');
}

function nameOf(path: string): string {
  return plainMessage(basename(path));
}
