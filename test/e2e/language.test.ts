/** Writing a suite: completion, hover, outline, variables that are renamed and found, quick fixes. In YAML and in JSON. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { retry, waitUntil } from './driver/retry.ts';
import { VsCode } from './driver/vscode.ts';
import type { Window } from './driver/window.ts';

const vscode = await VsCode.start({ settings: { 'editor.wordBasedSuggestions': 'off', 'editor.minimap.enabled': false } });
after(() => vscode.stop());

const suite = `name: Shop
models:
  - demo/atlas-large
prompt: "Customer asks: {{question}}"
cases:
  - name: return window
    vars: { question: Can I send boots back? }
    expect: [{ contains: 30 days }]
  - dataset: data/orders.csv
    expect:
      - contains: "{{product}}"
`;
const data = { 'data/orders.csv': 'question,product\nWhere is it?,tent\nWhat did I buy?,stove\n' };

const json = `{
  "models": ["demo/atlas-large"],
  "prompt": "{{question}}",
  "cases": [{ "vars": { "question": "Hello?" }, "expect": [{ "contains": "hello" }] }]
}
`;

async function goTo(window: Window, file: string, line: number, column: number): Promise<Locator> {
  const editor = await window.openFile(file);
  await retry(`line ${line}, column ${column}`, async () => {
    await window.page.keyboard.press('Escape');
    await window.page.keyboard.press('Control+G');
    await window.quickInput.input.fill(`:${line}:${column}`, { timeout: 3_000 });
    await window.quickInput.row(new RegExp(`go to line ${line} at column ${column}`)).click({ timeout: 3_000 });
    await window.statusBar(`Ln ${line}, Col ${column}`).waitFor({ timeout: 3_000 });
  });
  return editor;
}

/** The list of suggestions, once it has a row of this name. */
async function suggestions(window: Window, row: string | RegExp): Promise<Locator> {
  const rows = window.page.locator('.suggest-widget.visible .monaco-list-row');
  const wanted = rows.filter({ hasText: row }).first();
  await retry(`the suggestion ${row}`, async () => {
    if (!(await wanted.isVisible())) await window.page.keyboard.press('Control+Space');
    await wanted.waitFor({ timeout: 5_000 });
  });
  return wanted;
}

async function lines(editor: Locator): Promise<string> {
  // In the order they are drawn in: new lines come last in the document.
  const texts = await editor.locator('.view-line').evaluateAll((all) => {
    const rows = all as { readonly style: { readonly top: string }; readonly innerText: string }[];
    return rows.sort((a, b) => Number.parseFloat(a.style.top) - Number.parseFloat(b.style.top)).map(({ innerText }) => innerText);
  });
  return texts.join('\n').replaceAll('\u00A0', ' ');
}

async function textBecomes(editor: Locator, wanted: RegExp): Promise<void> {
  await waitUntil(
    `${wanted} in the editor`,
    () => lines(editor),
    (text) => wanted.test(text),
  );
}

async function hoverText(window: Window): Promise<string> {
  const shown = window.page.locator('.monaco-hover:visible .hover-contents');
  await retry('a hover', async () => {
    await window.page.keyboard.press('Escape');
    await window.runCommand('Show or Focus Hover');
    await shown.first().waitFor({ timeout: 5_000 });
  });
  return (await shown.allInnerTexts()).join('\n').replaceAll('\u00A0', ' ');
}

test(
  'models are completed with their prices, scorers with their arguments, and what is accepted stands in the suite',
  vscode.test({ files: { 'shop.bench.yaml': suite, ...data } }, async (window) => {
    const editor = await goTo(window, 'shop.bench.yaml', 3, 21);
    await window.page.keyboard.type('\n- haiku-4');
    const row = await suggestions(window, /anthropic\/claude-haiku-4-5/);
    assert.match((await row.innerText()).replaceAll('\u00A0', ' '), /\$1\.00 \/ \$5\.00 · 200k/);
    await window.setTheme('Light Modern');
    await goTo(window, 'shop.bench.yaml', 4, 12);
    await suggestions(window, /anthropic\/claude-haiku-4-5/);
    await window.screenshot('language-models-light');
    await (await suggestions(window, /anthropic\/claude-haiku-4-5/)).click();
    await textBecomes(editor, / {2}- anthropic\/claude-haiku-4-5\nprompt/);

    await goTo(window, 'shop.bench.yaml', 12, 32);
    await window.page.keyboard.type('\n- leng');
    await (await suggestions(window, /^length/)).click();
    await textBecomes(editor, / {6}- length: \{ maxWords: 50 \}/);
  }),
);

test(
  'two braces offer the columns of the dataset, and one is put in with its closing braces',
  vscode.test({ files: { 'shop.bench.yaml': suite.replace('"{{product}}"', 'tent'), ...data } }, async (window) => {
    const editor = await goTo(window, 'shop.bench.yaml', 11, 23);
    await window.page.keyboard.type(' for {{');
    const row = await suggestions(window, /^product/);
    assert.match(await row.innerText(), /column of data\/orders\.csv/);
    await window.screenshot('language-columns');
    await row.click();
    await textBecomes(editor, /contains: tent for \{\{product\}\}$/m);
  }),
);

test(
  'a model, a scorer and a variable tell about themselves when they are pointed at',
  vscode.test(
    { files: { 'shop.bench.yaml': suite.replace('demo/atlas-large', 'openai/gpt-5-mini'), ...data } },
    async (window) => {
      await goTo(window, 'shop.bench.yaml', 3, 10);
      assert.match(await hoverText(window), /GPT-5 mini · OpenAI[^]*\$0\.25 in, \$2\.00 out[^]*400k tokens of context/);
      await window.screenshot('language-hover');
      await goTo(window, 'shop.bench.yaml', 8, 18);
      assert.match(await hoverText(window), /contains[^]*The answer contains this text[^]*contains: 30 days/);
      await goTo(window, 'shop.bench.yaml', 4, 30);
      assert.match(await hoverText(window), /Variable question[^]*return window[^]*Can I send boots back\?/);
      await goTo(window, 'shop.bench.yaml', 11, 24);
      assert.match(await hoverText(window), /Column product of data\/orders\.csv[^]*tent[^]*stove/);
    },
  ),
);

test(
  'the outline names the models, the cases and the datasets',
  vscode.test({ files: { 'shop.bench.yaml': suite, ...data } }, async (window) => {
    await window.openFile('shop.bench.yaml');
    await retry('the symbols of the suite', async () => {
      await window.page.keyboard.press('Escape');
      await window.page.keyboard.press('Control+Shift+O');
      await window.quickInput.row('return window').waitFor({ timeout: 5_000 });
    });
    const names = (await window.quickInput.rows.allInnerTexts()).join(' ').replaceAll('\u00A0', ' ');
    assert.match(names, /Shop[^]*models[^]*demo\/atlas-large[^]*prompt[^]*cases[^]*return window[^]*data\/orders\.csv/);
    await window.screenshot('language-outline');
    await window.quickInput.row('return window').click();
    await window.statusBar('Ln 6, Col 11').waitFor();
  }),
);

test(
  'a variable is renamed in prompt and case, F12 goes to its value, and a column says where to rename it',
  vscode.test(
    { files: { 'own.bench.yaml': suite.slice(0, suite.indexOf('  - dataset')), 'shop.bench.yaml': suite, ...data } },
    async (window) => {
      const editor = await goTo(window, 'own.bench.yaml', 4, 28);
      await window.page.keyboard.press('F12');
      await window.statusBar('Ln 7, Col 13').waitFor();
      await window.page.keyboard.press('F2');
      const box = window.page.locator('.rename-box input');
      await box.waitFor();
      await box.fill('ask');
      await window.page.keyboard.press('Enter');
      await textBecomes(editor, /asks: \{\{ask\}\}"[^]*vars: \{ ask: Can I/);

      await goTo(window, 'shop.bench.yaml', 11, 24);
      await window.page.keyboard.press('F2');
      await window.page.getByText('is a column of "data/orders.csv": rename it there, then here.').first().waitFor();
    },
  ),
);

test(
  'a misspelt model is mended by its quick fix',
  vscode.test({ files: { 'shop.bench.yaml': suite.replace('atlas-large', 'atlas-lage'), ...data } }, async (window) => {
    const editor = await goTo(window, 'shop.bench.yaml', 3, 10);
    assert.match((await window.problems.list()).map(({ message }) => message).join(), /Did you mean `demo\/atlas-large`/);
    await retry('the quick fix in the menu', async () => {
      await goTo(window, 'shop.bench.yaml', 3, 10);
      await window.page.keyboard.press('Control+.');
      await window.page.locator('.action-widget').getByText('Change to demo/atlas-large').click({ timeout: 5_000 });
    });
    await textBecomes(editor, / {2}- demo\/atlas-large\n/);
  }),
);

test(
  'a suite in JSON is completed, explained and renamed in as well',
  vscode.test({ files: { 'hello.bench.json': json } }, async (window) => {
    const editor = await goTo(window, 'hello.bench.json', 2, 32);
    await window.page.keyboard.type(', "sonata');
    await (await suggestions(window, /demo\/sonata/)).click();
    await textBecomes(editor, /\["demo\/atlas-large", "demo\/sonata"\]/);
    await goTo(window, 'hello.bench.json', 2, 20);
    assert.match(await hoverText(window), /Atlas Large · Demo models/);
    await goTo(window, 'hello.bench.json', 3, 18);
    await window.page.keyboard.press('F2');
    const box = window.page.locator('.rename-box input');
    await box.waitFor();
    await box.fill('ask');
    await window.page.keyboard.press('Enter');
    await textBecomes(editor, /"prompt": "\{\{ask\}\}"[^]*"vars": \{ "ask": "Hello\?" \}/);
  }),
);
