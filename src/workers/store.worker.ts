import { parentPort } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { BenchStoreCalls, StoreWorkerMessage } from '../core/benchStore.ts';
import { Data } from '../core/data/data.ts';
import { historyOf } from '../core/history/historyOf.ts';
import { runCounts } from '../core/runCounts.ts';
import { RunViews } from '../core/runViews.ts';
import { openStore } from '../core/store/openStore.ts';
import { refuseStore, serveStore, storeCalls } from '../core/store/remote.ts';
import type { Store } from '../core/store/spec.ts';

/** Composition root of the store's thread: the store, and the figures that are made where the rows are. */
let opening: Promise<Store> | null = null;
let folder = '';

parentPort?.on('message', (message: StoreWorkerMessage) => {
  switch (message.type) {
    case 'open':
      folder = message.folder;
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
    serveStore(benchCalls(await opening, folder), port);
  } catch (error) {
    refuseStore(error, port);
  }
}

function benchCalls(store: Store, path: string): BenchStoreCalls {
  const views = new RunViews(store);
  const data = new Data(store, views, path);
  return {
    ...storeCalls(store),
    comparison: (runId, choice) => views.comparison(runId, choice),
    scoredRun: (runId, choice) => views.scoredRun(runId, choice),
    panelView: (request) => views.panelView(request),
    answer: (runId, attemptId, scoringId) => views.answer(runId, attemptId, scoringId),
    counts: (runId) => runCounts(store, runId),
    render: (format, runId, choice) => views.render(format, runId, choice),
    renderFile: (format, runId, target, choice) => views.renderFile(format, runId, target, choice),
    history: (query) => historyOf(store, views, query),
    size: () => data.size(),
    backup: (target) => data.backup(target),
    restore: (source) => data.restore(source),
    merge: (source) => data.merge(source),
    check: () => data.check(),
    compact: () => data.compact(),
    exportAll: (target, format) => data.exportAll(target, format),
    prune: (before) => data.prune(before),
  };
}
