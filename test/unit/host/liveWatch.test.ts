import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BenchStore } from '../../../src/core/benchStore.ts';
import { LiveWatch } from '../../../src/host/panel/liveWatch.ts';
import type { LiveRun } from '../../../src/host/run/liveRun.ts';
import { Emitter } from '../../../src/shared/base/emitter.ts';
import type { RunId } from '../../../src/shared/model/ids.ts';
import type { LiveView } from '../../../src/shared/model/liveView.ts';
import type { RunEvent } from '../../../src/shared/model/run.ts';
import { fixture } from '../../tools/panel-harness/fixture.ts';
import { makeAttempt } from '../store/fixtures.ts';

const { comparison } = fixture({ status: 'running', done: 0 });
const [candidate] = comparison.candidates;
assert.ok(candidate);
const runId = 'r' as RunId;
const progress = { done: 1, planned: 20, failed: 0, inFlight: 0, costUsd: 0, grading: null };

/** A watch of a run whose events the test fires; `told` gives what the page was sent, one at a time. */
function watching(body: () => Promise<unknown>) {
  const events = new Emitter<RunEvent>();
  const waiting: ((live: LiveView | Error) => void)[] = [];
  const early: (LiveView | Error)[] = [];
  const tell = (what: LiveView | Error) => {
    const wake = waiting.shift();
    if (wake) wake(what);
    else early.push(what);
  };
  const store = { head: async () => ({ suite: { budgetUsd: 2 } }), body };
  const watch = new LiveWatch({
    runId,
    store: async () => store as unknown as BenchStore,
    shown: () => comparison,
    send: async (live) => tell(live),
    failed: (error) => tell(error as Error),
  });
  watch.follow({ handle: { candidates: comparison.candidates, events: events.event } } as unknown as LiveRun);
  const told = () => {
    const [first] = early.splice(0, 1);
    return first ? Promise.resolve(first) : new Promise<LiveView | Error>((resolve) => waiting.push(resolve));
  };
  const end = (caseId: string) => {
    const { record } = makeAttempt(runId, { candidateId: candidate?.id ?? ('' as never), caseId });
    events.fire({ type: 'attempt-finished', runId, record, progress });
  };
  return { watch, told, end, early, [Symbol.dispose]: () => watch.dispose() };
}

test('the page is told of a run once it looks, with the beginnings of the newest answers, each read once', async () => {
  let read = 0;
  using made = watching(async () => ({ answer: `${++read} ${'long '.repeat(200)}` }));
  made.end('a');
  assert.deepEqual(made.early, [], 'nobody looks yet');
  made.watch.watch(true);
  const first = await made.told();
  assert.ok(!(first instanceof Error));
  assert.equal(first.budgetUsd, 2);
  assert.deepEqual(
    first.newest.map(({ caseId, text }) => [caseId, text?.length]),
    [['a', 240]],
  );
  assert.equal(first.models[0]?.done, 1);
  made.end('b');
  const second = await made.told();
  assert.ok(!(second instanceof Error));
  assert.deepEqual(
    second.newest.map(({ caseId, text }) => `${caseId} ${text?.slice(0, 1)}`),
    ['b 2', 'a 1'],
  );
});

test('a store that does not answer is told of, and the run goes on being followed', async () => {
  let broken = true;
  using made = watching(async () => {
    if (broken) throw new Error('busy');
    return { answer: 'here' };
  });
  made.watch.watch(true);
  await made.told();
  made.end('a');
  const failed = await made.told();
  assert.ok(failed instanceof Error && failed.message === 'busy');
  broken = false;
  made.end('b');
  const next = await made.told();
  assert.ok(!(next instanceof Error));
  assert.equal(next.newest.length, 2);
});
