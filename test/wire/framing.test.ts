import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { frameOf, SseScanner, stampFrame, type SseFrame } from '../../src/core/providers/sse.ts';
import { apiKinds } from '../../src/shared/model/suite.ts';
import { framesOf, type Reply } from '../servers/formats.ts';
import type { Framing } from '../servers/wireServer.ts';
import { wire } from './harness.ts';

const reply: Reply = {
  reasoning: ['Hm, ', 'ß…'],
  text: ['data: {"a":1}\n\n', '👋🏽', ' event: ping\r\n', ': no comment'],
  usage: { input: 5, output: 6, reasoning: 2 },
};

const lineEnds = ['\n', '\r\n', '\r'] as const;
const framings: readonly Framing[] = lineEnds.flatMap((lineEnd) =>
  (['frame', 'byte', 'whole'] as const).flatMap((write) => [
    { lineEnd, write },
    { lineEnd, write, comments: true },
  ]),
);

for (const api of apiKinds) {
  for (const framing of framings) {
    test(`${api}: every mark has the kind of its frame: ${JSON.stringify(framing)}`, async (context) => {
      const { call } = await wire(context, { reply, framing });
      const result = await call(api);
      assert.equal(result.error, null);
      assert.equal(result.text, reply.text.join(''));
      assert.equal(result.reasoning, 'Hm, ß…');
      assert.deepEqual(
        result.chunks.map(({ kind }) => kind),
        framesOf(api, reply).map(({ kind }) => kind),
      );
      assertAscending([result.sentAt, result.headersAt, ...result.chunks.map(({ at }) => at), result.finishedAt]);
    });
  }

  test(`${api}: no mark comes before its frame was written`, async (context) => {
    const { call, server } = await wire(context, {
      reply: { text: Array.from({ length: 12 }, (_, index) => `${index} `) },
      gapMs: 15,
    });
    const { chunks } = await call(api);
    const writes = server.requests[0]?.writes ?? [];
    assert.equal(chunks.length, writes.length);
    for (const [index, { at }] of chunks.entries())
      assert.ok(at >= (writes[index] ?? Infinity), `frame ${index} before it was written`);
  });

  test(`${api}: a parser that is kept busy moves no mark`, async (context) => {
    const { call } = await wire(context, { reply: { text: ['a', 'b', 'c'] }, framing: { write: 'whole' } });
    const { chunks } = await call(api);
    // All frames came in one piece: they arrived together, however long each took to parse.
    assert.equal(new Set(chunks.map(({ at }) => at)).size, 1);
  });
}

const frame = fc.record(
  {
    event: fc.option(fc.constantFrom('ping', 'message', 'error')),
    data: fc.string({ unit: 'grapheme', maxLength: 30 }).filter((text) => !/[\r\n]/.test(text)),
  },
  { noNullPrototype: true },
);

test('the scanner finds the same frames however the bytes are cut', () => {
  fc.assert(
    fc.property(
      fc.array(frame, { maxLength: 8 }),
      fc.constantFrom(...lineEnds),
      fc.boolean(),
      fc.array(fc.nat({ max: 40 }), { maxLength: 40 }),
      (frames, lineEnd, comments, cuts) => {
        const bytes = Buffer.from(frames.map((one) => encode(one, lineEnd, comments)).join(''));
        assert.deepEqual(scan(cut(bytes, cuts)), frames);
      },
    ),
  );
});

test('a character that is cut in two is whole again', () => {
  const bytes = Buffer.from('data: 👋\n\n');
  for (let at = 1; at < bytes.length; at++) {
    assert.deepEqual(scan([bytes.subarray(0, at), bytes.subarray(at)]), [{ event: null, data: '👋' }]);
  }
});

test('several data lines are one frame; a frame without data is none; the last needs no empty line', () => {
  assert.deepEqual(scan([Buffer.from('\uFEFFdata: {"a":\ndata: 1}\n\nevent: x\n\nid: 4\nretry: 9\n\ndata\n\ndata:tight')]), [
    { event: null, data: '{"a": 1}' },
    { event: null, data: '' },
    { event: null, data: 'tight' },
  ]);
});

test('a stamp changes nothing else in a frame', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.string().filter((key) => key !== '__proto__'),
        fc.jsonValue(),
      ),
      fc.nat(),
      (value, ordinal) => {
        const { __llmBenchFrame: stamp, ...rest } = JSON.parse(stampFrame(JSON.stringify(value), ordinal)) as Record<
          string,
          unknown
        >;
        assert.equal(stamp, ordinal);
        assert.deepEqual(rest, JSON.parse(JSON.stringify(value)));
      },
    ),
  );
  for (const data of ['[DONE]', '', '[1]', '"{"', 'null']) assert.equal(stampFrame(data, 3), data);
  assert.equal(stampFrame('{ }', 3), '{"__llmBenchFrame":3}');
  assert.equal(frameOf(JSON.parse(stampFrame(' { "a": 1 }', 4))), 4);
});

function scan(chunks: readonly Buffer[]): SseFrame[] {
  const scanner = new SseScanner();
  return [...chunks.flatMap((chunk) => scanner.push(chunk)), ...scanner.flush()];
}

function cut(bytes: Buffer, lengths: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  let at = 0;
  for (const length of lengths) chunks.push(bytes.subarray(at, (at += length)));
  return [...chunks, bytes.subarray(at)];
}

function encode({ event, data }: SseFrame, lineEnd: string, comments: boolean): string {
  const lines = [
    ...(comments ? [':', ': data: no', ''] : []),
    ...(event === null ? [] : [`event: ${event}`]),
    `data: ${data}`,
    '',
    '',
  ];
  return lines.join(lineEnd);
}

function assertAscending(marks: readonly (number | null)[]): void {
  for (const [index, mark] of marks.entries()) {
    const before = marks[index - 1] ?? -Infinity;
    assert.ok(mark !== null && mark >= before, `mark ${index} (${mark}) comes before ${before}`);
  }
}
