import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomBytes } from 'node:crypto';
import * as esbuild from 'esbuild';
import { themeCss, themes, type ThemeName } from './themes.ts';
import { variants } from './variants.ts';

const root = new URL('../../../', import.meta.url).pathname;

/** Bundles the panel as esbuild.mjs does, into memory. */
async function bundlePanel(): Promise<ReadonlyMap<string, Uint8Array>> {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: { panel: 'webview/panel.tsx' },
    bundle: true,
    write: false,
    platform: 'browser',
    target: 'chrome130',
    format: 'iife',
    outdir: 'dist/webview',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
  });
  return new Map(outputFiles.map(({ path, contents }) => [path.split('/').at(-1) ?? path, contents]));
}

/** The page as the host makes it: the same policy, and a VS Code API that notes what the panel posts in `posted`. */
function page(theme: ThemeName, variant: string): string {
  const nonce = randomBytes(16).toString('base64');
  const policy = `default-src 'none'; img-src 'self' data:; font-src 'self'; style-src 'self' 'nonce-${nonce}'; script-src 'nonce-${nonce}'`;
  const { messages = [], answers = {} } = variants[variant] ?? {};
  const sent = JSON.stringify({ ...answers, 'panel-ready': messages }).replaceAll('<', '\\u003c');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${variant}, ${theme}</title>
<style nonce="${nonce}">${themeCss(theme)}</style>
<link rel="stylesheet" href="/panel.css"></head>
<body class="${themes[theme].bodyClass}"><div id="root"></div>
<script nonce="${nonce}">
  window.posted = [];
  const answers = ${sent};
  const api = {
    postMessage(message) {
      window.posted.push(message);
      for (const answer of answers[message.type] ?? []) window.postMessage(answer, '*');
    },
    getState: () => (sessionStorage.getItem('state') ? JSON.parse(sessionStorage.getItem('state')) : undefined),
    setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
  };
  window.acquireVsCodeApi = () => api;
</script>
<script nonce="${nonce}" src="/panel.js"></script></body></html>`;
}

export interface Harness {
  readonly url: (theme: ThemeName, variant: string) => string;
  close(): void;
}

export async function startHarness(): Promise<Harness> {
  const files = await bundlePanel();
  const types: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css', ttf: 'font/ttf' };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const file = files.get(url.pathname.slice(1));
    if (file) {
      const extension = url.pathname.split('.').at(-1) ?? '';
      response.setHeader('content-type', types[extension] ?? 'application/octet-stream').end(file);
      return;
    }
    const theme = Object.keys(themes).find((name) => name === url.searchParams.get('theme')) ?? 'dark';
    if (url.pathname === '/favicon.ico') response.writeHead(204).end();
    else if (url.pathname !== '/') response.writeHead(404).end();
    else
      response
        .setHeader('content-type', 'text/html; charset=utf-8')
        .end(page(theme as ThemeName, url.searchParams.get('variant') ?? 'finished'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: (theme, variant) => `http://127.0.0.1:${port}/?theme=${theme}&variant=${variant}`,
    close: () => server.close(),
  };
}
