import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { model, suite } from '../runner/fakes.ts';
import { asTest, benchOf, folder, suiteAt, threadsOf } from './benches.ts';

const hello = { reply: { text: ['hello'] } };

test('two runs begun at once share one engine and one store', async (context) => {
  const bench = await benchOf(context);
  const prepared = await bench.prepare(await suiteAt(context, hello));
  const workers = await threadsOf(async () => {
    const handles = await Promise.all([bench.start(prepared, asTest), bench.start(prepared, asTest)]);
    const runs = await Promise.all(handles.map(({ finished }) => finished));
    assert.deepEqual(
      runs.map(({ status }) => status),
      ['finished', 'finished'],
    );
  });
  assert.equal(workers.length, 2);
});

test('a bench that was closed, also in the middle of a start or a run, starts nothing again', async (context) => {
  const prepared = await (await benchOf(context)).prepare(await suiteAt(context, { ...hello, gapMs: 50 }));
  const starting = await benchOf(context);
  const refused = assert.rejects(starting.start(prepared, asTest), { kind: 'closed' });
  await Promise.all([starting.close(), refused]);
  await assert.rejects(starting.store(), { kind: 'closed' });

  const running = await benchOf(context);
  const { finished } = await running.start(prepared, asTest);
  const ended = assert.rejects(finished, /The engine was closed/);
  assert.deepEqual(await threadsOf(() => Promise.all([running.close(), ended])), []);
});

test('a store whose thread cannot start is an error that says why, and no crash', async (context) => {
  const store = join(await folder(context), 'broken.mjs');
  await writeFile(store, 'throw new Error("no such module");');
  const bench = await benchOf(context, { store: pathToFileURL(store) });
  await assert.rejects(bench.store(), /could not be started: no such module/);
});

test('a store whose thread died is opened anew, and the next run has an engine that reaches it', async (context) => {
  const bench = await benchOf(context);
  const prepared = await bench.prepare(await suiteAt(context, hello));
  const run = async () => (await (await bench.start(prepared, asTest)).finished).id;
  let first = '';
  const workers = await threadsOf(async () => (first = await run()));
  await Promise.all(workers.map((worker) => worker.terminate()));
  const second = await run();
  const kept = (await (await bench.store()).listRuns()).map((item) => item.run.id as string);
  assert.deepEqual(kept.sort(), [first, second].sort());
});

test('what a server calls things cannot break the run of another', async (context) => {
  const bench = await benchOf(context);
  const odd = { reply: { text: ['hello'], finish: 'constructor' } };
  const models = [model('own/odd'), model('own/a')];
  const prepared = await bench.prepare(await suiteAt(context, (name) => (name === 'odd' ? odd : hello), { models }));
  const run = await (await bench.start(prepared, asTest)).finished;
  assert.equal(run.status, 'finished');
  const attempts = await (await bench.store()).attempts(run.id);
  const reasons = new Set(attempts.map(({ model: name, finishReason }) => `${name} ${finishReason}`));
  assert.deepEqual([...reasons].sort(), ['a stop', 'odd other']);
});

test('more calls than can be planned are refused in words', async (context) => {
  const bench = await benchOf(context);
  const { problems } = await bench.prepare(await suiteAt(context, hello, { repeats: 1_000_001 }));
  assert.match(problems.join(), /1000001 calls, 1000000 at most/);
});

test('a suite that prices a known provider at nothing is estimated at the list price, however it names the server', async (context) => {
  const bench = await benchOf(context);
  const row = { inputPerMTok: 0, outputPerMTok: 0, cachedInputPerMTok: null, cacheWritePerMTok: null };
  const free = (ref: string) => ({ [ref]: { ...row, source: 'suite', matchedModel: ref, exact: true } as const });
  const highUsd = async (ref: string, baseUrl: string) => {
    const endpoints = [{ id: 'mine', api: 'openai-chat', baseUrl } as const];
    const prepared = await bench.prepare(suite({ models: [model(ref)], endpoints, prices: free(ref) }));
    assert.equal(prepared.prices[ref]?.outputPerMTok, 0, 'the run itself goes by the suite');
    return prepared.estimate.highUsd;
  };
  const listed = await highUsd('openai/gpt-5', 'http://127.0.0.1:1/v1');
  assert.ok(listed !== null && listed > 0);
  assert.equal(await highUsd('mine/gpt-5', 'https://api.openai.com/v1'), listed);
  assert.equal(await highUsd('mine/gpt-5', 'http://127.0.0.1:1/v1'), 0);
});
