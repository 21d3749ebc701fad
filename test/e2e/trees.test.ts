/** The three views as lists to work in: groups, filter, pins, keys, several rows at once, and models dragged into suites. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { waitUntil } from './driver/retry.ts';
import { VsCode } from './driver/vscode.ts';
import type { Window } from './driver/window.ts';
import { runToItsEnd, startRun } from './running.ts';
import { longSuite, smallSuite } from './suites.ts';

const vscode = await VsCode.start();
after(() => vscode.stop());

const otherSuite = smallSuite.replace('name: Small suite', 'name: Other suite').replace(', demo/sonata, demo/comet-flash', '');
const files = { 'small.bench.yaml': smallSuite, 'other.bench.yaml': otherSuite };

async function runAndClear(window: Window, file: string): Promise<void> {
  await runToItsEnd(window, file);
  await window.runCommand('View: Close All Editors');
  await window.notifications.clear();
}

/** Runs of two suites, the other one's last. */
async function runBoth(window: Window): Promise<void> {
  for (const file of Object.keys(files)) await runAndClear(window, file);
  await window.sideBar.open('LLM Bench');
  await window.sideBar.item(/^Other suite, finished/).waitFor();
}

async function rows(window: Window, wanted: readonly RegExp[], view = 'Runs'): Promise<void> {
  await waitUntil(
    `the rows ${wanted.join(', ')}`,
    () => window.sideBar.items(view),
    (shown) => shown.length === wanted.length && wanted.every((pattern, index) => pattern.test(shown[index] ?? '')),
  );
}

/** @param key held when the button is let go: an editor takes what is dropped into its text while Shift is */
async function drag(window: Window, from: Locator, to: Locator, key?: 'Shift'): Promise<void> {
  const { mouse, keyboard } = window.page;
  await from.hover();
  await mouse.down();
  // The first move begins the drag, the next ones tell the target of it.
  await to.hover({ position: { x: 30, y: 8 } });
  if (key) await keyboard.down(key);
  await to.hover({ position: { x: 40, y: 8 } });
  await to.hover({ position: { x: 50, y: 8 } });
  await mouse.up();
  if (key) await keyboard.up(key);
}

test(
  'runs are grouped by suite and by day, filtered, and pinned at the top, also after a reload',
  vscode.test({ files }, async (window) => {
    await runBoth(window);
    const runs = window.sideBar.view('Runs');
    await rows(window, [/^Other suite/, /^Small suite/]);

    await window.sideBar.contextMenu(/^Small suite, finished/, 'Pin Run');
    await window.sideBar.item(/^Small suite, finished, pinned/).waitFor();
    await rows(window, [/^Small suite/, /^Other suite/]);

    await window.runCommand('LLM Bench: Group Runs by Suite');
    await rows(window, [/^Other suite\s*just now$/, /^Other suite/, /^Small suite\s*just now$/]);
    await window.sideBar.item('Runs: Small suite').click();
    await rows(window, [/^Other suite/, /^Other suite/, /^Small suite/, /^Small suite/]);
    await window.screenshot('trees by suite');

    await window.runCommand('LLM Bench: Group Runs by Day');
    await rows(window, [/^Pinned\s*1$/, /^Small suite/, /^Today\s*1$/]);
    await window.reload();
    await window.sideBar.open('LLM Bench');
    await rows(window, [/^Pinned\s*1$/, /^Small suite/, /^Today\s*1$/]);
    await window.screenshot('trees by day');
    await window.runCommand('LLM Bench: List Runs without Groups');
    await rows(window, [/^Small suite/, /^Other suite/]);

    await runs.locator('.pane-header').hover();
    await runs.getByRole('button', { name: 'Filter Runs' }).click();
    await window.quickInput.type('SONATA');
    await rows(window, [/^Small suite/]);
    await window.quickInput.accept();
    await runs.getByText('Runs with “SONATA”').waitFor();
    await window.screenshot('trees filtered');
    await window.runCommand('LLM Bench: Filter Runs…');
    await window.quickInput.type('nothing like it');
    await runs.getByText('No run has “nothing like it”').waitFor();
    await window.quickInput.cancel();
    await rows(window, [/^Small suite/]);
    await runs.locator('.pane-header').hover();
    await runs.getByRole('button', { name: 'Clear Filter of Runs' }).click();
    await rows(window, [/^Small suite/, /^Other suite/]);
    await window.sideBar.contextMenu(/^Small suite, finished, pinned/, 'Unpin Run');
    await rows(window, [/^Other suite/, /^Small suite/]);
  }),
);

test(
  'keys rename and delete the row that has the focus; a deletion is undone, and several runs are compared or deleted at once',
  vscode.test({ files }, async (window) => {
    await runBoth(window);
    const { page } = window;
    await window.sideBar.item(/^Other suite, finished/).click();
    await window
      .webview()
      .getByText(/^Finished/)
      .waitFor();
    await window.runCommand('View: Close All Editors');
    await window.sideBar.item(/^Other suite, finished/).click({ modifiers: ['ControlOrMeta'] });
    // The focus goes on, the selection stays: the key is for the row that has the focus.
    await window.sideBar.view('Runs').locator('.monaco-list').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('F2');
    await window.quickInput.enter('Renamed by key');
    await window.sideBar.item(/^Renamed by key, finished/).waitFor();
    await window.sideBar.view('Runs').locator('.monaco-list').focus();
    await page.keyboard.press('Delete');
    await rows(window, [/^Other suite/]);
    await window.screenshot('trees deleted');
    await window.notifications.press('Deleted “Renamed by key”.', 'Undo');
    await rows(window, [/^Other suite/, /^Renamed by key/]);

    await window.notifications.clear();
    await window.sideBar.item(/^Other suite, finished/).click();
    await window.sideBar.item(/^Renamed by key, finished/).click({ modifiers: ['ControlOrMeta'] });
    await window.sideBar.contextMenu(/^Renamed by key, finished/, 'Compare Runs');
    await window.tab(/2 runs/).waitFor();
    await window.screenshot('trees compared');
    await window.sideBar.contextMenu(/^Renamed by key, finished/, 'Delete Run');
    await window.notifications.find('Deleted 2 runs.');
    await window.notifications.clear();
    await window.sideBar.view('Runs').getByText('Nothing has been run yet').waitFor();
    await window.reload();
    await window.sideBar.open('LLM Bench');
    await window.sideBar.view('Runs').getByText('Nothing has been run yet').waitFor();
  }),
);

test(
  'a badge counts what goes on, and a suite shows its last result and opens its comparison',
  vscode.test({ files: { 'long.bench.yaml': longSuite, 'small.bench.yaml': smallSuite } }, async (window) => {
    await runAndClear(window, 'small.bench.yaml');
    await window.sideBar.open('LLM Bench');
    await window.sideBar.item(/^Small suite, 3 models · 3 cases, Last: .*%/).waitFor();
    await window.sideBar.action(/^Small suite, 3 models/, 'Open Last Comparison');
    await window.tab(/^Small suite/).waitFor();
    await window.sideBar.toggle(/^Small suite, 3 models/);
    await window.sideBar.item('model, demo/sonata').waitFor();
    await window.sideBar.item(/^case, basket, ./).click();
    await window.editor('small.bench.yaml').waitFor();
    await window.screenshot('trees suites');

    await startRun(window, 'long.bench.yaml');
    const badge = window.page.locator('.activitybar .action-item:has(a[aria-label^="LLM Bench"]) .badge-content');
    await waitUntil(
      'the badge',
      () => badge.innerText(),
      (text) => text.trim() === '1',
    );
    await window.screenshot('trees badge');
    await window.runCommand('LLM Bench: Cancel Run');
    await badge.waitFor({ state: 'hidden' });
  }),
);

test(
  'a suite is made like the one of a row, beside it and under a name that is free',
  vscode.test({ files: { ...files, 'copy-of-small-suite.bench.yaml': otherSuite } }, async (window) => {
    await window.sideBar.open('LLM Bench');
    await window.sideBar.contextMenu(/^Small suite, 3 models/, 'New Suite Like This…');
    await window.quickInput.widget.getByText('New suite: name').waitFor();
    assert.equal(await window.quickInput.input.inputValue(), 'Copy of Small suite 2');
    await window.quickInput.accept();
    await window.quickInput.widget.getByText('New suite: models').waitFor();
    await window.quickInput.accept();
    await window.editor('copy-of-small-suite-2.bench.yaml').waitFor();
    const copy = await window.read('copy-of-small-suite-2.bench.yaml');
    assert.equal(copy, smallSuite.replace('name: Small suite', 'name: "Copy of Small suite 2"'));
    await window.sideBar.item(/^Copy of Small suite 2, 3 models/).waitFor();
  }),
);

test(
  'a model is added to a suite by dragging it onto its row or into its text, or by its menu; once',
  vscode.test({ files }, async (window) => {
    await window.openFile('small.bench.yaml');
    await window.sideBar.open('LLM Bench');
    const models = window.sideBar.view('Models');
    await models.locator('.pane-header').click();
    await window.sideBar.toggle(/^Demo models/);
    const model = window.sideBar.item(/^atlas-mini, \$0\.80 in, \$3\.20 out/);
    await model.waitFor();
    await window.screenshot('trees models');

    await drag(window, model, window.sideBar.item(/^Other suite, 1 model/));
    const other = window.editor('other.bench.yaml');
    await other.getByText('models: [demo/atlas-large, demo/atlas-mini]').waitFor();

    await window.openFile('small.bench.yaml');
    const text = window.editor('small.bench.yaml').locator('.view-line').nth(4);
    await drag(window, model, text, 'Shift');
    await window.editor('small.bench.yaml').getByText('demo/comet-flash, demo/atlas-mini]').waitFor();
    await window.screenshot('trees dropped');
    await drag(window, model, text, 'Shift');
    await window.notifications.find('small.bench.yaml names demo/atlas-mini already.');
    assert.equal(await window.editor('small.bench.yaml').getByText('demo/atlas-mini').count(), 1);

    await window.sideBar.contextMenu(/^sonata, /, 'Add to Suite');
    await window.quickInput.pick(/Add to Other suite/);
    await other.getByText('demo/atlas-mini, demo/sonata]').waitFor();
  }),
);
