/** Activation of the packaged extension, measured where it happens. Bundled and run by driver/inHost.ts. */
import assert from 'node:assert/strict';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import manifest from '../../../package.json' with { type: 'json' };
import { loadedScripts, workerCount } from './loaded.ts';
import { hostTest } from './runner.ts';

export { run } from './runner.ts';

/** A text that each library writes itself, and we do not: where it is, the library is. */
const SIGNATURES: Readonly<Record<string, string>> = {
  openai: 'OpenAI-Organization',
  '@anthropic-ai/sdk': 'anthropic-dangerous-direct-browser-access',
  '@google/generative-ai': 'GoogleGenerativeAI Error',
  'sql.js': 'sqlite3_prepare',
  'chart.js': 'Chart.js',
  re2js: 'missing argument to repetition operator',
};

function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension(`${manifest.publisher}.${manifest.name}`);
  assert.ok(found, 'the extension is not installed');
  return found;
}

const workersBefore = workerCount();

hostTest('the extension sleeps until it is needed', () => {
  assert.equal(extension().isActive, false);
});

hostTest('activation', async ({ note }) => {
  const start = performance.now();
  await extension().activate();
  note(`activation, loading included: ${(performance.now() - start).toFixed(1)} ms`);
  assert.equal(extension().isActive, true);
});

hostTest('activation loads no SDK, no scorer and no database, and starts no worker', async ({ note }) => {
  const scripts = await loadedScripts(extension().extensionPath);
  const bytes = scripts.reduce((sum, { source }) => sum + source.length, 0);
  note(`loaded at activation: ${scripts.length} files, ${Math.round(bytes / 1000)} kB`);
  assert.ok(bytes > 0, 'no script of the extension was found');
  const heavy = Object.entries(SIGNATURES).flatMap(([library, signature]) =>
    scripts.filter(({ source }) => source.includes(signature)).map(({ path }) => `${library} in ${basename(path)}`),
  );
  assert.deepEqual(heavy, []);
  assert.equal(workerCount(), workersBefore);
});

hostTest('every command of the manifest is registered', async () => {
  const { contributes } = extension().packageJSON as { contributes: { commands: readonly { command: string }[] } };
  const declared = contributes.commands.map(({ command }) => command);
  const registered = new Set(await vscode.commands.getCommands(true));
  assert.ok(declared.length > 0);
  assert.deepEqual(
    declared.filter((command) => !registered.has(command)),
    [],
  );
});
