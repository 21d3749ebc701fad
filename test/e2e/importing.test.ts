/** Suites that are made of something: of a promptfoo configuration, a CSV file, a selection, a template. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { REPOSITORY } from '../tools/repository.ts';
import { VsCode } from './driver/vscode.ts';
import type { Window } from './driver/window.ts';
import { runToItsEnd } from './running.ts';

const vscode = await VsCode.start();
after(() => vscode.stop());

const sample = await readFile(join(REPOSITORY, 'examples/promptfoo-sample/promptfooconfig.yaml'), 'utf8');

/** Presses the entry of a file's context menu in the explorer. */
async function inExplorer(window: Window, name: string | RegExp, title: string): Promise<void> {
  // The menu lacks what the editor does not know yet when it opens.
  await window.sideBar.open('LLM Bench');
  await window.sideBar.view('Suites').waitFor();
  await window.sideBar.open('Explorer');
  await window.sideBar.contextMenu(name, title);
}

/** Takes the models that a new suite comes with. */
async function acceptModels(window: Window): Promise<void> {
  await window.quickInput.widget.getByText('New suite: models').waitFor();
  await window.quickInput.accept();
}

test(
  'a promptfoo configuration becomes a suite beside it, what did not map is named, and it runs on demo models',
  vscode.test({ files: { 'shop/promptfooconfig.yaml': sample, 'shop/shop.bench.yaml': 'name: Mine\n' } }, async (window) => {
    await window.sideBar.open('Explorer');
    await window.sideBar.item('shop').click();
    await inExplorer(window, 'promptfooconfig.yaml', 'Import as Suite…');
    await window.editor('shop-2.bench.yaml').waitFor();
    assert.equal(await window.read('shop/shop.bench.yaml'), 'name: Mine\n', 'no file is overwritten');
    await window.notifications.press('could not be taken as written', 'Show Details');
    await window.page
      .locator('.part.panel .monaco-editor')
      .getByText(/python/i)
      .first()
      .waitFor();
    await window.screenshot('import details');

    const suite = await window.read('shop/shop-2.bench.yaml');
    assert.match(suite, /^# Made from a promptfoo configuration\./);
    const onDemo = suite
      .replaceAll('google/gemini-3.5-flash-lite', 'demo/arbiter')
      .replaceAll(/openai\/gpt-5-mini/g, 'demo/atlas-mini')
      .replaceAll(/anthropic\/claude-haiku-4-5/g, 'demo/sonata');
    await writeFile(join(window.folder, 'shop/shop-2.bench.yaml'), onDemo);
    await window.runCommand('View: Close All Editors');
    await window.page.keyboard.press('Escape');
    const panel = await runToItsEnd(window, 'shop/shop-2.bench.yaml');
    await panel
      .locator('table.comparison')
      .getByText(/sonata|haiku/)
      .first()
      .waitFor();
  }),
);

test(
  'a CSV file becomes a suite whose rows are its cases',
  vscode.test(
    { files: { 'capitals.csv': 'question,expected\nCapital of France?,Paris\nCapital of Italy?,Rome\n' } },
    async (window) => {
      await inExplorer(window, 'capitals.csv', 'Import as Suite…');
      await window.editor('capitals.bench.yaml').waitFor();
      await window.sideBar.open('LLM Bench');
      await window.sideBar.item(/capitals.*1 model · 2 cases/).waitFor();
    },
  ),
);

test(
  'what is selected becomes a suite, a case of each paragraph',
  vscode.test({ files: { 'mail.txt': 'Where is my parcel?\n\nCan I return the boots?\n' } }, async (window) => {
    const editor = await window.openFile('mail.txt');
    await editor.locator('.view-lines').click();
    await window.page.keyboard.press('ControlOrMeta+A');
    await editor.getByText('Where is my parcel?').click({ button: 'right' });
    await window.page.locator('.monaco-menu').getByRole('menuitem', { name: 'New Suite from Selection…' }).hover();
    await window.page.keyboard.press('Enter');
    await window.quickInput.enter('Mails');
    await acceptModels(window);
    await window.editor('mails.bench.yaml').waitFor();
    const suite = await window.read('mails.bench.yaml');
    assert.match(suite, /^name: "Mails"$/m);
    await window.sideBar.open('LLM Bench');
    await window.sideBar.item(/Mails.*1 model · 2 cases/).waitFor();
  }),
);

test(
  'a suite is not made without a name',
  vscode.test({ files: { 'README.md': 'Nothing yet.' } }, async (window) => {
    await window.quickInput.runAndPick('LLM Bench: New Suite…', /^Starter$/);
    await window.quickInput.asks('New suite: name');
    await window.quickInput.enter('');
    await window.quickInput.widget.getByText('Give the suite a name.').waitFor();
    await window.quickInput.enter('Mine');
    await acceptModels(window);
    await window.editor('mine.bench.yaml').waitFor();
  }),
);

test(
  'a ready suite comes with its dataset and has no errors',
  vscode.test({ files: { 'README.md': 'Nothing yet.' } }, async (window) => {
    await window.runCommand('LLM Bench: New Suite…');
    await window.quickInput.pick('Classification');
    await window.quickInput.asks('New suite: name');
    await window.quickInput.enter('Labels');
    await acceptModels(window);
    await window.editor('labels.bench.yaml').waitFor();
    await window.sideBar.open('LLM Bench');
    await window.sideBar.item(/Labels.*\d+ models · \d+ cases/).waitFor();
    assert.match(await window.read('data/feedback.csv'), /,/);
    await window.runCommand('LLM Bench: New Suite…');
    await window.quickInput.pick('Extraction to JSON');
    await window.quickInput.asks('New suite: name');
    await window.quickInput.enter('Invoices');
    await acceptModels(window);
    await window.editor('invoices.bench.json').waitFor();
    await window.sideBar.item(/Invoices.*\d+ models · \d+ cases/).waitFor();
  }),
);
