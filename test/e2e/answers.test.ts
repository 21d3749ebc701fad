/** What a person says of an answer, and what a scorer of the suite's own may not do. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { FrameLocator, Locator } from 'playwright-core';
import { waitUntil } from './driver/retry.ts';
import { VsCode } from './driver/vscode.ts';
import type { Window } from './driver/window.ts';
import { runToItsEnd, startRun } from './running.ts';
import { smallSuite } from './suites.ts';

const vscode = await VsCode.start();
after(() => vscode.stop());

/** Opens the first model's answer to the first case in the editor. */
async function openAnswer(panel: FrameLocator): Promise<void> {
  await panel.locator('#answers-tab').click();
  await panel.locator('table.matrix [data-at="1:1"]').click();
  await panel.locator('.answer-card').first().getByRole('button', { name: 'Open' }).click();
}

function lens(window: Window, text: string | RegExp): Locator {
  return window.codeLens(text);
}

test(
  'an answer is rated above it and from the palette; the rating stays and counts in the comparison',
  vscode.test({ files: { 'small.bench.yaml': smallSuite } }, async (window) => {
    const panel = await runToItsEnd(window, 'small.bench.yaml');
    await openAnswer(panel);
    await lens(window, /Good/).click();
    await lens(window, 'Rated good').waitFor();
    await lens(window, 'Rate 1 to 5').click();
    await window.quickInput.row('4').click();
    await lens(window, '4 of 5').waitFor();
    await window.quickInput.runAndPick('LLM Bench: Rate Answer…', /Note…/);
    await window.quickInput.enter('Friendly, a bit long');
    await lens(window, 'Note: Friendly, a bit long').waitFor();
    await window.notifications.clear();
    await window.screenshot('answer rated');
    await lens(window, 'Rated good').click();
    await lens(window, /Good/).waitFor();

    await window.tab(/^Small suite/).click();
    await window.webview().locator('#evidence-tab').click();
    await window.webview().getByText('People rated 1 answer.').waitFor();
  }),
);

test(
  'an answer tells why it scored as it did; who comes by the palette reads it before rating it',
  vscode.test({ files: { 'small.bench.yaml': smallSuite } }, async (window) => {
    const panel = await runToItsEnd(window, 'small.bench.yaml');
    await openAnswer(panel);
    await lens(window, 'Why this score?').click();
    const page = window.editor('Scores of demo atlas-large');
    // The editor draws blanks that do not break.
    await page
      .getByText(/You\sanswer\sfor\san\soutdoor\sshop/)
      .first()
      .waitFor();
    await page
      .getByText(/[✓✗]\s[01]\.00\s/)
      .first()
      .waitFor();
    await window.screenshot('answer explained');
    await window.runCommand('View: Close All Editors');

    await window.quickInput.runAndPick('LLM Bench: Rate Answer…', /Small suite/, /^basket$/);
    await window.quickInput.row('demo/sonata').click();
    await window.tab(/demo sonata · basket/).waitFor();
    await window.quickInput.row(/Good/).click();
    await lens(window, 'Rated good').waitFor();
  }),
);

test(
  'the answers to the case at the cursor are opened in the comparison, at that case',
  vscode.test({ files: { 'small.bench.yaml': smallSuite } }, async (window) => {
    await runToItsEnd(window, 'small.bench.yaml');
    await window.tab(/small\.bench\.yaml/).click();
    await window.runCommand('Go to Line/Column...');
    await window.quickInput.input.fill(`:${smallSuite.split('\n').findIndex((line) => line.includes('basket')) + 1}:5`);
    await window.page.keyboard.press('Enter');
    await window.runCommand('LLM Bench: Open Answers of Case at Cursor…');
    const panel = window.webview();
    await panel.locator('#answers-tab[aria-selected="true"]').waitFor();
    await panel.locator('.case-name').getByText('basket').waitFor();
  }),
);

const hostile = `name: Hostile
models: [demo/atlas-mini]
prompt: "{{question}}"
cases:
  - { name: loop, vars: { question: Say hello. }, expect: [{ javascript: { code: "while (true) {}", timeoutMs: 5000 } }] }
  - { name: memory, vars: { question: Say hello. }, expect: [{ javascript: "const all = []; for (;;) all.push(new Array(1e6).fill(1))" }] }
  - { name: process, vars: { question: Say hello. }, expect: [{ javascript: "process.exit(1)" }] }
  - { name: require, vars: { question: Say hello. }, expect: [{ javascript: "require('fs').writeFileSync('owned', '')" }] }
  - { name: fetch, vars: { question: Say hello. }, expect: [{ javascript: "fetch('http://127.0.0.1')" }] }
  - { name: honest, vars: { question: Say hello. }, expect: [{ javascript: "answer.length > 0" }] }
`;

test(
  'hostile scorers fail by themselves while the editor takes what is typed, and the run ends with the rest scored',
  vscode.test({ files: { 'hostile.bench.yaml': hostile, 'notes.txt': '' } }, async (window) => {
    await startRun(window, 'hostile.bench.yaml');
    await window.statusBar(/grading \d of 6/).waitFor();
    const editor = await window.openFile('notes.txt');
    await editor.locator('.view-lines').click();
    await window.page.keyboard.type('typed while scorers loop');
    await editor.getByText('typed while scorers loop').waitFor();

    await window.tab(/^Hostile/).click();
    const panel = window.webview();
    await panel.getByText(/^Finished/).waitFor();
    await panel.locator('#answers-tab').click();
    const rows = await waitUntil(
      'all six cases',
      () => panel.locator('table.matrix tr').allInnerTexts(),
      (texts) => texts.filter((text) => /loop|memory|process|require|fetch|honest/.test(text)).length === 6,
    );
    const honest = rows.find((text) => text.includes('honest')) ?? '';
    assert.match(honest, /1\.00/);
    await window.notifications.clear();
    await window.screenshot('hostile scorers');
  }),
);
