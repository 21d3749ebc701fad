/** The editor's own models: an extension beside ours provides some, and a suite calls them. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openStore } from '../../src/core/store/openStore.ts';
import type { AttemptRecord } from '../../src/shared/model/attempt.ts';
import { VsCode } from './driver/vscode.ts';
import type { Window } from './driver/window.ts';
import { runToItsEnd, startRun } from './running.ts';

const provider = {
  entry: fileURLToPath(new URL('inhost/modelProvider.ts', import.meta.url)),
  contributes: { languageModelChatProviders: [{ vendor: 'acme', displayName: 'Acme Models' }] },
};
// What the editor offers extensions is the same with its own chat turned off.
const vscode = await VsCode.start({ beside: [provider] });
after(() => vscode.stop());

const file = 'editor.bench.yaml';

function suiteOf(models: readonly string[], more = ''): string {
  return `name: Editor suite
models: [${models.join(', ')}]
params: { maxOutputTokens: 200, temperature: 0, seed: 7 }
system: You answer for an outdoor shop.
prompt: "{{question}}"
retries: { max: 0 }
cases:
  - name: return window
    vars: { question: Can I send them back? }
    expect: [{ contains: 30 days }]
${more}`;
}

async function attemptsOnDisk(window: Window): Promise<readonly AttemptRecord[]> {
  const store = await openStore(join(await window.storageFolder(), 'results'));
  try {
    const [latest] = await store.listRuns({ limit: 1 });
    assert.ok(latest, 'a run is in the store');
    return await store.attempts(latest.run.id);
  } finally {
    await store.close();
  }
}

test(
  "a suite calls the editor's models beside others: estimated tokens, unknown cost, times of the host",
  vscode.test({ files: { [file]: suiteOf(['vscode/acme/echo-1', 'vscode/spent', 'demo/sonata']) } }, async (window) => {
    // VS Code's own log tells of it, too.
    window.console.expect(/ERRORED in STREAM The quota of this month is used up/);
    const panel = await runToItsEnd(window, file);
    await panel.getByText(/Timed in the editor’s own process/).waitFor();
    await window.screenshot('editor models compared');

    const attempts = await attemptsOnDisk(window);
    assert.deepEqual(attempts.map(({ model, status }) => `${model} ${status}`).toSorted(), [
      'acme/echo-1 ok',
      'sonata ok',
      'spent error',
    ]);
    const echo = attempts.find(({ model }) => model === 'acme/echo-1');
    assert.ok(echo);
    const answer =
      'Asked You answer for an outdoor shop. | Can I send them back? with {"max_tokens":200,"temperature":0}, within 30 days.';
    assert.equal(echo.api, 'vscode-lm');
    assert.equal(echo.passed, true);
    assert.equal(echo.responseModel, 'acme/echo-1');
    assert.deepEqual(echo.adapted, ['system prompt as user message', 'without seed']);
    assert.equal(echo.usageSource, 'estimated');
    assert.equal(echo.usage.outputTokens, answer.length);
    assert.equal(echo.usage.inputTokens, 'You answer for an outdoor shop.Can I send them back?'.length);
    assert.equal(echo.cost.usd, null);
    const { ttftMs, e2eMs } = echo.timing;
    assert.ok(ttftMs !== null && e2eMs !== null && e2eMs > ttftMs, 'parts were marked one by one');

    const spent = attempts.find(({ model }) => model === 'spent');
    assert.equal(spent?.error?.kind, 'quota');
    assert.match(spent.error.message, /The quota of this month is used up\./);

    const row = (await panel.locator('table.comparison tr').filter({ hasText: 'echo-1' }).first().innerText()).replaceAll(
      /\s+/g,
      ' ',
    );
    assert.match(row, /unknown/i, row);

    await panel.locator('#answers-tab').click();
    await panel.locator('.answer-card').first().press('Enter');
    await window.page.getByText('Asked You answer for an outdoor shop.').first().waitFor();
  }),
);

test(
  'a model that the editor does not have is told before anything is called, with those that it has',
  vscode.test({ files: { [file]: suiteOf(['vscode/gpt-9']) } }, async (window) => {
    await startRun(window, file);
    const toast = await window.notifications.find('The editor has no language model "gpt-9"');
    assert.match(await toast.innerText(), /vscode\/acme\/echo-1, vscode\/acme\/silent, vscode\/acme\/spent/);
  }),
);

test(
  'cancelling a run ends a call that the editor still waits for',
  vscode.test({ files: { [file]: suiteOf(['vscode/silent']) } }, async (window) => {
    const panel = await startRun(window, file);
    await window.statusBar(/0\/1/).waitFor();
    await window.runCommand('LLM Bench: Cancel Run');
    await panel
      .getByText(/^Cancelled/)
      .first()
      .waitFor();
    assert.deepEqual(
      (await attemptsOnDisk(window)).map(({ status }) => status),
      ['cancelled'],
    );
  }),
);
