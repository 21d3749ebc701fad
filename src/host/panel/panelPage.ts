import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { panelHtml, type PanelPage } from './html.ts';

/** Makes a webview panel one of ours: its icon, its rights, and the page that its bundle draws. */
export function panelPage(panel: vscode.WebviewPanel, extensionUri: vscode.Uri, page?: PanelPage['page']): void {
  const dist = vscode.Uri.joinPath(extensionUri, 'dist/webview');
  const address = (name: string) => panel.webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
  panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media/icon.png');
  panel.webview.options = { enableScripts: true, localResourceRoots: [dist] };
  panel.webview.html = panelHtml({
    script: address('panel.js'),
    style: address('panel.css'),
    cspSource: panel.webview.cspSource,
    nonce: randomBytes(16).toString('base64'),
    ...(page && { page }),
  });
}
