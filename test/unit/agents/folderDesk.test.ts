import assert from 'node:assert/strict';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { AgentError, type AgentRunOptions } from '../../../src/core/agents/spec.ts';
import type { Bench } from '../../../src/core/bench.ts';
import { UsageError } from '../../../src/core/cli/exitCode.ts';
import { FolderDesk } from '../../../src/core/mcp/folderDesk.ts';
import type { ProviderSettings } from '../../../src/core/ports.ts';
import { suiteOptions } from '../../../src/core/suiteOptions.ts';
import type { RunRecord } from '../../../src/shared/model/run.ts';
import type { Suite } from '../../../src/shared/model/suite.ts';
import { run } from '../report/fixtures.ts';
import { noRankings } from './desk.ts';

const text = 'models: [openai/gpt-5]\nprompt: Say {{word}}.\nbudget: { usd: 0.5 }\ncases:\n  - { vars: { word: hello } }\n';

function keyOf(keyEnv: string | null): string | null {
  if (keyEnv === 'FOREIGN_KEY') throw new UsageError('That key belongs to somebody else.');
  return keyEnv === 'OPENAI_API_KEY' ? 'a key' : null;
}

function set(variables: Readonly<Record<string, string>>): ProviderSettings {
  return { variables, baseUrl: null, limits: {} };
}

/** A desk with a key of OpenAI's, whose runs end when told so. */
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
  const desk = new FolderDesk({
    bench,
    root,
    hasStore: () => false,
    suiteOptions,
    rankings: noRankings,
    keys: { key: async ({ keyEnv }) => keyOf(keyEnv) },
    user: { providers: { vertex: set({ project: 'mine' }), bedrock: set({ region: 'us-east-1' }) }, endpoints: [] },
  });
  const next = () => new Promise<void>((resolve) => void beginning.push(resolve));
  return { desk, begun, next, root };
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

test('models can be called in a folder whose provider has a key, those of its suites first', async (context) => {
  const { desk } = await deskOf(context);
  const models = await desk.callable();
  assert.equal(models[0], 'openai/gpt-5');
  assert.ok(models.length > 3);
  assert.ok(models.every((model) => model.startsWith('openai/')));
});

test('models can be called in a folder that need no key, as a run would: on this machine, by a sign-in, at a server without a key', async (context) => {
  const { desk, root } = await deskOf(context);
  await writeFile(
    join(root, 'b.bench.yaml'),
    `models:
  - ollama/llama3.2
  - near/a
  - far/a
  - foreign/a
  - named/a
  - vertex/google/gemini-3.5-flash
  - bedrock/amazon.nova-lite-v1:0
  - groq/some-model
  - demo/sonata
  - vscode/copilot/gpt-6
endpoints:
  near: { api: openai-chat, baseUrl: 'http://127.0.0.1:8080/v1' }
  far: { api: openai-chat, baseUrl: 'https://llm.example/v1' }
  foreign: { api: openai-chat, baseUrl: 'https://foreign.example/v1', keyEnv: FOREIGN_KEY }
  named: { api: openai-chat, baseUrl: 'https://named.example/v1', keyEnv: NAMED_KEY }
prompt: Say {{word}}.
cases:
  - { vars: { word: hello } }
`,
  );
  const models = await desk.callable();
  assert.deepEqual(
    models.filter((model) => !model.startsWith('openai/')),
    ['ollama/llama3.2', 'near/a', 'far/a', 'vertex/google/gemini-3.5-flash', 'bedrock/amazon.nova-lite-v1:0'],
  );
});
