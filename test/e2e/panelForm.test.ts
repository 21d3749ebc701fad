/** The form of the comparison: tabs, answers beside the list of cases, a run as it goes on, several panels. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { FrameLocator, Locator } from 'playwright-core';
import { waitUntil } from './driver/retry.ts';
import { VsCode } from './driver/vscode.ts';
import type { Window } from './driver/window.ts';
import { runToItsEnd, startRun } from './running.ts';
import { longSuite, smallSuite } from './suites.ts';

const vscode = await VsCode.start();
after(() => vscode.stop());

async function isChosen(panel: FrameLocator, tab: string): Promise<void> {
  await panel.locator(`#${tab}-tab[aria-selected="true"]`).waitFor();
}

/** Presses Tab until the focus is where it is wanted, as somebody without a mouse does. */
async function tabTo(window: Window, wanted: Locator): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    if ((await wanted.count()) > 0) return;
    await window.page.keyboard.press('Tab');
  }
  assert.fail('The focus never came there.');
}

test(
  'tabs, cases, answers and ratings are reached by keys alone, and a reload keeps tab, case and filter',
  vscode.test({ files: { 'small.bench.yaml': smallSuite } }, async (window) => {
    const panel = await runToItsEnd(window, 'small.bench.yaml');
    const { keyboard } = window.page;
    await isChosen(panel, 'evidence');
    await panel.locator('#evidence-tab').focus();
    await keyboard.press('ArrowRight');
    await isChosen(panel, 'charts');
    await keyboard.press('ArrowRight');
    await isChosen(panel, 'answers');

    await tabTo(window, panel.locator('.matrix :focus'));
    await keyboard.press('Home');
    await keyboard.press('ArrowRight');
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    const focused = panel.locator('.answer-card:focus');
    await focused.waitFor();
    assert.match((await focused.getAttribute('aria-label')) ?? '', /^demo\/atlas-large/);
    const name = panel.locator('.case-name');
    const opened = await name.innerText();

    await keyboard.press('+');
    await focused.locator('[aria-label="Good"][aria-pressed="true"]').waitFor();
    await keyboard.press('4');
    await focused.locator('[aria-label="4 of 5"][aria-pressed="true"]').waitFor();
    await keyboard.press('n');
    await panel.locator('textarea:focus').waitFor();
    await keyboard.type('Kind');
    await keyboard.press('ControlOrMeta+Enter');
    await focused.getByText('Kind', { exact: true }).waitFor();
    await window.notifications.clear();
    await window.screenshot('answers dark');

    await keyboard.press('j');
    await waitUntil(
      'the next case, the focus still on the same model',
      async () => [await name.innerText(), await focused.getAttribute('aria-label')],
      ([shown, label]) => shown !== opened && (label ?? '').startsWith('demo/atlas-large'),
    );
    await keyboard.press('k');
    await focused.getByText('Kind', { exact: true }).waitFor();
    await keyboard.press('Escape');
    await panel.locator('.matrix :focus').waitFor();
    await panel.getByRole('combobox', { name: 'Category' }).selectOption('style');
    await panel.getByText('Case 1 of the 1 that fits, of 3 in all').waitFor();

    await window.reload();
    const restored = window.webview();
    await isChosen(restored, 'answers');
    await restored
      .locator('.case-name')
      .getByText(opened.split(' ')[0] ?? opened)
      .first()
      .waitFor();
    await restored.locator('.answer-card').first().getByText('Kind', { exact: true }).waitFor();
    await restored.getByText('Case 1 of the 1 that fits, of 3 in all').waitFor();
    assert.equal(await restored.getByRole('combobox', { name: 'Category' }).inputValue(), 'style');
    await window.setTheme('Light Modern');
    await window.notifications.clear();
    await window.screenshot('answers light');
  }),
);

test(
  'a run shows how it goes on by itself, model by model, and its evidence once it is over',
  vscode.test({ files: { 'long.bench.yaml': longSuite } }, async (window) => {
    const panel = await startRun(window, 'long.bench.yaml');
    await isChosen(panel, 'live');
    const models = panel.locator('.live-models tbody tr');
    await waitUntil(
      'a pace of each of three models',
      () => models.allInnerTexts(),
      (rows) => rows.length === 3 && rows.every((row) => /[1-9]\d* of 120/.test(row) && /\d\.\d/.test(row)),
    );
    await panel
      .locator('.live-facts')
      .getByText(/^about /)
      .waitFor();
    await waitUntil(
      'answers as they come',
      () => panel.locator('.newest-text').allInnerTexts(),
      (texts) => texts.filter((text) => text !== '').length > 3,
    );
    await window.notifications.clear();
    await window.screenshot('live dark');
    await window.setTheme('Light Modern');
    await window.screenshot('live light');
    await panel.getByRole('button', { name: 'Cancel run' }).click();
    await panel
      .getByText(/^Cancelled/)
      .first()
      .waitFor();
    await isChosen(panel, 'evidence');
    assert.equal(await panel.locator('#live-tab').count(), 0);
  }),
);

test(
  'two comparisons are open at once, and each comes back at its own tab',
  vscode.test({ files: { 'small.bench.yaml': smallSuite } }, async (window) => {
    const first = await runToItsEnd(window, 'small.bench.yaml');
    await first.locator('#answers-tab').click();
    await first.locator('.answer-card').first().waitFor();
    await first.getByRole('button', { name: 'Run again' }).click();
    const tabs = window.page.locator('.tabs-container').getByRole('tab', { name: /^Small suite/ });
    await tabs.nth(1).waitFor();
    const second = window.webview();
    await second.getByText(/^Finished/).waitFor();
    await isChosen(second, 'evidence');
    await second.locator('#charts-tab').click();
    await isChosen(second, 'charts');

    await window.reload();
    await isChosen(window.webview(), 'charts');
    await tabs.nth(0).click();
    await isChosen(window.webview(), 'answers');
    await window.webview().locator('.answer-card').first().waitFor();
    await tabs.nth(1).click();
    await isChosen(window.webview(), 'charts');
  }),
);
