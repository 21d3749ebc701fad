/** What public boards say, as a person sees it: the Rankings view, and the panel's tab beside a run's own results. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { FrameLocator } from 'playwright-core';
import { startArtificialAnalysis } from '../servers/rankings/artificialAnalysis.ts';
import { startLlmStats } from '../servers/rankings/llmStats.ts';
import { startOpenRouterIndices } from '../servers/rankings/openRouterIndices.ts';
import { startWireServer } from '../servers/wireServer.ts';
import { waitUntil } from './driver/retry.ts';
import { VsCode } from './driver/vscode.ts';
import { THEMES, type Window } from './driver/window.ts';

const boards = {
  'artificial-analysis': await startArtificialAnalysis(),
  'llm-stats': await startLlmStats(),
  openrouter: await startOpenRouterIndices(),
};
/** The one that the board ranks first gives wrong answers. */
const lab = await startWireServer(({ body }) => ({ reply: { text: [body['model'] === 'imagined-1' ? 'No.' : 'Yes.'] } }));
const addresses = Object.fromEntries(Object.entries(boards).map(([id, { url }]) => [id, { baseUrl: url }]));
const stores = mkdtempSync(join(tmpdir(), 'lb-ranking-views-'));
const vscode = await VsCode.start();
after(async () => {
  await vscode.stop();
  await Promise.all([...Object.values(boards), lab].map((server) => server.close()));
  rmSync(stores, { recursive: true, force: true });
});

const endpoints = `endpoints:\n  mine: { api: openai-chat, baseUrl: "${lab.baseUrl('openai-chat')}" }\n`;
const cases = Array.from({ length: 12 }, (_, index) => `  - { name: case ${index + 1}, expect: [{ contains: Yes }] }\n`).join('');
const files = {
  'own.bench.yaml': `name: Own questions\n${endpoints}models: [mine/imagined-1, mine/imagined-2, mine/mystery]\nprompt: Is it so?\ncases:\n${cases}`,
  'other.bench.yaml': `name: Other\n${endpoints}models: [mine/imagined-4]\nprompt: Is it so?\ncases: [{ name: only, expect: [{ contains: Yes }] }]\n`,
};

/** Each test has rankings of its own. */
function settingsFor(store: string) {
  return { 'llmBench.rankings.boards': addresses, 'llmBench.storageFolder': join(stores, store) };
}

async function openRankings(window: Window): Promise<void> {
  await window.sideBar.open('LLM Bench');
  await window.runCommand('LLM Bench: Show Model Rankings');
  // The others leave no room for a long list.
  for (const view of ['Suites', 'Runs']) await window.sideBar.view(view).locator('.pane-header').click();
}

async function fetchRankings(window: Window): Promise<void> {
  await window.runCommand('LLM Bench: Refresh Rankings');
  await window.notifications.find('OpenRouter ranks');
  await window.notifications.clear();
}

async function rowsOf(window: Window, wanted: (rows: readonly string[]) => boolean): Promise<readonly string[]> {
  return waitUntil('rows of the Rankings view', () => window.sideBar.items('Rankings'), wanted);
}

test(
  'before anything was fetched the view says what there is to have; then it lists categories, with source, age and credit',
  vscode.test({ files, settings: settingsFor('first') }, async (window) => {
    await openRankings(window);
    const view = window.sideBar.view('Rankings');
    await view.getByRole('button', { name: 'Set a Key…' }).waitFor();
    await window.screenshot('ranking-view-welcome');
    await view.getByRole('button', { name: 'Fetch Rankings' }).click();
    await window.sideBar.item(/^Coding, OpenRouter, just now/).waitFor();
    await window.sideBar.item(/^Artificial Analysis, needs a key/).waitFor();
    await window.sideBar.item(/^Math, stand-in · OpenRouter/).waitFor();
    await window.notifications.clear();

    await window.sideBar.toggle(/^General,/);
    await window.sideBar.item(/^#1 .*Imagined 1 \(high\), 70 · \$5\.25\/M · mine\/imagined-1 · can be called/).waitFor();
    for (const theme of THEMES) {
      await window.setTheme(theme);
      await window.screenshot(`ranking-view ${theme}`);
    }
    await window.sideBar.item(/^#1 /).hover();
    const tooltip = window.page.locator('.workbench-hover:visible');
    await tooltip.getByText('Rank 1 of 20, score 70 by the intelligence index.').waitFor();
    await tooltip.getByText('mine/imagined-1: most likely the same model').waitFor();
    await window.screenshot('ranking-view-tooltip');
    await window.sideBar.toggle(/^General,/);
    await window.sideBar.toggle(/^Coding,/);
    await window.page.keyboard.press('End');
    await window.sideBar.item(/^Indices of Artificial Analysis, as published by OpenRouter, artificialanalysis\.ai/).waitFor();
  }),
);

test(
  'limits leave the best under them and say what nobody knows; a board that fails is a row, and a click on it asks again',
  vscode.test({ files, settings: settingsFor('limits') }, async (window) => {
    await openRankings(window);
    await fetchRankings(window);
    await window.sideBar.toggle(/^General,/);
    await window.runCommand('LLM Bench: Limit Rankings by Price or Latency…');
    await window.quickInput.input.fill('cheap');
    await window.quickInput.widget.getByText('Write a price such as $2').waitFor();
    await window.quickInput.enter('$3');
    await window.sideBar.item(/^General, \d+ of 20/).waitFor();
    const rows = await rowsOf(window, (all) => all.some((row) => row.includes('left out: price or latency unknown')));
    assert.ok(!rows.some((row) => row.startsWith('#1 ')), 'the first costs more');
    await window.sideBar.view('Rankings').getByText('≤ $3.00/M').first().waitFor();
    await window.screenshot('ranking-view-limits');
    await window.runCommand('LLM Bench: Clear Limits of Rankings');
    await window.sideBar.item(/^#1 /).waitFor();

    boards.openrouter.set({ kind: 'down' });
    await window.runCommand('LLM Bench: Refresh Rankings');
    await window.sideBar.item(/^OpenRouter, failed · Refresh Rankings/).waitFor();
    boards.openrouter.set(null);
    await window.sideBar.item(/^OpenRouter, failed/).click();
    await window.sideBar.item(/^OpenRouter, failed/).waitFor({ state: 'detached' });
  }),
);

test(
  'a ranked model is added to a suite, and the user says which model of theirs one is, or that none is',
  vscode.test({ files, settings: settingsFor('rows') }, async (window) => {
    await openRankings(window);
    await fetchRankings(window);
    await window.sideBar.toggle(/^General,/);
    await window.sideBar.contextMenu(/^#3 /, 'This Is My Model…');
    await window.quickInput.pick('mine/mystery');
    await window.sideBar.item(/^#3 .*mine\/mystery/).waitFor();
    await window.sideBar.contextMenu(/^#1 /, 'None of Mine');
    await rowsOf(window, (rows) => rows.some((row) => row.startsWith('#1 ') && !row.includes('mine/imagined-1')));

    await window.sideBar.action(/^#4 /, 'Add to Suite…');
    await window.quickInput.pick('Add to Own questions');
    await waitUntil(
      'the model in the suite',
      () => window.editor('own.bench.yaml').innerText(),
      (text) => text.includes('mine/imagined-4'),
    );
  }),
);

async function ranksOfRun(window: Window): Promise<FrameLocator> {
  await window.openFile('own.bench.yaml');
  await window.codeLens('Run suite').waitFor();
  await window.runCommand('LLM Bench: Run Suite');
  const panel = window.webview();
  await panel.getByText(/^Finished/).waitFor();
  await panel.locator('#ranks-tab').click();
  return panel;
}

/** Serious and critical findings: rule, place. */
async function findings(panel: FrameLocator): Promise<string[]> {
  const page = panel.locator('html');
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  return page.evaluate(
    `axe.run().then(({ violations }) => violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map((node) => id + ' | ' + node.target.join(' '))))`,
  );
}

test(
  'the panel shows public ranks beside own results, says where they disagree, and takes the user’s word on who is who',
  vscode.test({ files, settings: settingsFor('panel') }, async (window) => {
    const panel = await ranksOfRun(window);
    await panel.getByText('No rankings are kept').waitFor();
    await panel.getByRole('button', { name: 'Fetch rankings' }).click();
    await panel
      .getByText(/^Your cases put mine\/imagined-2 above mine\/imagined-1 \(1\.00 against 0\.00\); .* has mine\/imagined-1 above/)
      .waitFor();
    await window.notifications.clear();
    const credit = panel.getByRole('link', { name: 'Indices of Artificial Analysis, as published by OpenRouter' });
    assert.equal(await credit.getAttribute('href'), 'https://artificialanalysis.ai/');

    await panel.getByRole('button', { name: 'Add to suite: mine/imagined-4' }).first().click();
    await window.quickInput.row(/Add to Own questions/).waitFor();
    await window.page.keyboard.press('Escape');

    await panel.getByRole('button', { name: 'Which one is it? mine/mystery' }).click();
    await window.quickInput.pick(/Imagined 6 \(low\)/);
    const row = panel
      .getByRole('region', { name: 'All cases: own quality and public rank' })
      .getByRole('row', { name: /mystery/ });
    await row.getByRole('cell', { name: '6 of 20' }).waitFor();
    assert.equal(await panel.getByText('Not found on the boards').count(), 0);
    for (const theme of THEMES) {
      await window.setTheme(theme);
      assert.deepEqual(await findings(panel), [], theme);
      await window.screenshot(`ranking-panel ${theme}`);
    }
  }),
);
