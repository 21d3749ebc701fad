export interface PanelPage {
  /** Webview addresses of the bundle. */
  readonly script: string;
  readonly style: string;
  /** Where the webview's own files come from. */
  readonly cspSource: string;
  /** Fresh for each page, from crypto. */
  readonly nonce: string;
  /** Absent: the comparison of one run. */
  readonly page?: 'several' | 'results';
}

/** The page round the panel's bundle: nothing runs but our script, nothing loads from elsewhere. */
export function panelHtml({ script, style, cspSource, nonce, page }: PanelPage): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `img-src ${cspSource} data:`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>LLM Bench</title>
</head>
<body>
<div id="root"${page ? ` data-page="${page}"` : ''}></div>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}
