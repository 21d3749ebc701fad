import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { EditorCall } from '../../../src/core/editorModels.ts';
import { callModel, type CallableModel, type Part } from '../../../src/host/lm/editorCall.ts';
import { errorFacts } from '../../../src/host/lm/errorFacts.ts';
import { HostWatch } from '../../../src/host/lm/hostWatch.ts';
import { ModelAccess } from '../../../src/host/lm/modelAccess.ts';

const request: EditorCall = {
  model: 'acme/one',
  system: null,
  prompt: 'Say hello.',
  options: {},
  timeouts: { headersMs: 1_000, idleMs: 2_000, totalMs: 10_000 },
};
const forever = new AbortController().signal;

/** As the editor's own: told apart by its code. */
class EditorError extends Error {
  override readonly name = 'LanguageModelError';
  readonly code: string;

  constructor(message: string, code: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

type Answer = (signal: AbortSignal, n: number) => Promise<AsyncIterable<Part>>;

/** A model that answers what the test says; one token is one character. */
class FakeModel implements CallableModel {
  readonly vendor = 'acme';
  readonly id: string;
  readonly sent: { readonly messages: readonly string[]; readonly options: EditorCall['options'] }[] = [];
  /** Resolves as soon as there was a call. */
  readonly called = Promise.withResolvers<void>();
  readonly #answer: Answer;

  constructor(answer: Answer, id = 'one') {
    this.#answer = answer;
    this.id = id;
  }

  send(messages: readonly string[], options: EditorCall['options'], signal: AbortSignal): Promise<AsyncIterable<Part>> {
    const n = this.sent.push({ messages, options }) - 1;
    this.called.resolve();
    return this.#answer(signal, n);
  }

  async countTokens(text: string): Promise<number> {
    return text.length;
  }
}

async function* parts(...given: readonly (Part | Error)[]): AsyncIterable<Part> {
  for (const part of given) {
    if (part instanceof Error) throw part;
    yield part;
  }
}

const text = (value: string): Part => ({ kind: 'text', text: value });
const never = <T>(): Promise<T> => new Promise(() => undefined);

/** Says what it has to say, then nothing more. */
async function* stalling(...given: readonly Part[]): AsyncIterable<Part> {
  yield* parts(...given);
  await never();
}

/** Lets everything run that does not wait for a timer. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Access that has been given: no call is the one in which the editor may ask. */
async function granted(): Promise<ModelAccess> {
  const access = new ModelAccess();
  await access.open(
    { vendor: 'acme', id: 'one' },
    async () => undefined,
    () => undefined,
    forever,
  );
  return access;
}

function withTimers(t: TestContext): TestContext['mock']['timers'] {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  return t.mock.timers;
}

test('an answer is gathered with its marks in order, its kinds and its counted tokens', async () => {
  const thinking: Part = { kind: 'reasoning', text: 'Hm.' };
  const model = new FakeModel(async () => parts({ kind: 'empty', text: '' }, thinking, text('Hel'), text('lo')));
  const answer = await callModel(model, { ...request, options: { temperature: 0 } }, await granted(), forever);
  assert.deepEqual(answer.outcome, { type: 'answered' });
  assert.equal(answer.model, 'acme/one');
  assert.equal(answer.text, 'Hello');
  assert.equal(answer.reasoning, 'Hm.');
  assert.equal(answer.inputTokens, 'Say hello.'.length);
  assert.equal(answer.outputTokens, 'Hello'.length);
  assert.deepEqual(
    answer.chunks.map(({ kind }) => kind),
    ['empty', 'reasoning', 'text', 'text'],
  );
  const marks = [answer.sentAt ?? Number.NaN, ...answer.chunks.map(({ at }) => at), answer.finishedAt];
  assert.deepEqual(
    marks,
    marks.toSorted((a, b) => a - b),
  );
  assert.deepEqual(model.sent, [{ messages: ['Say hello.'], options: { temperature: 0 } }]);
});

test('a system prompt is the first message, and its tokens count', async () => {
  const model = new FakeModel(async () => parts(text('Hi')));
  const answer = await callModel(model, { ...request, system: 'Be kind.' }, await granted(), forever);
  assert.deepEqual(model.sent[0]?.messages, ['Be kind.', 'Say hello.']);
  assert.equal(answer.inputTokens, 'Be kind.Say hello.'.length);
});

test('tokens that cannot be counted are unknown, and so is a count of 0', async () => {
  const counters = [() => Promise.reject(new Error('no tokenizer')), async () => 0, async () => Number.NaN];
  for (const countTokens of counters) {
    const model = Object.assign(new FakeModel(async () => parts(text('Hi'))), { countTokens });
    const answer = await callModel(model, request, await granted(), forever);
    assert.deepEqual(answer.outcome, { type: 'answered' });
    assert.equal(answer.inputTokens, null);
    assert.equal(answer.outputTokens, null);
  }
});

test('each time-out ends the call by itself, also where the model heeds no cancellation', async (t) => {
  const timers = withTimers(t);
  const cases: readonly (readonly [Answer, number, string])[] = [
    [() => never(), 1_000, 'headersMs'],
    [async () => stalling(), 1_000, 'headersMs'],
    [async () => stalling(text('Hel')), 2_000, 'idleMs'],
  ];
  for (const [answer, ms, limit] of cases) {
    const model = new FakeModel(answer);
    const call = callModel(model, request, await granted(), forever);
    await settled();
    timers.tick(ms - 1);
    await settled();
    timers.tick(1);
    const { outcome, text } = await call;
    assert.deepEqual(outcome, { type: 'timed-out', limit });
    assert.equal(text, limit === 'idleMs' ? 'Hel' : '', 'what had arrived is kept');
  }
});

test('a call that goes on and on ends at its total time-out', async (t) => {
  const timers = withTimers(t);
  const pulls: (() => void)[] = [];
  async function* dripping(): AsyncIterable<Part> {
    for (;;) {
      await new Promise<void>((resolve) => pulls.push(resolve));
      yield text('.');
    }
  }
  const call = callModel(new FakeModel(async () => dripping()), request, await granted(), forever);
  for (let ms = 0; ms < 10_000; ms += 500) {
    await settled();
    pulls.pop()?.();
    await settled();
    timers.tick(500);
  }
  assert.deepEqual((await call).outcome, { type: 'timed-out', limit: 'totalMs' });
});

test('cancelling ends a call that waits, keeps what had arrived, and tells the model', async () => {
  const controller = new AbortController();
  let told: AbortSignal | undefined;
  const received = Promise.withResolvers<void>();
  async function* answer(): AsyncIterable<Part> {
    yield text('Hel');
    received.resolve();
    await never();
  }
  const model = new FakeModel(async (signal) => ((told = signal), answer()));
  const call = callModel(model, request, await granted(), controller.signal);
  await received.promise;
  controller.abort();
  const { outcome, text: said } = await call;
  assert.deepEqual(outcome, { type: 'cancelled' });
  assert.equal(said, 'Hel');
  assert.equal(told?.aborted, true);
});

test('a call that is cancelled before it is sent is not sent', async () => {
  const model = new FakeModel(async () => parts(text('Hi')));
  const answer = await callModel(model, request, await granted(), AbortSignal.abort());
  assert.deepEqual(answer.outcome, { type: 'cancelled' });
  assert.equal(answer.sentAt, null);
  assert.deepEqual(model.sent, []);
});

test('an error keeps its code, and the text before it', async () => {
  const broken = new FakeModel(async () => parts(text('Hel'), new EditorError('Blocked for now', 'Blocked')));
  const { outcome, text: said } = await callModel(broken, request, await granted(), forever);
  assert.deepEqual(outcome, { type: 'failed', code: 'Blocked', message: 'Blocked for now' });
  assert.equal(said, 'Hel');
});

test('errors are told apart by code, then by name; a cause says what a wrapper hides', () => {
  const named = Object.assign(new Error('Too many requests'), { name: 'ChatRateLimited' });
  assert.deepEqual(errorFacts(named), { code: 'ChatRateLimited', message: 'Too many requests' });
  assert.deepEqual(errorFacts(new Error('Oops')), { code: null, message: 'Oops' });
  assert.deepEqual(errorFacts(new EditorError('Failed', '', { cause: new Error('socket hang up') })), {
    code: null,
    message: 'Failed: socket hang up',
  });
  assert.deepEqual(errorFacts('just a text'), { code: null, message: 'just a text' });
});

test('one call alone may be asked about, and its time begins when the editor has passed it on', async (t) => {
  const timers = withTimers(t);
  const consent = Promise.withResolvers<void>();
  const model = new FakeModel(async (_, n) => {
    if (n === 0) await consent.promise;
    return parts(text('Hi'));
  });
  const access = new ModelAccess();
  const calls = [1, 2, 3].map(() => callModel(model, request, access, forever));
  await model.called.promise;
  // The user reads the question for longer than a model may take to its first token.
  timers.tick(5_000);
  await settled();
  assert.equal(model.sent.length, 1, 'the others wait for the answer');
  const before = performance.now();
  const offset = Number(process.hrtime.bigint()) / 1e6 - before;
  consent.resolve();
  const answers = await Promise.all(calls);
  assert.equal(model.sent.length, 3);
  for (const { outcome, sentAt } of answers) {
    assert.deepEqual(outcome, { type: 'answered' });
    assert.ok(sentAt !== null && sentAt >= before + offset, 'no time of the question is in the latency');
  }
});

test('who is refused once is not asked about again before the next run', async () => {
  let asked = 0;
  const model = new FakeModel(async () => {
    asked++;
    throw new EditorError('Not allowed', 'NoPermissions');
  });
  const access = new ModelAccess();
  const call = () => callModel(model, request, access, forever);
  const answers = await Promise.all([call(), call(), call()]);
  for (const { outcome, sentAt } of answers) {
    assert.deepEqual(outcome, { type: 'failed', code: 'NoPermissions', message: 'Not allowed' });
    assert.equal(sentAt, null);
  }
  assert.equal(asked, 1);
  const other = new FakeModel(async () => parts(text('Hi')), 'two');
  assert.deepEqual((await callModel(other, request, access, forever)).outcome, { type: 'answered' });
  access.forgetRefusals();
  await call();
  assert.equal(asked, 2);
});

test('a question that nobody answers ends with its call, and the next call may ask again', async (t) => {
  const timers = withTimers(t);
  const model = new FakeModel((_, n) => (n === 0 ? never() : Promise.resolve(parts(text('Hi')))));
  const access = new ModelAccess();
  const first = callModel(model, request, access, forever);
  await settled();
  timers.tick(10_000);
  const { outcome, sentAt } = await first;
  assert.deepEqual(outcome, { type: 'timed-out', limit: 'totalMs' });
  assert.equal(sentAt, null);
  assert.deepEqual((await callModel(model, request, access, forever)).outcome, { type: 'answered' });
});

test('an answer that came while the host was held up is marked, another is not', async () => {
  async function* blocking(): AsyncIterable<Part> {
    yield text('Hel');
    const end = performance.now() + 60;
    while (performance.now() < end);
    yield text('lo');
  }
  const access = await granted();
  const call = (answer: Answer) => callModel(new FakeModel(answer), request, access, forever);
  assert.equal((await new HostWatch().during(() => call(async () => blocking()))).starved, true);
  // A clock that stands still sees no tick come late, however busy this machine is.
  const still = { now: () => 0, date: () => new Date(0) };
  assert.equal((await new HostWatch(still).during(() => call(async () => parts(text('Hi'))))).starved, false);
});
