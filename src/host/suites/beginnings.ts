import { basename } from 'node:path';
import * as vscode from 'vscode';
import { importRows } from '../../core/importFile.ts';
import { importSelection } from '../../core/import/selection.ts';
import type { ImportedSuite, ImportFault } from '../../core/import/notes.ts';
import { plainName } from '../plainMessage.ts';
import { NotRun } from '../run/notRun.ts';
import { nameOfFile } from './suiteName.ts';
import { extensionOf, isEmpty, templates, type Template } from './templateNames.ts';

/** The text of a suite, and the datasets that come with it, by path beside it. */
export interface Draft {
  readonly text: string;
  readonly data: Readonly<Record<string, string>>;
}

/** What a new suite is made of. */
export interface Beginning {
  /** Suggested to the user. */
  readonly name: string;
  readonly extension: 'yaml' | 'json';
  /** Models that it comes with. */
  readonly models: readonly string[];
  /** Where its datasets are; `null` where it can go anywhere. */
  readonly folder: vscode.Uri | null;
  /** With the models that were chosen, or as it comes. */
  draft(name: string, models: readonly string[] | null): Promise<Draft>;
}

/** For a suite of the user's own, which has no name by itself. */
function ownName(): string {
  return vscode.l10n.t('My questions');
}

export async function ofTemplate(template: Template): Promise<Beginning> {
  const { suiteTemplate } = await import('./suiteTemplates.ts');
  const { modelsOf, withModels } = await import('./suiteEdits.ts');
  const { label } = templates[template];
  return {
    name: isEmpty(template) ? ownName() : label,
    extension: extensionOf(template),
    models: modelsOf(suiteTemplate(template, label).text),
    folder: null,
    async draft(name, models) {
      const { text, data } = suiteTemplate(template, name);
      return { text: models === null ? text : withModels(text, models), data };
    },
  };
}

/** Of several cursors, each selection is a paragraph. */
export function selectedText(): string {
  const editor = vscode.window.activeTextEditor;
  return (editor?.selections ?? []).map((selection) => editor?.document.getText(selection)).join('\n\n');
}

export function ofSelection(): Beginning {
  const text = selectedText();
  soundly(importSelection(text, []));
  return {
    ...{ name: ownName(), extension: 'yaml', models: [], folder: null },
    async draft(name, models) {
      const imported = soundly(importSelection(text, models ?? []));
      return { text: `name: ${JSON.stringify(name)}\n${imported.text}`, data: {} };
    },
  };
}

/** The suite stays beside its rows. */
export async function ofRows(file: vscode.Uri): Promise<Beginning> {
  const name = basename(file.fsPath);
  const read = async (models: readonly string[]) =>
    soundly(await importRows(file.fsPath, models), (fault) =>
      vscode.l10n.t('{0} cannot be imported. {1}', plainName(name), fault),
    );
  await read([]);
  return {
    ...{ name: name.replace(/\.[^.]+$/, ''), extension: 'yaml', models: [], folder: vscode.Uri.joinPath(file, '..') },
    async draft(title, models) {
      return { text: `name: ${JSON.stringify(title)}\n${(await read(models ?? [])).text}`, data: {} };
    },
  };
}

/** Beside the other: its datasets are named from there. */
export async function ofSuite(uri: vscode.Uri): Promise<Beginning> {
  const { modelsOf, suiteNameIn, withModels, withName } = await import('./suiteEdits.ts');
  const text = (await vscode.workspace.openTextDocument(uri)).getText();
  return {
    name: vscode.l10n.t('Copy of {0}', suiteNameIn(text) ?? nameOfFile(uri.path)),
    extension: uri.path.endsWith('.json') ? 'json' : 'yaml',
    models: modelsOf(text),
    folder: vscode.Uri.joinPath(uri, '..'),
    async draft(name, models) {
      const named = withName(text, name);
      return { text: models === null ? named : withModels(named, models), data: {} };
    },
  };
}

function soundly(imported: ImportedSuite | ImportFault, say = (fault: string) => fault): ImportedSuite {
  if ('fault' in imported) throw new NotRun('impossible', say(imported.fault));
  return imported;
}
