import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ErrorKind } from '../../src/shared/model/errors.ts';
import { apiKinds } from '../../src/shared/model/suite.ts';
import type { Fault } from '../servers/wireServer.ts';
import { workspace } from './cli.ts';
import { casesNamed, endpointsAt, modelOf, wireServer } from './servers.ts';

interface Trouble {
  readonly fault: Fault;
  readonly kind: ErrorKind;
  /** Attempts that are made: one, and one again where the error may pass. */
  readonly attempts: 1 | 2;
}

const refusal = (status: number, headers: Record<string, string> = {}): Fault => ({
  type: 'status',
  status,
  headers,
  body: JSON.stringify({ error: { message: `The server says ${status}.` } }),
});

/** A model of the test server for each way to go wrong. */
const troubles: Readonly<Record<string, Trouble>> = {
  garbage: { fault: { type: 'garbage' }, kind: 'malformed-response', attempts: 1 },
  'garbage-frame': { fault: { type: 'garbage-frame' }, kind: 'malformed-response', attempts: 1 },
  'not-http': { fault: { type: 'not-http' }, kind: 'malformed-response', attempts: 1 },
  'html-page': { fault: { type: 'html' }, kind: 'malformed-response', attempts: 1 },
  'cut-in-stream': { fault: { type: 'close', after: 3 }, kind: 'network', attempts: 2 },
  'stalls-in-stream': { fault: { type: 'stall', after: 3 }, kind: 'stall', attempts: 2 },
  'no-headers': { fault: { type: 'silent' }, kind: 'timeout', attempts: 2 },
  'wrong-key': { fault: refusal(401), kind: 'authentication', attempts: 1 },
  'no-such-model': { fault: refusal(404), kind: 'model-not-found', attempts: 1 },
  'too-many-calls': { fault: refusal(429, { 'retry-after': '1' }), kind: 'rate-limit', attempts: 2 },
  'far-too-many-calls': { fault: refusal(429, { 'retry-after': '3600' }), kind: 'rate-limit', attempts: 1 },
  'broken-server': { fault: refusal(500), kind: 'server', attempts: 2 },
};

test(
  'every fault in every wire format is recorded with its own kind and advice, and the run ends',
  { timeout: 60_000 },
  async (context) => {
    const server = await wireServer(context, (request) => {
      const fault = troubles[modelOf(request)]?.fault;
      return { reply: { text: ['he', 'll', 'o'] }, ...(fault && { fault }) };
    });
    const folder = await workspace(context);
    const suite = await folder.suite({
      endpoints: endpointsAt(server),
      models: apiKinds.flatMap((api) => [`${api}/good`, ...Object.keys(troubles).map((model) => `${api}/${model}`)]),
      timeouts: { headersMs: 1500, idleMs: 1500, totalMs: 20_000 },
      retries: { max: 1, baseMs: 1, capMs: 5000 },
      concurrency: 20,
      prompt: 'Say {{word}}.',
      cases: casesNamed(['hello']),
    });

    const { code, stderr } = await folder.run(['run', suite]);
    assert.equal(code, 3, stderr.join('\n'));

    const { run, attempts, summary } = await folder.report();
    assert.equal(run.status, 'finished');
    const outcomeOf = (provider: string, model: string) => attempts.filter((a) => a.provider === provider && a.model === model);
    for (const api of apiKinds) {
      for (const [model, trouble] of Object.entries(troubles)) {
        const made = outcomeOf(api, model);
        const name = `${api}/${model}`;
        assert.deepEqual(
          made.map(({ status, errorKind, final }) => [status, errorKind, final]),
          Array.from({ length: trouble.attempts }, (_, i) => ['error', trouble.kind, i === trouble.attempts - 1]),
          `${name}: ${made[0]?.errorMessage}`,
        );
        const [failure, ...others] = summary.candidates.find(({ label }) => label === name)?.errors ?? [];
        assert.equal(failure?.kind, trouble.kind);
        assert.match(failure.advice, /\w.+\.$/);
        assert.deepEqual(others, []);
        assert.ok(
          made.every(({ quality }) => quality === null),
          `${name}: a failure is not a score`,
        );
      }
      const [good, ...more] = outcomeOf(api, 'good');
      assert.deepEqual([good?.status, good?.answer, good?.quality], ['ok', 'hello', 1], `${api}/good`);
      assert.deepEqual(more, []);
    }
    assert.equal(summary.totals.failed, apiKinds.length * Object.keys(troubles).length);
  },
);

test('a rate limit that passes is waited for, and the sample counts once', { timeout: 30_000 }, async (context) => {
  let calls = 0;
  const server = await wireServer(context, () => ({
    reply: { text: ['hello'] },
    ...(++calls === 1 && { fault: refusal(429, { 'retry-after': '1' }) }),
  }));
  const folder = await workspace(context);
  const suite = await folder.suite({
    endpoints: endpointsAt(server),
    models: ['openai-chat/good'],
    cases: [{ prompt: 'Say hello.', expect: [{ contains: 'hello' }] }],
  });
  const { code } = await folder.run(['run', suite]);
  assert.equal(code, 0);
  const { attempts, summary } = await folder.report();
  assert.deepEqual(
    attempts.map(({ attempt, status, final }) => [attempt, status, final]),
    [
      [1, 'error', false],
      [2, 'ok', true],
    ],
  );
  assert.deepEqual([summary.totals.done, summary.totals.failed], [1, 0]);
});
