import { basename, join, dirname } from 'node:path';
import * as vscode from 'vscode';
import { importFile, suiteBeside } from '../../core/importFile.ts';
import { noteLine, type ImportNote } from '../../core/import/notes.ts';
import { suiteOptionsFor } from '../../core/suiteOptions.ts';
import { formatPlural } from '../../shared/format.ts';
import type { RedactedLog } from '../log.ts';
import { plainName } from '../plainMessage.ts';
import { userProviders } from '../providers/userProviders.ts';
import { NotRun } from '../run/notRun.ts';
import { writeNew } from './writeNew.ts';
import type { SuiteIndex } from './suiteIndex.ts';

export interface ImportParts {
  readonly index: SuiteIndex;
  readonly log: RedactedLog;
}

export type ImportKind = 'csv' | 'promptfoo';

const dialogs: Readonly<Record<ImportKind, vscode.OpenDialogOptions>> = {
  csv: { title: 'Make a suite of a CSV file', filters: { CSV: ['csv'] } },
  promptfoo: { title: 'Make a suite of a promptfoo configuration', filters: { promptfoo: ['yaml', 'yml', 'json'] } },
};

const either: vscode.OpenDialogOptions = {
  title: 'Make a suite of a CSV file or a promptfoo configuration',
  filters: { 'CSV or promptfoo': ['csv', 'yaml', 'yml', 'json'] },
};

/** Writes a suite beside the file that it is made of, and opens it; says what did not map. No file is overwritten. */
export async function importSuite(given: vscode.Uri | null, kind: ImportKind | null, { index, log }: ImportParts): Promise<void> {
  const file = given ?? (await pickFile(kind ? dialogs[kind] : either));
  if (!file) return;
  const imported = await importFile(file.fsPath, suiteOptionsFor(userProviders()));
  const name = basename(file.fsPath);
  if ('fault' in imported) throw new NotRun('impossible', `${plainName(name)} cannot be imported. ${imported.fault}`);
  const suite = await writeNew(beside(file.fsPath), imported.text);
  index.refresh();
  await vscode.window.showTextDocument(suite, { preview: false });
  await tellNotes(name, imported.notes, log);
}

async function pickFile(options: vscode.OpenDialogOptions): Promise<vscode.Uri | null> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const picked = await vscode.window.showOpenDialog({
    ...options,
    openLabel: 'Import',
    ...(folder ? { defaultUri: folder } : {}),
  });
  return picked?.[0] ?? null;
}

/** promptfoo calls every configuration the same: its folder says more. */
function beside(path: string): string {
  const isNameless = /^promptfooconfig\.[^.]+$/i.test(basename(path));
  return isNameless ? join(dirname(path), `${basename(dirname(path))}.bench.yaml`) : suiteBeside(path);
}

async function tellNotes(name: string, notes: readonly ImportNote[], log: RedactedLog): Promise<void> {
  if (notes.length === 0) {
    void vscode.window.showInformationMessage(`${plainName(name)} is a suite now. Press “Run suite” above its first line.`);
    return;
  }
  for (const note of notes) log.info(`${name}: ${note.kind === 'left-out' ? 'left out' : 'in another way'}: ${noteLine(note)}`);
  const show = 'Show Details';
  const text = `${plainName(name)} is a suite now. Of it, ${formatPlural(notes.length, 'thing')} could not be taken as written.`;
  if ((await vscode.window.showWarningMessage(text, show)) === show) log.show();
}
