import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spentUsd } from '../../../src/core/runner/account.ts';
import { countedAttempts, isWanted, sampleStates } from '../../../src/core/runner/samples.ts';
import type { AttemptRecord } from '../../../src/shared/model/attempt.ts';
import type { CallError } from '../../../src/shared/model/errors.ts';
import type { RunId, SampleId } from '../../../src/shared/model/ids.ts';
import { makeAttempt } from '../store/fixtures.ts';
import { failed } from './fakes.ts';

const at = (second: number): string => new Date(second * 1000).toISOString();
const unreachable = failed({ kind: 'network', stage: 'connect', httpStatus: null }).error;

function attempt(sample: string, second: number, changes: Partial<AttemptRecord> = {}): AttemptRecord {
  return makeAttempt('r' as RunId, { sampleId: sample as SampleId, startedAt: at(second), ...changes }).record;
}

function failure(sample: string, second: number, error: CallError | null, changes: Partial<AttemptRecord> = {}): AttemptRecord {
  return attempt(sample, second, { status: 'error', error, ...changes });
}

const statesOf = (...attempts: AttemptRecord[]): Record<string, string> => Object.fromEntries(sampleStates(attempts));

test('a sample counts by its last final attempt; one that was cut short takes the place of no other', () => {
  const [lost, won] = [failure('a', 1, null), attempt('a', 2)];
  const counted = countedAttempts([
    lost,
    won,
    attempt('a', 3, { status: 'cancelled' }),
    attempt('a', 4, { final: false }),
    attempt('w', 5, { warmup: true }),
    attempt('c', 6, { status: 'cancelled' }),
  ]);
  assert.deepEqual([...counted.keys()], ['a', 'c']);
  assert.equal(counted.get('a' as SampleId), won);
});

test('a failure that reached no server is open where nothing of that provider was reached after it', () => {
  const states = statesOf(
    failure('before', 1, unreachable),
    attempt('good', 2),
    failure('broken', 3, failed().error),
    failure('after', 4, unreachable),
    failure('elsewhere', 1, unreachable, { provider: 'nobody' }),
    attempt('cut', 5, { status: 'cancelled' }),
  );
  assert.deepEqual(states, { before: 'failed', good: 'answered', broken: 'failed', after: 'unreached', elsewhere: 'unreached' });
});

test('a server that refuses has been reached', () => {
  const refused = failed({ kind: 'bad-request', httpStatus: 400, retryable: false }).error;
  assert.deepEqual(statesOf(failure('before', 1, unreachable), failure('refused', 2, refused)), {
    before: 'failed',
    refused: 'failed',
  });
});

test('what is missing has no state or reached no server; what failed has a state', () => {
  const wanted = (what: 'missing' | 'failed') =>
    ([undefined, 'answered', 'failed', 'unreached'] as const).filter((state) => isWanted(what, state));
  assert.deepEqual(wanted('missing'), [undefined, 'unreached']);
  assert.deepEqual(wanted('failed'), ['failed', 'unreached']);
});

test('a grade whose cost is unknown counts as the dearest one', () => {
  const grade = (usd: number | null) => ({ cost: { usd, estimated: false, source: null } }) as const;
  assert.equal(spentUsd([], [grade(0.25), grade(null), grade(0.5)]), 1.25);
});
