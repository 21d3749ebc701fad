import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { test } from 'node:test';
import { workspace } from './cli.ts';
import { bench } from './inProcess.ts';
import { casesNamed, modelOf, suiteOn, wireServer } from './servers.ts';

const reply = { text: ['he', 'll', 'o'] };
const cases = casesNamed(['hello 1', 'hello 2', 'hello 3']);

/** Nothing but the cancel can end these calls: the suite's own limits are far away. */
const endless = {
  models: ['local/good', 'local/endless'],
  timeouts: { headersMs: 600_000, idleMs: 600_000, totalMs: 600_000 },
  cases,
};

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(
    `${signal} in mid-stream: exit 130, run cancelled, the finished kept, no socket left`,
    { timeout: 30_000 },
    async (context) => {
      const server = await wireServer(context, (request) =>
        modelOf(request) === 'endless' ? { reply, fault: { type: 'stall', after: 3 } } : { reply },
      );
      const folder = await workspace(context);
      const cli = folder.start(['run', await folder.suite(suiteOn(server, endless)), '--out', 'report.md']);
      const finished: string[] = [];
      cli.onLine((line) => {
        if (!line.includes('✓')) return;
        finished.push(line);
        if (finished.length === cases.length) cli.kill(signal);
      });

      const { code, stdout, stderr } = await cli.ended;
      assert.equal(code, 130, stderr.join('\n'));
      const stalled = server.requests.filter((request) => modelOf(request) === 'endless');
      assert.equal(stalled.length, cases.length);
      await Promise.all(stalled.map(({ closed }) => closed));

      assert.match(stderr.join('\n'), /Cancelled with 3 calls not finished\./);
      assert.match(stdout, /cancelled/);
      const { run, attempts } = await folder.report();
      assert.equal(run.status, 'cancelled');
      assert.notEqual(run.finishedAt, null);
      const outcomes = (model: string) =>
        attempts.filter((a) => a.model === model).map(({ status, answer }) => `${status}: ${answer}`);
      assert.deepEqual(outcomes('good'), Array(3).fill('ok: hello'));
      assert.deepEqual(outcomes('endless'), Array(3).fill('cancelled: hell'));
      assert.ok(attempts.every(({ status, quality }) => status === 'ok' || quality === null));
    },
  );
}

test('SIGINT before the first answer leaves a cancelled run', { timeout: 30_000 }, async (context) => {
  const server = await wireServer(context, { reply, fault: { type: 'silent' } });
  const folder = await workspace(context);
  const cli = folder.start(['run', await folder.suite(suiteOn(server, endless))]);
  cli.onLine((line) => {
    if (line.includes('= 6 calls')) cli.kill('SIGINT');
  });
  assert.equal((await cli.ended).code, 130);
  const { run, attempts } = await folder.report();
  assert.equal(run.status, 'cancelled');
  assert.ok(attempts.every(({ status }) => status === 'cancelled'));
});

test(
  'a cancelled run closes its own sockets while the engine lives on, and the next run works',
  { timeout: 30_000 },
  async (context) => {
    let stall = true;
    const server = await wireServer(context, () => (stall ? { reply, fault: { type: 'stall', after: 3 } } : { reply }));
    const { start } = await bench(context);
    const handle = await start(suiteOn(server, endless));
    let started = 0;
    handle.events((event) => {
      if (event.type === 'attempt-started' && ++started === 6) handle.cancel();
    });
    assert.equal((await handle.finished).status, 'cancelled');
    await Promise.all(server.requests.map(({ closed }) => closed));

    stall = false;
    assert.equal((await (await start(suiteOn(server, endless))).finished).status, 'finished');
  },
);

for (const [doing, args] of [
  ['lists models', ['models', 'together']],
  ['looks for prices before a run', ['run', 'test.bench.json']],
] as const) {
  test(`SIGINT while the CLI ${doing} behind a proxy that never answers ends it`, { timeout: 30_000 }, async (context) => {
    const proxy = createServer().listen(0, '127.0.0.1');
    context.after(() => proxy.close());
    await once(proxy, 'listening');
    const folder = await workspace(context);
    await folder.suite({ name: 'Prices', models: ['together/m'], prompt: 'Say {{word}}.', cases: casesNamed(['hello']) });
    const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const cli = folder.start(args, { HTTPS_PROXY: address, TOGETHER_API_KEY: 'tk-0123456789abcdef' });
    await once(proxy, 'connection');
    cli.kill('SIGINT');
    const { code, signal } = await cli.ended;
    assert.deepEqual([code, signal], [130, null]);
  });
}
