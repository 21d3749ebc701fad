import assert from 'node:assert/strict';
import test from 'node:test';
import { renderCsv } from '../../../src/core/report/csv.ts';
import { renderHtml } from '../../../src/core/report/html.ts';
import { interChunkOf, pooledInterChunk } from '../../../src/core/report/interChunk.ts';
import { jsonReport } from '../../../src/core/report/json.ts';
import type { AttemptBody, ChunkKind } from '../../../src/shared/model/attempt.ts';
import { attempt, bodies, failedAttempt, usual } from './fixtures.ts';

function bodyOf(...chunks: readonly (readonly [t: number, kind?: ChunkKind])[]): AttemptBody {
  const [made] = bodies({ x: 'text' }).values();
  assert.ok(made);
  return { ...made, chunks: chunks.map(([t, kind = 'text']) => ({ t, kind })) };
}

test('gaps are those between chunks with content', () => {
  const body = bodyOf([5, 'empty'], [10, 'reasoning'], [20], [25, 'empty'], [40], [41, 'empty']);
  assert.deepEqual(interChunkOf(body), { n: 2, p50: 15, p99: 19.9 });
  assert.equal(interChunkOf(bodyOf([10])), null);
  assert.equal(interChunkOf(undefined), null);
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
  const answers = { a: bodyOf([0], [10], [20]), b: bodyOf([0], [30]), superseded: slow, warm: slow, failed: slow };
  const pooled = pooledInterChunk({ attempts, bodies: new Map(Object.entries(answers)) });
  assert.deepEqual([...pooled.values()], [{ n: 3, p50: 10, p99: 29.6 }]);
});

test('JSON, CSV and HTML carry them', () => {
  const input = { ...usual(), bodies: new Map([['a1', bodyOf([0], [10], [20])]]) };
  const baseline = { runId: null, name: 'n', startedAt: '2026-11-20T09:30:00.000Z', candidates: [] };
  const report = jsonReport({ ...input, baseline });
  assert.deepEqual(report.attempts[0]?.interChunkMs, { n: 2, p50: 10, p99: 10 });
  assert.deepEqual(report.interChunkMs, [{ candidateId: 'demo/swift', n: 2, p50: 10, p99: 10 }]);
  const [head = '', row = ''] = renderCsv(input).split('\r\n');
  assert.equal(row.split(',')[head.split(',').indexOf('inter_chunk_p50_ms')], '10');
  assert.match(renderHtml(input), /Between two chunks of a stream, p50 \/ p99: demo\/swift 10\u00A0ms \/ 10\u00A0ms\./);
});
