import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LiveTally, timeLeftOf } from '../../../src/host/panel/liveTally.ts';
import type { AttemptRecord } from '../../../src/shared/model/attempt.ts';
import type { CandidateId, RunId, SampleId } from '../../../src/shared/model/ids.ts';
import type { RunEvent } from '../../../src/shared/model/run.ts';
import { makeAttempt } from '../store/fixtures.ts';

const [a, ab] = ['a', 'a::b'] as CandidateId[];
assert.ok(a && ab);
const runId = 'r' as RunId;
const known = [a, ab].map((id) => ({ id, planned: 10, ok: 0, failed: 0 }));
const progress = { done: 0, planned: 20, failed: 0, inFlight: 0, costUsd: 0, grading: null };
const sampleOf = (candidateId: CandidateId, repeat = 1) => `${candidateId}::case::${repeat}` as SampleId;

function started(candidateId: CandidateId, repeat?: number): RunEvent {
  return { type: 'attempt-started', runId, sampleId: sampleOf(candidateId, repeat), attempt: 1 };
}

function ended(candidateId: CandidateId, changes: Partial<AttemptRecord> = {}, outputTokens: number | null = 50): RunEvent {
  const { record } = makeAttempt(runId);
  const usage = { ...record.usage, outputTokens };
  const own = { candidateId, sampleId: sampleOf(candidateId), final: true, warmup: false, status: 'ok', usage } as const;
  return { type: 'attempt-finished', runId, record: { ...record, ...own, ...changes }, progress };
}

test('calls are counted for their model, even where one name begins with another', () => {
  const tally = new LiveTally([a, ab], 0);
  for (const event of [started(a), started(ab), started(ab, 2), ended(ab), started(ab)]) tally.hear(event, 1_000);
  assert.deepEqual(
    tally.models(known, 1_000).map(({ inFlight, done }) => [inFlight, done]),
    [
      [1, 0],
      [2, 1],
    ],
  );
});

test('rates are of the window, not told before it is long enough, and fall when nothing comes', () => {
  const tally = new LiveTally([a], 0);
  for (let at = 1_000; at <= 10_000; at += 1_000) tally.hear(ended(a), at);
  const rates = (now: number) => tally.models(known.slice(0, 1), now).map((one) => [one.callsPerSecond, one.tokensPerSecond]);
  assert.deepEqual(new LiveTally([a], 0).models(known.slice(0, 1), 1_000)[0]?.callsPerSecond, null);
  assert.deepEqual(rates(10_000), [[1, 50]]);
  assert.deepEqual(rates(25_000), [[0.25, 12.5]]);
  assert.deepEqual(rates(60_000), [[0, 0]]);
});

test('a token count that nobody told makes the rate unknown, not smaller; a failure has no tokens', () => {
  const tally = new LiveTally([a], 0);
  tally.hear(ended(a, { status: 'error' }, null), 3_000);
  assert.equal(tally.models(known, 4_000)[0]?.tokensPerSecond, 0);
  tally.hear(ended(a, {}, null), 3_500);
  assert.equal(tally.models(known, 4_000)[0]?.tokensPerSecond, null);
});

test('retried and cancelled calls and warm-ups are no results', () => {
  const tally = new LiveTally([a], 0);
  for (const changes of [{ final: false, status: 'error' }, { status: 'cancelled' }, { warmup: true }] as const)
    tally.hear(ended(a, changes), 1_000);
  assert.equal(tally.models(known, 3_000)[0]?.done, 0);
  assert.deepEqual(tally.newest, []);
  tally.hear(ended(a, { status: 'error' }), 2_000);
  assert.deepEqual(tally.models(known, 3_000).map(({ done, failed }) => [done, failed])[0], [1, 1]);
  assert.equal(tally.newest.length, 1);
});

test('what was done before anybody listened counts by the comparison', () => {
  const tally = new LiveTally([a], 0);
  tally.hear(ended(a), 1_000);
  assert.equal(tally.models([{ id: a, planned: 10, ok: 6, failed: 1 }], 1_000)[0]?.done, 7);
});

test('the newest come first, and no more than fit', () => {
  const tally = new LiveTally([a], 0);
  for (let index = 0; index < 30; index++) tally.hear(ended(a, { caseId: `case-${index}` }), index);
  assert.equal(tally.newest[0]?.caseId, 'case-29');
  assert.equal(tally.newest.length, 8);
});

test('the model that takes longest says how much time is left; one without a pace leaves it open', () => {
  const model = { candidateId: a, done: 4, planned: 10, failed: 0, inFlight: 1, callsPerSecond: 2, tokensPerSecond: 1 };
  const slow = { ...model, candidateId: ab, callsPerSecond: 0.5 };
  assert.deepEqual(timeLeftOf([model, slow]), { ms: 12_000, slowest: ab });
  assert.deepEqual(timeLeftOf([model, { ...slow, done: 10, callsPerSecond: null }]), { ms: 3_000, slowest: a });
  assert.equal(timeLeftOf([model, { ...slow, callsPerSecond: null }]), null);
  assert.equal(timeLeftOf([model, { ...slow, callsPerSecond: 0 }]), null);
  assert.equal(timeLeftOf([]), null);
});
