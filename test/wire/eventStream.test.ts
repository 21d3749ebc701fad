import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { EventStreamFrames } from '../../src/core/providers/eventStream.ts';
import { encodeError, encodeEvent, encodeException, encodeMessage } from '../servers/eventStream.ts';

const messages = [
  encodeEvent('messageStart', { role: 'assistant' }),
  encodeEvent('contentBlockDelta', { delta: { text: 'Grüße 👋' } }),
  encodeException('throttlingException', 'slow down'),
  encodeError('internal', 'no idea'),
];
const lines = [
  '{"__llmBenchFrame":0,"headers":{":event-type":"messageStart",":content-type":"application/json",":message-type":"event"},"payload":{"role":"assistant"}}\n',
  '{"__llmBenchFrame":1,"headers":{":event-type":"contentBlockDelta",":content-type":"application/json",":message-type":"event"},"payload":{"delta":{"text":"Grüße 👋"}}}\n',
  '{"__llmBenchFrame":2,"headers":{":exception-type":"throttlingException",":content-type":"application/json",":message-type":"exception"},"payload":{"message":"slow down"}}\n',
  '{"__llmBenchFrame":3,"headers":{":message-type":"error",":error-code":"internal",":error-message":"no idea"},"payload":null}\n',
];

function read(chunks: readonly Buffer[]): string[] {
  const scanner = new EventStreamFrames();
  return chunks.flatMap((chunk) => scanner.push(chunk) ?? []).map(({ bytes }) => bytes.toString('utf8'));
}

test('messages are read whatever way their bytes are cut', () => {
  const bytes = Buffer.concat(messages);
  fc.assert(
    fc.property(fc.array(fc.nat({ max: bytes.length })), (cuts) => {
      const bounds = [0, ...cuts.sort((one, other) => one - other), bytes.length];
      assert.deepEqual(read(bounds.slice(1).map((end, index) => bytes.subarray(bounds[index], end))), lines);
    }),
    { numRuns: 200 },
  );
});

test('a message comes out with the chunk that brings its last byte', () => {
  const scanner = new EventStreamFrames();
  const [message = Buffer.alloc(0)] = messages;
  assert.deepEqual(scanner.push(message.subarray(0, -1)), []);
  assert.equal(scanner.push(message.subarray(-1))?.length, 1);
});

test('any changed byte of a message is noticed', () => {
  const [, message = Buffer.alloc(0)] = messages;
  fc.assert(
    // The first byte says that it is an event stream at all.
    fc.property(fc.integer({ min: 1, max: message.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const damaged = Buffer.from(message);
      damaged.writeUInt8((damaged[at] ?? 0) ^ change, at);
      assert.throws(() => read([damaged]), /a message whose checksum is wrong/);
    }),
  );
});

test('headers that are no strings are passed over', () => {
  const values = [
    [0, 0],
    [1, 0],
    [2, 1],
    [3, 2],
    [4, 4],
    [5, 8],
    [8, 8],
    [9, 16],
  ] as const;
  const other = values.map(([type, size]) => Buffer.concat([Buffer.of(1, 0x78, type), Buffer.alloc(size, 0x7f)]));
  const bytesHeader = Buffer.concat([Buffer.of(1, 0x78, 6, 0, 3), Buffer.alloc(3, 0x7f)]);
  const head = Buffer.concat([...other, bytesHeader]);
  assert.deepEqual(read([encodeMessage({ a: 'b' }, '{}', head)]), ['{"__llmBenchFrame":0,"headers":{"a":"b"},"payload":{}}\n']);
});

test('headers that make no sense are an error', () => {
  const unknownType = Buffer.of(1, 0x78, 42);
  assert.throws(() => read([encodeMessage({}, '{}', unknownType)]), /header "x" that cannot be read/);
});

test('JSON and HTML are known for what they are', () => {
  for (const body of ['{"message":"no"}', '<!doctype html>']) {
    const scanner = new EventStreamFrames();
    assert.equal(scanner.push(Buffer.alloc(0))?.length, 0);
    assert.equal(scanner.push(Buffer.from(body)), null);
  }
});

test('line ends within a payload do not break a line', () => {
  assert.deepEqual(read([encodeMessage({}, '{\r\n  "a": 1\n}')]), [
    '{"__llmBenchFrame":0,"headers":{},"payload":{   "a": 1 }}\n',
  ]);
});
