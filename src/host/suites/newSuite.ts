import * as vscode from 'vscode';
import type { SuiteIndex } from './suiteIndex.ts';
import { fileNameFor, nameFault } from './suiteName.ts';

const templates = {
  quickstart: {
    label: 'Quickstart',
    detail: '22 questions to five built-in demo models: runs at once, without a key',
  },
  starter: {
    label: 'Starter',
    detail: 'Two cases and two demo models, every part explained, to be filled with your own',
  },
} as const;
type Template = keyof typeof templates;

/** What a link or a keybinding names; `null` lets the user choose. */
export function readTemplate(value: unknown): Template | null {
  return (Object.keys(templates) as Template[]).find((template) => template === value) ?? null;
}

/** Writes a suite into the workspace and opens it. A quickstart that is there already is opened as it is. */
export async function newSuite(given: Template | null, index: SuiteIndex): Promise<void> {
  const folder = await pickFolder();
  if (!folder) return;
  const template = given ?? (await pickTemplate());
  if (!template) return;
  const files = new Set((await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name.toLowerCase()));
  const name = given === 'quickstart' ? 'Quickstart' : await askName(template, files);
  if (name === undefined) return;
  const uri = vscode.Uri.joinPath(folder, fileNameFor(name));
  if (!files.has(fileNameFor(name))) {
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(await textOf(template, name)));
    index.refresh();
  }
  await vscode.window.showTextDocument(uri, { preview: false });
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

async function pickTemplate(): Promise<Template | null> {
  const items = (Object.keys(templates) as Template[]).map((template) => ({ ...templates[template], template }));
  const picked = await vscode.window.showQuickPick(items, { title: 'New suite: begin with' });
  return picked?.template ?? null;
}

function askName(template: Template, taken: ReadonlySet<string>): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: 'New suite: name',
    prompt: 'What do you want to find out? The file is named after it.',
    ...(template === 'quickstart' ? { value: 'Quickstart' } : { placeHolder: 'Support replies' }),
    validateInput: (input) => (input === '' ? null : nameFault(input, taken)),
  });
}

async function textOf(template: Template, name: string): Promise<string> {
  const { quickstartText, starterText } = await import('./suiteTemplates.ts');
  return template === 'quickstart' ? quickstartText(name) : starterText(name);
}
