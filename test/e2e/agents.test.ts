/** Tools for agents: an extension beside ours calls them through the editor's API. The chat's own answers: inhost/chat.ts. */
import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startWireServer } from '../servers/wireServer.ts';
import { openStore } from '../../src/core/store/openStore.ts';
import type { RunListItem } from '../../src/core/store/spec.ts';
import { toolIds } from '../../src/host/contributions.ts';
import { runInHost } from './driver/inHost.ts';
import { retry } from './driver/retry.ts';
import { VsCode } from './driver/vscode.ts';
import type { Window } from './driver/window.ts';
import type { ToolAnswer, ToolCall } from './inhost/agentProbe.ts';
import { endpointSuite } from './suites.ts';

const probe = {
  entry: fileURLToPath(new URL('inhost/agentProbe.ts', import.meta.url)),
  contributes: { commands: [{ command: 'agentProbe.call', title: 'Agent Probe: Call' }] },
};
const vscode = await VsCode.start({ beside: [probe] });
after(() => vscode.stop());
const server = await startWireServer({ reply: { text: ['hello ', 'there'] } });
after(() => server.close());

/** Where the probe reads what to call, and writes what came of it. */
const CALL_FILE = 'call.json';
const ANSWER_FILE = 'answer.json';

const files = {
  'tickets.bench.yaml': `name: Tickets
models: [demo/atlas-mini, demo/sonata]
prompt: "{{question}}"
cases:
  - name: capital
    vars: { question: What is the capital of France? }
    expect: [{ contains: Paris }]
  - name: sum
    vars: { question: What is 2 + 2? }
    expect: [{ contains: "4" }]
`,
};

/** Has the probe call a tool; what comes of it is read when the dialogs are over. */
async function begin(window: Window, call: ToolCall): Promise<void> {
  await rm(join(window.folder, ANSWER_FILE), { force: true });
  await writeFile(join(window.folder, CALL_FILE), JSON.stringify(call));
  await window.runCommand('Agent Probe: Call');
}

function answer(window: Window): Promise<ToolAnswer> {
  return retry('the answer of the tool', async () => JSON.parse(await window.read(ANSWER_FILE)) as ToolAnswer);
}

async function runsOnDisk(window: Window): Promise<readonly RunListItem[]> {
  const store = await openStore(join(await window.storageFolder(), 'results'));
  try {
    return await store.listRuns();
  } finally {
    await store.close();
  }
}

test(
  'agents find the tools, and what there is to run',
  vscode.test({ files }, async (window) => {
    // VS Code's own log tells of it, too.
    window.console.expect(/Nothing was measured here yet/);
    await begin(window, { tool: toolIds.list_suites, input: {} });
    const { tools, text, error } = await answer(window);
    assert.equal(error, null);
    assert.match(text ?? '', /Tickets.*tickets\.bench\.yaml.*never run/);
    const names = tools.map(({ name }) => name);
    for (const id of Object.values(toolIds)) assert.ok(names.includes(id), id);

    await begin(window, { tool: toolIds.compare, input: { runs: ['zzz'] } });
    assert.match((await answer(window)).error ?? '', /Nothing was measured here yet/);
  }),
);

test(
  'a run that an agent wants is confirmed with its calls and its cost, carried out, and compared',
  vscode.test({ files }, async (window) => {
    await begin(window, { tool: toolIds.run_suite, input: { suite: 'tickets', models: ['demo/sonata'] } });
    const dialog = window.page.locator('.monaco-dialog-box');
    await dialog.getByText('Run the benchmark “Tickets”?').waitFor();
    await dialog.getByText(/2 calls to 1 model, free of charge/).waitFor();
    await window.screenshot('agent asks to run');
    await dialog.getByRole('button', { name: 'Yes' }).click();

    const { text, error } = await answer(window);
    assert.equal(error, null);
    assert.match(text ?? '', /The run is finished\./);
    assert.match(text ?? '', /\| \*?\*?demo\/sonata/);
    const [run] = await runsOnDisk(window);
    assert.equal(run?.run.triggeredBy, 'agent');
    assert.deepEqual(run?.run.part && [run.run.part.models, run.run.part.ofModels], [1, 2]);
    await window.screenshot('agent run compared');
  }),
);

test(
  'a run that the user declines is not begun',
  vscode.test({ files }, async (window) => {
    await begin(window, { tool: toolIds.run_suite, input: { suite: 'tickets' } });
    const dialog = window.page.locator('.monaco-dialog-box');
    await dialog.getByText('Run the benchmark “Tickets”?').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    assert.match((await answer(window)).error ?? '', /Cancel/);
    await begin(window, { tool: toolIds.list_results, input: {} });
    assert.match((await answer(window)).text ?? '', /Nothing was measured here yet/);
  }),
);

const priced = `${endpointSuite(server.baseUrl('openai-chat'))}prices: { mine/model-one: { input: 10, output: 40 } }\n`;

test(
  'a dear run of an agent is asked about by us, whoever confirmed the call of the tool',
  vscode.test({ files: { 'own.bench.yaml': priced }, settings: { 'llmBench.confirmAboveUsd': 0 } }, async (window) => {
    window.console.expect(/Nothing was run and nothing was spent/);
    const call = { tool: toolIds.run_suite, input: { suite: 'own', maxUsd: 5 } };
    await begin(window, call);
    const confirmation = window.dialog('Run the benchmark “Own server”?');
    await confirmation.getByText(/The run stops at \$5\.00/).waitFor();
    await confirmation.getByRole('button', { name: 'Yes' }).click();
    await window.dialog('“Own server” may cost up to').getByRole('button', { name: 'Cancel' }).click();
    assert.match((await answer(window)).error ?? '', /Nothing was run and nothing was spent/);
    assert.equal(server.requests.length, 0);
    await begin(window, call);
    await confirmation.getByRole('button', { name: 'Yes' }).click();
    await window.dialog('“Own server” may cost up to').getByRole('button', { name: 'Run' }).click();
    assert.match((await answer(window)).text ?? '', /The run is finished\./);
    assert.equal(server.requests.length, 1);
  }),
);

test('the chat participant answers', async (t) => {
  const entry = fileURLToPath(new URL('inhost/chat.ts', import.meta.url));
  for (const { name, error } of await runInHost({ entry, files })) {
    await t.test(name, () => {
      if (error !== null) throw new Error(error);
    });
  }
});
