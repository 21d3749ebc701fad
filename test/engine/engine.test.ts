import assert from 'node:assert/strict';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { AttemptRecord } from '../../src/shared/model/attempt.ts';
import type { RunHandle } from '../../src/core/bench.ts';
import { bench } from './inProcess.ts';
import { casesNamed, modelOf, suiteOn, wireServer } from './servers.ts';

test('10 models at once on 20 cases: no record is lost, doubled or mixed up', { timeout: 60_000 }, async (context) => {
  const server = await wireServer(context, ({ body }) => ({ reply: { text: ['hello ', JSON.stringify(body['messages'])] } }));
  const names = Array.from({ length: 10 }, (_, i) => `p${i}`);
  const words = Array.from({ length: 20 }, (_, i) => `word${i}`);
  const endpoint = { api: 'openai-chat', baseUrl: server.baseUrl('openai-chat') };
  const { bench: engine, start } = await bench(context);
  const handle = await start(
    suiteOn(server, {
      endpoints: Object.fromEntries(names.map((name) => [name, endpoint])),
      models: names.map((name) => `${name}/${name}`),
      cases: casesNamed(words),
      concurrency: 5,
    }),
  );
  const told = recordsOf(handle);
  const run = await handle.finished;
  assert.deepEqual([run.status, run.harness?.samples], ['finished', 200]);

  const store = await engine.store();
  const stored = await store.attempts(run.id);
  assert.deepEqual(stored.map(({ id }) => id).sort(), told.map(({ id }) => id).sort());
  assert.equal(new Set(told.map(({ id }) => id)).size, 200);
  const wanted = names.flatMap((name) => words.map((word) => `${name} ${word}`)).sort();
  assert.deepEqual(stored.map(({ model, caseId }) => `${model} ${caseId}`).sort(), wanted);
  assert.deepEqual(
    server.requests.map(modelOf).sort(),
    names.flatMap((name) => words.map(() => name)),
  );
  for (const { id, caseId, status } of stored) {
    assert.equal(status, 'ok');
    assert.match((await store.body(run.id, id))?.answer ?? '', new RegExp(`Say ${caseId}\\.`));
  }
  const inFlight = Math.max(...stored.map(({ concurrency }) => concurrency));
  assert.ok(inFlight > 5 && inFlight <= 50, `5 for each of 10 providers, and ${inFlight} at the server that they share`);
});

/** Far enough apart that no busy machine can swap them. */
const schedules = {
  quick: { ttftMs: 20, tokens: 5, gapMs: 10 },
  slow: { ttftMs: 400, tokens: 5, gapMs: 10 },
  trickling: { ttftMs: 20, tokens: 5, gapMs: 300 },
};

test('the marks agree with servers whose timing is known', { timeout: 60_000 }, async (context) => {
  const names = Object.keys(schedules) as (keyof typeof schedules)[];
  const origins = await Promise.all(names.map((name) => truthServer(context, Object.values(schedules[name]))));
  const endpoints = names.map((name, i) => [name, { api: 'openai-chat', baseUrl: `${origins[i]}/v1` }]);
  const { start } = await bench(context);
  const handle = await start({
    endpoints: Object.fromEntries(endpoints),
    models: names.map((name) => `${name}/model`),
    warmup: 1,
    prompt: 'Count to {{n}}.',
    cases: [1, 2, 3].map((n) => ({ vars: { n } })),
  });
  const told = recordsOf(handle);
  assert.equal((await handle.finished).status, 'finished');

  const median = (name: string, pick: (record: AttemptRecord) => number | null): number => {
    const values = told.filter((record) => record.provider === name && !record.warmup).map(pick);
    assert.equal(values.length, 3);
    return values.map((value) => value ?? assert.fail('a mark is missing')).sort((a, b) => a - b)[1] ?? 0;
  };
  const ttft = (name: string) => median(name, ({ timing }) => timing.ttftMs);
  const e2e = (name: string) => median(name, ({ timing }) => timing.e2eMs);
  for (const name of names) {
    const { ttftMs, tokens, gapMs } = schedules[name];
    // Timers are never early: whoever takes the role chunk for a token, or starts the clock late, is below these.
    assert.ok(ttft(name) >= ttftMs - 1, `${name}: first token after ${ttft(name)} ms`);
    assert.ok(e2e(name) >= ttftMs + (tokens - 1) * gapMs - 1, `${name}: done after ${e2e(name)} ms`);
  }
  assert.ok(ttft('quick') < ttft('slow') && ttft('trickling') < ttft('slow'));
  assert.ok(e2e('quick') < e2e('slow') && e2e('slow') < e2e('trickling'));
});

test(
  'warm-ups and the budget: calls in flight count at their worst, and no more is spent than was set',
  { timeout: 60_000 },
  async (context) => {
    const server = await wireServer(context, { reply: { text: ['hello'], usage: { input: 8, output: 1000 } } });
    const { start } = await bench(context);
    const prices = { 'local/good': { input: 100, output: 100 } };
    const params = { maxOutputTokens: 1000 };
    const cases = casesNamed(Array.from({ length: 20 }, (_, i) => `hello ${i}`));
    const handle = await start(suiteOn(server, { prices, params, cases, warmup: 2, concurrency: 4, budget: { usd: 1 } }));
    const told = recordsOf(handle);
    const run = await handle.finished;
    assert.equal(run.status, 'cancelled');
    assert.match(run.statusMessage ?? '', /budget/);
    assert.ok(told.reduce((sum, { cost }) => sum + (cost.usd ?? 0), 0) <= 1);
    assert.equal(told.filter(({ warmup }) => warmup).length, 2);
    assert.ok(told.length > 2, 'the budget is used');
  },
);

/** The records as they are told. */
function recordsOf(handle: RunHandle): AttemptRecord[] {
  const records: AttemptRecord[] = [];
  handle.events((event) => {
    if (event.type === 'attempt-finished') records.push(event.record);
  });
  return records;
}

/** The truth server in a process of its own; returns its origin. */
async function truthServer(context: TestContext, schedule: readonly number[]): Promise<string> {
  const script = fileURLToPath(new URL('../servers/truth.ts', import.meta.url));
  const child = spawn(process.execPath, [script, ...schedule.map(String)], { stdio: ['ignore', 'pipe', 'inherit'] });
  context.after(() => void child.kill('SIGKILL'));
  const [origin] = (await once(createInterface(child.stdout), 'line')) as [string];
  return origin;
}
