import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { decodeLine, encodeLine } from '../../../src/core/store/logLine.ts';
import type { LogEntry } from '../../../src/core/store/logLine.ts';
import { detail, makeAttempt, makeGrade, makeRun, makeScoring } from './fixtures.ts';

const entry: LogEntry = { type: 'attempt', attempt: makeAttempt(makeRun().id, {}, 'zwei\nZeilen, 日本語 😀') };

function withoutLineFeed(line: Buffer): Buffer {
  return line.subarray(0, line.length - 1);
}

test('a line is one JSON object with one line feed, and gives its entry back', () => {
  const line = encodeLine(entry);
  assert.equal(line.indexOf('\n'), line.length - 1);
  assert.deepEqual(JSON.parse(line.toString()).entry, entry);
  assert.deepEqual(decodeLine(withoutLineFeed(line)), { state: 'ok', entry });
});

test('any changed byte of the entry shows', () => {
  const line = withoutLineFeed(encodeLine(entry));
  const start = line.indexOf('"entry":') + '"entry":'.length;
  fc.assert(
    fc.property(fc.integer({ min: start, max: line.length - 2 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const rotten = Buffer.from(line);
      rotten[at] = (rotten[at] ?? 0) ^ flip;
      assert.deepEqual(decodeLine(rotten), { state: 'damaged' });
    }),
  );
});

test('any part of a line is damaged', () => {
  const line = withoutLineFeed(encodeLine(entry));
  fc.assert(
    fc.property(fc.nat(line.length - 1), (end) => assert.deepEqual(decodeLine(line.subarray(0, end)), { state: 'damaged' })),
  );
});

test('only what an earlier version cannot know is written so that it stops there', () => {
  const { id } = makeRun();
  const versionOf = (written: LogEntry) => JSON.parse(encodeLine(written).toString()).v;
  assert.equal(versionOf({ type: 'run-created', run: makeRun(), detail }), 1);
  assert.equal(versionOf(entry), 1);
  assert.equal(versionOf({ type: 'grade', grade: makeGrade(makeScoring(id), makeAttempt(id).record.id) }), 2);
});

test('a line of a later format is told apart from a damaged one', () => {
  const line = withoutLineFeed(encodeLine(entry)).toString().replace('{"v":1,', '{"v":99,');
  assert.deepEqual(decodeLine(Buffer.from(line)), { state: 'newer' });
});
