import { parentPort } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { BenchStoreCalls, StoreWorkerMessage } from '../core/benchStore.ts';
import { CaseAnswersViews } from '../core/caseAnswers.ts';
import { Data } from '../core/data/data.ts';
import { historyOf } from '../core/history/historyOf.ts';
import { resumable } from '../core/resumable.ts';
import { runCounts } from '../core/runCounts.ts';
import { runHead } from '../core/runHead.ts';
import { runAccount } from '../core/runner/account.ts';
import { RunViews } from '../core/runViews.ts';
import { openStore } from '../core/store/openStore.ts';
import { refuseStore, serveStore, storeCalls, type StoreCalls } from '../core/store/remote.ts';
import { suiteFigures } from '../core/suiteFigures.ts';
import type { RunRecord } from '../shared/model/run.ts';
import type { ScoringRecord } from '../shared/model/scoring.ts';

/** Composition root of the store's thread: the store, and the figures that are made where the rows are. */
let opening: Promise<BenchStoreCalls> | null = null;

parentPort?.on('message', (message: StoreWorkerMessage) => {
  switch (message.type) {
    case 'open':
      opening = open(message.folder, message.wasmPath);
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
    serveStore(await opening, port);
  } catch (error) {
    refuseStore(error, port);
  }
}

/** One for all who connect: what one of them made the others need not make again. */
async function open(path: string, wasmPath: string): Promise<BenchStoreCalls> {
  const store = await openStore(path, { wasmPath });
  const views = new RunViews(store);
  const answers = new CaseAnswersViews(store);
  const data = new Data(store, views, path);
  return {
    ...watched(storeCalls(store), views),
    comparison: (runId, choice) => views.comparison(runId, choice),
    scoredRun: (runId, choice) => views.scoredRun(runId, choice),
    panelView: (request) => views.panelView(request),
    answer: (runId, attemptId, scoringId) => views.answer(runId, attemptId, scoringId),
    caseAnswers: (request) => answers.of(request),
    rate: (rating) => answers.rate(rating),
    head: (runId) => runHead(store, runId),
    counts: (runId) => runCounts(store, runId),
    resumable: (runId, what) => resumable(store, runId, what),
    account: (runId, what) => runAccount(store, runId, what),
    render: (format, runId, choice) => views.render(format, runId, choice),
    renderFile: (format, runId, target, choice) => views.renderFile(format, runId, target, choice),
    compareRuns: (runIds, reference) => views.compareRuns(runIds, reference),
    history: (query) => historyOf(store, views, query),
    suiteFigures: (suitePath, mostCells) => suiteFigures(store, suitePath, mostCells),
    size: () => data.size(),
    backup: (target) => data.backup(target),
    contents: (source) => data.contents(source),
    restore: (source) => data.restore(source),
    merge: (source) => data.merge(source),
    check: () => data.check(),
    compact: () => data.compact(),
    exportAll: (target, format) => data.exportAll(target, format),
    prunable: (before) => data.prunable(before),
    prune: (before) => data.prune(before),
  };
}

/** The calls by which runs and scorings begin and end. */
function watched(calls: StoreCalls, views: RunViews): StoreCalls {
  const run = async (writing: Promise<void>, record: RunRecord): Promise<void> => {
    await writing;
    views.runChanged(record);
  };
  const scoring = async (writing: Promise<void>, record: ScoringRecord): Promise<void> => {
    await writing;
    views.scoringChanged(record);
  };
  return {
    ...calls,
    createRun: (record, detail) => run(calls.createRun(record, detail), record),
    extendRun: (record, detail) => run(calls.extendRun(record, detail), record),
    updateRun: (record) => run(calls.updateRun(record), record),
    createScoring: (record, detail) => scoring(calls.createScoring(record, detail), record),
    updateScoring: (record) => scoring(calls.updateScoring(record), record),
  };
}
