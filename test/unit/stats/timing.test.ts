import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deltaMarks, deriveTiming, interChunkGaps, type ArrivedChunk, type TimingInput } from '../../../src/core/stats/timing.ts';
import type { ChunkKind } from '../../../src/shared/model/attempt.ts';
import { unknownUsage } from '../../../src/shared/model/usage.ts';

function chunks(...marks: readonly (readonly [number, ChunkKind])[]): ArrivedChunk[] {
  return marks.map(([at, kind]) => ({ at, kind }));
}

function input(given: Partial<TimingInput>): TimingInput {
  return {
    enqueuedAt: 1000,
    readyAt: 1000,
    sentAt: 1100,
    chunks: [],
    finishedAt: 3000,
    backoffMs: 0,
    usage: unknownUsage,
    reasoningStreamed: false,
    ...given,
  };
}

function usage(outputTokens: number, reasoningTokens: number | null = null) {
  return { ...unknownUsage, outputTokens, reasoningTokens };
}

test('neither the role chunk before the answer nor the usage chunk after it is a token', () => {
  const timing = deriveTiming(
    input({
      chunks: chunks([1150, 'empty'], [1300, 'text'], [1400, 'text'], [1500, 'text'], [2900, 'empty']),
      usage: usage(6),
    }),
  );
  assert.deepEqual(timing, {
    queueMs: 100,
    backoffMs: 0,
    ttftMs: 200,
    ttfaMs: 200,
    e2eMs: 400,
    tpotMs: 40,
    // 6 tokens in 3 chunks: 4 of them came after the first, in 200 ms.
    decodeTokensPerSecond: 20,
    e2eTokensPerSecond: 15,
    totalMs: 2000,
  });
});

test('streamed reasoning opens the answer; the first answer comes later', () => {
  const timing = deriveTiming(
    input({
      chunks: chunks([1200, 'reasoning'], [1300, 'reasoning'], [1400, 'text'], [1600, 'text']),
      usage: usage(5, 3),
      reasoningStreamed: true,
    }),
  );
  assert.equal(timing.ttftMs, 100);
  assert.equal(timing.ttfaMs, 300);
  assert.equal(timing.tpotMs, 100);
});

test('billed but hidden reasoning is left out of the pace, with its tokens and its time', () => {
  const summarised = chunks([1200, 'reasoning'], [1700, 'text'], [1800, 'text'], [1900, 'text']);
  const timing = deriveTiming(input({ chunks: summarised, usage: usage(103, 100) }));
  assert.equal(timing.ttftMs, 100);
  assert.equal(timing.tpotMs, 100);
  assert.equal(timing.decodeTokensPerSecond, 10);
  assert.equal(timing.e2eTokensPerSecond, 103 / 0.8);
  const unknownShare = deriveTiming(input({ chunks: summarised, usage: usage(103) }));
  assert.equal(unknownShare.tpotMs, null);
  assert.equal(unknownShare.decodeTokensPerSecond, null);
});

test('tokens of the first chunk are taken as told; chunks of one packet count together', () => {
  const packets = chunks([1200, 'text'], [1200, 'text'], [1300, 'text'], [1400, 'text']);
  const told = deriveTiming(input({ chunks: packets, usage: usage(8), firstChunkTokens: 2 }));
  assert.equal(told.decodeTokensPerSecond, 30);
  const spread = deriveTiming(input({ chunks: packets, usage: usage(8) }));
  assert.equal(spread.decodeTokensPerSecond, 20);
});

test('an answer of one token, all but in one packet, or of unknown length has no pace', () => {
  const two = chunks([1200, 'text'], [1300, 'text']);
  const cases: Partial<TimingInput>[] = [
    { chunks: two, usage: usage(1) },
    { chunks: two, usage: unknownUsage },
    { chunks: chunks([1200, 'text'], [1200, 'text']), usage: usage(10) },
    // A busy machine takes in all packets together: microseconds apart is no pace of a model.
    { chunks: chunks([1200, 'text'], [1200.01, 'text'], [1204, 'text']), usage: usage(300) },
  ];
  for (const given of cases) {
    const { tpotMs, decodeTokensPerSecond } = deriveTiming(input(given));
    assert.deepEqual({ tpotMs, decodeTokensPerSecond }, { tpotMs: null, decodeTokensPerSecond: null });
  }
});

test('what was never sent or never answered has no latency, but a total', () => {
  const unsent = deriveTiming(input({ sentAt: null, usage: usage(3) }));
  assert.deepEqual([unsent.queueMs, unsent.ttftMs, unsent.e2eMs, unsent.e2eTokensPerSecond], [null, null, null, null]);
  assert.equal(unsent.totalMs, 2000);
  const empty = deriveTiming(input({ chunks: chunks([1200, 'empty']), usage: usage(0) }));
  assert.deepEqual([empty.queueMs, empty.ttftMs, empty.e2eMs, empty.e2eTokensPerSecond], [100, null, null, null]);
});

test('a retry waits in the queue only from the end of its back-off; its total runs from the start', () => {
  const timing = deriveTiming(input({ readyAt: 2000, sentAt: 2010, backoffMs: 500, chunks: chunks([2110, 'text']) }));
  assert.deepEqual([timing.queueMs, timing.backoffMs, timing.ttftMs, timing.totalMs], [10, 500, 100, 2000]);
});

test('a tool call is no first token but can be the last delta', () => {
  assert.deepEqual(deltaMarks(chunks([1, 'tool'], [2, 'text'], [3, 'tool'], [4, 'empty'])), {
    firstDelta: 2,
    firstText: 2,
    lastDelta: 3,
  });
});

test('gaps are those between chunks with content', () => {
  assert.deepEqual(interChunkGaps(chunks([1, 'empty'], [5, 'text'], [7, 'empty'], [15, 'text'], [18, 'text'])), [10, 3]);
  assert.deepEqual(interChunkGaps([]), []);
});
