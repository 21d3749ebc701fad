/** A run of 100,000 results beside many small ones: what is there to be seen, how soon, and what the extension host does meanwhile. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, after, test } from 'node:test';
import type { RunId } from '../../src/shared/model/ids.ts';
import { type MadeRun, writeRuns } from '../bench/generate.ts';
import { forgetWatch, longestTurn, loopWatch } from './driver/loopWatch.ts';
import { clickToAnswer, clickToStatus, drawnCharts, watchPanels } from './driver/painting.ts';
import { waitUntil } from './driver/retry.ts';
import { VsCode } from './driver/vscode.ts';
import type { Window } from './driver/window.ts';
import { longSuite } from './suites.ts';

const vscode = await VsCode.start({ beside: [loopWatch] });
after(() => vscode.stop());

const models = 10;
const hourMs = 3_600_000;
const begin = Date.UTC(2026, 8, 1);
const small = Array.from({ length: 100 }, (_, n): MadeRun => ({
  id: `small-${n}` as RunId,
  suitePath: 'daily.bench.yaml',
  startedAt: new Date(begin + n * hourMs),
  models: 5,
  cases: 20,
}));
const large: MadeRun = {
  id: 'large' as RunId,
  suitePath: 'large.bench.yaml',
  startedAt: new Date(begin + small.length * hourMs),
  models,
  cases: 10_000,
};
// One call in a hundred failed.
const largeRow = /^Support replies, finished, .* \d{3,} failed/;
const smallRow = /^Support replies, finished, .* \d failed/;

/** Figures for whoever looks: how long something took, and how long the extension host's loop stood still at most meanwhile. */
async function note(t: TestContext, what: string, ms: number | null = null): Promise<void> {
  const { workMs, wallMs } = await longestTurn(vscode.home);
  const took = ms === null ? '' : `${Math.round(ms)} ms; `;
  t.diagnostic(
    `${what}: ${took}longest turn of the host ${Math.round(workMs)} ms of work, ${Math.round(wallMs)} ms by the clock`,
  );
}

/** What comes next is measured by itself. */
async function forgetTurns(): Promise<void> {
  await longestTurn(vscode.home);
}

async function closeTabs(window: Window): Promise<void> {
  await window.runCommand('View: Close All Editors');
  await window.page.locator('iframe.webview').first().waitFor({ state: 'detached' });
  await forgetTurns();
}

/** A new extension host, and the runs in sight in it. */
async function startAnew(window: Window): Promise<void> {
  await forgetWatch(vscode.home);
  await window.reload();
  await window.sideBar.item(largeRow).waitFor();
  await forgetTurns();
}

test(
  '100,000 results are looked at, paged, compared over time and reported while a run goes on',
  vscode.test(
    {
      files: { 'beside.bench.yaml': longSuite },
      fill: (folder) => writeRuns(join(folder, 'results'), [large, ...small]),
      settings: { 'llmBench.storageFolder': 'results' },
    },
    async (window, t) => {
      await watchPanels(window);
      await forgetTurns();
      const start = performance.now();
      await window.sideBar.open('LLM Bench');
      await window.sideBar.item(largeRow).waitFor({ timeout: 60_000 });
      await note(t, 'all logs read for the first time, and the list of runs', performance.now() - start);
      const row = window.sideBar.item(largeRow);
      const panel = window.webview();

      await note(t, 'panel of 100,000 results, never looked at', await clickToAnswer(window, row));
      await closeTabs(window);
      await note(t, 'panel of 100,000 results, once more', await clickToAnswer(window, row));
      for (let nth = 1; nth <= 3; nth++) {
        await closeTabs(window);
        await startAnew(window);
        await note(t, `panel of 100,000 results, new window ${nth}`, await clickToAnswer(window, row));
      }

      await panel.getByText(/^Finished/).waitFor();
      assert.equal(await panel.locator('#comparison tbody tr').count(), models);
      await panel.locator('#charts-tab').click();
      await panel.locator('#charts canvas').first().scrollIntoViewIfNeeded();
      const charts = await waitUntil(
        'both charts',
        () => drawnCharts(panel),
        (all) => all.length >= 2 && all.every(({ marks }) => marks > 0),
      );
      for (const { label, width, height, marks } of charts) {
        t.diagnostic(`${marks} marks on ${width} × ${height} px: ${label.slice(0, 60)}`);
        assert.ok(marks <= models * width, `${marks} marks in a chart of ${width} px: ${label}`);
      }
      await window.screenshot('large run');

      await panel.locator('#answers-tab').click();
      await panel.getByText('Cases 1–100 of').waitFor();
      await forgetTurns();
      for (const from of [101, 201, 301]) {
        const shown = `Cases ${from}–${from + 99} of`;
        await note(t, `to the cases from ${from} on`, await clickToStatus(panel, 'Next cases', shown));
      }
      assert.equal(await panel.locator('table.matrix tbody tr').count(), 100);

      await closeTabs(window);
      await note(t, 'panel of 100 results', await clickToAnswer(window, window.sideBar.item(smallRow)));
      await panel.locator('#history-tab').click();
      await panel.locator('.history-figure canvas').waitFor();
      await note(t, 'history of 100 runs');

      await closeTabs(window);
      await window.openFile('beside.bench.yaml');
      await forgetTurns();
      await window.runCommand('LLM Bench: Run Suite');
      await panel.getByText(/^Running/).waitFor();
      await note(t, 'a demo run begins');
      await row.click();
      await panel.locator('#answers-tab').click();
      await panel.getByText('Cases 1–100 of').waitFor();
      await note(t, 'panel of 100,000 results while it goes on');
      await panel.getByRole('button', { name: 'Export' }).click();
      await panel.getByRole('button', { name: /Markdown/ }).click();
      const path = await waitUntil(
        'the suggested name',
        () => window.quickInput.input.inputValue(),
        (value) => value.endsWith('.md'),
      );
      await forgetTurns();
      await window.quickInput.accept();
      await window.notifications.find('The report is in');
      await note(t, 'report of 100,000 results written');
      assert.match(await readFile(path, 'utf8'), /model-9 is better than all others/);
    },
  ),
);
