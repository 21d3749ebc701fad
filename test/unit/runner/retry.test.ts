import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RateWindow } from '../../../src/core/providers/spec.ts';
import { mayRetry, pauseMs } from '../../../src/core/runner/retry.ts';
import { failed } from './fakes.ts';

const policy = { max: 2, baseMs: 100, capMs: 1000, deadlineMs: 5000 };
const error = (changes: Parameters<typeof failed>[0] = {}) => failed(changes).error ?? assert.fail();
const pause = (changes: Parameters<typeof failed>[0], attempt: number, random: number) =>
  pauseMs(error(changes), null, attempt, policy, () => random);

test('back-off doubles, is jittered and capped', () => {
  assert.deepEqual(
    [1, 2, 3, 4, 5].map((attempt) => pause({}, attempt, 1)),
    [100, 200, 400, 800, 1000],
  );
  assert.equal(pause({}, 3, 0.5), 200);
  assert.equal(pause({}, 3, 0), 0);
});

test('Retry-After is a floor; one that is longer than the suite allows is not waited for', () => {
  assert.equal(pause({ retryAfterMs: 700 }, 1, 0), 700);
  assert.equal(pause({ retryAfterMs: 700 }, 1, 1), 800);
  assert.equal(pause({ retryAfterMs: 1000 }, 1, 0), 1000);
  assert.equal(pause({ retryAfterMs: 1001 }, 1, 0), null);
});

test('a rate limit without Retry-After waits for the reset of the limit that is used up, and of no other', () => {
  const window = (remaining: number, resetMs: number): RateWindow => ({ limit: 10, remaining, resetMs });
  const state = { requests: window(4, 900), tokens: window(0, 600) };
  const wait = (changes: Parameters<typeof failed>[0]) => pauseMs(error(changes), state, 1, policy, () => 0);
  assert.equal(wait({ kind: 'rate-limit' }), 600);
  assert.equal(wait({ kind: 'rate-limit', retryAfterMs: 200 }), 200);
  assert.equal(wait({ kind: 'server' }), 0);
});

test('a retry is made while the error may pass, attempts are left and it begins before the deadline', () => {
  const may = (changes: Parameters<typeof failed>[0], attempt: number, beginsAt: number) =>
    mayRetry(error(changes), attempt, policy, { firstSentAt: 1000, beginsAt });
  assert.equal(may({}, 1, 2000), true);
  assert.equal(may({}, 2, 6000), true);
  assert.equal(may({}, 2, 6001), false);
  assert.equal(may({}, 3, 2000), false);
  assert.equal(may({ retryable: false }, 1, 2000), false);
});
