import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AttemptRecord } from '../../../src/shared/model/attempt.ts';
import type { RunRecord } from '../../../src/shared/model/run.ts';
import { unknownUsage, type PriceRow } from '../../../src/shared/model/usage.ts';
import type { ResumeWhat } from '../../../src/core/prepareResume.ts';
import type { CallResult } from '../../../src/core/providers/spec.ts';
import { runEngine, type EngineSpec } from '../../../src/core/runner/engine.ts';
import { cancelled, engineSpec, failed, FakeCaller, model, ok, Recorder, testCase } from './fakes.ts';

const never = new AbortController().signal;
const price: PriceRow = {
  inputPerMTok: 0,
  outputPerMTok: 1000,
  cachedInputPerMTok: null,
  cacheWritePerMTok: null,
  source: 'suite',
  matchedModel: 'a',
  exact: true,
};
const unreachable: CallResult = {
  ...failed({ kind: 'network', stage: 'connect', httpStatus: null, retryable: false }),
  sentAt: null,
  headersAt: null,
};
const broken = (): CallResult => failed({ retryable: false });

/** A run of one model on `cases` cases, one at a time. */
function specOf(cases: number, changes: Parameters<typeof engineSpec>[0] = {}): EngineSpec {
  const names = Array.from({ length: cases }, (_, index) => testCase(`c${index}`));
  return engineSpec({ models: [model('p/a')], cases: names, repeats: 1, concurrency: 1, ...changes }, { 'p/a': price });
}

/** A run that is made in parts: what one part left is in the recorder. */
class Parts {
  readonly recorder = new Recorder();
  calls = 0;
  readonly #spec: EngineSpec;

  constructor(spec: EngineSpec) {
    this.#spec = spec;
  }

  async go(
    script: (n: number, sample: string) => CallResult,
    { goesOnWith, signal = never, budgetUsd }: { goesOnWith?: ResumeWhat; signal?: AbortSignal; budgetUsd?: number } = {},
  ): Promise<RunRecord> {
    const caller = new FakeCaller((n, { prompt }) => script(n, prompt.slice(3)));
    const last = this.recorder.runs.at(-1);
    const run = last ? { ...last, status: 'running' as const, statusMessage: null, finishedAt: null } : this.#spec.run;
    const { suite } = this.#spec.detail;
    const detail = { ...this.#spec.detail, suite: { ...suite, budgetUsd: budgetUsd ?? suite.budgetUsd } };
    const spec = { ...this.#spec, run, detail, ...(goesOnWith && { goesOnWith }) };
    const ended = await runEngine(spec, this.recorder.ports(caller), signal);
    this.calls = caller.requests.length;
    return ended;
  }

  /** `c0 error 1` for each attempt from the n-th on; `-` before what is not final. */
  told(from = 0): string[] {
    const text = ({ caseId, status, attempt, final }: AttemptRecord) => `${final ? '' : '-'}${caseId} ${status} ${attempt}`;
    return this.recorder.attempts.slice(from).map(({ record }) => text(record));
  }
}

test('a cancelled run goes on with the calls that it lacks, as the same run', async () => {
  const parts = new Parts(specOf(4));
  const controller = new AbortController();
  const cut = await parts.go(
    (n) => {
      if (n < 2) return ok();
      controller.abort();
      return cancelled();
    },
    { signal: controller.signal },
  );
  assert.equal(cut.status, 'cancelled');
  const run = await parts.go(() => ok(), { goesOnWith: 'missing' });
  assert.deepEqual([run.status, run.statusMessage, run.id, run.extensions, parts.calls], ['finished', null, cut.id, 0, 2]);
  assert.deepEqual(parts.told(2), ['c2 cancelled 1', 'c2 ok 1', 'c3 ok 1']);
  const progress = parts.recorder.events.findLast((event) => event.type === 'attempt-finished')?.progress;
  assert.deepEqual([progress?.done, progress?.planned, run.harness?.samples], [4, 4, 4]);
});

test('only what failed is called again, the further attempt is counted on, and the run finishes', async () => {
  const parts = new Parts(specOf(3, { retries: { max: 1, baseMs: 0, capMs: 20, deadlineMs: 600_000 } }));
  await parts.go((_, sample) => (sample === 'c1' ? failed() : ok()));
  assert.deepEqual(parts.told(), ['c0 ok 1', '-c1 error 1', 'c1 error 2', 'c2 ok 1']);
  const run = await parts.go((n) => (n === 0 ? failed() : ok()), { goesOnWith: 'failed' });
  assert.deepEqual(parts.told(4), ['-c1 error 3', 'c1 ok 4']);
  assert.deepEqual([run.status, run.statusMessage], ['finished', null]);
  const progress = parts.recorder.events.findLast((event) => event.type === 'attempt-finished')?.progress;
  assert.deepEqual([progress?.done, progress?.failed], [3, 0]);
  assert.ok(
    parts.recorder.events.some((event) => event.type === 'attempt-started' && event.attempt === 4),
    'who watches hears the same number',
  );
});

test('a retry that is cut short leaves the failure as the result that it was', async () => {
  const parts = new Parts(specOf(3));
  await parts.go((_, sample) => (sample === 'c0' ? ok() : broken()));
  const controller = new AbortController();
  const cut = () => {
    controller.abort();
    return cancelled();
  };
  const run = await parts.go(cut, { goesOnWith: 'failed', signal: controller.signal });
  assert.deepEqual(parts.told(3), ['-c1 cancelled 2']);
  assert.deepEqual([run.status, run.statusMessage], ['finished', 'Cancelled: 2 calls were not made again.']);
});

test('a run that lacks calls is not whole because its failed ones were made again', async () => {
  const parts = new Parts(specOf(3));
  const controller = new AbortController();
  const before = await parts.go(
    (n) => {
      if (n === 0) return broken();
      controller.abort();
      return cancelled();
    },
    { signal: controller.signal },
  );
  const run = await parts.go(() => ok(), { goesOnWith: 'failed' });
  assert.equal(parts.calls, 1);
  assert.deepEqual([run.status, run.statusMessage], ['cancelled', before.statusMessage]);
  const whole = await parts.go(() => ok(), { goesOnWith: 'missing' });
  assert.deepEqual([parts.calls, whole.status], [2, 'finished']);
});

test('a sample that a kill left between two tries is missing, not failed', async () => {
  const parts = new Parts(specOf(2, { retries: { max: 1, baseMs: 0, capMs: 20, deadlineMs: 600_000 } }));
  await parts.go((_, sample) => (sample === 'c0' ? broken() : failed()));
  assert.deepEqual(parts.told(), ['c0 error 1', '-c1 error 1', 'c1 error 2']);
  parts.recorder.attempts.pop();
  await parts.go(() => ok(), { goesOnWith: 'failed' });
  assert.deepEqual(parts.told(2), ['c0 ok 2']);
  await parts.go(() => ok(), { goesOnWith: 'missing' });
  assert.deepEqual(parts.told(3), ['c1 ok 2']);
});

test('what a run has spent counts when it goes on, and a larger budget lets it', async () => {
  const spent = { ...unknownUsage, inputTokens: 0, outputTokens: 100 };
  const models = [{ ...model('p/a'), params: { maxOutputTokens: 100 } }];
  const parts = new Parts(specOf(6, { models, budgetUsd: 0.25 }));
  const stopped = await parts.go(() => ok('x', spent));
  assert.deepEqual([stopped.status, parts.calls], ['cancelled', 2]);
  assert.match(stopped.statusMessage ?? '', /budget of \$0\.25: 4 calls were not made\. Resume the run with a larger budget/);
  const again = await parts.go(() => ok('x', spent), { goesOnWith: 'missing' });
  assert.deepEqual([again.status, parts.calls], ['cancelled', 0]);

  const raised = await parts.go(() => ok('x', spent), { goesOnWith: 'missing', budgetUsd: 0.45 });
  assert.deepEqual([raised.status, parts.calls], ['cancelled', 2]);
  assert.match(raised.statusMessage ?? '', /budget of \$0\.45: 2 calls were not made/);
});

test('a call whose cost is unknown counts as the dearest of its model when the run goes on', async () => {
  const parts = new Parts(specOf(4, { models: [{ ...model('p/a'), params: { maxOutputTokens: 100 } }], budgetUsd: 0.25 }));
  const spent = { ...unknownUsage, inputTokens: 0, outputTokens: 100 };
  const controller = new AbortController();
  await parts.go(
    (n) => {
      if (n === 0) return ok('x', spent);
      controller.abort();
      return { ...cancelled(), usage: unknownUsage };
    },
    { signal: controller.signal },
  );
  assert.equal(parts.recorder.attempts.at(-1)?.record.cost.usd, null);
  await parts.go(() => ok('x', spent), { goesOnWith: 'missing' });
  assert.equal(parts.calls, 0);
});

test('a server that is lost is called no more, the run ends interrupted, and goes on when it is there again', async () => {
  const parts = new Parts(specOf(30));
  const run = await parts.go((n) => (n < 5 ? ok() : unreachable));
  assert.equal(parts.calls, 15);
  assert.equal(run.status, 'interrupted');
  assert.equal(
    run.statusMessage,
    'http://127.0.0.1:9 could not be reached any more: 15 calls were not made. Check the connection, then resume the run.',
  );
  const still = await parts.go(() => unreachable, { goesOnWith: 'missing' });
  assert.deepEqual([still.status, parts.calls], ['interrupted', 10], 'it answered earlier in the run');
  const whole = await parts.go(() => ok(), { goesOnWith: 'missing' });
  assert.deepEqual([whole.status, parts.calls], ['finished', 25], 'those that did not reach it are made up for');
  const progress = parts.recorder.events.findLast((event) => event.type === 'attempt-finished')?.progress;
  assert.deepEqual([progress?.done, progress?.failed], [30, 0]);
});

test('where one server is lost the others are called to the end', async () => {
  const cases = Array.from({ length: 20 }, (_, index) => testCase(`c${index}`));
  const spec = engineSpec({ models: [model('p/a'), model('q/b')], cases, repeats: 1, concurrency: 1 });
  const endpoints = Object.fromEntries(
    Object.entries(spec.endpoints).map(([ref, one]) => [ref, { ...one, baseUrl: `https://${one.provider}.example.com/v1` }]),
  );
  let ofA = 0;
  const caller = new FakeCaller((_, request) => (request.model === 'a' && ofA++ > 0 ? unreachable : ok()));
  const recorder = new Recorder();
  const run = await runEngine({ ...spec, endpoints }, recorder.ports(caller), never);
  assert.equal(run.status, 'interrupted');
  assert.match(run.statusMessage ?? '', /^https:\/\/p\.example\.com could not be reached any more: 9 calls were not made\./);
  assert.equal(caller.requests.filter((request) => request.model === 'b').length, 20);
});

test('a server on this machine that was never there fails every call, and the run finishes', async () => {
  const parts = new Parts(specOf(30));
  const run = await parts.go(() => unreachable);
  assert.deepEqual([run.status, parts.calls], ['finished', 30]);
});

test('a run that goes on already is left alone', async () => {
  const recorder = new Recorder();
  const spec = specOf(2);
  await recorder.ports(new FakeCaller()).sink.createRun(spec.run, spec.detail);
  const caller = new FakeCaller();
  const going = runEngine({ ...spec, goesOnWith: 'missing' }, recorder.ports(caller), never);
  await assert.rejects(going, { kind: 'locked', message: /“test” goes on already/ });
  assert.deepEqual([caller.requests.length, recorder.runs.length], [0, 1]);
});

test('the clock of a run stands still while nothing of it goes on: its parts follow one another', async () => {
  const parts = new Parts(specOf(4));
  const controller = new AbortController();
  await parts.go(
    (n) => {
      if (n === 1) controller.abort();
      return n === 0 ? ok() : cancelled();
    },
    { signal: controller.signal },
  );
  const before = Math.max(...parts.recorder.attempts.map(({ record }) => record.timing.totalMs));
  await parts.go(() => ok(), { goesOnWith: 'missing' });
  const later = parts.recorder.attempts.slice(2).map(({ record }) => record.timing);
  assert.equal(later.length, 3);
  assert.ok(later.every(({ queueMs, totalMs }) => (queueMs ?? 0) >= before && totalMs > before));
});

test('a failed call that is made again has waited since the run was taken up, not since it began', async () => {
  const parts = new Parts(specOf(1, { retries: { max: 1, baseMs: 40, capMs: 40, deadlineMs: 600_000 } }));
  await parts.go(() => failed());
  await parts.go(() => ok(), { goesOnWith: 'failed' });
  const [first, , again] = parts.recorder.attempts.map(({ record }) => record.timing);
  assert.ok(first && again);
  const before = parts.recorder.attempts[1]?.record.timing.totalMs ?? assert.fail();
  assert.ok(again.totalMs > before, 'the clock of the run goes on');
  const sent = again.totalMs - (again.e2eMs ?? 0);
  assert.ok((again.queueMs ?? assert.fail()) < sent - before + 1, 'the wait is what passed since then, at most');
});
