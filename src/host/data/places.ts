import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { plainMessage } from '../plainMessage.ts';

export interface TargetQuestion {
  readonly title: string;
  /** Of the kind of file. */
  readonly label: string;
  /** Proposed, with its ending. */
  readonly name: string;
}

/** Where to write a file; `null` where the user leaves. */
export async function pickTarget({ title, label, name }: TargetQuestion): Promise<string | null> {
  const defaultUri = vscode.Uri.joinPath(homeFolder(), name);
  // Some systems know only the last of two endings.
  const ending = name.slice(name.lastIndexOf('.') + 1);
  const target = await vscode.window.showSaveDialog({ title, defaultUri, filters: { [label]: [ending] } });
  return target?.fsPath ?? null;
}

/** A backup to read; `null` where the user leaves. */
export async function pickBackup(title: string, openLabel: string): Promise<string | null> {
  const filters = { [vscode.l10n.t('Backup of results')]: ['gz'] };
  return picked(await vscode.window.showOpenDialog({ title, openLabel, filters, defaultUri: homeFolder() }));
}

/** A folder of results; `null` where the user leaves. */
export async function pickFolder(title: string, openLabel: string): Promise<string | null> {
  const kind = { canSelectFolders: true, canSelectFiles: false };
  return picked(await vscode.window.showOpenDialog({ title, openLabel, ...kind, defaultUri: homeFolder() }));
}

function picked(uris: readonly vscode.Uri[] | undefined): string | null {
  return uris?.[0]?.fsPath ?? null;
}

function homeFolder(): vscode.Uri {
  return vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
}

/** The file manager of the system shows what is on its own machine only. */
function isHere(): boolean {
  return vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop;
}

/** Shows a folder in the system's file manager, or tells its path. */
export async function showFolder(path: string): Promise<void> {
  if (isHere()) await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(path));
  else await tellPlace(vscode.l10n.t('The results are in {0}.', plainMessage(path)), path);
}

/** Says what came of something, and leads to the file that it is in. */
export async function tellPlace(message: string, path: string): Promise<void> {
  const way = isHere() ? vscode.l10n.t('Reveal') : vscode.l10n.t('Copy Path');
  if ((await vscode.window.showInformationMessage(message, way)) !== way) return;
  if (isHere()) await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(path));
  else await vscode.env.clipboard.writeText(path);
}
