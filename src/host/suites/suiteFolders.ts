import * as vscode from 'vscode';
import type { SuiteIndex } from './suiteIndex.ts';

export interface FolderItem extends vscode.QuickPickItem {
  readonly uri: vscode.Uri;
}

/** Where a suite can go: the folders of the workspace, and those in them that have suites already. */
export async function suiteFolders(index: SuiteIndex): Promise<readonly FolderItem[]> {
  const roots = vscode.workspace.workspaceFolders ?? [];
  const used = (await index.files()).map((uri) => vscode.Uri.joinPath(uri, '..'));
  const uris = new Map([...roots.map(({ uri }) => uri), ...used].map((uri) => [uri.toString(), uri]));
  return [...uris.values()].map((uri) => {
    const root = roots.find((folder) => folder.uri.toString() === uri.toString());
    return root
      ? { label: `$(root-folder) ${root.name}`, description: vscode.l10n.t('the folder of the workspace'), uri }
      : { label: `$(folder) ${vscode.workspace.asRelativePath(uri)}`, description: vscode.l10n.t('has suites'), uri };
  });
}

export async function tellNoFolder(): Promise<void> {
  const open = vscode.l10n.t('Open Folder');
  const answer = await vscode.window.showInformationMessage(vscode.l10n.t('A suite lives in a folder: open one first.'), open);
  if (answer === open) await vscode.commands.executeCommand('workbench.action.files.openFolder');
}
