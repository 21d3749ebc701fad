/** Runs that were cut off or had failures go on as the same run. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { AttemptRecord } from '../../src/shared/model/attempt.ts';
import type { RunRecord } from '../../src/shared/model/run.ts';
import { openStore } from '../../src/core/store/openStore.ts';
import { startWireServer, type Script } from '../servers/wireServer.ts';
import { waitUntil } from './driver/retry.ts';
import { VsCode } from './driver/vscode.ts';
import type { Window } from './driver/window.ts';
import { runToItsEnd, startRun } from './running.ts';

const vscode = await VsCode.start();
after(() => vscode.stop());

const cases = 30;
const answer: Script = { reply: { text: ['hello ', 'there'], usage: { input: 20, output: 5 } } };
const overloaded: Script = { ...answer, fault: { type: 'status', status: 400, body: '{"error":{"message":"Not today."}}' } };
/** What the server does with its next request; changed by the tests. */
let script: (text: string) => Script = () => answer;

const server = await startWireServer(({ body }) => script(JSON.stringify(body)));
after(() => server.close());

const file = 'greetings.bench.yaml';
const suite = `name: Greetings
endpoints:
  mine: { api: openai-chat, baseUrl: "${server.baseUrl('openai-chat')}" }
models: [mine/model-one]
concurrency: 2
retries: { max: 0 }
prompt: "Greeting {{n}}."
expect: [{ contains: hello }]
cases:
${Array.from({ length: cases }, (_, n) => `  - { name: greeting ${n}, vars: { n: ${n} } }`).join('\n')}
`;

async function finished(window: Window): Promise<void> {
  await window
    .webview()
    .getByText(/^Finished/)
    .waitFor();
}

interface Stored {
  readonly run: RunRecord;
  readonly finals: readonly AttemptRecord[];
}

/** The only run, as this process reads it from the files that the extension wrote. */
async function stored(window: Window): Promise<Stored> {
  const store = await openStore(join(await window.storageFolder(), 'results'));
  try {
    const [item, ...others] = await store.listRuns();
    assert.ok(item && others.length === 0, 'one run');
    const attempts = await store.attempts(item.run.id);
    return { run: item.run, finals: attempts.filter(({ final, warmup, status }) => final && !warmup && status !== 'cancelled') };
  } finally {
    await store.close();
  }
}

function assertEachOnce({ run, finals }: Stored): void {
  assert.equal(run.status, 'finished');
  assert.deepEqual(finals.map(({ caseId }) => caseId).toSorted(), [...new Set(finals.map(({ caseId }) => caseId))].toSorted());
  assert.equal(finals.length, cases);
  assert.ok(finals.every(({ status }) => status === 'ok'));
}

test(
  'a run whose window was closed in the middle is offered once, and goes on as the same run until all is there',
  vscode.test({ files: { [file]: suite } }, async (window) => {
    const before = server.requests.length;
    script = () => (server.requests.length - before > 10 ? { ...answer, fault: { type: 'silent' } } : answer);
    await startRun(window, file);
    await waitUntil(
      'calls that hang',
      () => server.requests.length - before,
      (count) => count === 12,
    );
    await window.webview().locator('.progress').getByText('10 of 30').waitFor();
    await window.reload();
    script = () => answer;
    await window.sideBar.open('LLM Bench');
    await window.notifications.find('“Greetings” was interrupted with 20 of 30 calls left.');
    await window.sideBar.item(/Greetings, interrupted/).waitFor();
    await window.screenshot('resume offered');
    await window.notifications.press('“Greetings” was interrupted', 'Resume');
    await finished(window);
    assertEachOnce(await stored(window));
    assert.equal(server.requests.length - before, 12 + 20, 'what was answered is not asked again');

    await window.reload();
    await window.sideBar.open('LLM Bench');
    await window.sideBar.item(/Greetings, finished/).waitFor();
    assert.deepEqual(await window.notifications.texts(), []);
  }),
);

test(
  'a cancelled run is resumed from the Runs view',
  vscode.test({ files: { [file]: suite } }, async (window) => {
    const before = server.requests.length;
    script = () => (server.requests.length - before > 10 ? { ...answer, fault: { type: 'silent' } } : answer);
    await startRun(window, file);
    await waitUntil(
      'calls that hang',
      () => server.requests.length - before,
      (count) => count === 12,
    );
    await window.runCommand('LLM Bench: Cancel Run');
    await window.sideBar.open('LLM Bench');
    await window.sideBar.item(/Greetings, cancelled/).waitFor();
    script = () => answer;
    await window.sideBar.contextMenu(/Greetings, cancelled/, 'Resume Run');
    await finished(window);
    assertEachOnce(await stored(window));
  }),
);

test(
  'failed calls are retried, the others are left as they are',
  vscode.test({ files: { [file]: suite } }, async (window) => {
    script = (text) => (/Greeting (3|17)\./.test(text) ? overloaded : answer);
    await runToItsEnd(window, file);
    await window.sideBar.open('LLM Bench');
    await window.sideBar.item(/Greetings, finished, .*2 failed/).waitFor();
    script = () => answer;
    const before = server.requests.length;
    await window.notifications.clear();
    await window.sideBar.contextMenu(/Greetings, finished/, 'Retry Failed Calls');
    await window.sideBar.item(/Greetings, finished, (?!.*failed)/).waitFor();
    await finished(window);
    assertEachOnce(await stored(window));
    assert.equal(server.requests.length - before, 2);

    await window.runCommand('LLM Bench: Retry Failed Calls');
    await window.notifications.find('No run has failed calls.');
  }),
);
