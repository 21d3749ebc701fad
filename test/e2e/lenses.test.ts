/** The last result where the case stands: lenses above suites and cases, decorations beside them. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { startWireServer } from '../servers/wireServer.ts';
import { Asked } from './asked.ts';
import { retry, waitUntil } from './driver/retry.ts';
import { VsCode } from './driver/vscode.ts';
import type { Window } from './driver/window.ts';

const vscode = await VsCode.start({ settings: { 'llmBench.openComparisonOnRun': false } });
after(() => vscode.stop());
let answer = 'hello there';
const server = await startWireServer(() => ({ reply: { text: [answer] } }));
after(() => server.close());
const asked = new Asked(server);

/** Two models of a server that says the same to everything. */
const greetings = `name: Greetings
endpoints:
  mine: { api: openai-chat, baseUrl: "${server.baseUrl('openai-chat')}" }
models: [mine/one, mine/two]
prices: { mine/one: { input: 10, output: 40 }, mine/two: { input: 10, output: 40 } }
prompt: "{{question}}"
cases:
  - name: hello
    vars: { question: Say hello. }
    expect: [{ contains: hello }]
  - name: farewell
    vars: { question: Say goodbye. }
    expect: [{ contains: goodbye }]
`;
const [helloLine, farewellLine] = [8, 11];

/** In the order of the lines. */
async function lenses(window: Window, isWanted: (texts: readonly string[]) => boolean): Promise<readonly string[]> {
  const all = window.page.locator('.monaco-editor .codelens-decoration a');
  const texts = () =>
    all.evaluateAll((links) =>
      links
        .map((link) => ({ y: link.getBoundingClientRect().y, text: (link.textContent ?? '').replaceAll('\u00A0', ' ').trim() }))
        .sort((a, b) => a.y - b.y)
        .map(({ text }) => text),
    );
  return waitUntil('the lenses', texts, isWanted);
}

/** As the editor's style sheet has them, in the order of the lines. */
async function decorations(window: Window): Promise<readonly string[]> {
  return window.page.locator('.monaco-editor .view-line span[class*="ced-"]').evaluateAll((spans) =>
    spans
      .map((span) => ({
        y: span.getBoundingClientRect().y,
        text: span.ownerDocument.defaultView?.getComputedStyle(span, '::after').content ?? '',
      }))
      .filter(({ text }) => text.startsWith('"'))
      .sort((a, b) => a.y - b.y)
      .map(({ text }) => text.slice(1, -1)),
  );
}

async function decorated(window: Window, ...wanted: readonly RegExp[]): Promise<readonly string[]> {
  return waitUntil(
    `the decorations ${wanted.join(', ')}`,
    () => decorations(window),
    (found) => found.length === wanted.length && wanted.every((pattern, index) => pattern.test(found[index] ?? '')),
  );
}

function isLast(text: string): boolean {
  return text.startsWith('Last: ');
}

/** By its place among those with the same text, from 0. */
async function click(window: Window, text: RegExp, place: number): Promise<void> {
  await window.page.locator('.monaco-editor .codelens-decoration a').filter({ hasText: text }).nth(place).click();
}

/** A page that is left before its icons are there complains in the console. */
async function loaded(window: Window, content: Locator): Promise<void> {
  await content.waitFor();
  await window
    .webview()
    .locator('body')
    .evaluate(async ({ ownerDocument }) => void (await ownerDocument.fonts.ready));
}

async function goTo(window: Window, line: number, column = 13): Promise<void> {
  await window.runCommand('Go to Line/Column...');
  await window.quickInput.input.fill(`:${line}:${column}`);
  await window.page.keyboard.press('Enter');
}

async function hoverAt(window: Window, line: number): Promise<string> {
  await goTo(window, line);
  const shown = window.page.locator('.monaco-hover:visible .hover-contents');
  await retry('a hover', async () => {
    await window.page.keyboard.press('Escape');
    await window.runCommand('Show or Focus Hover');
    await shown.filter({ hasText: 'Last result' }).first().waitFor({ timeout: 5_000 });
  });
  return (await shown.allInnerTexts()).join('\n').replaceAll('\u00A0', ' ');
}

test(
  'a suite and its cases tell their last result, and a case is run alone',
  vscode.test({ files: { 'greetings.bench.yaml': greetings } }, async (window) => {
    await window.openFile('greetings.bench.yaml');
    const before = await lenses(window, (texts) => texts.length === 6);
    assert.deepEqual(before, ['Run suite', 'Run on…', 'Run', 'Run on…', 'Run', 'Run on…']);
    assert.deepEqual(await decorations(window), []);

    await window.codeLens('Run suite').click();
    assert.equal((await asked.calls(4)).length, 4);
    const ran = await lenses(window, (texts) => texts.filter(isLast).length === 3);
    const [whole = '', hello = '', farewell = ''] = ran.filter(isLast);
    assert.match(whole, /^Last: 50 % · \$0\.\d+ · [\d.]+ m?s$/);
    assert.match(hello, /^Last: 100 % · \$0\.\d+ · /);
    assert.match(farewell, /^Last: 0 % · \$0\.\d+ · /);
    assert.ok(!ran.includes('Compare'), 'there is nothing to compare it with');
    const [first] = await decorated(window, /^● 2\/2 · [\d.]+ m?s$/, /^✗ 0\/2 · /);

    answer = 'goodbye, hello';
    await click(window, /^\s*Run$/, 1);
    assert.deepEqual(await asked.calls(2), ['one: Say goodbye.', 'two: Say goodbye.']);
    const changed = await decorated(window, /^●/, /^● 2\/2 · /);
    assert.equal(changed[0], first);
    const after = await lenses(window, (texts) => texts.filter(isLast)[2]?.startsWith('Last: 100 %') === true);
    assert.deepEqual(after.filter(isLast).slice(0, 2), [whole, hello], 'only that case has other figures');
    await window.screenshot('lenses-dark');

    answer = 'goodbye';
    await click(window, /Run on…/, 1);
    await window.quickInput.row('mine/two').click();
    await window.page.keyboard.press('Enter');
    assert.deepEqual(await asked.calls(1), ['two: Say hello.']);
    await decorated(window, /^✗ 1\/2 · /, /^● 2\/2 · /);
    await window.notifications.clear();
    const table = await hoverAt(window, helloLine);
    assert.match(table, /Model\s+Result\s+Cost\s+Latency[^]*mine\/one\s+● 100 %[^]*mine\/two\s+✗ 0 %/);
    await window.screenshot('lenses-hover-dark');
    await window.page.locator('.monaco-hover:visible').getByRole('link', { name: 'mine/one' }).first().click();
    await window.tab(/mine one · hello/).waitFor();
  }),
);

test(
  'edits are told apart from what was run, two runs can be compared, and settings turn both off',
  vscode.test({ files: { 'greetings.bench.yaml': greetings } }, async (window) => {
    answer = 'hello';
    await window.openFile('greetings.bench.yaml');
    await window.codeLens('Run suite').click();
    await lenses(window, (texts) => texts.filter(isLast).length === 3);
    await window.codeLens('Run suite').click();
    await window.codeLens('Compare').waitFor();
    await window.notifications.clear();
    await window.setTheme('Light Modern');
    await window.screenshot('lenses-light');

    await goTo(window, 6, 100);
    await window.page.keyboard.type(' # edited');
    await lenses(window, (texts) => texts.filter((text) => text.endsWith('before your edits')).length === 3);
    await decorated(window, /^● 2\/2/, /^✗ 0\/2/);
    assert.match(await hoverAt(window, farewellLine), /Last result[^]*before your edits/);
    await window.setTheme('Dark High Contrast');
    await window.screenshot('lenses-edited-contrast');
    await window.runCommand('View: Focus Active Editor Group');
    // Word by word.
    for (let word = 0; word < 3; word++) await window.page.keyboard.press('ControlOrMeta+Z');
    await lenses(window, (texts) => texts.filter(isLast).every((text) => !text.endsWith('before your edits')));

    await goTo(window, farewellLine);
    await window.runCommand('LLM Bench: Open Answers of Case at Cursor…');
    await window.webview().locator('#answers-tab[aria-selected="true"]').waitFor();
    await loaded(window, window.webview().locator('.case-name', { hasText: 'farewell' }));
    await window.tab(/greetings\.bench\.yaml/).click();

    await window.codeLens('Compare').click();
    await window.tab(/2 runs/).waitFor();
    await loaded(window, window.webview().getByRole('heading', { name: 'Model by model' }));
    await window.changeSettings({ 'llmBench.lenses': false, 'llmBench.decorations': false });
    await window.tab(/greetings\.bench\.yaml/).click();
    await window.runCommand('LLM Bench: Run Suite');
    await window.notifications.find(/Greetings/);
    assert.deepEqual(await lenses(window, () => true), []);
    assert.deepEqual(await decorations(window), []);
  }),
);
