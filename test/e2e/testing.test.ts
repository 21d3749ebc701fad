/** The Test Explorer: cases run from the gutter and the Testing view, by each profile, and on save. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { startWireServer } from '../servers/wireServer.ts';
import { Asked } from './asked.ts';
import { waitUntil } from './driver/retry.ts';
import { VsCode } from './driver/vscode.ts';
import type { Window } from './driver/window.ts';
import { smallSuite } from './suites.ts';

// The panel of test results holds a terminal, of which this editor's server lacks a part.
const vscode = await VsCode.start({ settings: { 'testing.automaticallyOpenTestResults': 'neverOpen' } });
after(() => vscode.stop());
const server = await startWireServer({ reply: { text: ['hello ', 'there'] } });
after(() => server.close());
const asked = new Asked(server);

/** Two models of a server that says hello to everything: the first case passes, the second fails. */
const greetings = `name: Greetings
endpoints:
  mine: { api: openai-chat, baseUrl: "${server.baseUrl('openai-chat')}" }
models: [mine/one, mine/two]
prompt: "{{question}}"
cases:
  - name: hello
    vars: { question: Say hello. }
    expect: [{ contains: hello }]
  - name: farewell
    vars: { question: Say goodbye. }
    expect: [{ contains: goodbye }]
  - name: silent
    vars: { question: Say nothing. }
`;
const priced = `${greetings}prices: { mine/one: { input: 10000, output: 40000 }, mine/two: { input: 1, output: 1 } }\n`;

function row(window: Window, name: string): Locator {
  return window.page.locator('.part.sidebar .test-explorer').getByRole('treeitem', { name }).first();
}

/** By the accessible name of its row, in which the editor tells the state of a test. */
async function state(window: Window, name: string, expected: RegExp): Promise<void> {
  await waitUntil(
    `${name} to be ${expected}`,
    () => row(window, name).getAttribute('aria-label', { timeout: 2_000 }),
    (told) => told !== null && expected.test(told),
  );
}

async function runBy(window: Window, name: string, profile: string): Promise<void> {
  await window.sideBar.contextMenu(name, 'Execute Using Profile');
  await window.quickInput.row(profile).click();
}

test(
  'Test Explorer: a case is run from its gutter, and its answers are held against what was expected',
  vscode.test({ files: { 'greetings.bench.yaml': greetings } }, async (window) => {
    asked.forget();
    await window.openFile('greetings.bench.yaml');
    const glyphs = window.page.locator('.monaco-editor .testing-run-glyph');
    await waitUntil(
      'an icon at the suite and each of its cases',
      () => glyphs.count(),
      (count) => count === 4,
    );
    await glyphs.nth(2).click();
    assert.deepEqual(await asked.calls(2), ['one: Say goodbye.', 'two: Say goodbye.']);

    await window.sideBar.open('Testing');
    await window.sideBar.toggle('Greetings');
    await state(window, 'farewell', /fail/i);
    await state(window, 'hello', /not yet run/i);
    await window.sideBar.toggle('farewell');
    await state(window, 'mine/two', /fail/i);
    await row(window, 'mine/two').click();
    await window.runCommand('Test: Peek Output');
    const peek = window.page.locator('.test-output-peek');
    await peek.getByText('goodbye').first().waitFor();
    await peek.getByText('hello there').first().waitFor();
    await window.screenshot('testing-peek-dark');
    await window.setTheme('Light Modern');
    await window.screenshot('testing-peek-light');
  }),
);

test(
  'Test Explorer: models are chosen once, failed cases are run alone, and timing is measured one call at a time',
  vscode.test({ files: { 'greetings.bench.yaml': greetings } }, async (window) => {
    asked.forget();
    await window.sideBar.open('Testing');
    await runBy(window, 'Greetings', 'Run on Chosen Models');
    await window.quickInput.row('mine/two').click();
    await window.page.keyboard.press('Enter');
    const ofOne = ['one: Say goodbye.', 'one: Say hello.', 'one: Say nothing.'];
    assert.deepEqual(await asked.calls(3), ofOne);
    await state(window, 'Greetings', /fail/i);

    await runBy(window, 'Greetings', 'Run Failed Only');
    assert.deepEqual(await asked.calls(1), ['one: Say goodbye.']);
    await runBy(window, 'Greetings', 'Run on Chosen Models');
    assert.deepEqual(await asked.calls(3), ofOne, 'the choice is remembered');

    await window.sideBar.toggle('Greetings');
    await runBy(window, 'silent', 'Measure Timing');
    assert.deepEqual(
      await asked.calls(4),
      ['one', 'one', 'two', 'two'].map((model) => `${model}: Say nothing.`),
      'each is warmed up',
    );
    await state(window, 'silent', /pass/i);
  }),
);

/** Turns continuous run on. */
async function watch(window: Window, name: string): Promise<void> {
  await row(window, name).hover();
  await row(window, name).locator('.action-label[class*="continuous-run-on"]').click();
}

async function save(window: Window, file: string): Promise<void> {
  const editor = await window.openFile(file);
  await editor.click();
  await window.page.keyboard.press('ControlOrMeta+End');
  await window.page.keyboard.type('# seen');
  await window.page.keyboard.press('ControlOrMeta+S');
}

test(
  'Test Explorer: on save, what is watched is run as long as it is cheap, and dear runs wait for a word',
  vscode.test({ files: { 'greetings.bench.yaml': priced, 'small.bench.yaml': smallSuite } }, async (window) => {
    asked.forget();
    await window.sideBar.open('Testing');
    await watch(window, 'Small suite');
    await watch(window, 'Greetings');
    await save(window, 'small.bench.yaml');
    await window.sideBar.open('Testing');
    await state(window, 'Small suite', /pass|fail/i);

    await save(window, 'greetings.bench.yaml');
    await window.notifications.find(/Not run on save: it may cost up to/);
    await window.screenshot('testing-guard');
    assert.equal(asked.count, 0, 'nothing is spent unasked');
    await window.notifications.press(/Not run on save/, 'Run Anyway');
    assert.equal((await asked.calls(6)).length, 6);
  }),
);
