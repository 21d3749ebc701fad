import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import * as fc from 'fast-check';
import { Pieces } from '../../src/core/providers/frames.ts';
import { frameOf, SseFrames, SseScanner, stampFrame, type SseFrame } from '../../src/core/providers/sse.ts';
import { Turns } from '../../src/core/providers/turns.ts';
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
        assert.deepEqual(
          scan(cut(bytes, cuts)),
          frames.filter(({ data }) => data !== ''),
        );
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

test('a body that is no event stream shows with its first visible byte, wherever the chunks are cut', () => {
  for (const body of ['{"error": {}}', ' \n[1]', '\r\n <!doctype html>']) {
    const scanner = new SseFrames();
    const found = body.split('').map((character) => scanner.push(Buffer.from(character)));
    assert.equal(found.at(-1), null, body);
  }
  const scanner = new SseFrames();
  assert.deepEqual(scanner.push(Buffer.from('\n\n')), []);
  assert.notEqual(scanner.push(Buffer.from('data: {}\n\n')), null);
  assert.notEqual(scanner.push(Buffer.from('{')), null, 'once it is one, it stays one');
});

test('frames are stamped in their order, over all chunks, and only [DONE] is the last', () => {
  const scanner = new SseFrames();
  const frames = ['event: a\ndata: {}\n\ndata: {"b":1}\n\n', ': no frame\n\ndata: {}\n\n', 'data: [DONE]'].flatMap((text) => [
    ...(scanner.push(Buffer.from(text)) ?? []),
  ]);
  const all = [...frames, ...scanner.flush()].map(({ bytes, last }) => [bytes.toString(), last]);
  assert.deepEqual(all, [
    ['event: a\ndata: {"__llmBenchFrame":0}\n\n', false],
    ['data: {"__llmBenchFrame":1,"b":1}\n\n', false],
    ['data: {"__llmBenchFrame":2}\n\n', false],
    ['data: [DONE]\n\n', true],
  ]);
});

const letters = (letter: string, count: number, last = false) => ({ bytes: Buffer.alloc(count, letter), last });

/** The pieces as they are handed on, and what lets time and turns pass. */
function gathered(context: TestContext): {
  readonly pieces: Pieces;
  readonly handedOn: string[];
  readonly pass: (ms: number) => Promise<void>;
} {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const handedOn: string[] = [];
  const pieces = new Pieces(new Turns(), (piece) => void handedOn.push(piece.toString()));
  const pass = async (ms: number): Promise<void> => {
    context.mock.timers.tick(ms);
    for (let turn = 0; turn < 10; turn++) await nextTurn();
  };
  return { pieces, handedOn, pass };
}

test('frames wait for one another, but not for long', async (context) => {
  const { pieces, handedOn, pass } = gathered(context);
  pieces.add(letters('a', 2));
  await pass(30);
  pieces.add(letters('b', 1));
  assert.deepEqual(handedOn, []);
  await pass(30);
  assert.deepEqual(handedOn, ['aab'], 'counted from the first of them');
  await pass(1000);
  pieces.flush();
  await pass(0);
  assert.deepEqual(handedOn, ['aab'], 'nothing is handed on twice, or empty');
});

test('the last frame is handed on at once, with what waited', async (context) => {
  const { pieces, handedOn, pass } = gathered(context);
  pieces.add(letters('a', 1));
  pieces.add(letters('z', 1, true));
  await pass(0);
  assert.deepEqual(handedOn, ['az']);
});

test('a flood of frames is handed on in small pieces, one a turn and whole frames only', async (context) => {
  const { pieces, handedOn, pass } = gathered(context);
  for (let index = 0; index < 30; index++) pieces.add(letters('x', 1000));
  pieces.flush();
  assert.deepEqual(handedOn, []);
  await pass(0);
  assert.deepEqual(
    handedOn.map(({ length }) => length),
    [9000, 9000, 9000, 3000],
  );
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
