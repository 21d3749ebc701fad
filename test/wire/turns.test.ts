import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Turns } from '../../src/core/providers/turns.ts';

test('bytes that arrive are read between two jobs, however many jobs wait', async (context) => {
  const server = createServer((socket) => socket.on('data', (bytes) => socket.write(bytes)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  context.after(() => {
    socket.destroy();
    server.close();
  });
  await once(socket, 'connect');
  const turns = new Turns();
  const echoed = once(socket, 'data');
  socket.write('ping');
  // Work without end: each job adds the next one. It ends only because the echo is read meanwhile.
  let working = true;
  let jobs = 0;
  const job = (): void => {
    jobs++;
    if (working) turns.add(job);
  };
  for (let i = 0; i < 10; i++) turns.add(job);
  await echoed;
  working = false;
  assert.ok(jobs > 0);
});

test('jobs are done in order, one a turn; the next ones are done though one adds more', async () => {
  const turns = new Turns();
  const done: string[] = [];
  turns.add(() => {
    done.push('first');
    turns.add(() => done.push('third'));
  });
  turns.add(() => done.push('second'));
  const seen: number[] = [];
  while (done.length < 3) {
    await nextTurn();
    seen.push(done.length);
  }
  assert.deepEqual(done, ['first', 'second', 'third']);
  assert.deepEqual(seen, [1, 2, 3]);
});

test('what is urgent goes before all that waits, in its own order', async () => {
  const turns = new Turns();
  const done: string[] = [];
  const job = (name: string) => () => void done.push(name);
  turns.add(job('parse one'));
  turns.add(job('parse two'));
  turns.addUrgent(job('send one'));
  turns.addUrgent(job('send two'));
  while (done.length < 4) await nextTurn();
  assert.deepEqual(done, ['send one', 'send two', 'parse one', 'parse two']);
});
