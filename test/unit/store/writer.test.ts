import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { isAlive, thisWriter, unknownWriter, parseStat } from '../../../src/core/store/writer.ts';

const now = new Date();
const hasStartTimes = process.platform === 'linux';
const longAgo = new Date(now.getTime() - 2 * 60 * 60 * 1000);

test('where start times can be read, this process is alive however long it says nothing', () => {
  assert.equal(isAlive(thisWriter(now), longAgo, now), hasStartTimes);
});

test('a process that has ended is not', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  assert.equal(isAlive({ ...thisWriter(now), pid: child.pid ?? 0 }, now, now), false);
});

test('where start times can be read, a reused process id is not the writer', () => {
  assert.equal(isAlive({ ...thisWriter(now), processStart: '1' }, now, now), false);
});

test('without a start time, silence and the last start of the machine decide', () => {
  const writer = { ...thisWriter(now), processStart: null };
  assert.equal(isAlive(writer, now, now), true);
  assert.equal(isAlive(writer, longAgo, now), false);
  assert.equal(isAlive({ ...writer, at: '1999-12-31T23:59:59.000Z' }, now, now), false);
});

test('on another machine, silence decides', () => {
  const writer = { ...thisWriter(now), host: 'elsewhere', pid: 1 };
  assert.equal(isAlive(writer, now, now), true);
  assert.equal(isAlive(writer, longAgo, now), false);
  assert.equal(isAlive(unknownWriter(), longAgo, now), false);
});

test('a process that was killed and not yet fetched by its parent has ended', () => {
  const stat = (state: string) => `4711 (a (b) c) ${state} ${Array.from({ length: 18 }, (_, i) => i).join(' ')} 987654 0 0\n`;
  assert.deepEqual(parseStat(stat('S')), { start: '987654', ended: false });
  assert.deepEqual(parseStat(stat('Z')), { start: '987654', ended: true });
  assert.equal(parseStat(''), null);
});
