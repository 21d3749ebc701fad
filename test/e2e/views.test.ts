/** The views of the side bar and what is done from them: the first suite, runs, keys, reports, and a server that fails. */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { after, test } from 'node:test';
import { startWireServer } from '../servers/wireServer.ts';
import { waitUntil } from './driver/retry.ts';
import { VsCode } from './driver/vscode.ts';
import type { Window } from './driver/window.ts';
import { runToItsEnd } from './running.ts';
import { endpointSuite, smallSuite } from './suites.ts';

const vscode = await VsCode.start();
after(() => vscode.stop());
const complaint = 'No such model. [Get it](command:workbench.action.files.newUntitledFile)';
const server = await startWireServer({
  reply: { text: [] },
  fault: { type: 'status', status: 404, body: JSON.stringify({ error: { message: complaint, code: 'model_not_found' } }) },
});
after(() => server.close());
/** A key that is set is tried at once: not at anybody's real server. */
const openai = { baseUrl: server.baseUrl('openai-chat') };

/** Waits until a view's rows are as wanted, each with its description. */
async function rowsOf(window: Window, view: string, wanted: RegExp): Promise<void> {
  await waitUntil(
    `${wanted} in ${view}`,
    () => window.sideBar.items(view),
    (rows) => rows.some((row) => wanted.test(row)),
  );
}

/** Accepts the name that the save dialog suggests; returns the file that was written. */
async function saveAsSuggested(window: Window, extension: string): Promise<string> {
  await waitUntil(
    'the suggested name',
    () => window.quickInput.input.inputValue(),
    (path) => path.endsWith(extension),
  );
  await window.quickInput.accept();
  const files = await waitUntil(
    `a written ${extension} file`,
    async () => (await readdir(window.folder)).filter((name) => name.endsWith(extension)),
    (names) => names.length === 1,
  );
  await window.notifications.find('The report is in');
  return files.join();
}

test(
  'a run is opened, renamed and, when the offer to undo is gone, deleted from the Runs view',
  vscode.test({ files: { 'small.bench.yaml': smallSuite } }, async (window) => {
    await runToItsEnd(window, 'small.bench.yaml');
    await window.runCommand('View: Close All Editors');
    await window.notifications.clear();
    await window.sideBar.open('LLM Bench');
    const run = /Small suite, finished/;
    await window.sideBar.action(run, 'Open Comparison');
    await window
      .webview()
      .getByText(/^Finished/)
      .waitFor();

    await window.sideBar.contextMenu(run, 'Rename Run');
    await window.quickInput.enter('Before the new prompt');
    await rowsOf(window, 'Runs', /^Before the new prompt/);
    await window.tab('Before the new prompt').waitFor();

    const renamed = /Before the new prompt, finished/;
    await window.sideBar.action(renamed, 'Delete Run');
    await window.sideBar.item(renamed).waitFor({ state: 'detached' });
    await window.sideBar.view('Runs').getByText('Nothing has been run yet').waitFor();
    await window.notifications.find('Deleted “Before the new prompt”.');
    await window.notifications.clear();
    await window.webview().getByText('This run is not in the results any more.').waitFor();
  }),
);

test(
  'a key is set and removed at its provider in the Models view',
  vscode.test({ files: { 'README.md': 'No suite.' }, settings: { 'llmBench.providers': { openai } } }, async (window) => {
    await window.sideBar.open('LLM Bench');
    await window.sideBar.view('Models').locator('.pane-header').click();
    await rowsOf(window, 'Models', /^OpenAI\s*on this machine$/);
    await window.sideBar.toggle(/^More providers/);
    await window.sideBar.action(/^OpenAI,/, 'Set API Key');
    assert.equal(await window.quickInput.isPassword(), true);
    await window.quickInput.enter('sk-e2e-0123456789abcdef');
    await rowsOf(window, 'Models', /^OpenAI\s*key set$/);
    await rowsOf(window, 'Models', /^Anthropic\s*no key$/);

    await window.sideBar.action('OpenAI, key set', 'Remove API Key');
    await window.dialog('Remove the key for OpenAI?').getByRole('button', { name: 'Remove' }).click();
    await rowsOf(window, 'Models', /^OpenAI\s*on this machine/);
  }),
);

test(
  'a report is written to a file from the panel and from the palette',
  vscode.test({ files: { 'small.bench.yaml': smallSuite } }, async (window) => {
    await runToItsEnd(window, 'small.bench.yaml');
    await window.webview().getByRole('button', { name: 'Export' }).click();
    await window.webview().getByRole('button', { name: /HTML/ }).click();
    const page = await window.read(await saveAsSuggested(window, '.html'));
    assert.match(page, /^<!doctype html>/i);
    assert.match(page, /<h1[^>]*>Small suite/);
    assert.match(page, /demo\/comet-flash/);
    await window.notifications.clear();

    await window.quickInput.runAndPick('LLM Bench: Export Report…', /Small suite/, /^JSON/);
    const report: unknown = JSON.parse(await window.read(await saveAsSuggested(window, '.json')));
    assert.ok(JSON.stringify(report).includes('"demo/comet-flash"'));
  }),
);

test(
  'what a server complains of is shown with advice, and its words are text, not links',
  vscode.test({ files: { 'own.bench.yaml': endpointSuite(server.baseUrl('openai-chat')) } }, async (window) => {
    await runToItsEnd(window, 'own.bench.yaml');
    const panel = window.webview();
    const callout = panel.locator('.callout').filter({ hasText: 'No model answered' });
    await callout.getByText('model not found').waitFor();
    await callout.getByText('Check the model name "model-one"').waitFor();
    await window.notifications.find('Every call failed');
    await window.notifications.clear();
    await window.sideBar.open('LLM Bench');
    await rowsOf(window, 'Runs', /^Own server\s*just now · 1 failed/);

    await panel.locator('#answers-tab').click();
    await panel.locator('.answer-card').getByText('No such model.').waitFor();
    await panel.locator('.answer-card').press('Enter');
    const told = await window.notifications.find('No such model.');
    assert.match(await told.innerText(), /\[Get it\] \(command:/);
    assert.equal(await told.locator('a', { hasText: 'Get it' }).count(), 0);
  }),
);
