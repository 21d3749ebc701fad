/** The comparison of large runs, and of many: pages of cases, and the suite over time. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { waitUntil } from './driver/retry.ts';
import { VsCode } from './driver/vscode.ts';
import { runToItsEnd, startRun } from './running.ts';
import { smallSuite } from './suites.ts';

const vscode = await VsCode.start();
after(() => vscode.stop());

const cases = Array.from(
  { length: 230 },
  (_, n) => `  - { name: "number ${n}", vars: { n: "${n}" }, expect: [{ contains: "${n + 1}" }] }`,
);
const manyCases = `name: Many cases
models: [demo/comet-flash]
prompt: What is {{n}} plus one?
cases:
${cases.join('\n')}
`;

test(
  'cases come in pages; search and keys lead through them',
  vscode.test({ files: { 'many.bench.yaml': manyCases } }, async (window) => {
    const panel = await startRun(window, 'many.bench.yaml');
    await panel.getByText(/^Finished/).waitFor({ timeout: 90_000 });
    await panel.locator('#answers-tab').click();
    const pager = panel.locator('.pager [role="status"]');
    await pager.getByText('Cases 1–100 of 230').waitFor();
    await panel.getByRole('button', { name: 'Next cases' }).click();
    await pager.getByText('Cases 101–200 of 230').waitFor();
    await panel.getByRole('button', { name: 'Next cases' }).click();
    await pager.getByText('Cases 201–230 of 230').waitFor();
    assert.equal(await panel.locator('table.matrix tbody tr').count(), 30);

    await panel.getByRole('searchbox').fill('number 17');
    await pager.getByText('Cases 1–11 of the 11 that fit, of 230 in all').waitFor();
    await panel.getByRole('searchbox').fill('nothing like it');
    await panel.getByRole('button', { name: 'Show all cases' }).click();
    await pager.getByText('Cases 1–100 of 230').waitFor();

    await panel.locator('table.matrix [data-at="100:1"]').focus();
    await window.page.keyboard.press('PageDown');
    await pager.getByText('Cases 101–200 of 230').waitFor();
    await window.screenshot('pages of cases');

    await window.reload();
    await window.webview().locator('.pager').getByText('Cases 101–200 of 230').waitFor();
  }),
);

test(
  'the runs of a suite stand over time, and one of them opens from there',
  vscode.test({ files: { 'small.bench.yaml': smallSuite } }, async (window) => {
    const panel = await runToItsEnd(window, 'small.bench.yaml');
    await panel.locator('#history-tab').click();
    await panel.getByText('This is the only run of the suite so far.').waitFor();

    await panel.getByRole('button', { name: 'Run it again' }).click();
    await waitUntil(
      'a second tab',
      () => window.page.locator('.tabs-container .tab', { hasText: 'Small suite ·' }).count(),
      (count) => count === 2,
    );
    const second = window.webview();
    await second.getByText(/^Finished/).waitFor();
    await second.locator('#history-tab').click();
    await second.locator('.history-figure canvas').waitFor();
    await second.locator('#history summary').click();
    assert.equal(await second.locator('.history-table tbody tr').count(), 2);
    await window.screenshot('over time');
    await second
      .locator('.history-table')
      .getByRole('button', { name: /open the run/ })
      .click();
    await waitUntil(
      'the first run in front',
      () => window.page.locator('.tabs-container .tab.active').innerText(),
      (text) => /Small suite/.test(text),
    );
  }),
);
