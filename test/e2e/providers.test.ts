/** Providers in the editor: settings, keys that are tried, lists of models, errors with a way out, and disabled models. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { waitUntil } from './driver/retry.ts';
import { VsCode } from './driver/vscode.ts';
import { THEMES, type Window } from './driver/window.ts';
import { runToItsEnd, startRun } from './running.ts';

const goodKey = 'sk-e2e-0123456789abcdef';
const ids = ['gpt-6-luna', 'gpt-6-sol', 'text-embedding-3-small', 'sora-2'];
const refusal = { error: { message: 'Incorrect API key provided.', type: 'invalid_request_error', code: 'invalid_api_key' } };

/** Lists models for a good key, and knows none of them when they are called. */
const server = createServer((request, response) => {
  const known = request.headers.authorization === `Bearer ${goodKey}`;
  const list = { object: 'list', data: ids.map((id) => ({ id, object: 'model', created: 1_780_000_000, owned_by: 'e2e' })) };
  const unknown = { error: { message: 'The model does not exist.', type: 'invalid_request_error', code: 'model_not_found' } };
  const called = request.url !== '/v1/models';
  response.writeHead(known ? (called ? 404 : 200) : 401, { 'content-type': 'application/json' });
  request.resume().on('end', () => response.end(JSON.stringify(known ? (called ? unknown : list) : refusal)));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;

const vscode = await VsCode.start();
after(async () => {
  await vscode.stop();
  server.closeAllConnections();
  server.close();
});

const settings = { 'llmBench.providers': { openai: { baseUrl } } };
const suite = `name: Mine
models: [openai/gpt-6-luna]
prompt: Say hello.
cases:
  - expect: [{ contains: hello }]
`;

async function rowsOf(window: Window, wanted: RegExp): Promise<void> {
  await waitUntil(
    `${wanted} in Models`,
    () => window.sideBar.items('Models'),
    (rows) => rows.some((row) => wanted.test(row)),
  );
}

async function openModels(window: Window): Promise<void> {
  await window.sideBar.open('LLM Bench');
  await window.sideBar.view('Models').locator('.pane-header').click();
}

test(
  'a key is tried when it is set, its models are browsed, and one is added to the suite',
  vscode.test({ files: { 'mine.bench.yaml': suite }, settings }, async (window) => {
    await openModels(window);
    await rowsOf(window, /^OpenAI\s*on this machine/);
    await rowsOf(window, /^More providers\s*\d+$/);
    await window.sideBar.action(/^OpenAI,/, 'Set API Key');
    await window.quickInput.enter('sk-wrong-0123456789');
    await window.notifications.press('OpenAI did not accept the key', 'Set Another Key…');
    await window.quickInput.enter(goodKey);
    await window.notifications.find('OpenAI accepted the key: 2 models.');
    await rowsOf(window, /^OpenAI\s*key set$/);
    await window.notifications.clear();

    await window.sideBar.action(/^OpenAI,/, 'Browse Models');
    await window.quickInput.row('gpt-6-sol').waitFor();
    assert.equal(await window.quickInput.rows.count(), 3);
    await window.screenshot('browse-models');
    await window.quickInput.pick('2 not shown: 1 embedding, 1 video');
    await window.quickInput.row('sora-2').waitFor();
    await window.quickInput.pick('gpt-6-sol');
    await window.quickInput.pick(/Add to Mine$/);
    await window.editor('mine.bench.yaml').getByText('[openai/gpt-6-luna, openai/gpt-6-sol]').waitFor();
  }),
);

test(
  'an error is told with what mends it, in the notification, the panel and the Models view; a disabled model is not run',
  vscode.test({ files: { 'mine.bench.yaml': suite }, settings }, async (window) => {
    const panel = await startRun(window, 'mine.bench.yaml');
    const callout = panel.locator('.callout').filter({ hasText: 'No model answered' });
    await window.notifications.find(
      'Every call failed: there is nothing to compare. 1 call failed: openai/gpt-6-luna (key refused).',
    );
    await openModels(window);
    await window.sideBar.toggle(/^OpenAI,/);
    await rowsOf(window, /^gpt-6-luna\s*key refused, 1 call · \$/);
    for (const theme of THEMES) {
      await window.setTheme(theme);
      await window.screenshot(`providers-${theme}`);
    }
    await callout.getByRole('button', { name: 'Set API Key…' }).waitFor();
    await window.notifications.clear();

    await window.sideBar.action(/^gpt-6-luna,/, 'Disable Model');
    await window.quickInput.enter('gone for good');
    await rowsOf(window, /^gpt-6-luna\s*disabled on \d{4}-\d\d-\d\d: gone for good/);
    await startRun(window, 'mine.bench.yaml');
    await window.notifications.find('“Mine” was not run: its only model is disabled.');
    await window.sideBar.action(/^gpt-6-luna,/, 'Enable Model');
    await rowsOf(window, /^gpt-6-luna\s*key refused, 1 call · \$/);
    await window.notifications.clear();
    await window.sideBar.action(/^gpt-6-luna,/, 'What to Do');
    await window.notifications.press('openai/gpt-6-luna: key refused, 1 call. ', 'Set API Key…');
    await waitUntil(
      'the box for the key',
      () => window.quickInput.isPassword(),
      (hidden) => hidden,
    );
  }),
);

test(
  'a fault in the settings is named, and the rest of them holds',
  vscode.test(
    {
      files: { 'mine.bench.yaml': suite.replace('openai/gpt-6-luna', 'lab/any') },
      settings: {
        'llmBench.providers': { groq: { concurrency: 'many' } },
        'llmBench.endpoints': { lab: { api: 'openai-chat', baseUrl } },
      },
    },
    async (window) => {
      await window.openFile('mine.bench.yaml');
      await window.notifications.find('“groq” has a “concurrency” that is none');
      await runToItsEnd(window, 'mine.bench.yaml');
      await window.notifications.find('Every call failed');
    },
  ),
);
