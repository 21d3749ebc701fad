import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import {
  processNow,
  unsent,
  type EditorAnswer,
  type EditorCall,
  type EditorModels,
  type EditorOutcome,
} from '../../../src/core/editorModels.ts';
import { systemClock, type Clock } from '../../../src/core/ports.ts';
import type { Caller, CallResult, Endpoint, GenerateRequest } from '../../../src/core/providers/spec.ts';
import { EditorCalls, remoteEditor } from '../../../src/core/runner/editorBridge.ts';
import { withEditorModels } from '../../../src/core/runner/editorCaller.ts';
import type { EngineEvents } from '../../../src/core/runner/protocol.ts';
import type { ErrorKind } from '../../../src/shared/model/errors.ts';
import type { ModelParams } from '../../../src/shared/model/suite.ts';
import { FakeCaller } from './fakes.ts';

const endpoint: Endpoint = { provider: 'vscode', api: 'vscode-lm', baseUrl: 'vscode://lm', apiKey: null, headers: {} };
const timeouts = { headersMs: 1_000, idleMs: 2_000, totalMs: 3_000 };
const forever = new AbortController().signal;

function request(params: ModelParams = {}, system: string | null = null): GenerateRequest {
  return { model: 'acme/one', system, prompt: 'Say hello.', params };
}

function answered(changes: Partial<EditorAnswer> = {}): EditorAnswer {
  const now = processNow();
  return {
    outcome: { type: 'answered' },
    model: 'acme/one',
    text: 'Hello',
    reasoning: '',
    inputTokens: 12,
    outputTokens: 3,
    sentAt: now,
    chunks: [
      { at: now + 100, kind: 'text' },
      { at: now + 150, kind: 'text' },
    ],
    finishedAt: now + 160,
    starved: false,
    ...changes,
  };
}

async function resultOf(
  answer: EditorAnswer | Error,
  asked: GenerateRequest = request(),
  clock: Clock = systemClock,
): Promise<CallResult & { readonly asked: EditorCall | undefined }> {
  let seen: EditorCall | undefined;
  const call: EditorModels['call'] = async (made) => {
    seen = made;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const result = await withEditorModels(new FakeCaller(), { call }, clock).call(endpoint, asked, timeouts, forever);
  return { ...result, asked: seen };
}

test('an answer becomes a result with estimated tokens, no cost and the editor named as the way', async () => {
  const result = await resultOf(answered());
  assert.equal(result.status, 'ok');
  assert.equal(result.api, 'vscode-lm');
  assert.equal(result.text, 'Hello');
  assert.equal(result.responseModel, 'acme/one');
  assert.equal(result.usage.inputTokens, 12);
  assert.equal(result.usage.outputTokens, 3);
  assert.equal(result.usage.reasoningTokens, null);
  assert.equal(result.usageSource, 'estimated');
  assert.equal(result.reportedCostUsd, null);
  assert.equal(result.finishReason, 'unknown');
  assert.equal(result.headersAt, null);
  assert.equal(result.error, null);
  assert.deepEqual(result.adapted, []);
});

test("the host's marks are set onto the engine's clock, distances kept", async () => {
  // A thread that was started later: its clock shows less.
  const clock: Clock = { now: () => systemClock.now() - 5_000, date: () => new Date() };
  const before = clock.now();
  const { sentAt, chunks, finishedAt } = await resultOf(answered(), request(), clock);
  assert.ok(sentAt !== null && sentAt >= before - 1 && sentAt <= clock.now() + 1, `${sentAt} is now by the engine's clock`);
  const distances = [...chunks.map(({ at }) => at), finishedAt].map((at) => Math.round(at - sentAt));
  assert.deepEqual(distances, [100, 150, 160]);
});

test('that the host was held up is told with the result', async () => {
  assert.equal((await resultOf(answered())).starved, false);
  assert.equal((await resultOf(answered({ starved: true }))).starved, true);
});

test('counts are unknown where they failed, and the output where a summary stands for the reasoning', async () => {
  const uncounted = await resultOf(answered({ inputTokens: null, outputTokens: null }));
  assert.equal(uncounted.usageSource, null);
  assert.equal(uncounted.usage.outputTokens, null);
  const thought = await resultOf(answered({ reasoning: 'I thought.' }));
  assert.equal(thought.usage.outputTokens, null);
  assert.equal(thought.usage.inputTokens, 12);
  assert.equal(thought.reasoning, 'I thought.');
});

test('what the editor cannot be told is recorded: the system role, and params that no model is known to heed', async () => {
  const params: ModelParams = { maxOutputTokens: 50, temperature: 0, stop: ['END'], topP: 0.5, seed: 7, reasoningEffort: 'low' };
  const result = await resultOf(answered(), request(params, 'Be kind.'));
  assert.deepEqual(result.asked, {
    model: 'acme/one',
    system: 'Be kind.',
    prompt: 'Say hello.',
    options: { max_tokens: 50, temperature: 0, stop: 'END' },
    timeouts,
  });
  assert.deepEqual(result.adapted, ['system prompt as user message', 'without topP', 'without seed', 'without reasoningEffort']);
  const several = await resultOf(answered(), request({ stop: ['A', 'B'] }));
  assert.deepEqual(several.asked?.options, { stop: ['A', 'B'] });
});

const failures: readonly (readonly [EditorOutcome, ErrorKind, boolean])[] = [
  [{ type: 'no-model', message: 'The editor has no language model "acme/one".' }, 'model-not-found', false],
  [{ type: 'timed-out', limit: 'headersMs' }, 'timeout', true],
  [{ type: 'timed-out', limit: 'idleMs' }, 'stall', true],
  [{ type: 'timed-out', limit: 'totalMs' }, 'timeout', true],
  [{ type: 'failed', code: 'NoPermissions', message: 'no' }, 'permission', false],
  [{ type: 'failed', code: 'Blocked', message: 'no' }, 'quota', false],
  [{ type: 'failed', code: 'NotFound', message: 'no' }, 'model-not-found', false],
  [{ type: 'failed', code: 'ChatQuotaExceeded', message: 'no' }, 'quota', false],
  [{ type: 'failed', code: 'ChatRateLimited', message: 'no' }, 'rate-limit', true],
  [{ type: 'failed', code: null, message: "This model's maximum context length is 8 tokens" }, 'context-length', false],
  [{ type: 'failed', code: 'TypeError', message: 'x is not a function' }, 'other', false],
];

for (const [outcome, kind, retryable] of failures) {
  test(`${JSON.stringify(outcome)} is ${kind}, with advice that fits`, async () => {
    const { status, error, usage, finishReason, text } = await resultOf(answered({ outcome, text: 'Hel' }));
    assert.equal(status, 'error');
    assert.equal(error?.kind, kind);
    assert.equal(error.retryable, retryable);
    assert.notEqual(error.advice, '');
    assert.doesNotMatch(error.advice, /\bkey\b|base URL/i, 'there is no key and no address here');
    assert.equal(error.httpStatus, null);
    assert.equal(usage.outputTokens, null);
    assert.equal(finishReason, null);
    assert.equal(text, 'Hel');
  });
}

test('the stage of a failure tells how far the call had come', async () => {
  const outcome: EditorOutcome = { type: 'failed', code: 'Blocked', message: 'no' };
  const stages = [answered({ outcome, sentAt: null, chunks: [] }), answered({ outcome, chunks: [] }), answered({ outcome })];
  const results = await Promise.all(stages.map((answer) => resultOf(answer)));
  assert.deepEqual(
    results.map(({ error }) => error?.stage),
    ['prepare', 'headers', 'stream'],
  );
});

test('a question that stayed open is no slow model: it is not tried again', async () => {
  const { error } = await resultOf(unsent({ type: 'timed-out', limit: 'totalMs' }));
  assert.equal(error?.kind, 'timeout');
  assert.equal(error.stage, 'prepare');
  assert.equal(error.retryable, false);
  assert.match(error.advice, /allow/);
});

test('a long message of an extension is cut', async () => {
  const { error } = await resultOf(answered({ outcome: { type: 'failed', code: null, message: 'x'.repeat(100_000) } }));
  assert.ok(error && error.message.length < 1_000);
});

test('a host that does not answer is a failed call, not a fault of the engine', async () => {
  const { status, error, sentAt } = await resultOf(new Error('rpc is closed'));
  assert.equal(status, 'error');
  assert.equal(error?.kind, 'other');
  assert.equal(sentAt, null);
});

test('other wires are called as ever, prepared and disposed with it', async () => {
  const prepared: string[] = [];
  let disposed = 0;
  const fake = new FakeCaller();
  const wires: Caller = {
    prepare: async (endpoints) => void prepared.push(...[...endpoints].map(({ api }) => api)),
    call: (...call) => fake.call(...call),
    embed: (server, request) => fake.embed(server, request),
    dispose: () => void disposed++,
  };
  const editor = { call: () => Promise.reject(new Error('not this one')) };
  const caller = withEditorModels(wires, editor, systemClock);
  await caller.prepare([{ ...endpoint, api: 'anthropic' }, endpoint], new AbortController().signal);
  const result = await caller.call({ ...endpoint, api: 'openai-chat' }, request(), timeouts, forever);
  caller.dispose();
  assert.equal(result.text, 'answer');
  assert.equal(fake.requests.length, 1);
  assert.deepEqual(prepared, ['anthropic']);
  assert.equal(disposed, 1);
});

/** Engine and owner, each at its end of a port. */
function bridge(t: TestContext, editor: EditorModels | null): { calls: EditorCalls; remote: Pick<EditorModels, 'call'> } {
  const { port1, port2 } = new MessageChannel();
  t.after(() => port1.close());
  const channel = (port: MessagePort) => ({
    post: (message: unknown) => port.postMessage(message),
    on: (receive: (message: unknown) => void) => void port.on('message', receive),
    timeout: -1,
  });
  const calls = new EditorCalls(editor);
  createBirpc<object, EngineEvents>(
    { ...calls.functions, onEvents: () => undefined, onScoringEvents: () => undefined },
    channel(port1),
  );
  const owner = createBirpc<EngineEvents>({}, channel(port2));
  const remote = remoteEditor({
    call: (id, call) => owner.callEditorModel(id, call),
    cancel: (id) => void owner.cancelEditorCall.asEvent(id),
  });
  return { calls, remote };
}

/** An editor whose calls last until they are cancelled. */
class HangingEditor implements EditorModels {
  readonly prompts: string[] = [];
  readonly cancelled: string[] = [];
  readonly twoCalled = Promise.withResolvers<void>();

  async list(): Promise<readonly []> {
    return [];
  }

  forgetRefusals(): void {}

  call({ prompt }: EditorCall, signal: AbortSignal): Promise<EditorAnswer> {
    if (this.prompts.push(prompt) === 2) this.twoCalled.resolve();
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => {
        this.cancelled.push(prompt);
        resolve(unsent({ type: 'cancelled' }));
      });
    });
  }
}

const asked = (prompt: string): EditorCall => ({ model: 'acme/one', system: null, prompt, options: {}, timeouts });

test('over the bridge a cancelled call is cancelled in the host, and it alone', async (t) => {
  const editor = new HangingEditor();
  const { calls, remote } = bridge(t, editor);
  const controller = new AbortController();
  const first = remote.call(asked('first'), controller.signal);
  const second = remote.call(asked('second'), forever);
  await editor.twoCalled.promise;
  controller.abort();
  assert.deepEqual((await first).outcome, { type: 'cancelled' });
  assert.deepEqual(editor.cancelled, ['first']);
  calls.cancelAll();
  assert.deepEqual((await second).outcome, { type: 'cancelled' });
  assert.deepEqual(editor.cancelled, ['first', 'second']);
});

test('over the bridge nothing is asked for a call that was cancelled before, nor where there is no editor', async (t) => {
  const editor = new HangingEditor();
  assert.deepEqual((await bridge(t, editor).remote.call(asked('first'), AbortSignal.abort())).outcome, { type: 'cancelled' });
  assert.deepEqual(editor.prompts, []);
  assert.equal((await bridge(t, null).remote.call(asked('first'), forever)).outcome.type, 'failed');
});
