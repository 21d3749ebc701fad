import { parentPort, workerData } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import type { BenchStoreCalls } from '../core/benchStore.ts';
import { nullLogger, systemClock } from '../core/ports.ts';
import { createCaller } from '../core/providers/caller.ts';
import { resumedRun, type ResumeSpec } from '../core/resumedRun.ts';
import { goesOnError, type StoredRuns } from '../core/runner/earlier.ts';
import { remoteEditor } from '../core/runner/editorBridge.ts';
import { withEditorModels } from '../core/runner/editorCaller.ts';
import { runEngine, type EngineSpec, type RunSink } from '../core/runner/engine.ts';
import { GatheredEvents } from '../core/runner/gatheredEvents.ts';
import { PacerPool } from '../core/runner/pacer.ts';
import type { EngineEvents, EngineFunctions, EngineWorkerData } from '../core/runner/protocol.ts';
import { scoreRun } from '../core/runner/scoreRun.ts';
import { WorkerScoringThread } from '../core/scorers/scoringThread.ts';
import { StoreError } from '../core/store/errors.ts';
import { connectStore, keepingStoreErrors } from '../core/store/remote.ts';
import { TokenThread } from '../core/tokens/tokenThread.ts';
import type { RunEvent, ScoringEvent } from '../shared/model/run.ts';

/** Composition root of the measuring thread: nothing but the engine runs here. */
const port = parentPort;
if (!port) throw new Error('The engine runs in a worker thread');
const { storePort } = workerData as EngineWorkerData;

/** Whoever needs it hears why it could not be opened. */
const store = connectStore<BenchStoreCalls>(storePort);
store.catch(() => undefined);
const editor = remoteEditor({
  call: (id, call) => owner.callEditorModel(id, call),
  cancel: (id) => void owner.cancelEditorCall.asEvent(id),
});

const sink: RunSink = {
  append: async (attempt) => (await store).appendAttempt(attempt),
  createRun: async (run, detail) => (await store).createRun(run, detail),
  extendRun: async (run, detail) => (await store).extendRun(run, detail),
  updateRun: async (run) => (await store).updateRun(run),
  createScoring: async (scoring, detail) => (await store).createScoring(scoring, detail),
  appendGrade: async (grade) => (await store).appendGrade(grade),
  updateScoring: async (scoring) => (await store).updateScoring(scoring),
};
const stored: StoredRuns = {
  account: async (runId, what) => (await store).calls.account(runId, what),
  attempts: async (runId) => (await store).attempts(runId),
  body: async (runId, attemptId) => (await store).body(runId, attemptId),
  grades: async (runId, id) => (await store).grades(runId, id),
};
const tokens = new TokenThread(new URL('tokens.worker.js', import.meta.url));
const thread = new WorkerScoringThread(new URL('scoring.worker.js', import.meta.url));
const ports = {
  caller: withEditorModels(createCaller(), editor, systemClock),
  sink,
  stored,
  thread,
  tokens,
  pacers: new PacerPool(systemClock),
  clock: systemClock,
  logger: nullLogger,
  random: Math.random,
};

/** Runs and scorings, by id. */
const underWay = new Map<string, AbortController>();

/** The threads that only work for others are let go when there is nothing left to do. */
async function cancellable(id: string, work: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
  const controller = new AbortController();
  underWay.set(id, controller);
  try {
    await work(controller.signal);
  } finally {
    underWay.delete(id);
    // Who waits for the end has heard all events by then.
    events.flush();
    scoringEvents.flush();
    if (underWay.size === 0) {
      tokens.release();
      thread.release();
    }
  }
}

const events = new GatheredEvents<RunEvent>((group) => void owner.onEvents.asEvent(group));
const scoringEvents = new GatheredEvents<ScoringEvent>((group) => void owner.onScoringEvents.asEvent(group));

const cancel = (id: string): void => underWay.get(id)?.abort();

function execute(spec: EngineSpec): Promise<void> {
  if (underWay.has(spec.run.id)) throw goesOnError(spec.run.name);
  return cancellable(spec.run.id, (signal) => runEngine(spec, { ...ports, emit: (event) => events.add(event) }, signal));
}

async function toResume(spec: ResumeSpec): Promise<EngineSpec> {
  const opened = await store;
  const found = await opened.run(spec.runId);
  if (found === null) throw new StoreError('other', 'The run is not in the results any more.');
  if (found.run.status === 'running') throw goesOnError(found.run.name);
  return resumedRun({ ...found, scorings: await opened.scorings(spec.runId) }, spec);
}

const functions: EngineFunctions = {
  start: async (spec) => execute(spec),
  resume: async (spec) => execute(await toResume(spec)),
  cancel,
  score: (spec) =>
    cancellable(spec.scoring.id, (signal) => scoreRun(spec, { ...ports, emit: (event) => scoringEvents.add(event) }, signal)),
  cancelScoring: cancel,
};

const owner = createBirpc<EngineEvents, EngineFunctions>(functions, {
  post: (message) => port.postMessage(message),
  on: (receive) => port.on('message', receive),
  timeout: -1,
  ...keepingStoreErrors,
});
