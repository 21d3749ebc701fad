import { basename, join, dirname } from 'node:path';
import * as vscode from 'vscode';
import { importFile, suiteBeside } from '../../core/importFile.ts';
import { noteLine, type ImportNote } from '../../core/import/notes.ts';
import { suiteOptionsFor } from '../../core/suiteOptions.ts';
import { formatPlural } from '../../shared/format.ts';
import { setContext } from '../contextKey.ts';
import { contextKeys } from '../contributions.ts';
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

const rowExtensions = ['csv', 'jsonl', 'ndjson'];
const promptfooExtensions = ['yaml', 'yml', 'json'];

/** A file of rows: CSV, JSON Lines, or a list in JSON. */
export async function pickRows(): Promise<vscode.Uri | null> {
  const title = vscode.l10n.t('Make a suite of a file of rows');
  return pickFile({ title, filters: { 'CSV, JSON, JSON Lines': [...rowExtensions, 'json'] } });
}

/**
 * Writes a suite beside the file that it is made of, and opens it; says what did not map. No file is overwritten.
 * @param kind what to look for where no file is given
 * @returns whether there was a file
 */
export async function importSuite(
  given: vscode.Uri | null,
  kind: 'promptfoo' | null,
  { index, log }: ImportParts,
): Promise<boolean> {
  const file = given ?? (await pickFile(kind === 'promptfoo' ? promptfooDialog() : eitherDialog()));
  if (!file) return false;
  const imported = await importFile(file.fsPath, suiteOptionsFor(userProviders()));
  const name = basename(file.fsPath);
  if ('fault' in imported)
    throw new NotRun('impossible', vscode.l10n.t('{0} cannot be imported. {1}', plainName(name), imported.fault));
  const suite = await writeNew(beside(file.fsPath), imported.text);
  setContext(contextKeys.hasOwnSuite, true);
  index.refresh();
  await vscode.window.showTextDocument(suite, { preview: false });
  await tellNotes(name, imported.notes, log);
  return true;
}

function promptfooDialog(): vscode.OpenDialogOptions {
  return { title: vscode.l10n.t('Make a suite of a promptfoo configuration'), filters: { promptfoo: promptfooExtensions } };
}

function eitherDialog(): vscode.OpenDialogOptions {
  return {
    title: vscode.l10n.t('Make a suite of a file of rows or of a promptfoo configuration'),
    filters: { [vscode.l10n.t('Rows or promptfoo')]: [...rowExtensions, ...promptfooExtensions] },
  };
}

async function pickFile(options: vscode.OpenDialogOptions): Promise<vscode.Uri | null> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const picked = await vscode.window.showOpenDialog({
    ...options,
    openLabel: vscode.l10n.t('Import'),
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
    void vscode.window.showInformationMessage(
      vscode.l10n.t('{0} is a suite now. Press “Run suite” above its first line.', plainName(name)),
    );
    return;
  }
  for (const note of notes) log.info(`${name}: ${note.kind === 'left-out' ? 'left out' : 'in another way'}: ${noteLine(note)}`);
  const show = vscode.l10n.t('Show Details');
  const text = vscode.l10n.t(
    '{0} is a suite now. Of it, {1} could not be taken as written.',
    plainName(name),
    formatPlural(notes.length, 'thing'),
  );
  if ((await vscode.window.showWarningMessage(text, show)) === show) log.show();
}
