import assert from 'node:assert/strict';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { AgentError, type AgentRunOptions } from '../../../src/core/agents/spec.ts';
import type { Bench } from '../../../src/core/bench.ts';
import { FolderDesk } from '../../../src/core/mcp/folderDesk.ts';
import type { RunRecord } from '../../../src/shared/model/run.ts';
import type { Suite } from '../../../src/shared/model/suite.ts';
import { run } from '../report/fixtures.ts';
import { options } from '../suite/helpers.ts';

const text = 'models: [openai/gpt-5]\nprompt: Say {{word}}.\nbudget: { usd: 0.5 }\ncases:\n  - { vars: { word: hello } }\n';

/** A desk whose runs end when told so. */
async function deskOf(context: TestContext) {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'desk-')));
  context.after(() => rm(root, { recursive: true }));
  await writeFile(join(root, 'a.bench.yaml'), text);
  const begun: { suite: Suite; end: () => void }[] = [];
  const beginning: (() => void)[] = [];
  const estimate = { lowUsd: 0.1, highUsd: 0.2, unknownModels: [], judging: null };
  const bench = {
    prepare: async (suite: Suite) => ({ suite, estimate, endpoints: {}, plannedSamples: 1, problems: [], missingKeys: [] }),
    start: async ({ suite }: { suite: Suite }) => {
      const { promise, resolve } = Promise.withResolvers<RunRecord>();
      begun.push({ suite, end: () => resolve(run) });
      beginning.shift()?.();
      return { events: () => ({ dispose() {} }), finished: promise, cancel: () => resolve(run) };
    },
  } as unknown as Bench;
  const desk = new FolderDesk({ bench, root, hasStore: () => false, suiteOptions: options });
  const next = () => new Promise<void>((resolve) => void beginning.push(resolve));
  return { desk, begun, next };
}

function asked(maxUsd: number, signal = new AbortController().signal): AgentRunOptions {
  return { path: 'a.bench.yaml', selection: {}, maxUsd, signal, onProgress: () => {} };
}

test('a run in a folder stops at the smaller of its budget and maxUsd', async (context) => {
  const { desk, begun, next } = await deskOf(context);
  for (const maxUsd of [0.3, 9]) {
    const began = next();
    const ended = desk.run(asked(maxUsd));
    await Promise.race([began, ended]);
    begun.at(-1)?.end();
    await ended;
  }
  assert.deepEqual(
    begun.map(({ suite }) => suite.budgetUsd),
    [0.3, 0.5],
  );
});

test('a run that is cancelled while it waits for its turn ends at once, and lets nobody begin beside what goes on', async (context) => {
  const { desk, begun, next } = await deskOf(context);
  const began = next();
  const first = desk.run(asked(1));
  await Promise.race([began, first]);
  const stop = new AbortController();
  const waiting = desk.run(asked(1, stop.signal));
  const third = desk.run(asked(1));
  stop.abort();
  await assert.rejects(waiting, (error) => error instanceof AgentError && /cancelled before it began/.test(error.message));
  assert.equal(begun.length, 1);
  const beganThird = next();
  begun[0]?.end();
  await first;
  await Promise.race([beganThird, third]);
  assert.equal(begun.length, 2);
  begun[1]?.end();
  await third;
  await desk.settled();
});
