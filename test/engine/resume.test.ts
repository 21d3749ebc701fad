import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { AttemptRecord } from '../../src/shared/model/attempt.ts';
import type { RunId } from '../../src/shared/model/ids.ts';
import type { Script } from '../servers/wireServer.ts';
import { workspace, type RunningCli, type Workspace } from './cli.ts';
import { bench } from './inProcess.ts';
import { mulberry32 } from './random.ts';
import { casesNamed, suiteOn, wireServer } from './servers.ts';

const limit = { timeout: 120_000 };
const hello: Script = { reply: { text: ['he', 'll', 'o'] } };
const broken: Script = { ...hello, fault: { type: 'status', status: 400, body: '{"error":{"message":"not today"}}' } };
const stalled: Script = { ...hello, fault: { type: 'stall', after: 1 } };

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `hello ${index}`);

/** Kills the process when it has told of so many answers; resolves with what it told of. */
async function killedAfter(cli: RunningCli, answers: number): Promise<readonly string[]> {
  const told: string[] = [];
  cli.onLine((line) => {
    const name = /✓ local\/good · (hello \d+): /.exec(line)?.[1];
    if (name !== undefined) told.push(name);
    if (told.length === answers) cli.kill('SIGKILL');
  });
  assert.equal((await cli.ended).signal, 'SIGKILL');
  return told;
}

/** Of the latest run: each case with its only answer that counts. */
async function wholeRun(folder: Workspace, count: number): Promise<void> {
  const { run, attempts, summary } = await folder.report();
  const counted = attempts.filter(({ final }) => final);
  assert.equal(attempts.filter(({ status }) => status === 'ok').length, count, 'no answer was stored twice');
  assert.deepEqual([run.status, counted.length, summary.totals.done], ['finished', count, count]);
  assert.deepEqual(new Set(counted.map((attempt) => attempt.case)), new Set(names(count)));
  assert.ok(counted.every(({ status, answer, quality }) => status === 'ok' && answer === 'hello' && quality === 1));
}

test(
  'kill -9 of a run and again of each resumption: nothing finished is lost, made twice or counted twice',
  limit,
  async (context) => {
    const count = 60;
    const server = await wireServer(context, { ...hello, gapMs: 5 });
    const folder = await workspace(context);
    const suite = await folder.suite(suiteOn(server, { concurrency: 4, cases: casesNamed(names(count)) }));
    const random = mulberry32(20_260_401);
    const told = [await killedAfter(folder.start(['run', suite]), 1 + Math.floor(random() * 10))];
    for (let part = 0; part < 2; part++) {
      told.push(await killedAfter(folder.start(['resume']), 1 + Math.floor(random() * 10)));
    }
    const { code, stderr } = await folder.run(['resume']);
    assert.equal(code, 0, stderr.join('\n'));
    assert.match(stderr[0] ?? '', /^Engine test: \d+ of 60 calls left/);
    await wholeRun(folder, count);
    assert.equal(new Set(told.flat()).size, told.flat().length, 'what was told as finished was not called again');
    const listed = JSON.parse((await folder.run(['list', '--format', 'json'])).stdout) as readonly unknown[];
    assert.equal(listed.length, 1, 'all parts are one run');
  },
);

test('kill -9 while a judge is at work: the rest is graded by resuming, and no model is called again', limit, async (context) => {
  const reached = Promise.withResolvers<void>();
  let isStalled = true;
  const isJudge = (body: object): boolean => JSON.stringify(body).includes('You grade');
  const grade: Script = { reply: { text: [JSON.stringify({ reason: 'as it is', score: 5 })] } };
  let judged = 0;
  const server = await wireServer(context, ({ body }) => {
    if (!isJudge(body)) return { reply: { text: [`hello ${JSON.stringify(body['messages'])}`] } };
    if (!isStalled || judged++ < 2) return grade;
    reached.resolve();
    return { ...grade, fault: { type: 'stall', after: 1 } };
  });
  const folder = await workspace(context);
  const byJudge = { judge: 'local/judge', concurrency: 1, expect: [{ judge: 'It is right.' }] };
  const cli = folder.start(['run', await folder.suite(suiteOn(server, { ...byJudge, cases: casesNamed(names(6)) }))]);
  await reached.promise;
  cli.kill('SIGKILL');
  await cli.ended;
  isStalled = false;
  const graded = (await folder.report()).attempts.filter(({ quality }) => quality !== null).length;
  const before = server.requests.length;
  const { code, stderr } = await folder.run(['resume']);
  assert.equal(code, 0, stderr.join('\n'));
  assert.match(stderr[0] ?? '', new RegExp(`: 0 of 6 calls left, ${6 - graded} answers to grade`));
  const since = server.requests.slice(before);
  assert.ok(since.every(({ body }) => isJudge(body)));
  assert.equal(since.length, 6 - graded);
  const { run, attempts } = await folder.report();
  assert.deepEqual([run.status, attempts.length], ['finished', 6]);
  assert.ok(attempts.every(({ quality }) => quality === 1));
});

test(
  'failed calls alone are called again, also after a kill; what they came to before stays in errors and cost',
  limit,
  async (context) => {
    const faulty = new Set(names(20).filter((_, index) => index % 2 === 0));
    const wordOf = (body: object): string => /Say (hello \d+)\./.exec(JSON.stringify(body))?.[1] ?? '';
    let script: (word: string) => Script = (word) => (faulty.has(word) ? broken : hello);
    const server = await wireServer(context, ({ body }) => script(wordOf(body)));
    const folder = await workspace(context);
    const suite = await folder.suite(suiteOn(server, { concurrency: 2, cases: casesNamed(names(20)) }));
    assert.equal((await folder.run(['run', suite])).code, 3);
    assert.equal((await folder.report()).summary.totals.failed, 10);

    let retried = 0;
    script = () => (retried++ < 5 ? hello : stalled);
    const cli = folder.start(['retry']);
    const answered = await killedAfter(cli, 5);
    script = () => hello;
    const before = server.requests.length;
    const { code, stderr } = await folder.run(['retry']);
    assert.equal(code, 0, stderr.join('\n'));
    assert.match(stderr[0] ?? '', /^Engine test: 5 failed calls to make again/);
    const since = server.requests.slice(before).map(({ body }) => wordOf(body));
    assert.deepEqual(new Set([...since, ...answered]), faulty);
    assert.equal(since.length, 5);
    await wholeRun(folder, 20);
    const { summary } = await folder.report();
    assert.deepEqual([summary.totals.failed, summary.candidates[0]?.errors.map((error) => error.count)], [0, [10]]);
    const none = await folder.run(['retry']);
    assert.deepEqual([none.code, none.stderr], [2, ['No run has failed calls.']]);
    assert.deepEqual((await folder.run(['resume'])).stderr, ['No run was cut short: there is nothing to resume.']);
  },
);

test('Ctrl+C stops a resumption too, and the next one makes what is left', limit, async (context) => {
  let calls = 0;
  const server = await wireServer(context, () => (++calls % 6 === 0 ? stalled : hello));
  const folder = await workspace(context);
  const suite = await folder.suite(suiteOn(server, { concurrency: 1, cases: casesNamed(names(12)) }));
  const interrupted = async (args: readonly string[]): Promise<number | null> => {
    const cli = folder.start(args);
    cli.onLine((line) => void (/\[ *(?:5|10)\/12\]/.test(line) && cli.kill('SIGINT')));
    return (await cli.ended).code;
  };
  assert.equal(await interrupted(['run', suite]), 130);
  assert.equal(await interrupted(['resume']), 130);
  assert.equal((await folder.report()).run.status, 'cancelled');
  assert.equal((await folder.run(['resume'])).code, 0);
  await wholeRun(folder, 12);
});

/** A way to a server that can be cut and mended. */
async function line(context: TestContext, origin: string): Promise<{ origin: string; cut(): void; mend(): Promise<void> }> {
  const { port } = new URL(origin);
  const open = new Set<Socket>();
  const way = createServer((near) => {
    const far = connect(Number(port), '127.0.0.1');
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => void open.delete(socket));
    }
    near.pipe(far).pipe(near);
  });
  way.listen(0, '127.0.0.1');
  await once(way, 'listening');
  const { port: own } = way.address() as AddressInfo;
  const cut = (): void => {
    way.close();
    for (const socket of open) socket.destroy();
  };
  context.after(cut);
  return {
    origin: `http://127.0.0.1:${own}`,
    cut,
    mend: async () => {
      way.listen(own, '127.0.0.1');
      await once(way, 'listening');
    },
  };
}

test('a run that loses its server stops calling it, says so, and is whole when it is resumed', limit, async (context) => {
  const count = 60;
  const server = await wireServer(context, () => {
    if (server.requests.length === 20) way.cut();
    return hello;
  });
  const way = await line(context, server.origin);
  const folder = await workspace(context);
  const endpoints = { local: { api: 'openai-chat', baseUrl: `${way.origin}/v1` } };
  const suite = await folder.suite(suiteOn(server, { endpoints, concurrency: 2, cases: casesNamed(names(count)) }));
  const { code, stderr } = await folder.run(['run', suite]);
  assert.equal(code, 3);
  assert.match(
    stderr.join('\n'),
    /http:\/\/127\.0\.0\.1:\d+ could not be reached any more: \d+ calls were not made\. Check the connection/,
  );
  const { run, attempts } = await folder.report();
  assert.equal(run.status, 'interrupted');
  assert.ok(attempts.length < 40, `${attempts.length} attempts`);

  await way.mend();
  const resumed = await folder.run(['resume']);
  // Those that were cut in mid-answer did reach it: failures, which stand until they are to be made again.
  const cutOff = (await folder.report()).attempts.filter(({ status, final }) => final && status === 'error').length;
  assert.ok(cutOff <= 3);
  assert.equal(resumed.code, cutOff === 0 ? 0 : 3, resumed.stderr.join('\n'));
  if (cutOff > 0) assert.equal((await folder.run(['retry'])).code, 0);
  await wholeRun(folder, count);
});

function finals(attempts: readonly AttemptRecord[]): string[] {
  return attempts.flatMap(({ final, status, caseId }) => (final && status === 'ok' ? [caseId] : [])).toSorted();
}

test('two windows: one that goes on is left alone, and of two at once none loses a sample', limit, async (context) => {
  let open: Script = stalled;
  const server = await wireServer(context, () => open);
  const folder = await mkdtemp(join(tmpdir(), 'llm-bench-windows-'));
  const [one, two] = [await bench(context, folder), await bench(context, folder)];
  context.after(() => rm(folder, { recursive: true, force: true }));
  const first = await one.start(suiteOn(server, { concurrency: 3, cases: casesNamed(names(12)) }));
  first.cancel();
  const { id } = await first.finished;

  const prepared = await two.bench.prepareResume(id, 'missing');
  const going = await one.bench.resume(await one.bench.prepareResume(id, 'missing'));
  const started = Promise.withResolvers<void>();
  going.events((event) => void (event.type === 'attempt-started' && started.resolve()));
  await started.promise;
  await assert.rejects(two.bench.prepareResume(id, 'missing'), { name: 'ResumeError', message: /goes on already/ });
  const late = await two.bench.resume(prepared);
  await assert.rejects(late.finished, { name: 'ResumeError', message: /“Engine test” goes on already/ });
  assert.equal(await statusOf(two, id), 'running', 'it is not the other window’s to fail');
  going.cancel();
  await going.finished;

  open = hello;
  const both = await Promise.all([one, two].map(async (each) => each.bench.prepareResume(id, 'missing')));
  const handles = await Promise.all([one, two].map((each, index) => each.bench.resume(both[index] ?? assert.fail())));
  const ends = await Promise.allSettled(handles.map(({ finished }) => finished));
  assert.ok(ends.some((end) => end.status === 'fulfilled' && end.value.status === 'finished'));
  for (const each of [one, two]) {
    const store = await each.bench.store();
    assert.deepEqual(finals(await store.attempts(id)), names(12).toSorted());
    assert.equal((await store.comparison(id))?.totals.done, 12);
  }
});

async function statusOf({ bench: engine }: Awaited<ReturnType<typeof bench>>, id: RunId): Promise<string | undefined> {
  return (await (await engine.store()).run(id))?.run.status;
}
