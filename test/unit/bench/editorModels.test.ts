import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { Bench } from '../../../src/core/bench.ts';
import {
  findEditorModel,
  processNow,
  unsent,
  type EditorAnswer,
  type EditorCall,
  type EditorModel,
  type EditorModels,
} from '../../../src/core/editorModels.ts';
import { noUserProviders, nullLogger, systemClock } from '../../../src/core/ports.ts';
import { model, suite, testCase } from '../runner/fakes.ts';

function offered(vendor: string, id: string, family = id): EditorModel {
  return { vendor, id, family, name: id.toUpperCase(), maxInputTokens: 1_000 };
}

const models = [
  offered('copilot', 'gpt-4o-2024-11-20', 'gpt-4o'),
  offered('copilot', 'claude-sonnet'),
  offered('acme', 'claude-sonnet'),
  offered('acme', 'org/tiny', 'tiny'),
  offered('acme', 'fable-1', 'fable'),
  offered('acme', 'fable-2', 'fable'),
];

test('a model is found by vendor and id, by vendor and family, and by either alone where that names one', () => {
  const names: Readonly<Record<string, string>> = {
    'copilot/gpt-4o-2024-11-20': 'gpt-4o-2024-11-20',
    'copilot/gpt-4o': 'gpt-4o-2024-11-20',
    'gpt-4o-2024-11-20': 'gpt-4o-2024-11-20',
    'gpt-4o': 'gpt-4o-2024-11-20',
    'acme/claude-sonnet': 'claude-sonnet',
    'acme/org/tiny': 'org/tiny',
    'org/tiny': 'org/tiny',
    tiny: 'org/tiny',
  };
  for (const [name, id] of Object.entries(names)) {
    const found = findEditorModel(models, name);
    assert.equal(found.ok && found.model.id, id, name);
  }
});

test('an id counts before a family of the same name', () => {
  const found = findEditorModel([offered('a', 'x-1', 'x'), offered('b', 'x', 'y')], 'x');
  assert.equal(found.ok && found.model.vendor, 'b');
});

test('a name that several models bear is not guessed at: they are named', () => {
  for (const name of ['claude-sonnet', 'acme/fable', 'fable']) {
    const found = findEditorModel(models, name);
    assert.ok(!found.ok, name);
    const expected =
      name === 'claude-sonnet' ? ['acme/claude-sonnet', 'copilot/claude-sonnet'] : ['acme/fable-1', 'acme/fable-2'];
    for (const full of expected) assert.ok(found.message.includes(`vscode/${full}`), found.message);
  }
  const twins = findEditorModel([offered('a', 'x'), offered('a', 'x')], 'a/x');
  assert.ok(!twins.ok);
  assert.match(twins.message, /2 models called "a\/x"/);
});

test('an unknown name is answered with what there is, shortened where that is much; with none, with how to get some', () => {
  const some = findEditorModel(models, 'gpt-9');
  assert.ok(!some.ok);
  assert.match(some.message, /no language model "gpt-9".*vscode\/acme\/claude-sonnet.*vscode\/copilot\/gpt-4o-2024-11-20/);
  const many = findEditorModel(
    Array.from({ length: 50 }, (_, n) => offered('acme', `m-${n}`)),
    'gpt-9',
  );
  assert.ok(!many.ok);
  assert.match(many.message, /and 30 others/);
  const none = findEditorModel([], 'gpt-9');
  assert.ok(!none.ok);
  assert.match(none.message, /Install an extension .* sign in/);
});

class FakeEditor implements EditorModels {
  readonly calls: EditorCall[] = [];
  offer: readonly EditorModel[] = models;
  runs = 0;
  answer: (call: EditorCall, signal: AbortSignal) => EditorAnswer | Promise<EditorAnswer> = helloAfter;

  async list(): Promise<readonly EditorModel[]> {
    return this.offer;
  }

  async call(call: EditorCall, signal: AbortSignal): Promise<EditorAnswer> {
    this.calls.push(call);
    return this.answer(call, signal);
  }

  forgetRefusals(): void {
    this.runs++;
  }
}

/** As if it had taken 200 ms to the first chunk and 100 ms to the next. */
function helloAfter(): EditorAnswer {
  const sentAt = processNow();
  return {
    outcome: { type: 'answered' },
    model: 'copilot/gpt-4o-2024-11-20',
    text: 'Hello',
    reasoning: '',
    inputTokens: 10,
    outputTokens: 11,
    sentAt,
    chunks: [
      { at: sentAt + 200, kind: 'text' },
      { at: sentAt + 300, kind: 'text' },
    ],
    finishedAt: sentAt + 310,
    starved: false,
  };
}

async function benchWith(context: TestContext, editorModels: EditorModels | null): Promise<Bench> {
  const storeDir = await mkdtemp(join(tmpdir(), 'llm-bench-editor-'));
  const script = (name: string) => new URL(`../../../src/workers/${name}.worker.ts`, import.meta.url);
  const bench = new Bench({
    workers: { engine: script('engine'), store: script('store'), demo: script('demo') },
    storeDir,
    wasmPath: createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm'),
    keys: { key: async () => null },
    userProviders: () => noUserProviders,
    ...(editorModels && { editorModels }),
    toolVersion: 'test',
    clock: systemClock,
    logger: nullLogger,
  });
  context.after(async () => {
    await bench.close();
    await rm(storeDir, { recursive: true, force: true });
  });
  return bench;
}

const editorSuite = suite({ models: [model('vscode/gpt-4o')], cases: [testCase('one'), testCase('two')], repeats: 1 });
const asTest = { triggeredBy: 'test', suitePath: 'test.bench.yaml' } as const;

test('a run calls the editor from its own thread; tokens are estimated, the cost is unknown, the times are the host’s', async (t) => {
  const editor = new FakeEditor();
  const bench = await benchWith(t, editor);
  const prepared = await bench.prepare(editorSuite);
  assert.deepEqual(prepared.problems, []);
  assert.deepEqual(prepared.missingKeys, []);
  assert.deepEqual(prepared.prices, {});
  assert.equal(prepared.estimate.highUsd, null, 'what nobody knows the price of is not free');
  const handle = await bench.start(prepared, asTest);
  assert.equal((await handle.finished).status, 'finished');
  assert.equal(editor.runs, 1);
  assert.deepEqual(editor.calls.map(({ model, prompt }) => `${model}: ${prompt}`).toSorted(), [
    'gpt-4o: Q: one',
    'gpt-4o: Q: two',
  ]);
  const attempts = await (await bench.store()).attempts(handle.run.id);
  assert.equal(attempts.length, 2);
  for (const { status, api, timing, usage, usageSource, cost, responseModel } of attempts) {
    assert.equal(status, 'ok');
    assert.equal(api, 'vscode-lm');
    assert.equal(responseModel, 'copilot/gpt-4o-2024-11-20');
    assert.equal(usage.outputTokens, 11);
    assert.equal(usageSource, 'estimated');
    assert.equal(cost.usd, null);
    assert.equal(Math.round(timing.ttftMs ?? 0), 200);
    assert.equal(Math.round(timing.e2eMs ?? 0), 300);
    assert.equal(Math.round(timing.tpotMs ?? 0), 10);
    assert.ok(timing.queueMs !== null && timing.queueMs >= 0 && timing.queueMs < 60_000, 'both clocks were set onto each other');
  }
});

test('cancelling a run cancels its calls in the editor', async (t) => {
  const editor = new FakeEditor();
  const called = Promise.withResolvers<void>();
  editor.answer = (_, signal) => {
    called.resolve();
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve(unsent({ type: 'cancelled' }))));
  };
  const bench = await benchWith(t, editor);
  const handle = await bench.start(await bench.prepare(editorSuite), asTest);
  await called.promise;
  handle.cancel();
  assert.equal((await handle.finished).status, 'cancelled');
});

test('closing the bench cancels what the editor is still asked', async (t) => {
  const editor = new FakeEditor();
  const called = Promise.withResolvers<void>();
  const cancelled = Promise.withResolvers<void>();
  editor.answer = (_, signal) => {
    called.resolve();
    signal.addEventListener('abort', () => cancelled.resolve());
    return new Promise(() => undefined);
  };
  const bench = await benchWith(t, editor);
  const handle = await bench.start(await bench.prepare(editorSuite), asTest);
  handle.finished.catch(() => undefined);
  await called.promise;
  await bench.close();
  await cancelled.promise;
});

test('a model that the editor does not have is told before the run, each problem once', async (t) => {
  const editor = new FakeEditor();
  const bench = await benchWith(t, editor);
  const wrong = suite({ models: [model('vscode/gpt-9'), model('vscode/gpt-4o')] });
  const [problem, ...others] = (await bench.prepare(wrong)).problems;
  assert.match(problem ?? '', /no language model "gpt-9"/);
  assert.deepEqual(others, []);
  editor.offer = [];
  assert.equal((await bench.prepare(wrong)).problems.length, 1, 'nothing there is one problem, not one for each model');
  editor.list = () => Promise.reject(new Error('the editor is closing'));
  assert.match((await bench.prepare(wrong)).problems.join(), /could not be listed: the editor is closing/);
  assert.deepEqual(editor.calls, []);
});

test('outside the editor its models are a problem before the run', async (t) => {
  const bench = await benchWith(t, null);
  const { problems } = await bench.prepare(editorSuite);
  assert.equal(problems.length, 1);
  assert.match(problems.join(), /in the editor only/);
});
