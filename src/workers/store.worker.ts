import { parentPort } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { BenchStoreCalls, StoreWorkerMessage } from '../core/benchStore.ts';
import { RunViews } from '../core/runViews.ts';
import { openStore } from '../core/store/openStore.ts';
import { refuseStore, serveStore, storeCalls } from '../core/store/remote.ts';
import type { Store } from '../core/store/spec.ts';

/** Composition root of the store's thread: the store, and the figures that are made where the rows are. */
let opening: Promise<Store> | null = null;

parentPort?.on('message', (message: StoreWorkerMessage) => {
  switch (message.type) {
    case 'open':
      opening = openStore(message.folder, { wasmPath: message.wasmPath });
      // Whoever connects is told.
      opening.catch(() => undefined);
      break;
    case 'connect':
      void connect(message.port);
      break;
  }
});

async function connect(port: MessagePort): Promise<void> {
  try {
    if (opening === null) throw new Error('The store worker was asked to connect before it was told what to open.');
    serveStore(benchCalls(await opening), port);
  } catch (error) {
    refuseStore(error, port);
  }
}

function benchCalls(store: Store): BenchStoreCalls {
  const views = new RunViews(store);
  return {
    ...storeCalls(store),
    comparison: (runId, choice) => views.comparison(runId, choice),
    scoredRun: (runId, choice) => views.scoredRun(runId, choice),
  };
}
