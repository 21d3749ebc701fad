/** Makes the README's animated picture of the packaged extension in a real VS Code: node test/tools/movie.ts */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { VsCode } from '../e2e/driver/vscode.ts';
import type { Window } from '../e2e/driver/window.ts';
import { createWorkspace } from '../e2e/driver/workspace.ts';
import { animated, type Frame } from './gif.ts';
import { REPOSITORY } from './repository.ts';

const widthOnPage = 800;
const mostBytes = 1_200_000;
/** Of the run itself, however long it takes. */
const liveFrames = 10;

const frames: Frame[] = [];
async function take(window: Window, forMs: number): Promise<void> {
  await window.page.mouse.move(0, 0);
  frames.push({ png: await window.page.screenshot({ caret: 'hide' }), forMs });
}

const vscode = await VsCode.start();
try {
  const window = await vscode.open(await createWorkspace(vscode.home, { copyOf: 'examples' }));
  const { page } = window;
  await page.setViewportSize({ width: 1120, height: 700 });
  await window.setTheme('Dark Modern');
  await window.openFile('quickstart.bench.yaml');
  await page.keyboard.press('ControlOrMeta+B');
  // What the panel says is enough.
  await window.runCommand('Notifications: Toggle Do Not Disturb Mode');
  await window.codeLens('Run').waitFor();
  await take(window, 2_500);

  await window.runCommand('LLM Bench: Run Suite');
  const panel = window.webview();
  await panel.locator('.live-models').waitFor();
  const finished = panel.getByText(/^Finished/).first();
  for (let taken = 0; taken < liveFrames && !(await finished.isVisible()); taken++) {
    await take(window, 600);
    await page.waitForTimeout(1_500);
  }
  await finished.waitFor({ timeout: 180_000 });
  await panel.locator('#verdict-headline').waitFor();
  await take(window, 4_500);

  await panel.locator('#answers-tab').click();
  await panel.locator('table.matrix').waitFor();
  await take(window, 2_500);
  // The dearest model and the one that reasons differ most there.
  for (const column of [1, 5]) {
    await panel.locator(`table.matrix [data-at="1:${column}"]`).focus();
    await page.keyboard.press('Space');
  }
  await page.locator('.monaco-diff-editor .view-lines').nth(1).waitFor();
  await page.waitForTimeout(1_500);
  await take(window, 4_500);
  await window.close();
} finally {
  await vscode.stop();
}
const gif = animated(frames, widthOnPage);
if (gif.length > mostBytes) throw new Error(`The picture has ${gif.length} bytes, of at most ${mostBytes}.`);
await writeFile(join(REPOSITORY, 'media', 'tour.gif'), gif);
console.log(`movie: ${frames.length} frames, ${(gif.length / 1_000_000).toFixed(2)} MB`);
