/** The panel for everybody: what axe finds in four themes, keys alone, narrow and enlarged pages, forced colours. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, test } from 'node:test';
import type { FrameLocator } from 'playwright-core';
import { waitUntil } from './driver/retry.ts';
import { VsCode } from './driver/vscode.ts';
import { THEMES, type Window } from './driver/window.ts';
import { runToItsEnd, startRun } from './running.ts';
import { longSuite, smallSuite } from './suites.ts';

const vscode = await VsCode.start();
after(() => vscode.stop());

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const files = { 'small.bench.yaml': smallSuite };

const tabs = {
  evidence: 'table.comparison',
  charts: '#charts canvas',
  answers: '.answer-card',
  history: '#history',
  ranks: '#ranks .callout',
} as const;

async function showTab(panel: FrameLocator, tab: keyof typeof tabs): Promise<void> {
  await panel.locator(`#${tab}-tab`).click();
  await panel.locator(tabs[tab]).first().waitFor();
}

/** Serious and critical findings: rule, place, reason. */
async function findings(panel: FrameLocator): Promise<string[]> {
  const page = panel.locator('html');
  await page.evaluate(axe);
  return page.evaluate(
    `axe.run().then(({ violations }) => violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map((node) => id + ' | ' + node.target.join(' ') + ' | ' + node.failureSummary)))`,
  );
}

test(
  'axe finds nothing serious on any tab in any theme',
  vscode.test({ files }, async (window) => {
    const panel = await runToItsEnd(window, 'small.bench.yaml');
    await window.notifications.clear();
    assert.equal(await panel.locator('html').getAttribute('lang'), 'en');
    for (const theme of THEMES) {
      await window.setTheme(theme);
      for (const tab of Object.keys(tabs) as (keyof typeof tabs)[]) {
        await showTab(panel, tab);
        for (const table of await panel.locator('summary').all()) await table.click();
        assert.deepEqual(await findings(panel), [], `${tab}, ${theme}`);
        if (tab === 'charts' || tab === 'evidence') await window.screenshot(`accessibility ${tab} ${theme}`);
      }
    }
  }),
);

test(
  'axe finds nothing serious while a run goes on, nor with several runs side by side',
  vscode.test({ files: { ...files, 'long.bench.yaml': longSuite } }, async (window) => {
    const live = await startRun(window, 'long.bench.yaml');
    await live.locator('.live-models tbody tr').nth(2).waitFor();
    assert.deepEqual(await findings(live), []);
    await live.getByRole('button', { name: 'Cancel run' }).click();
    await live
      .getByText(/^Cancelled/)
      .first()
      .waitFor();

    const first = await runToItsEnd(window, 'small.bench.yaml');
    await first.getByRole('button', { name: 'Run again' }).click();
    await window.page
      .locator('.tabs-container')
      .getByRole('tab', { name: /^Small suite/ })
      .nth(1)
      .waitFor();
    await window
      .webview()
      .getByText(/^Finished/)
      .waitFor();
    await window.quickInput.runAndTick('LLM Bench: Compare Runs…', /Small suite/);
    await window.tab(/2 runs/).waitFor();
    const several = window.webview();
    await several.locator('svg.interval-plot').first().waitFor();
    for (const theme of ['Light Modern', 'Dark High Contrast'] as const) {
      await window.setTheme(theme);
      assert.deepEqual(await findings(several), [], theme);
    }
    await window.notifications.clear();
    await window.screenshot('accessibility several runs');
  }),
);

/** Texts of all that Tab comes to, from the first tab of the panel on; whatever shows no focus says so. */
async function tabStops(window: Window, panel: FrameLocator, last: string): Promise<string[]> {
  const stops: string[] = [];
  for (let presses = 0; presses < 60; presses++) {
    await window.page.keyboard.press('Tab');
    const stop: string = await panel.locator('html').evaluate(`(() => {
      const { activeElement: at } = document;
      const name = at.getAttribute('aria-label') ?? at.textContent.trim();
      const box = at.getBoundingClientRect();
      const seen = getComputedStyle(at).outlineStyle !== 'none' && box.bottom > 0 && box.top < innerHeight;
      return name + (seen ? '' : ' (unseen)');
    })()`);
    stops.push(stop);
    if (stop.startsWith(last)) return stops;
  }
  return assert.fail(`Tab never came to “${last}”: ${stops.join(', ')}`);
}

test(
  'charts are looked into by keys alone: point by point, closer, and back; dragging does the same',
  vscode.test({ files }, async (window) => {
    const panel = await runToItsEnd(window, 'small.bench.yaml');
    const { keyboard, mouse } = window.page;
    await panel.locator('#evidence-tab').focus();
    await keyboard.press('ArrowRight');
    const chart = panel.locator('.canvas-box').first();
    await chart.waitFor();
    const stops = await tabStops(window, panel, 'Quality against cost of');
    assert.deepEqual(
      stops.filter((stop) => stop.endsWith('(unseen)')),
      [],
    );
    for (const name of ['Zoom in', 'Zoom out', 'Reset zoom', 'Save “Quality against cost” as PNG']) {
      assert.ok(stops.includes(name), `${name} in ${stops.join(', ')}`);
    }

    assert.ok(
      await chart.evaluate('document.activeElement.getBoundingClientRect().bottom <= innerHeight'),
      'all of the chart is in view',
    );

    const figure = panel.locator('figure[aria-labelledby="cost-quality-title"]');
    const told = figure.locator('[role="status"]');
    await keyboard.press('End');
    await told.getByText(/^demo\/.*n = 3\. Quality .*\. Cost/).waitFor();
    const dearest = await told.innerText();
    await keyboard.press('ArrowLeft');
    await waitUntil(
      'another point',
      () => told.innerText(),
      (text) => text !== dearest && /n = 3/.test(text),
    );
    await keyboard.press('+');
    await figure.getByText('Zoomed in: not all is shown.').waitFor();
    await figure.getByRole('button', { name: 'Reset zoom', disabled: false }).waitFor();
    await window.notifications.clear();
    await window.screenshot('chart zoomed by keys');
    await keyboard.press('0');
    await figure.getByText('Zoomed in: not all is shown.').waitFor({ state: 'detached' });
    await keyboard.press('Escape');
    await waitUntil(
      'nothing told',
      () => told.innerText(),
      (text) => text.trim() === '',
    );

    const latency = panel.locator('figure[aria-labelledby="latency-title"]');
    const box = await latency.locator('canvas').boundingBox();
    assert.ok(box);
    await mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.3);
    await mouse.down();
    await mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.4, { steps: 4 });
    await latency.locator('.zoom-box').waitFor();
    await window.screenshot('chart zoomed by dragging');
    await mouse.up();
    await latency.getByText('Zoomed in: not all is shown.').waitFor();
    await latency.getByRole('button', { name: 'Reset zoom' }).click();
    await latency.getByText('Zoomed in: not all is shown.').waitFor({ state: 'detached' });
    await latency.locator('.canvas-box').hover();
    await keyboard.down('Control');
    await mouse.wheel(0, -200);
    await keyboard.up('Control');
    await latency.getByText('Zoomed in: not all is shown.').waitFor();
    await latency.locator('.canvas-box').dblclick();
    await latency.getByText('Zoomed in: not all is shown.').waitFor({ state: 'detached' });

    await latency.locator('summary').focus();
    await keyboard.press('Enter');
    await latency.getByRole('columnheader', { name: 'p95' }).waitFor();
  }),
);

test(
  'no tab is clipped or scrolls sideways on a narrow page and at 200 %, and forced colours and reduced motion are obeyed',
  vscode.test({ files }, async (window) => {
    const panel = await runToItsEnd(window, 'small.bench.yaml');
    await window.runCommand('View: Close Primary Side Bar');
    await window.notifications.clear();
    await window.page.emulateMedia({ reducedMotion: 'reduce' });
    // A window of 1400 px at 200 %, and a group at the side.
    for (const width of [748, 400]) {
      await window.page.setViewportSize({ width, height: 700 });
      for (const tab of Object.keys(tabs) as (keyof typeof tabs)[]) {
        await showTab(panel, tab);
        const [inner, wide, moving]: number[] = await panel
          .locator('html')
          .evaluate(
            '[document.documentElement.clientWidth, document.documentElement.scrollWidth, document.getAnimations().length]',
          );
        assert.ok(inner !== undefined && inner > 250 && inner <= width, `${tab}: ${inner} px`);
        assert.equal(wide, inner, `${tab} at ${inner} px`);
        assert.equal(moving, 0, `${tab} moves`);
        await window.screenshot(`accessibility ${tab} ${width}`);
      }
    }
    await window.page.setViewportSize({ width: 1400, height: 900 });
    await window.page.emulateMedia({ forcedColors: 'active' });
    await showTab(panel, 'charts');
    assert.deepEqual(await findings(panel), []);
    await window.screenshot('accessibility charts forced colours');
    await showTab(panel, 'evidence');
    await window.screenshot('accessibility evidence forced colours');
  }),
);

test(
  'what a webview complains about fails a test: errors, exceptions, breaches of its policy',
  vscode.test({ files }, async (window) => {
    const panel = await runToItsEnd(window, 'small.bench.yaml');
    assert.deepEqual(window.console.complaints, []);
    await panel.locator('html').evaluate(`
      console.error('an error on purpose');
      setTimeout(() => { throw new Error('an exception on purpose'); });
      Promise.reject(new Error('a rejection on purpose'));
      const image = document.createElement('img');
      image.src = 'http://127.0.0.1/on-purpose.png';
      document.body.append(image);
      image.remove();
    `);
    const wanted = [/an error on purpose/, /an exception on purpose/, /a rejection on purpose/, /on-purpose\.png/];
    const complaints = await waitUntil(
      'four complaints',
      () => Promise.resolve(window.console.complaints),
      (found) => wanted.every((pattern) => found.some(({ text }) => pattern.test(text))),
    );
    assert.deepEqual(new Set(complaints.map(({ kind }) => kind)), new Set(['error', 'exception', 'csp']));
    window.console.expect(/on.purpose/);
  }),
);
