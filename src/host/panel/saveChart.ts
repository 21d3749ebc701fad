import * as vscode from 'vscode';

/** Asks where to, and writes. */
export async function saveChart(name: string, extension: 'png' | 'svg', content: Uint8Array): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const file = `${name.replaceAll(/[^\w.-]+/g, '-')}.${extension}`;
  const target = await vscode.window.showSaveDialog({
    filters: { Images: [extension] },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, file) } : {}),
  });
  if (target) await vscode.workspace.fs.writeFile(target, content);
}
