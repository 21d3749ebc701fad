/** A large suite stays as easy to type in as a small one: what is said of it is found in another thread. */
import assert from 'node:assert/strict';
import { after, test, type TestContext } from 'node:test';
import { longestTurn, loopWatch } from './driver/loopWatch.ts';
import { waitUntil } from './driver/retry.ts';
import { VsCode } from './driver/vscode.ts';
import type { Window } from './driver/window.ts';
import type { LongestTurn } from './inhost/loopWatch.ts';

const vscode = await VsCode.start({ beside: [loopWatch] });
after(() => vscode.stop());

const CASES = 2_000;
const HEAD = 'name: Large suite\nmodels: [demo/atlas-large]\nprompt: "{{question}}"\ncases:\n';
const LINES_OF_HEAD = 4;

function caseText(index: number): string {
  return `  - name: case ${index}\n    vars: { question: What is ${index} and 1 together? }\n    expect: [{ number: ${index + 1} }]\n`;
}

function suiteOf(cases: number): string {
  return HEAD + Array.from({ length: cases }, (_, index) => caseText(index)).join('');
}

/** The first line of a case, counted from 1. */
function lineOf(index: number): number {
  return LINES_OF_HEAD + index * 3 + 1;
}

/** Slower than the pause that the checks wait for, so that every key is one more check. */
const KEY_MS = 230;

async function goTo(window: Window, line: number, column: number): Promise<void> {
  await window.page.keyboard.press('Control+G');
  await window.quickInput.input.fill(`:${line}:${column}`);
  await window.quickInput.accept();
  await window.quickInput.widget.waitFor({ state: 'hidden' });
}

/** Types a line below the name of a case, and tells how the extension host fared. */
async function typeInto(window: Window, file: string, index: number, text: string): Promise<LongestTurn> {
  await window.openFile(file);
  await window.codeLens('Run suite').waitFor();
  await goTo(window, lineOf(index), `  - name: case ${index}`.length + 1);
  await longestTurn(vscode.home);
  await window.page.keyboard.press('Enter');
  await window.page.keyboard.type(text, { delay: KEY_MS });
  return longestTurn(vscode.home);
}

function tell(t: TestContext, cases: number, { wallMs, workMs }: LongestTurn): void {
  const figures = `${workMs.toFixed(1)} ms of work, ${wallMs.toFixed(1)} ms by the clock`;
  t.diagnostic(`the longest turn of the extension host while typing in a suite of ${cases} cases: ${figures}`);
}

test(
  'a fault typed in the middle of a large suite is underlined there, and mended by its quick fix',
  vscode.test(
    {
      files: { 'small.bench.yaml': suiteOf(3), 'large.bench.yaml': suiteOf(CASES) },
      settings: { '[yaml]': { 'editor.autoIndent': 'none' }, 'editor.minimap.enabled': false },
    },
    async (window, t) => {
      const { page } = window;
      const middle = CASES / 2;
      tell(t, 3, await typeInto(window, 'small.bench.yaml', 1, '    category: sums of small numbers'));
      tell(t, CASES, await typeInto(window, 'large.bench.yaml', middle, '    catgory: sums of small numbers'));
      const fault = await waitUntil(
        'the misspelt key among the problems',
        async () => (await window.problems.list()).find(({ message }) => message.includes('`catgory`')),
        (found) => found !== undefined,
      );
      assert.deepEqual([fault?.line, fault?.column], [lineOf(middle) + 1, 5]);
      await window.runCommand('View: Focus Active Editor Group');
      await goTo(window, lineOf(middle) + 1, 6);
      const underlined = page.locator('.squiggly-error').first();
      await underlined.waitFor();
      await window.screenshot('typing-fault');
      await page.keyboard.press('Control+.');
      await page.locator('.action-widget').getByText('Change to category').click();
      await underlined.waitFor({ state: 'detached' });
      await page.keyboard.press('Control+S');
      await waitUntil(
        'the mended text on the disk',
        () => window.read('large.bench.yaml'),
        (text) => text.includes('    category: sums of small numbers\n'),
      );
    },
  ),
);
