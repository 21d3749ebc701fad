import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { MessageChannel, Worker } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { StoreError } from '../../../src/core/store/errors.ts';
import { connectStore } from '../../../src/core/store/remote.ts';
import type { StoreWorkerMessage } from '../../../src/core/benchStore.ts';
import { detail, makeAttempt, makeGrade, makeRun, makeScoring, temporaryFolder } from './fixtures.ts';

const wasmPath = createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm');

function startWorker(): AsyncDisposable & {
  readonly worker: Worker;
  send(message: StoreWorkerMessage): void;
  connect(): MessagePort;
} {
  const worker = new Worker(new URL('../../../src/workers/store.worker.ts', import.meta.url));
  const send = (message: StoreWorkerMessage, ports: MessagePort[] = []) => worker.postMessage(message, ports);
  const connect = () => {
    const { port1, port2 } = new MessageChannel();
    send({ type: 'connect', port: port2 }, [port2]);
    return port1;
  };
  const dispose = async () => void (await worker.terminate());
  return { worker, send, connect, [Symbol.asyncDispose]: dispose };
}

test('several threads write to one store in a worker', async () => {
  await using folder = await temporaryFolder();
  await using store = startWorker();
  store.send({ type: 'open', folder: folder.path, wasmPath });
  const [host, engine] = await Promise.all([connectStore(store.connect()), connectStore(store.connect())]);
  assert.equal(host.health.state, 'ok');
  const run = makeRun();
  await host.createRun(run, detail);
  const attempts = Array.from({ length: 20 }, () => makeAttempt(run.id));
  await Promise.all(attempts.map((attempt) => engine.appendAttempt(attempt)));
  assert.deepEqual(
    await host.attempts(run.id),
    attempts.map(({ record }) => record),
  );
  await assert.rejects(engine.deleteRun(run.id), { name: 'StoreError', kind: 'locked' });
  await host.close();
  await assert.rejects(engine.appendAttempt(makeAttempt(run.id)), { name: 'StoreError', kind: 'closed' });
  await engine.close();
});

test('of attempts and grades that go over together, each hears what became of itself', async () => {
  await using folder = await temporaryFolder();
  await using store = startWorker();
  store.send({ type: 'open', folder: folder.path, wasmPath });
  const engine = await connectStore(store.connect());
  const [kept, gone] = [makeRun(), makeRun({ status: 'finished' })];
  await engine.createRun(kept, detail);
  await engine.createRun(gone, detail);
  await engine.deleteRun(gone.id);
  const attempts = [kept, gone, kept].map(({ id }) => makeAttempt(id));
  const outcomes = await Promise.allSettled(attempts.map((attempt) => engine.appendAttempt(attempt)));
  assert.deepEqual(
    outcomes.map((outcome) => (outcome.status === 'fulfilled' ? 'kept' : (outcome.reason as StoreError).kind)),
    ['kept', 'other', 'kept'],
  );
  assert.equal((await engine.attempts(kept.id)).length, 2);
  const [scoring, lost] = [makeScoring(kept.id), makeScoring(gone.id)];
  const grades = attempts.map(({ record }, index) => engine.appendGrade(makeGrade(index === 1 ? lost : scoring, record.id)));
  assert.deepEqual(
    (await Promise.allSettled(grades)).map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
  assert.equal((await engine.grades(kept.id, scoring.id)).length, 2);
  await engine.close();
});

test('a thread that leaves does not close the store for the others', async () => {
  await using folder = await temporaryFolder();
  await using store = startWorker();
  store.send({ type: 'open', folder: folder.path, wasmPath });
  const port = store.connect();
  const [host] = await Promise.all([connectStore(store.connect()), connectStore(port)]);
  port.close();
  assert.deepEqual(await host.listRuns(), []);
  await host.close();
});

// A promise that hangs is what these are about.
const hanging = { timeout: 30_000 };

test('when the worker dies, calls under way and to come reject', hanging, async () => {
  await using folder = await temporaryFolder();
  await using store = startWorker();
  store.send({ type: 'open', folder: folder.path, wasmPath });
  const remote = await connectStore(store.connect());
  const run = makeRun();
  await remote.createRun(run, detail);
  const calls = Array.from({ length: 50 }, () => remote.appendAttempt(makeAttempt(run.id, {}, 'x'.repeat(100_000))));
  const settled = Promise.allSettled(calls);
  await store.worker.terminate();
  const rejected = (await settled).filter((result) => result.status === 'rejected');
  assert.ok(rejected.length > 0);
  for (const { reason } of rejected) assert.equal(reason.kind, 'closed');
  await assert.rejects(remote.listRuns(), { name: 'StoreError', kind: 'closed' });
  await remote.close();
});

test('a worker that dies before it answers rejects the connection', hanging, async () => {
  await using store = startWorker();
  const connecting = assert.rejects(connectStore(store.connect()), { name: 'StoreError', kind: 'closed' });
  await store.worker.terminate();
  await connecting;
});

test('a store that cannot be opened tells every thread why', async () => {
  await using folder = await temporaryFolder();
  await using store = startWorker();
  store.send({ type: 'open', folder: folder.path, wasmPath: join(folder.path, 'missing.wasm') });
  for (let time = 0; time < 2; time++) {
    const port = store.connect();
    await assert.rejects(connectStore(port), { name: 'StoreError', kind: 'other', message: /missing\.wasm/ });
    port.close();
  }
});
