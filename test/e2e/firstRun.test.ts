/** The first minutes: what an empty window offers, the walkthrough, the demo, and the way to a suite of one's own. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { VsCode } from './driver/vscode.ts';
import { THEMES, type Window } from './driver/window.ts';

const vscode = await VsCode.start();
after(() => vscode.stop());

const steps = ['Run the demo', 'Bring in your models', 'Make your own suite', 'Compare and decide'];
const readme = { 'README.md': 'Nothing yet.' };

/** The buttons and links of a view that has nothing to show. */
async function offeredIn(window: Window, view: string): Promise<string[]> {
  const welcome = window.sideBar.view(view).locator('.welcome-view-content');
  await welcome.getByRole('button').first().waitFor();
  const texts = await welcome.locator('.monaco-button, a').allInnerTexts();
  return texts.map((text) => text.trim());
}

function step(window: Window, title: string) {
  return window.page.locator('.getting-started-step').filter({ hasText: title });
}

function picture(window: Window) {
  return window.webview().locator('svg').first();
}

test(
  'an empty workspace leads to the walkthrough, its button runs the demo, and the step is ticked off',
  vscode.test({ files: readme }, async (window) => {
    await window.sideBar.open('LLM Bench');
    assert.deepEqual(await offeredIn(window, 'Suites'), ['New Suite…', 'Run the Demo', 'Get Started']);
    assert.deepEqual(await offeredIn(window, 'Runs'), ['Run a Suite', 'Run the Demo']);
    await window.screenshot('first run welcome');
    await window.sideBar.view('Suites').getByText('Get Started').click();
    for (const title of steps) {
      await step(window, title).first().click();
      await picture(window).waitFor();
      await window.screenshot(`walkthrough ${title}`);
    }
    for (const theme of THEMES) {
      await window.setTheme(theme);
      // The palette's Escape has closed it.
      await window.runCommand('LLM Bench: Get Started');
      await step(window, 'Run the demo').first().click();
      await picture(window).waitFor();
      await window.screenshot(`walkthrough ${theme}`);
    }
    await window.page.locator('.getting-started-step.expanded').getByRole('button', { name: 'Run the Demo' }).click();
    await window.editor('quickstart.bench.yaml').waitFor();
    await window
      .webview()
      .getByText(/^Finished/)
      .first()
      .waitFor({ timeout: 180_000 });
    await window.runCommand('LLM Bench: Get Started');
    await step(window, 'Run the demo').locator('.codicon-getting-started-step-checked').first().waitFor();
    assert.equal(await step(window, 'Make your own suite').locator('.codicon-getting-started-step-checked').count(), 0);
  }),
);

test(
  'without a folder there is a way to one, and the demo needs none',
  vscode.test({ files: readme }, async (window) => {
    await window.page.goto(`${vscode.server.origin}/?ew=true`);
    await window.sideBar.open('LLM Bench');
    assert.deepEqual(await offeredIn(window, 'Suites'), ['Open Folder', 'Run the Demo', 'Get Started']);
    assert.deepEqual(await offeredIn(window, 'Runs'), ['Run the Demo']);
    await window.sideBar.view('Runs').getByRole('button', { name: 'Run the Demo' }).click();
    await window.editor('quickstart.bench.yaml').waitFor();
    await window.webview().getByText('Quickstart').first().waitFor();
    await window.webview().getByRole('button', { name: 'Cancel run' }).click();
    await window.webview().getByText('Cancelled', { exact: true }).waitFor();
  }),
);

test(
  'in Restricted Mode the views say why nothing runs, and lead to trust',
  vscode.test({ files: readme, restricted: true }, async (window) => {
    await window.sideBar.open('LLM Bench');
    assert.deepEqual(await offeredIn(window, 'Suites'), ['New Suite…', 'Manage Workspace Trust', 'Get Started']);
    assert.deepEqual(await offeredIn(window, 'Runs'), ['Manage Workspace Trust']);
    await window.screenshot('restricted welcome');
    await window.sideBar.view('Runs').getByRole('button', { name: 'Manage Workspace Trust' }).click();
    await window.page.locator('.workspace-trust-editor').waitFor();
  }),
);

test(
  'a blank suite: back keeps what was said, a name that is taken is refused, and typing replaces the first question',
  vscode.test({ files: { 'one.bench.yaml': 'name: One\nmodels: [demo/sonata]\nprompt: Hi\n' } }, async (window) => {
    await window.quickInput.runAndPick('LLM Bench: New Suite…', /^Blank$/);
    await window.quickInput.asks('New suite: name');
    await window.quickInput.enter('One');
    await window.quickInput.widget.getByText('one.bench.yaml is there already').waitFor();
    await window.quickInput.enter('Two');
    await window.quickInput.asks('New suite: models');
    await window.screenshot('wizard models');
    await window.quickInput.widget.locator('[aria-label="Back"], .codicon-quick-input-back').first().click();
    await window.quickInput.asks('New suite: name');
    assert.equal(await window.quickInput.input.inputValue(), 'Two');
    await window.quickInput.widget.locator('[aria-label="Back"], .codicon-quick-input-back').first().click();
    await window.quickInput.asks('New suite: begin with');
    await window.screenshot('wizard ways');
    await window.quickInput.pick('Blank');
    await window.quickInput.asks('New suite: name');
    await window.quickInput.enter('Two');
    await window.quickInput.asks('New suite: models');
    await window.quickInput.pickMany('demo/sonata');
    await window.editor('two.bench.yaml').waitFor();
    await window.codeLens('Run').waitFor();
    await window.page.keyboard.type('Who wrote Faust?');
    await window.runCommand('File: Save');
    const suite = await window.read('two.bench.yaml');
    assert.match(suite, /^name: "Two"\nmodels:\n {2}- demo\/atlas-mini\n {2}- demo\/sonata\n/);
    assert.match(suite, /question: Who wrote Faust\?\n/);
  }),
);

test(
  'a suite of JSON Lines is made beside them and asks each row',
  vscode.test({ files: { 'data/capitals.jsonl': '{"question":"Capital of France?","answer":"Paris"}\n' } }, async (window) => {
    await window.quickInput.runAndPick('LLM Bench: New Suite…', /^From CSV or JSON Lines…$/);
    // The editor's own file dialog, as it is where files are elsewhere.
    await window.quickInput.enterPath(join(window.folder, 'data', 'capitals.jsonl'));
    await window.quickInput.asks('New suite: name');
    await window.quickInput.enter('Capitals');
    await window.quickInput.asks('New suite: models');
    await window.quickInput.accept();
    await window.editor('capitals.bench.yaml').waitFor();
    assert.match(await window.read('data/capitals.bench.yaml'), /^name: "Capitals"\n/);
    await window.sideBar.open('LLM Bench');
    await window.sideBar.item(/Capitals.*1 model · 1 case/).waitFor();
  }),
);

test(
  'a suite like another has its questions and other models',
  vscode.test({ copyOf: 'examples' }, async (window) => {
    await window.quickInput.runAndPick('LLM Bench: New Suite…', /^Like an existing suite…$/);
    await window.quickInput.asks('New suite: like');
    await window.quickInput.pick('Classification');
    await window.quickInput.asks('New suite: name');
    assert.equal(await window.quickInput.input.inputValue(), 'Copy of Classification');
    await window.quickInput.accept();
    await window.quickInput.asks('New suite: models');
    await window.quickInput.accept();
    await window.editor('copy-of-classification.bench.yaml').waitFor();
    const [copy, original] = await Promise.all(
      ['copy-of-classification.bench.yaml', 'classification.bench.yaml'].map((file) => window.read(file)),
    );
    assert.equal(copy, original?.replace(/^name: .*$/m, 'name: "Copy of Classification"'));
  }),
);
