import * as vscode from 'vscode';

/** What a file lacks, where its comparison would stand: nothing runs on this page. */
export function resultsFaultPage(panel: vscode.WebviewPanel, extensionUri: vscode.Uri, name: string, fault: string): void {
  const dist = vscode.Uri.joinPath(extensionUri, 'dist/webview');
  const style = panel.webview.asWebviewUri(vscode.Uri.joinPath(dist, 'panel.css')).toString();
  panel.webview.options = { enableScripts: false, localResourceRoots: [dist] };
  const title = vscode.l10n.t('{0} cannot be shown', name);
  const way = vscode.l10n.t('To see what stands in it: “Reopen Editor With…” › Text Editor.');
  panel.webview.html = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${panel.webview.cspSource}; font-src ${panel.webview.cspSource}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>LLM Bench</title>
</head>
<body>
<main>
<section class="callout">
<h1><span class="codicon codicon-error" aria-hidden="true"></span> ${escaped(title)}</h1>
<p>${escaped(fault)}</p>
<p class="muted">${escaped(way)}</p>
</section>
</main>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
