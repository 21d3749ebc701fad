/** The main job in the editor: run a suite, watch it, compare, read answers, come back later. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, after, test } from 'node:test';
import type { FrameLocator } from 'playwright-core';
import type { RunId } from '../../src/shared/model/ids.ts';
import type { Comparison } from '../../src/shared/model/comparison.ts';
import { formatMs, formatQuality, formatUsd } from '../../src/shared/format.ts';
import { openStore } from '../../src/core/store/openStore.ts';
import { compare } from '../../src/core/report/comparison/compare.ts';
import { writeRuns } from '../bench/generate.ts';
import { median } from '../bench/table.ts';
import { clickToAnswer, enterToProgress, watchPanels } from './driver/painting.ts';
import { waitUntil } from './driver/retry.ts';
import { VsCode } from './driver/vscode.ts';
import type { Window } from './driver/window.ts';
import { THEMES } from './driver/window.ts';
import { runToItsEnd, startRun } from './running.ts';
import { longSuite, smallSuite } from './suites.ts';

const vscode = await VsCode.start();
after(() => vscode.stop());

/** The same comparison, made by this process from the files that the extension wrote. */
async function comparisonOnDisk(window: Window): Promise<Comparison> {
  const store = await openStore(join(await window.storageFolder(), 'results'));
  try {
    const [latest] = await store.listRuns({ limit: 1 });
    assert.ok(latest, 'a run is in the store');
    const found = await store.run(latest.run.id);
    assert.ok(found);
    return compare(found.run, found.detail, await store.attempts(latest.run.id));
  } finally {
    await store.close();
  }
}

async function coloursOf(panel: FrameLocator, figure: string): Promise<number> {
  return panel
    .locator(`figure[aria-labelledby="${figure}"] canvas, [aria-labelledby="${figure}"] canvas`)
    .first()
    .evaluate((canvas) => {
      const { width, height } = canvas as unknown as { width: number; height: number };
      type Context = { getImageData(x: number, y: number, w: number, h: number): { data: Uint8ClampedArray } };
      const context = (canvas as unknown as { getContext(kind: '2d'): Context }).getContext('2d');
      const { data } = context.getImageData(0, 0, width, height);
      const seen = new Set<number>();
      for (let i = 0; i < data.length; i += 4)
        if (data[i + 3] === 255) seen.add(((data[i] ?? 0) << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0));
      return seen.size;
    });
}

test(
  'a suite is run from the palette; comparison, Runs view and store agree; all is there after a reload',
  vscode.test({ files: { 'small.bench.yaml': smallSuite } }, async (window) => {
    const panel = await runToItsEnd(window, 'small.bench.yaml');

    const comparison = await comparisonOnDisk(window);
    assert.equal(comparison.totals.done, 9);
    assert.equal(comparison.totals.failed, 0);
    await panel.locator('#verdict-headline').getByText(comparison.recommendation.headline, { exact: true }).waitFor();
    for (const candidate of comparison.candidates) {
      const row = panel.locator('table.comparison tr').filter({ hasText: candidate.label }).first();
      const text = (await row.innerText()).replaceAll(/\s+/g, ' ');
      assert.ok(candidate.quality && candidate.latencyMs && candidate.ttftMs && candidate.cost.perSample);
      for (const figure of [
        formatQuality(candidate.quality.value),
        formatMs(candidate.latencyMs.p50.value),
        formatMs(candidate.ttftMs.p50.value),
        formatUsd(candidate.cost.perSample.value),
      ]) {
        assert.ok(text.includes(figure), `${candidate.label}: ${figure} in "${text}"`);
      }
    }
    await panel.locator('#charts-tab').click();
    assert.ok((await coloursOf(panel, 'cost-quality-title')) > 3, 'the cost-quality chart is drawn');
    assert.ok((await coloursOf(panel, 'latency-title')) > 3, 'the latency chart is drawn');

    await window.sideBar.open('LLM Bench');
    await window.sideBar.item(/Small suite/).waitFor();
    await window.notifications.find(comparison.recommendation.headline.slice(0, 40));

    await window.reload();
    const restored = window.webview();
    await restored.getByText(/^Finished/).waitFor();
    await restored.locator('#verdict-headline').getByText(comparison.recommendation.headline, { exact: true }).waitFor();
    await window.sideBar.open('LLM Bench');
    await window.sideBar.item(/Small suite/).waitFor();
  }),
);

test(
  'the answers of one case open in the editor and in its diff',
  vscode.test({ files: { 'small.bench.yaml': smallSuite } }, async (window) => {
    const panel = await runToItsEnd(window, 'small.bench.yaml');
    await panel.locator('#answers-tab').click();
    const cell = (column: number) => panel.locator(`table.matrix [data-at="1:${column}"]`);
    await cell(1).focus();
    await window.page.keyboard.press('Space');
    await cell(2).focus();
    await window.page.keyboard.press('Space');
    await window.page.locator('.monaco-diff-editor').first().waitFor();
    const sides = await waitUntil(
      'text on both sides of the diff',
      () => window.page.locator('.monaco-diff-editor .view-lines').allInnerTexts(),
      (texts) => texts.filter((text) => text.trim() !== '').length === 2,
    );
    assert.equal(sides.length, 2);
  }),
);

test(
  'progress is shown while a run goes on, and cancelling keeps what had finished',
  vscode.test({ files: { 'long.bench.yaml': longSuite } }, async (window) => {
    const panel = await startRun(window, 'long.bench.yaml');
    await window.statusBar(/\d+\/360/).waitFor();
    await panel.locator('#evidence-tab').click();
    await waitUntil(
      'results in the comparison while the run goes on',
      async () =>
        (
          await panel
            .locator('table.comparison')
            .innerText({ timeout: 5_000 })
            .catch(() => '')
        ).replaceAll(/\s+/g, ' '),
      (text) => /n = \d+/.test(text),
    );
    await window.runCommand('LLM Bench: Cancel Run');
    await panel
      .getByText(/^Cancelled/)
      .first()
      .waitFor();
    const { status, totals } = await comparisonOnDisk(window);
    assert.equal(status, 'cancelled');
    assert.ok(totals.done > 0 && totals.done < 360, `${totals.done} of 360 had finished`);
  }),
);

test(
  'the comparison follows every theme',
  vscode.test({ files: { 'small.bench.yaml': smallSuite } }, async (window) => {
    await runToItsEnd(window, 'small.bench.yaml');
    for (const theme of THEMES) {
      await window.setTheme(theme);
      await window.notifications.clear();
      await window.screenshot(`comparison ${theme}`);
    }
  }),
);

/** Of 100 results each, never looked at. */
const usualRuns = Array.from({ length: 5 }, (_, n) => ({
  id: `usual-${n}` as RunId,
  suitePath: 'daily.bench.yaml',
  startedAt: new Date(Date.UTC(2026, 8, 1 + n)),
  models: 5,
  cases: 20,
}));

function tell(t: TestContext, what: string, times: readonly number[]): void {
  t.diagnostic(`${what}: median ${Math.round(median(times))} ms of ${times.map(Math.round).join(', ')}`);
}

async function closeEditors(window: Window): Promise<void> {
  await window.runCommand('View: Close All Editors');
  await window.page.locator('iframe.webview').first().waitFor({ state: 'detached' });
}

test(
  'a run that is begun shows its progress, a run that is clicked its comparison, and how soon is told',
  vscode.test(
    {
      files: { 'long.bench.yaml': longSuite },
      fill: (folder) => writeRuns(join(folder, 'results'), usualRuns),
      settings: { 'llmBench.storageFolder': 'results' },
    },
    async (window, t) => {
      await watchPanels(window);
      await window.sideBar.open('LLM Bench');
      const rows = window.sideBar.view('Runs').getByRole('treeitem', { name: /^Support replies, finished/ });
      const clicks: number[] = [];
      for (let nth = 0; nth < usualRuns.length; nth++) {
        clicks.push(await clickToAnswer(window, rows.nth(nth)));
        await closeEditors(window);
      }
      tell(t, 'from a click in Runs to the comparison of 100 results', clicks);

      const told: number[] = [];
      const drawn: number[] = [];
      for (let nth = 0; nth < 5; nth++) {
        await window.openFile('long.bench.yaml');
        await window.codeLens('Run suite').waitFor();
        await window.quickInput.findCommand('LLM Bench: Run Suite');
        const { toldMs, panelMs } = await enterToProgress(window);
        told.push(toldMs);
        drawn.push(panelMs);
        await window.runCommand('LLM Bench: Cancel Run');
        await window.notifications.find(/cancelled/i);
        await window.notifications.clear();
        await closeEditors(window);
      }
      tell(t, 'from Enter to the first progress, in the notification or the status bar', told);
      tell(t, 'from Enter to the first progress in the panel', drawn);
    },
  ),
);
