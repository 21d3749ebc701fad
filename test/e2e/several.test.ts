/** Several runs side by side, and exported reports as an editor. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { FrameLocator } from 'playwright-core';
import { retry, waitUntil } from './driver/retry.ts';
import { VsCode } from './driver/vscode.ts';
import type { Window } from './driver/window.ts';
import { runToItsEnd } from './running.ts';
import { smallSuite } from './suites.ts';

const vscode = await VsCode.start();
after(() => vscode.stop());

const otherSuite = `name: Other suite
models: [demo/atlas-large, demo/sonata]
params: { maxOutputTokens: 200 }
prompt: "{{question}}"
cases:
  - name: sum
    vars: { question: "What is 17 + 25? Answer with the number only." }
    expect: [{ contains: "42" }]
  - name: greeting
    vars: { question: Say hello in one word. }
    expect: [{ length: { maxWords: 40 } }]
`;

/** Chooses every run that there is. */
async function compareAll(window: Window): Promise<FrameLocator> {
  await window.quickInput.runAndTick('LLM Bench: Compare Runs…', /./);
  await window.tab(/2 runs/).waitFor();
  return window.webview();
}

test(
  'two runs of one suite stand side by side, come back after a reload, and change their reference',
  vscode.test({ files: { 'small.bench.yaml': smallSuite } }, async (window) => {
    const first = await runToItsEnd(window, 'small.bench.yaml');
    await first.getByRole('button', { name: 'Run again' }).click();
    const tabs = window.page.locator('.tabs-container').getByRole('tab', { name: /^Small suite/ });
    await tabs.nth(1).waitFor();
    await window
      .webview()
      .getByText(/^Finished/)
      .waitFor();
    const page = await compareAll(window);
    await page.getByRole('heading', { name: /^(Against|No model is shown)/ }).waitFor();
    await page.getByText('Each model is compared with itself on the 3 cases').waitFor();
    const table = page.getByRole('region', { name: 'Each model in each run' });
    assert.equal(await table.locator('tbody').count(), 3);
    assert.equal(await table.getByText('reference', { exact: true }).count(), 3);
    assert.equal(await page.locator('svg.interval-plot[aria-label^="Quality of demo/"]').count(), 3);
    await window.notifications.clear();
    await window.screenshot('several runs dark');

    const references = page.getByRole('radio');
    await references.nth(1).check();
    await page
      .locator('tr', { has: page.locator('input:checked') })
      .getByText('the others against it')
      .waitFor();
    assert.equal(await references.nth(1).isChecked(), true);
    await window.reload();
    const restored = window.webview();
    await restored.getByRole('heading', { name: /^(Against|No model is shown)/ }).waitFor();
    assert.equal(await restored.getByRole('radio').nth(1).isChecked(), true);
    await window.setTheme('Light Modern');
    await restored.locator('.interval-plot').last().scrollIntoViewIfNeeded();
    await window.notifications.clear();
    await window.screenshot('several runs light');
  }),
);

test(
  'runs of two suites are not compared, and tell which model leads over both',
  vscode.test({ files: { 'small.bench.yaml': smallSuite, 'other.bench.yaml': otherSuite } }, async (window) => {
    await runToItsEnd(window, 'small.bench.yaml');
    await runToItsEnd(window, 'other.bench.yaml');
    const page = await compareAll(window);
    await page.getByRole('heading', { name: /over (these|2) suites/ }).waitFor();
    const table = page.getByRole('region', { name: 'Quality of each model in each suite' });
    assert.equal(await table.locator('tbody tr').count(), 2);
    await page.getByText('Not graded in every suite: demo/comet-flash.').waitFor();
    await page.getByText(/each run stands with figures of its own/).waitFor();
    await window.notifications.clear();
    await window.screenshot('several suites dark');
  }),
);

test(
  'an exported report opens as the comparison that it was written from, and a broken one says what it lacks',
  vscode.test({ files: { 'small.bench.yaml': smallSuite } }, async (window) => {
    const panel = await runToItsEnd(window, 'small.bench.yaml');
    const headline = await panel.locator('#verdict-headline').innerText();
    await panel.getByRole('button', { name: 'Export' }).click();
    await panel.getByRole('button', { name: 'JSON', exact: true }).click();
    await window.quickInput.input.waitFor();
    await waitUntil(
      'the name that the export proposes',
      () => window.quickInput.input.inputValue(),
      (name) => /small-suite-.+\.llm-bench\.json$/.test(name),
    );
    await window.quickInput.enter(join(window.folder, 'kept.llm-bench.json'));
    const text = await waitUntil(
      'the exported report',
      () => window.read('kept.llm-bench.json'),
      (written) => written.trimEnd().endsWith('}'),
    );
    await window.notifications.clear();
    await window.page.keyboard.press('Escape');
    await writeFile(join(window.folder, 'broken.llm-bench.json'), text.replace('"leaders"', '"led"'));

    await open(window, 'kept.llm-bench.json');
    const report = window.webview();
    await report.locator('#verdict-headline').getByText(headline).waitFor();
    assert.equal(await report.getByRole('button', { name: 'Run again' }).isVisible(), false);
    assert.deepEqual(await report.getByRole('tab').allInnerTexts(), ['Evidence', 'Charts', 'Answers']);
    await report.locator('#answers-tab').click();
    await report.locator('.answer-card').first().waitFor();
    await window.notifications.clear();
    await window.screenshot('exported report dark');

    await open(window, 'broken.llm-bench.json');
    const fault = window.webview();
    await fault.getByRole('heading', { name: 'broken.llm-bench.json cannot be shown' }).waitFor();
    await fault.getByText(/summary\.leaders/).waitFor();
    await window.screenshot('broken report dark');
  }),
);

/** A file that was just written is not in the list at once. */
async function open(window: Window, file: string): Promise<void> {
  await retry(`${file} in the list of files`, async () => {
    await window.page.keyboard.press('Escape');
    await window.page.keyboard.press('ControlOrMeta+P');
    await window.quickInput.input.fill(file, { timeout: 2_000 });
    await window.quickInput.row(file).click({ timeout: 3_000 });
  });
  await window.tab(file).waitFor();
}
