/** Runs tests inside the extension host of a real VS Code, against the unpacked .vsix: for what only the API can tell. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { build } from 'esbuild';
import { EXTENSION_ID } from '../../tools/repository.ts';
import { type InHostResult, RESULT_FILE } from '../inhost/runner.ts';
import { type StartOptions, VsCode } from './vscode.ts';
import { type WorkspaceContent, createWorkspace } from './workspace.ts';

export interface InHostOptions extends WorkspaceContent, Pick<StartOptions, 'settings' | 'env'> {
  /** The TypeScript file with the tests; it exports the runner's `run`. */
  readonly entry: string;
}

const TIMEOUT_MS = 120_000;

/** The results of all tests of a file, in their order. Throws when there are none: a broken host reports success, too. */
export async function runInHost(options: InHostOptions): Promise<readonly InHostResult[]> {
  const vscode = await VsCode.start({
    ...options,
    settings: { ...options.settings, 'security.workspace.trust.enabled': false },
    serverArgs: ['--enable-smoke-test-driver'],
  });
  try {
    const folder = await createWorkspace(vscode.home, options);
    const bundle = await bundleTests(options.entry, vscode.home.temp);
    const log = await execute(vscode, folder, bundle);
    return await readResults(join(vscode.home.temp, RESULT_FILE), log);
  } finally {
    await vscode.stop();
  }
}

/** One CommonJS file: the extension host gives `vscode` to whoever calls `require('vscode')`. */
async function bundleTests(entry: string, folder: string): Promise<string> {
  const outfile = join(folder, 'tests.cjs');
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node22',
    external: ['vscode'],
    sourcemap: 'inline',
    logLevel: 'error',
  });
  return outfile;
}

/** Opens a window that runs the tests and waits for VS Code to say that they ended; returns what was logged meanwhile. */
async function execute(vscode: VsCode, folder: string, bundle: string): Promise<readonly string[]> {
  const [extension] = await vscode.home.find(`extensions/${EXTENSION_ID}-*`);
  if (extension === undefined) throw new Error(`The extension ${EXTENSION_ID} is not installed.`);
  const authority = `vscode-remote://127.0.0.1:${vscode.server.port}`;
  const payload = [
    ['extensionDevelopmentPath', authority + extension],
    ['extensionTestsPath', authority + bundle],
  ];
  const page = await (await vscode.newContext()).newPage();
  const log: string[] = [];
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  // These two functions are how a VS Code in the browser reports the console and the end of its tests.
  await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => log.push(`[${type}] ${args.join(' ')}`));
  await page.exposeFunction('codeAutomationExit', end);
  const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) });
  await page.goto(`${vscode.server.origin}/?${query.toString()}`);
  await Promise.race([ended, delay(TIMEOUT_MS, undefined, { ref: false })]);
  return log;
}

async function readResults(file: string, log: readonly string[]): Promise<readonly InHostResult[]> {
  const text = await readFile(file, 'utf8').catch(() => '[]');
  const results = JSON.parse(text) as readonly InHostResult[];
  if (results.length === 0) throw new Error(`No test ran in the extension host. It logged:\n${log.join('\n')}`);
  return results;
}
