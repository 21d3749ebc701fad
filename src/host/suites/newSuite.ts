import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { importSelection } from '../../core/import/selection.ts';
import { NotRun } from '../run/notRun.ts';
import { importSuite, type ImportParts } from './importSuite.ts';
import type { SuiteIndex } from './suiteIndex.ts';
import { fileNameFor, nameFault } from './suiteName.ts';
import { extensionOf, templates, type Template } from './templateNames.ts';

/** Writes a suite into the workspace and opens it. A quickstart that is there already is opened as it is. */
export async function newSuite(given: Template | null, parts: ImportParts): Promise<void> {
  const { index } = parts;
  const folder = await pickFolder();
  if (!folder) return;
  const beginning = given ?? (await pickBeginning());
  if (beginning === undefined) return;
  if (beginning === 'selection') return writeSelection(folder, index);
  if (beginning === 'csv' || beginning === 'promptfoo') return importSuite(null, beginning, parts);
  const taken = await filesIn(folder);
  const extension = extensionOf(beginning);
  const { label } = templates[beginning];
  const name = given === 'quickstart' ? label : await askName(taken, extension, beginning === 'starter' ? ownName : label);
  if (name === undefined) return;
  const file = fileNameFor(name, extension);
  if (!taken.has(file)) await writeTemplate(folder, file, beginning, name);
  await show(vscode.Uri.joinPath(folder, file), index);
}

/** Writes a suite that asks what is selected in the active editor, and opens it. */
export async function newSuiteFromSelection(index: SuiteIndex): Promise<void> {
  const folder = await pickFolder();
  if (folder) await writeSelection(folder, index);
}

async function writeSelection(folder: vscode.Uri, index: SuiteIndex): Promise<void> {
  const imported = importSelection(selectedText(), []);
  if ('fault' in imported) throw new NotRun('impossible', imported.fault);
  const name = await askName(await filesIn(folder), 'yaml', ownName);
  if (name === undefined) return;
  const uri = vscode.Uri.joinPath(folder, fileNameFor(name));
  await write(uri, `name: ${JSON.stringify(name)}\n${imported.text}`);
  await show(uri, index);
}

/** Of several cursors, each selection is a paragraph. */
function selectedText(): string {
  const editor = vscode.window.activeTextEditor;
  return (editor?.selections ?? []).map((selection) => editor?.document.getText(selection)).join('\n\n');
}

async function pickFolder(): Promise<vscode.Uri | null> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length > 1) return (await vscode.window.showWorkspaceFolderPick())?.uri ?? null;
  const [only] = folders;
  if (only) return only.uri;
  const open = 'Open Folder';
  const answer = await vscode.window.showInformationMessage('A suite lives in a folder: open one first.', open);
  if (answer === open) await vscode.commands.executeCommand('workbench.action.files.openFolder');
  return null;
}

type Beginning = Template | 'csv' | 'promptfoo' | 'selection';
type BeginningItem = vscode.QuickPickItem & { readonly beginning?: Beginning };

async function pickBeginning(): Promise<Beginning | undefined> {
  const ready = (Object.keys(templates) as Template[]).map((template) => ({ ...templates[template], beginning: template }));
  const items: BeginningItem[] = [
    ...ready,
    { label: 'From something that is there', kind: vscode.QuickPickItemKind.Separator },
    {
      label: 'From a CSV file…',
      detail: 'Each row is a case; questions and right answers are found by their columns',
      beginning: 'csv',
    },
    { label: 'From a promptfoo configuration…', detail: 'What maps is taken, what does not is named', beginning: 'promptfoo' },
  ];
  if (selectedText().trim() !== '')
    items.push({ label: 'From the selection', detail: 'One case of each paragraph or item of a list', beginning: 'selection' });
  return (await vscode.window.showQuickPick(items, { title: 'New suite: begin with' }))?.beginning;
}

/** For a suite of the user's own, which has no name by itself. */
const ownName = 'My questions';

function askName(taken: ReadonlySet<string>, extension: 'yaml' | 'json', suggested: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: 'New suite: name',
    prompt: 'What do you want to find out? The file is named after it.',
    value: suggested,
    validateInput: (input) => nameFault(input, taken, extension),
  });
}

async function filesIn(folder: vscode.Uri): Promise<ReadonlySet<string>> {
  return new Set((await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name.toLowerCase()));
}

async function writeTemplate(folder: vscode.Uri, file: string, template: Template, name: string): Promise<void> {
  const { suiteTemplate } = await import('./suiteTemplates.ts');
  const { text, data } = suiteTemplate(template, name);
  for (const [path, content] of Object.entries(data)) {
    const dataset = vscode.Uri.joinPath(folder, path);
    await vscode.workspace.fs.createDirectory(vscode.Uri.file(dirname(dataset.fsPath)));
    // One that is there may have been worked on.
    if (!(await isThere(dataset))) await write(dataset, content);
  }
  await write(vscode.Uri.joinPath(folder, file), text);
}

async function isThere(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

async function write(uri: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}

async function show(uri: vscode.Uri, index: SuiteIndex): Promise<void> {
  index.refresh();
  await vscode.window.showTextDocument(uri, { preview: false });
}
