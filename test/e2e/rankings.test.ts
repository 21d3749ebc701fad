/** Rankings of public boards in the editor: refreshed, with keys and without, told when all fails, shared by windows. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { systemClock, nullLogger } from '../../src/core/ports.ts';
import { openBoard } from '../../src/core/boardGet.ts';
import { Rankings } from '../../src/core/rankings.ts';
import { rankingBoardsOf } from '../../src/core/rankings/boards.ts';
import type { RankingHealth } from '../../src/shared/model/rankings.ts';
import { workspace } from '../engine/cli.ts';
import { startArtificialAnalysis } from '../servers/rankings/artificialAnalysis.ts';
import { boardKey } from '../servers/rankings/boardServer.ts';
import { startLlmStats } from '../servers/rankings/llmStats.ts';
import { startOpenRouterIndices } from '../servers/rankings/openRouterIndices.ts';
import { startWireServer } from '../servers/wireServer.ts';
import { waitUntil } from './driver/retry.ts';
import { VsCode } from './driver/vscode.ts';
import type { Window } from './driver/window.ts';
import { createWorkspace } from './driver/workspace.ts';
import { smallSuite } from './suites.ts';

const boards = {
  'artificial-analysis': await startArtificialAnalysis(),
  'llm-stats': await startLlmStats(),
  openrouter: await startOpenRouterIndices(),
};
const servers = Object.values(boards);
const models = ['one', 'two'].map((id) => ({ id: `model-${id}`, object: 'model', created: 1_780_000_000, owned_by: 'e2e' }));
const lab = await startWireServer(({ path }) => {
  const reply = { text: ['I ', 'do not know.'] };
  const list = JSON.stringify({ object: 'list', data: models });
  return path.endsWith('/models') ? { reply, fault: { type: 'status', status: 200, body: list } } : { reply };
});
const addresses = Object.fromEntries(Object.entries(boards).map(([id, { url }]) => [id, { baseUrl: url }]));
const vscode = await VsCode.start();
const stores = mkdtempSync(join(tmpdir(), 'lb-rankings-'));
after(async () => {
  await vscode.stop();
  await Promise.all([...servers, lab].map((server) => server.close()));
  rmSync(stores, { recursive: true, force: true });
});

let asked: readonly number[] = [];
beforeEach(() => {
  for (const server of servers) server.set(null);
  asked = servers.map(({ requests }) => requests.length);
});

/** Requests to each board since the test began, in the order of the chain. */
function requests(): number[] {
  return servers.map((server, index) => server.requests.length - (asked[index] ?? 0));
}

/** Each test has rankings of its own. */
function settingsFor(store: string) {
  return { 'llmBench.rankings.boards': addresses, 'llmBench.storageFolder': join(stores, store) };
}

const files = { 'small.bench.yaml': smallSuite };

async function setKey(window: Window, key: string): Promise<void> {
  await window.quickInput.runAndPick('LLM Bench: Set Key for Rankings…', /^Artificial Analysis$/);
  await waitUntil(
    'the box for the key',
    () => window.quickInput.isPassword(),
    (hidden) => hidden,
  );
  await window.quickInput.enter(key);
}

test(
  'without a key the keyless indices answer, and it is said whose key is not set',
  vscode.test({ files, settings: settingsFor('first') }, async (window) => {
    await window.runCommand('LLM Bench: Refresh Rankings');
    await window.notifications.find('OpenRouter ranks coding, math, reasoning, research, general.');
    await window.screenshot('rankings-first');
    await window.notifications.press('Artificial Analysis, LLM Stats were not asked: their keys are not set.', 'Set a Key…');
    await window.quickInput.row('Artificial Analysis').waitFor();
    await window.screenshot('rankings-keys');
    assert.deepEqual(requests(), [0, 0, 1]);
  }),
);

test(
  'a wrong key is told with the way out, a good one with what it ranks',
  vscode.test({ files, settings: settingsFor('keys') }, async (window) => {
    await setKey(window, 'wrong-0123456789');
    await window.notifications.press('Check the key for Artificial Analysis', 'Set Another Key…');
    await window.quickInput.enter(boardKey);
    await window.notifications.find('Artificial Analysis accepted the key. It ranks coding,');
    await window.notifications.clear();
    await window.runCommand('LLM Bench: Refresh Rankings');
    await window.notifications.find('Artificial Analysis ranks coding,');
    assert.deepEqual(requests().slice(1), [0, 0], 'nobody else had to be asked');
    const keys = boards['artificial-analysis'].requests.map(({ headers }) => headers['x-api-key']);
    assert.deepEqual(new Set(keys), new Set(['wrong-0123456789', boardKey]));
    for (const { headers } of boards.openrouter.requests) assert.ok(!JSON.stringify(headers).includes(boardKey));
  }),
);

test(
  'one source is asked by name, with its state beside it',
  vscode.test({ files, settings: settingsFor('forced') }, async (window) => {
    await window.runCommand('LLM Bench: Refresh Rankings from…');
    await window.quickInput.row('Minimal test').waitFor();
    const rows = await window.quickInput.rows.allInnerTexts();
    const states = [/^Artificial Analysis\s*needs a key/, /^LLM Stats\s*needs a key/, /^OpenRouter\s*needs no key/];
    for (const [index, state] of [...states, /^Kept rankings/, /^Minimal test/].entries()) assert.match(rows[index] ?? '', state);
    await window.screenshot('rankings-sources');
    await window.quickInput.pick('OpenRouter');
    await window.notifications.find('OpenRouter ranks coding,');
    assert.deepEqual(requests(), [0, 0, 1]);
  }),
);

test(
  'where every board fails, that is told once with what to do, what was kept stays, and the health page says what the command line says',
  vscode.test({ files, settings: settingsFor('down') }, async (window, t) => {
    await window.runCommand('LLM Bench: Refresh Rankings');
    await window.notifications.find('OpenRouter ranks coding,');
    await window.notifications.clear();
    for (const server of servers) server.set({ kind: 'down' });
    await window.runCommand('LLM Bench: Refresh Rankings');
    const alert = await window.notifications.find('No board gave rankings.');
    assert.match(await alert.innerText(), /What was kept stays in use\./);
    assert.equal(await alert.getByRole('button', { name: 'Retry', exact: true }).count(), 1);
    await window.screenshot('rankings-all-failed');
    await window.notifications.press('No board gave rankings.', 'Show Details');
    const page = window.webview();
    const row = page.getByRole('row', { name: /^OpenRouter/ }).first();
    await row.waitFor();
    const cli = await workspace(t);
    const told = await cli.run(['rankings', 'health', '--format', 'json', '--store', join(stores, 'down')]);
    assert.equal(told.code, 0, told.stderr.join('\n'));
    const health = JSON.parse(told.stdout) as RankingHealth;
    const openRouter = health.sources.find(({ source }) => source === 'openrouter');
    const figures = [openRouter?.attempts, openRouter?.successes, openRouter?.failures].map(String);
    assert.deepEqual(figures, ['2', '1', '1']);
    assert.deepEqual((await row.getByRole('cell').allInnerTexts()).slice(0, 5), ['OpenRouter', ...figures, '50 %']);
    for (const { category, models } of health.cache) {
      const kept = page.getByRole('row', { name: new RegExp(`^${category}`, 'i') });
      assert.equal((await kept.getByRole('cell').allInnerTexts()).at(-1), String(models));
    }
    assert.equal(health.cache.length, 5);
    await page.getByText(openRouter?.lastFailure?.error.message ?? 'no message').waitFor();
    await window.notifications.clear();
    for (const theme of ['Light Modern', 'Dark Modern'] as const) {
      await window.setTheme(theme);
      await window.screenshot(`rankings-health-${theme}`);
    }
  }),
);

test('of two windows that refresh at once only one asks', async () => {
  const settings = settingsFor('together');
  const first = await vscode.open(await createWorkspace(vscode.home, { files }), { settings });
  const second = await vscode.open(await createWorkspace(vscode.home, { files }), { settings });
  try {
    const gate = Promise.withResolvers<void>();
    boards.openrouter.set({ kind: 'slow', until: gate.promise });
    await first.runCommand('LLM Bench: Refresh Rankings');
    await waitUntil('a request', requests, ([, , count]) => count === 1);
    await second.runCommand('LLM Bench: Refresh Rankings');
    await second.notifications.find('Asking for rankings');
    gate.resolve();
    await first.notifications.find('OpenRouter ranks coding,');
    await second.notifications.find('What is kept ranks coding,');
    assert.deepEqual(requests(), [0, 0, 1]);
  } finally {
    await Promise.all([first.close(), second.close()]);
  }
});

test(
  'the minimal test tells what it costs, asks the models that were picked, and opens what came of it',
  vscode.test(
    {
      files,
      settings: {
        ...settingsFor('minimal'),
        'llmBench.endpoints': { lab: { api: 'openai-chat', baseUrl: lab.baseUrl('openai-chat') } },
      },
    },
    async (window) => {
      await window.runCommand('LLM Bench: Run Minimal Test…');
      await window.quickInput.row('lab/model-two').waitFor();
      assert.ok(!(await window.quickInput.labels()).some((label) => label.startsWith('demo/')));
      await window.screenshot('rankings-minimal-models');
      await window.quickInput.pickMany('lab/model-one', 'lab/model-two');
      const start = window.quickInput.row('Ask 2 models');
      await start.waitFor();
      await window.screenshot('rankings-minimal-cost');
      assert.equal(calls(), 0);
      await start.click();
      await window.notifications.find('The minimal test ranks your models in coding,');
      assert.equal(calls(), 36);
      await window
        .webview()
        .getByText(/^Finished/)
        .waitFor();
      await window.runCommand('LLM Bench: Refresh Rankings from…');
      await window.quickInput.pick('Kept rankings');
      await window.notifications.find('What is kept ranks coding,');
      assert.deepEqual(requests(), [0, 0, 0]);
    },
  ),
);

function calls(): number {
  return lab.requests.filter(({ path }) => path.endsWith('/chat/completions')).length;
}

test('kept rankings are asked for again when they are due, once for all windows', async () => {
  const store = 'due';
  await keepSince(14, join(stores, store, 'rankings'));
  assert.deepEqual(requests(), [0, 0, 1]);
  const settings = { ...settingsFor(store), 'llmBench.rankings.refresh': '12h' };
  const windows = [
    await vscode.open(await createWorkspace(vscode.home, { files }), { settings }),
    await vscode.open(await createWorkspace(vscode.home, { files }), { settings }),
  ];
  try {
    await waitUntil('a refresh', requests, ([, , count]) => count === 2, 60_000);
    const health = windows.map(async (window) => {
      await window.runCommand('LLM Bench: Rankings Health');
      await window.webview().getByText('A board last answered well just now.').waitFor();
    });
    await Promise.all(health);
    assert.deepEqual(requests(), [0, 0, 2]);
  } finally {
    await Promise.all(windows.map((window) => window.close()));
  }
});

test(
  'in Restricted Mode nobody is asked before the user agrees',
  vscode.test({ files, settings: settingsFor('restricted'), restricted: true }, async (window) => {
    await window.runCommand('LLM Bench: Refresh Rankings');
    const question = window.dialog('Ask public boards for rankings in Restricted Mode?');
    await question.waitFor();
    await window.screenshot('rankings-restricted');
    await question.getByRole('button', { name: 'Cancel' }).click();
    await window.notifications.find('No board was asked.');
    assert.deepEqual(requests(), [0, 0, 0]);
    await window.runCommand('LLM Bench: Refresh Rankings');
    await question.getByRole('button', { name: 'Ask the Boards' }).click();
    await window.notifications.find('OpenRouter ranks coding,');
    await window.runCommand('LLM Bench: Refresh Rankings');
    await waitUntil('a second request without a second question', requests, ([, , count]) => count === 2);
  }),
);

/** Rankings as they were fetched so many hours ago. */
async function keepSince(hours: number, folder: string): Promise<void> {
  const rankings = new Rankings({
    folder,
    boards: () => rankingBoardsOf({ open: openBoard, settings: addresses }),
    keys: { key: () => Promise.resolve(null) },
    refreshEvery: () => 'auto',
    clock: { now: () => systemClock.now(), date: () => new Date(Date.now() - hours * 3_600_000) },
    logger: nullLogger,
    random: () => 0.5,
  });
  await rankings.get({ trigger: 'cli', signal: new AbortController().signal });
}
