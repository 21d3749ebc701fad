import { randomUUID } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { startDemoServer } from '../core/demo/server.ts';

/** From the thread: once, when the demo models can be called. */
export interface DemoWorkerReady {
  readonly type: 'ready';
  readonly origin: string;
}

/** To the thread: end every connection and then the thread. */
export interface DemoWorkerClose {
  readonly type: 'close';
}

const port = parentPort;
if (!port) throw new Error('demo.worker runs as a worker thread only');

// Another in each process: who calls again later what was refused is to meet a server in another mood, as of real services.
const server = await startDemoServer(randomUUID());
port.on('message', (message: DemoWorkerClose) => {
  if (message.type === 'close') void server.close().then(() => port.close());
});
port.postMessage({ type: 'ready', origin: server.origin } satisfies DemoWorkerReady);
