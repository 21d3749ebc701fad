/** From answers to a decision: verdict, weights of one's own, scoring anew without a call, baseline, regressions, report. */
import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, test } from 'node:test';
import type { FrameLocator } from 'playwright-core';
import { startWireServer } from '../servers/wireServer.ts';
import { waitUntil } from './driver/retry.ts';
import { VsCode } from './driver/vscode.ts';
import type { Window } from './driver/window.ts';
import { runToItsEnd, startRun } from './running.ts';
import { smallSuite } from './suites.ts';

const vscode = await VsCode.start();
after(() => vscode.stop());

const cases = 40;
/** What the careful model gets wrong; changed by a test in between. */
let isWorse = false;

/** `careful` knows every sum, `quick` every second. Both begin with the same words. */
const server = await startWireServer(({ body }) => {
  const [, number = '0'] = /What is (\d+) plus 1\?/.exec(JSON.stringify(body)) ?? [];
  const n = Number(number);
  const isRight = body['model'] === 'careful' ? !isWorse || n % 4 === 0 : n % 2 === 0;
  return { reply: { text: ['The sum is ', isRight ? `${n + 1}.` : 'beyond me.'], usage: { input: 20, output: 5 } } };
});
after(() => server.close());

const file = 'sums.bench.yaml';
const right = 'regex: "\\\\b{{sum}}\\\\b"';

/** @param expectation of each case */
function suite(expectation: string): string {
  const rows = Array.from({ length: cases }, (_, n) => `  - { name: sum ${n}, vars: { n: ${n}, sum: ${n + 1} } }`);
  return `name: Sums
endpoints:
  mine: { api: openai-chat, baseUrl: "${server.baseUrl('openai-chat')}" }
models: [mine/careful, mine/quick]
prices:
  mine/careful: { input: 10, output: 40 }
  mine/quick: { input: 0.1, output: 0.4 }
prompt: "What is {{n}} plus 1?"
expect: [{ ${expectation} }]
cases:
${rows.join('\n')}
`;
}

async function finished(window: Window): Promise<FrameLocator> {
  const panel = window.webview();
  await panel.getByText(/^Finished/).waitFor();
  return panel;
}

/** The line of a model in the comparison, once it reads as wanted. */
async function rowReads(panel: FrameLocator, model: string, wanted: RegExp): Promise<void> {
  await waitUntil(
    `${model} with ${wanted}`,
    async () =>
      (await panel.locator('table.comparison tr').filter({ hasText: model }).first().innerText()).replaceAll(/\s+/g, ' '),
    (text) => wanted.test(text),
  );
}

async function leaderReads(panel: FrameLocator, wanted: RegExp): Promise<void> {
  const leader = panel.locator('.weighted [role="status"]');
  await waitUntil(
    `a ranking with ${wanted} first`,
    () => leader.innerText(),
    (text) => wanted.test(text),
  );
}

async function slide(panel: FrameLocator, merit: string, value: number): Promise<void> {
  await panel.locator('label.slider').filter({ hasText: merit }).locator('input').fill(String(value));
}

test(
  'verdict, weights, scoring without a call, baseline, regressions of a worse run, report',
  vscode.test({ files: { [file]: suite(right) } }, async (window) => {
    const panel = await runToItsEnd(window, file);
    await panel
      .locator('#verdict-headline')
      .getByText(/careful/)
      .waitFor();
    await rowReads(panel, 'careful', /\b1\.00\b/);
    await rowReads(panel, 'quick', /\b0\.50\b/);
    assert.equal(server.requests.length, 2 * cases);

    await slide(panel, 'Quality', 0);
    await slide(panel, 'Low cost', 100);
    await leaderReads(panel, /quick comes first/);
    await slide(panel, 'Quality', 100);
    await slide(panel, 'Low cost', 0);
    await slide(panel, 'Speed', 0);
    await leaderReads(panel, /careful comes first/);
    await window.screenshot('decision weights');

    await writeFile(join(window.folder, file), suite('contains: The sum'));
    await window.notifications.clear();
    await panel.getByRole('button', { name: 'Re-score' }).click();
    await window.notifications.find('Sums, scored again');
    await rowReads(panel, 'quick', /\b1\.00\b/);
    assert.equal(server.requests.length, 2 * cases, 'no model was called');
    const scores = panel.getByRole('combobox', { name: 'Scores' });
    const [first, again] = await scores.locator('option').allInnerTexts();
    assert.match(first ?? '', /as first scored/);
    assert.match(again ?? '', /re-scored .* expectations of sums\.bench\.yaml/);
    await scores.selectOption({ index: 0 });
    await rowReads(panel, 'quick', /\b0\.50\b/);

    await writeFile(join(window.folder, file), suite(right));
    await window.notifications.clear();
    await panel.getByRole('button', { name: 'Re-score' }).click();
    await window.notifications.find('Sums, scored again');
    await waitUntil(
      'the third scoring on show',
      () => scores.inputValue(),
      (id) => id !== '',
    );
    await panel.getByRole('button', { name: 'Set as baseline' }).click();
    await panel.getByRole('button', { name: /^Baseline/ }).waitFor();
    await window.sideBar.open('LLM Bench');
    await window.sideBar.item(/Sums, finished, baseline/).waitFor();

    isWorse = true;
    await window.notifications.clear();
    await panel.getByRole('button', { name: 'Run again' }).click();
    await window.notifications.find('Worse than the baseline: mine/careful.');
    const worse = await finished(window);
    await worse.getByRole('heading', { name: 'Against the baseline' }).waitFor();
    await worse
      .getByText(/^Worse now/)
      .first()
      .waitFor();
    await worse.locator('#baseline').getByText('sum 1', { exact: true }).first().waitFor();
    await worse.locator('#baseline').scrollIntoViewIfNeeded();
    await window.notifications.clear();
    await window.screenshot('decision regressions');
    await window.setTheme('Light Modern');
    await window.screenshot('decision regressions light');

    await worse.getByRole('button', { name: 'Export' }).click();
    await worse.getByRole('button', { name: /HTML/ }).click();
    await waitUntil(
      'the suggested name',
      () => window.quickInput.input.inputValue(),
      (path) => path.endsWith('.html'),
    );
    await window.quickInput.accept();
    await window.notifications.press('The report is in', 'Open');
    await window.tab(/\.html/).waitFor();
    const report = (await readdir(window.folder)).find((name) => name.endsWith('.html'));
    assert.ok(report);
    const page = await window.page.context().newPage();
    await page.goto(pathToFileURL(join(window.folder, report)).href);
    await page.getByRole('heading', { name: 'Sums', exact: true }).waitFor();
    assert.match(await page.locator('body').innerText(), /baseline/i);
  }),
);

/** Of five numbers the careful model, where it is worse, fails at one: ten rows are too few to tell it from the other. */
const numbers = Array.from({ length: 200 }, (_, i) => 4 * i + (i % 5 === 0 ? 2 : 0));
const rows = ['n,sum', ...numbers.map((n) => `${n},${n + 1}`)].join('\n');
const sampled = suite(right).replace(/cases:[^]*$/, 'cases:\n  - { dataset: rows.csv, sample: 10 }\n');

test(
  'what is open is settled by more rows of the dataset, once the user has seen what that takes',
  vscode.test({ files: { [file]: sampled, 'rows.csv': rows } }, async (window) => {
    isWorse = true;
    const before = server.requests.length;
    const panel = await runToItsEnd(window, file);
    assert.equal(server.requests.length, before + 20);
    await panel.locator('.settle button').click();
    const dialog = window.dialog(/Ask \d+ more cases of the suite's datasets\?/);
    const [, more = ''] = /Ask (\d+) more/.exec(await dialog.innerText()) ?? [];
    assert.match(await dialog.innerText(), new RegExp(`${Number(more) * 2} calls, roughly \\$`));
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await window.notifications.find('Nothing was run and nothing was spent.');
    assert.equal(server.requests.length, before + 20);

    await panel.locator('.settle button').click();
    await dialog.getByRole('button', { name: 'Run' }).click();
    await panel
      .getByText(`${10 + Number(more)} cases`)
      .first()
      .waitFor();
    await finished(window);
    assert.equal(server.requests.length, before + 20 + 2 * Number(more), 'only what was missing is asked');
  }),
);

test(
  'scoring anew with a judge says before what it takes and whom it leaves out; the judge stands in the comparison',
  vscode.test({ files: { 'small.bench.yaml': smallSuite } }, async (window) => {
    const panel = await runToItsEnd(window, 'small.bench.yaml');
    const judged = smallSuite
      .replace('name: Small suite', 'name: Small suite\njudge: demo/arbiter')
      .replace('contains: 30 days', 'judge: Says that 30 days have passed')
      .replace('Say hello in one word.', 'Say goodbye in one word.');
    await writeFile(join(window.folder, 'small.bench.yaml'), judged);
    await panel.getByRole('button', { name: 'Re-score' }).click();
    const dialog = window.dialog('Score 6 stored answers of “Small suite” again?');
    await dialog.getByText('1 case left out, asked in other words since').waitFor();
    await dialog.getByText(/To grade them takes 3 calls/).waitFor();
    await window.screenshot('rescore question');
    await dialog.getByRole('button', { name: 'Score Again' }).click();
    await window.notifications.find('Small suite, scored again');
    await panel.getByText('demo/arbiter').first().waitFor();
    await panel.getByText('3 answers left out').first().waitFor();
  }),
);

const poems = Array.from({ length: 60 }, (_, n) => `  - { name: poem ${n}, vars: { q: Write a poem about the number ${n} } }`);
const judgedPoems = `name: Poems
models: [demo/atlas-mini, demo/atlas-large]
judge: demo/arbiter
concurrency: 4
params: { maxOutputTokens: 30 }
prompt: "{{q}}"
expect: [{ judge: Is a good poem }]
cases:
${poems.join('\n')}
`;

test(
  'a run whose grading was cancelled tells how the rest is graded; the panel follows the re-scoring, of which there is one at a time',
  vscode.test({ files: { 'poems.bench.yaml': judgedPoems } }, async (window) => {
    const panel = await startRun(window, 'poems.bench.yaml');
    await panel.getByText(/^Grading/).waitFor();
    await panel.getByRole('button', { name: 'Cancel run' }).click();
    await window.notifications.find('“Re-Score Answers…” grades them without asking the models again.');

    const again = panel.getByRole('button', { name: 'Re-score', exact: true });
    await again.click();
    await window
      .dialog(/stored answers of “Poems” again/)
      .getByRole('button', { name: 'Score Again' })
      .click();
    const cancel = panel.getByRole('button', { name: 'Cancel re-scoring' });
    await cancel.waitFor();
    await window.quickInput.runAndPick('LLM Bench: Re-Score Answers…', /Poems/);
    await window.notifications.find('The answers of this run are being scored already');
    await window.screenshot('rescoring under way');
    await cancel.click();
    await cancel.waitFor({ state: 'hidden' });
  }),
);
