import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare } from '../../../src/core/report/comparison/compare.ts';
import type { AttemptRecord, Timing } from '../../../src/shared/model/attempt.ts';
import type { CandidateSummary, Comparison } from '../../../src/shared/model/comparison.ts';
import type { Thresholds } from '../../../src/shared/model/suite.ts';
import type { PriceRow } from '../../../src/shared/model/usage.ts';
import { unknownUsage } from '../../../src/shared/model/usage.ts';
import { attempt, runOf } from './builders.ts';

interface Context {
  readonly thresholds?: Thresholds;
  readonly prices?: Readonly<Record<string, PriceRow>>;
}

function compared(attempts: readonly AttemptRecord[], { thresholds = {}, prices = {} }: Context = {}): Comparison {
  const { run, detail } = runOf({ models: ['m'], cases: 4 });
  return compare(run, { ...detail, prices, suite: { ...detail.suite, thresholds } }, attempts);
}

function summaryOf(attempts: readonly AttemptRecord[], context?: Context): CandidateSummary {
  const [summary] = compared(attempts, context).candidates;
  assert.ok(summary);
  return summary;
}

function timed(record: AttemptRecord, timing: Partial<Timing>, outputTokens: number | null = 10): AttemptRecord {
  return { ...record, timing: { ...record.timing, ...timing }, usage: { ...unknownUsage, inputTokens: 20, outputTokens } };
}

test('throughput is the tokens of the answers by the time from the first call to the last, failed ones too', () => {
  const attempts = [
    timed(attempt({ model: 'm', case: 0 }), { queueMs: 500, totalMs: 1500 }, 100),
    timed(attempt({ model: 'm', case: 1 }), { queueMs: 600, totalMs: 2500 }, 300),
    timed(attempt({ model: 'm', case: 2, errorKind: 'stall', final: false }), { queueMs: 700, totalMs: 2700 }, null),
    timed(attempt({ model: 'm', case: 2, errorKind: 'stall', attempt: 2 }), { queueMs: 0, totalMs: 4500 }, null),
  ];
  assert.equal(summaryOf(attempts).throughput, 100, '400 tokens in 4 s');
  assert.equal(compared(attempts).totals.throughput, 100);
  const warmup = timed(attempt({ model: 'm', case: 0, warmup: true }), { queueMs: 0, totalMs: 400 }, 1000);
  assert.equal(compared([...attempts, warmup]).totals.throughput, 100, 'warm-ups are left out');
});

test('throughput is unknown with one unknown count', () => {
  const attempts = [
    timed(attempt({ model: 'm', case: 0 }), { totalMs: 1000 }, 100),
    timed(attempt({ model: 'm', case: 1 }), { totalMs: 1000 }, null),
  ];
  assert.equal(summaryOf(attempts).throughput, null);
});

test('goodput counts what met each latency limit, and a failed sample as one that did not', () => {
  const attempts = [
    timed(attempt({ model: 'm', case: 0 }), { e2eMs: 900, ttftMs: 100 }),
    timed(attempt({ model: 'm', case: 1 }), { e2eMs: 900, ttftMs: 400 }),
    timed(attempt({ model: 'm', case: 2 }), { e2eMs: 1100, ttftMs: 100 }),
    attempt({ model: 'm', case: 3, errorKind: 'timeout' }),
  ];
  assert.equal(summaryOf(attempts, { thresholds: { p95LatencyMs: 1000, p95TtftMs: 200 } }).goodput?.value, 0.25);
  assert.equal(summaryOf(attempts, { thresholds: { p95LatencyMs: 1000 } }).goodput?.value, 0.5);
  assert.equal(
    summaryOf(attempts, { thresholds: { p50LatencyMs: 1000, quality: 1 } }).goodput,
    null,
    'a median is no limit of a call',
  );
  const cancelled = attempt({ model: 'm', case: 3, status: 'cancelled' });
  assert.equal(summaryOf([...attempts.slice(0, 3), cancelled], { thresholds: { p95TtftMs: 200 } }).goodput?.n, 3);
});

test('queue and back-off are told apart, of the answers alone', () => {
  const attempts = [
    timed(attempt({ model: 'm', case: 0 }), { queueMs: 10 }),
    timed(attempt({ model: 'm', case: 1 }), { queueMs: 30, backoffMs: 4000 }),
    timed(attempt({ model: 'm', case: 2 }), { queueMs: 20, backoffMs: 1000 }),
    timed(attempt({ model: 'm', case: 3, errorKind: 'rate-limit' }), { queueMs: 9000, backoffMs: 9000 }),
  ];
  assert.deepEqual(summaryOf(attempts).waiting, { queueP50: 20, queueMax: 30, backedOff: 2, backoffMax: 4000 });
  assert.equal(summaryOf([]).waiting, null);
});

test('ways of reaching the model and changes to the request are gathered from the answers', () => {
  const adapted = ['without temperature', 'without seed'];
  const summary = summaryOf([
    attempt({ model: 'm', case: 0, api: 'openai-responses', adapted: ['without seed'] }),
    attempt({ model: 'm', case: 1, api: 'openai-responses', adapted }),
    attempt({ model: 'm', case: 2, api: null }),
    attempt({ model: 'm', case: 3, api: 'openai-chat', adapted, errorKind: 'server' }),
  ]);
  assert.deepEqual(summary.apis, ['openai-responses']);
  assert.deepEqual(summary.adaptations, [
    { change: 'without seed', calls: 2 },
    { change: 'without temperature', calls: 1 },
  ]);
});

test('the price is the one pinned to the run', () => {
  const row: PriceRow = {
    inputPerMTok: 1,
    outputPerMTok: 2,
    cachedInputPerMTok: null,
    cacheWritePerMTok: null,
    source: 'suite',
    matchedModel: 'm',
    exact: true,
  };
  assert.deepEqual(summaryOf([], { prices: { 'demo/m': row } }).price, row);
  assert.equal(summaryOf([], { prices: { 'other/m': row } }).price, null);
});
