/** What must not happen: a faulty suite that runs, a restricted workspace that calls, a key that leaks. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { startWireServer } from '../servers/wireServer.ts';
import { waitUntil } from './driver/retry.ts';
import { VsCode } from './driver/vscode.ts';
import { runToItsEnd } from './running.ts';
import { endpointSuite, smallSuite } from './suites.ts';

const vscode = await VsCode.start();
after(() => vscode.stop());
const server = await startWireServer({ reply: { text: ['hello ', 'there'] } });
after(() => server.close());

const secret = 'sk-e2e-0123456789abcdefghijklmnop';

test(
  'a faulty suite shows its problems at their lines and is not run until they are mended',
  vscode.test({ files: { 'faulty.bench.yaml': smallSuite.replace('prompt:', 'promt:') } }, async (window) => {
    await window.openFile('faulty.bench.yaml');
    const problem = (await window.problems.list()).find(({ message }) => message.includes('promt'));
    assert.deepEqual([problem?.line, problem?.column], [5, 1]);
    await window.runCommand('LLM Bench: Run Suite');
    await window.notifications.find(/problem/i);
    await window.sideBar.open('LLM Bench');
    assert.deepEqual(await window.sideBar.view('Runs').getByRole('treeitem').count(), 0);
  }),
);

test(
  'a restricted workspace shows its suites and runs nothing',
  vscode.test({ files: { 'own.bench.yaml': endpointSuite(server.baseUrl('openai-chat')) }, restricted: true }, async (window) => {
    const before = server.requests.length;
    await window.sideBar.open('LLM Bench');
    await window.sideBar.item(/Own server/).waitFor();
    await window.openFile('own.bench.yaml');
    await window.runCommand('LLM Bench: Run Suite');
    await window.notifications.find(/Restricted Mode/);
    assert.equal(server.requests.length, before);
    await window.trustWorkspace();
    await window.openFile('own.bench.yaml');
    await window.runCommand('LLM Bench: Run Suite');
    await waitUntil(
      'the call of the trusted run',
      () => server.requests.length,
      (count) => count === before + 1,
    );
  }),
);

const priced = `${endpointSuite(server.baseUrl('openai-chat'))}prices: { mine/model-one: { input: 10, output: 40 } }\n`;

test(
  'money is asked for before it is spent; the demo models, whose prices are made up, are run at once',
  vscode.test(
    { files: { 'own.bench.yaml': priced, 'small.bench.yaml': smallSuite }, settings: { 'llmBench.confirmAboveUsd': 0 } },
    async (window) => {
      const before = server.requests.length;
      await window.openFile('own.bench.yaml');
      await window.runCommand('LLM Bench: Run Suite');
      await window.dialog('“Own server” may cost up to').getByRole('button', { name: 'Cancel' }).click();
      await window.notifications.find('Nothing was run and nothing was spent.');
      assert.equal(server.requests.length, before);
      await runToItsEnd(window, 'small.bench.yaml');
    },
  ),
);

// A name for this machine that the product does not take for it: the origin is then one to ask about.
const foreign = server.baseUrl('openai-chat').replace('127.0.0.1', '0.0.0.0');

test(
  'a foreign server is asked about, its key is taken in a password box, the run goes on, and the key is nowhere to be found',
  vscode.test({ files: { 'own.bench.yaml': endpointSuite(foreign, ', keyEnv: MINE_KEY') } }, async (window) => {
    const before = server.requests.length;
    await window.openFile('own.bench.yaml');
    await window.runCommand('LLM Bench: Run Suite');
    await window.dialog(new URL(foreign).origin).getByRole('button', { name: 'Allow' }).click();
    await window
      .dialog(/needs an API key/)
      .getByRole('button', { name: 'Set Key' })
      .click();
    assert.equal(await window.quickInput.isPassword(), true);
    assert.equal(server.requests.length, before, 'nothing is sent before the key is there');
    await window.quickInput.enter(secret);
    await window
      .webview()
      .getByText(/^Finished/)
      .waitFor();
    assert.equal(server.requests.at(-1)?.headers.authorization, `Bearer ${secret}`);

    await window.reload();
    await window.openFile('own.bench.yaml');
    await window.runCommand('LLM Bench: Run Suite');
    await waitUntil(
      'the second run',
      () => server.requests.length,
      (count) => count === before + 2,
    );
    assert.equal(server.requests.at(-1)?.headers.authorization, `Bearer ${secret}`, 'the key survived the reload');

    assert.deepEqual(await filesWith(vscode.home.path, secret), []);
    assert.ok(!window.console.log.join('\n').includes(secret));
    assert.ok(!(await window.page.content()).includes(secret));
  }),
);

/** Every file below the editor's home, logs and the store included, that holds the text. */
async function filesWith(folder: string, text: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    if ((await readFile(path).catch(() => Buffer.alloc(0))).includes(text)) found.push(path);
  }
  return found;
}
