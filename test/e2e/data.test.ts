/** The results as a whole: backed up and brought back, taken in from elsewhere, checked, pruned, exported. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import type { RunId } from '../../src/shared/model/ids.ts';
import { openStore } from '../../src/core/store/openStore.ts';
import { REPOSITORY } from '../tools/repository.ts';
import { retry, waitUntil } from './driver/retry.ts';
import { VsCode } from './driver/vscode.ts';
import type { Window } from './driver/window.ts';
import { runToItsEnd } from './running.ts';
import { smallSuite } from './suites.ts';

const vscode = await VsCode.start();
after(() => vscode.stop());

async function runAndShowViews(window: Window, file: string): Promise<void> {
  await runToItsEnd(window, file);
  await window.notifications.clear();
  await window.sideBar.open('LLM Bench');
}

/** Answers a file dialog with a path in the workspace, once the dialog has proposed one. */
async function answerWith(window: Window, name: string): Promise<string> {
  const path = join(window.folder, name);
  await waitUntil(
    'the dialog for a file',
    () => window.quickInput.input.inputValue(),
    (value) => value.startsWith('/'),
  );
  // The dialog fills its box in once more when it has read the folder, which may be after a while.
  let looks = 0;
  await waitUntil(
    'the path to stay in the dialog',
    async () => {
      const isThere = (await window.quickInput.input.inputValue()) === path;
      looks = isThere ? looks + 1 : 0;
      if (!isThere) await window.quickInput.type(path);
      return looks;
    },
    (count) => count === 5,
  );
  await window.quickInput.accept();
  return path;
}

/** Enter may lead into the folder first, and then choose it. */
async function acceptFolder(window: Window): Promise<void> {
  await retry('the folder to be chosen', async () => {
    if (await window.quickInput.widget.isVisible()) await window.quickInput.input.press('Enter', { timeout: 1_000 });
    await window.quickInput.widget.waitFor({ state: 'hidden', timeout: 2_000 });
  });
}

async function exportAll(window: Window, name: string): Promise<string> {
  await window.notifications.clear();
  await window.quickInput.runAndPick('LLM Bench: Export All Results…', /^JSON Lines$/);
  const path = await answerWith(window, name);
  await window.notifications.find(/9 results are in/);
  return readFile(path, 'utf8');
}

/** What the command line would have left in a folder of its own. */
async function runOnCommandLine(window: Window, file: string, folder: string): Promise<void> {
  const args = [join(REPOSITORY, 'dist/cli.js'), 'run', file, '--store', folder];
  await promisify(execFile)(process.execPath, args, { cwd: window.folder });
}

test(
  'a backup brings a deleted run back, with the same bytes in an export',
  vscode.test({ files: { 'small.bench.yaml': smallSuite } }, async (window) => {
    await runAndShowViews(window, 'small.bench.yaml');
    const before = await exportAll(window, 'before.jsonl');
    assert.match(before, /"Small suite"/);

    await window.notifications.clear();
    await window.runCommand('LLM Bench: Back Up Results…');
    await answerWith(window, 'all.tar.gz');
    await window.notifications.find('The backup of 1 run is in all.tar.gz');
    await window.screenshot('data backup');

    await window.sideBar.contextMenu(/Small suite, finished/, 'Delete Run');
    await window.sideBar.view('Runs').getByText('Nothing has been run yet').waitFor();
    await window.notifications.find('Deleted “Small suite”.');
    // In the centre, too, where a message that is looked for late is found.
    await window.runCommand('Notifications: Clear All Notifications');
    await window.webview().getByText('This run is not in the results any more.').waitFor();

    await window.runCommand('LLM Bench: Restore Results…');
    await answerWith(window, 'all.tar.gz');
    const question = window.dialog('Replace all results by those of this backup?');
    await question.getByText(/holds 1 run\./).waitFor();
    await window.screenshot('data restore question');
    await question.getByRole('button', { name: 'Restore' }).click();
    await window.notifications.find('The results are those of the backup: 1 run.');
    await window.sideBar.item(/Small suite, finished/).waitFor();
    await window
      .webview()
      .getByText(/^Finished/)
      .waitFor();
    assert.equal(await exportAll(window, 'after.jsonl'), before);
  }),
);

test(
  'the results of the command line are imported from their folder; those that are here already are known',
  vscode.test({ files: { 'small.bench.yaml': smallSuite } }, async (window) => {
    await runOnCommandLine(window, 'small.bench.yaml', 'ci-results');
    await window.sideBar.open('LLM Bench');
    await window.sideBar.view('Runs').getByText('Nothing has been run yet').waitFor();
    for (const told of ['1 run was added.', 'No run was added, 1 was here already.']) {
      await window.notifications.clear();
      await window.quickInput.runAndPick('LLM Bench: Import Results…', /Folder$/);
      await answerWith(window, 'ci-results/');
      await acceptFolder(window);
      await window.notifications.find(told);
    }
    await window.sideBar.item(/Small suite, finished/).waitFor();
    assert.equal(await window.sideBar.view('Runs').getByRole('treeitem').count(), 1);
    await window.sideBar.item(/Small suite, finished/).click();
    await window
      .webview()
      .getByText(/^Finished/)
      .waitFor();
  }),
);

test(
  'a check finds the line in which a byte has changed, and says nothing of sound results',
  vscode.test({ files: { 'small.bench.yaml': smallSuite } }, async (window) => {
    await runAndShowViews(window, 'small.bench.yaml');
    await window.runCommand('LLM Bench: Check Results');
    await window.notifications.find(/All results are sound: 1 run with 9 results/);
    await window.notifications.clear();

    const folder = join(await window.storageFolder(), 'results/runs');
    const [log = ''] = (await readdir(folder)).filter((name) => name.endsWith('.jsonl'));
    const text = await readFile(join(folder, log), 'utf8');
    const at = text.indexOf('"ok"');
    assert.ok(at > 0);
    await writeFile(join(folder, log), `${text.slice(0, at)}"oK"${text.slice(at + 4)}`);
    await window.runCommand('LLM Bench: Check Results');
    const told = await window.notifications.find(/faults? in 1 run/);
    await window.screenshot('data check');
    assert.equal(await told.getByRole('button', { name: 'Show Log' }).count(), 1);
  }),
);

test(
  'old runs are pruned once it was said how much goes; their figures stay',
  vscode.test({ files: { 'small.bench.yaml': smallSuite } }, async (window) => {
    await runOnCommandLine(window, 'small.bench.yaml', 'results');
    await makeOlder(join(window.folder, 'results'));
    await runOnCommandLine(window, 'small.bench.yaml', 'results');
    await window.changeSettings({ 'llmBench.storageFolder': join(window.folder, 'results') });
    await window.sideBar.open('LLM Bench');
    await window.sideBar.item(/Small suite, finished/).waitFor();
    assert.equal(await window.sideBar.view('Runs').getByRole('treeitem').count(), 2);

    await window.runCommand('LLM Bench: Prune Old Runs…');
    await window.quickInput.enter('0');
    await waitUntil(
      'what is wrong with it',
      () => window.quickInput.message(),
      (message) => message.includes('whole number of days'),
    );
    await window.quickInput.enter('30');
    const question = window.dialog('Drop the results and answers of 1 run that began before');
    await question.getByText(/9 results and their answers are removed for good/).waitFor();
    await window.screenshot('data prune question');
    await question.getByRole('button', { name: 'Prune' }).click();
    await window.notifications.find('9 results of 1 run were dropped; the figures stay in the history.');
    await waitUntil(
      'one run in the list',
      () => window.sideBar.view('Runs').getByRole('treeitem').count(),
      (count) => count === 1,
    );
  }),
);

/** Lets the only run of a store have begun a year ago. */
async function makeOlder(folder: string): Promise<void> {
  const store = await openStore(folder);
  const [item] = await store.listRuns({ limit: 1 });
  assert.ok(item);
  const startedAt = new Date(Date.now() - 365 * 86_400_000).toISOString();
  await store.updateRun({ ...item.run, startedAt });
  await store.close();
}

test(
  'a long list of runs is shown page by page, and a suite opens at its history',
  vscode.test({ files: { 'small.bench.yaml': smallSuite } }, async (window) => {
    const folder = join(window.folder, 'results');
    await runOnCommandLine(window, 'small.bench.yaml', 'results');
    await addRuns(folder, 60);
    await window.changeSettings({ 'llmBench.storageFolder': folder });
    await window.sideBar.open('LLM Bench');
    const runs = window.sideBar.view('Runs');
    const rowsOf = async () => Number(await runs.getByRole('treeitem').first().getAttribute('aria-setsize'));
    await runs.getByRole('treeitem').first().waitFor();
    assert.equal(await rowsOf(), 51, 'fifty runs, and what leads to more');
    await runs.locator('.monaco-list').focus();
    await window.page.keyboard.press('End');
    await window.sideBar.item('Show More Runs…').click();
    await waitUntil('all runs', rowsOf, (count) => count === 61);

    await window.sideBar.contextMenu(/^Small suite, 3 models/, 'Show History');
    await window.webview().getByRole('heading', { name: 'Over time' }).waitFor();
    await window.screenshot('data history');
  }),
);

/** Runs of another suite, without a result, older than what is there. */
async function addRuns(folder: string, count: number): Promise<void> {
  const store = await openStore(folder);
  const [item] = await store.listRuns({ limit: 1 });
  const found = item && (await store.run(item.run.id));
  assert.ok(found);
  for (let nth = 0; nth < count; nth++) {
    const startedAt = new Date(Date.parse(found.run.startedAt) - (nth + 1) * 3_600_000).toISOString();
    const other = { name: `Run ${nth}`, suitePath: 'other.bench.yaml', startedAt };
    await store.createRun({ ...found.run, ...other, id: randomUUID() as string as RunId }, found.detail);
  }
  await store.close();
}
