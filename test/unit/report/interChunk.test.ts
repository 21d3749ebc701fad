import assert from 'node:assert/strict';
import test from 'node:test';
import { renderHtml } from '../../../src/core/report/html.ts';
import { interChunkOf, InterChunkPool } from '../../../src/core/report/interChunk.ts';
import type { AttemptBody, ChunkKind } from '../../../src/shared/model/attempt.ts';
import { attempt, bodies, csvOf, failedAttempt, jsonOf, usual } from './fixtures.ts';

function bodyOf(...chunks: readonly (readonly [t: number, kind?: ChunkKind])[]): AttemptBody {
  const [made] = bodies({ x: 'text' }).values();
  assert.ok(made);
  return { ...made, chunks: chunks.map(([t, kind = 'text']) => ({ t, kind })) };
}

test('gaps are those between chunks with content', () => {
  const body = bodyOf([5, 'empty'], [10, 'reasoning'], [20], [25, 'empty'], [40], [41, 'empty']);
  assert.deepEqual(interChunkOf(body), { n: 2, p50: 15, p99: 19.9 });
  assert.equal(interChunkOf(bodyOf([10])), null);
  assert.equal(interChunkOf(null), null);
});

test('gaps are pooled over a candidate’s answers, without failures, superseded attempts and warm-ups', () => {
  const attempts = [
    attempt('a'),
    attempt('b'),
    attempt('superseded', { final: false }),
    attempt('warm', { warmup: true }),
    failedAttempt('failed'),
  ];
  const slow = bodyOf([0], [9000]);
  const answers: Record<string, AttemptBody> = {
    a: bodyOf([0], [10], [20]),
    b: bodyOf([0], [30]),
    superseded: slow,
    warm: slow,
    failed: slow,
  };
  const pool = new InterChunkPool();
  for (const record of attempts) pool.add(record, answers[record.id] ?? null);
  pool.add(attempt('never began'), null);
  assert.deepEqual([...pool.figures().values()], [{ n: 3, p50: 10, p99: 29.6 }]);
});

test('of more gaps than can be held, an even part is', () => {
  const pool = new InterChunkPool(100);
  const steady = bodyOf(...Array.from({ length: 51 }, (_, i) => [i * 10] as const));
  for (let i = 0; i < 40; i++)
    pool.add(attempt(`a${i}`), i % 10 === 9 ? bodyOf(...Array.from({ length: 51 }, (_, j) => [j * 90] as const)) : steady);
  assert.deepEqual([...pool.figures().values()], [{ n: 2000, p50: 10, p99: 90 }]);
});

test('JSON, CSV and HTML carry them', async () => {
  const input = { ...usual(), bodies: new Map([['a1', bodyOf([0], [10], [20])]]) };
  const baseline = { runId: null, name: 'n', startedAt: '2026-11-20T09:30:00.000Z', candidates: [] };
  const report = await jsonOf({ ...input, baseline });
  assert.deepEqual(report.attempts[0]?.interChunkMs, { n: 2, p50: 10, p99: 10 });
  assert.deepEqual(report.interChunkMs, [{ candidateId: 'demo/swift', n: 2, p50: 10, p99: 10 }]);
  const [head = '', row = ''] = (await csvOf(input)).split('\r\n');
  assert.equal(row.split(',')[head.split(',').indexOf('inter_chunk_p50_ms')], '10');
  const interChunk = new Map(report.interChunkMs.map(({ candidateId, ...figures }) => [candidateId, figures]));
  assert.match(
    renderHtml({ ...input, interChunk }),
    /Between two chunks of a stream, p50 \/ p99: demo\/swift 10\u00A0ms \/ 10\u00A0ms\./,
  );
});
