import assert from 'node:assert/strict';
import { test } from 'node:test';
import { neverReached, Reach } from '../../../src/core/runner/reach.ts';
import type { CallOutcome } from '../../../src/core/providers/spec.ts';
import { cancelled, failed, ok } from './fakes.ts';

const remote = 'https://api.example.com';
const other = 'https://other.example.com';
const local = 'http://127.0.0.1:11434';

const unreachable = { ...failed({ kind: 'network', stage: 'connect', httpStatus: null }), headersAt: null, sentAt: null };
const refused = failed({ kind: 'rate-limit', httpStatus: 429 });

/** What is lost after these calls, each named by its origin. */
function lostAfter(reach: Reach, calls: readonly (readonly [string, CallOutcome])[]): readonly string[] {
  for (const [origin] of calls) reach.isLost(origin);
  for (const [origin, result] of calls) reach.note(origin, result);
  return reach.lost;
}

function times(n: number, origin: string, result: CallOutcome) {
  return Array.from({ length: n }, () => [origin, result] as const);
}

test('a server that answered is lost after ten calls in a row that reach it no more', () => {
  const reach = new Reach(1);
  assert.deepEqual(lostAfter(reach, [[local, ok()], ...times(9, local, unreachable)]), []);
  assert.equal(reach.isLost(local), false);
  assert.deepEqual(lostAfter(reach, times(1, local, unreachable)), [local]);
  assert.ok(reach.isLost(local));
  assert.ok(!reach.isLost(remote));
});

test('with many lanes it takes three waves of them', () => {
  const reach = new Reach(8);
  assert.deepEqual(lostAfter(reach, [[remote, ok()], ...times(23, remote, unreachable)]), []);
  assert.deepEqual(lostAfter(reach, times(1, remote, unreachable)), [remote]);
});

test('whatever a server answers begins the count anew; what was cut short says nothing', () => {
  const nine = times(9, remote, unreachable);
  const reach = new Reach(1, [remote]);
  assert.deepEqual(lostAfter(reach, [...nine, [remote, refused], ...nine, [remote, ok()], ...nine]), []);
  const cut = { ...cancelled(), headersAt: null };
  assert.deepEqual(lostAfter(reach, [[remote, cut], ...times(1, remote, unreachable)]), [remote]);
});

test('a server that never answered is lost with all others beyond this machine, and on its own it is not there', () => {
  assert.deepEqual(lostAfter(new Reach(1), times(50, local, unreachable)), []);
  assert.deepEqual(lostAfter(new Reach(1), times(10, remote, unreachable)), [remote]);
  const two = new Reach(1);
  assert.deepEqual(lostAfter(two, [[other, ok()], ...times(50, remote, unreachable)]), []);
  const waiting = new Reach(1);
  waiting.isLost(other);
  assert.deepEqual(lostAfter(waiting, times(50, remote, unreachable)), [], 'nothing is known of the other one yet');
  assert.deepEqual(lostAfter(waiting, times(10, other, unreachable)), [other, remote]);
  const beside = new Reach(1);
  assert.deepEqual(
    lostAfter(beside, [[local, ok()], ...times(10, remote, unreachable)]),
    [remote],
    'a local answer needs no network',
  );
});

test('only a call without a connection reached nothing', () => {
  assert.ok(neverReached(unreachable.error));
  assert.ok(neverReached(failed({ kind: 'timeout', stage: 'connect' }).error));
  assert.ok(!neverReached(failed({ kind: 'network', stage: 'stream' }).error));
  assert.ok(!neverReached(failed({ kind: 'timeout', stage: 'headers' }).error));
  assert.ok(!neverReached(null));
});
