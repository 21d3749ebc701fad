import { parentPort, workerData } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import { nullLogger, systemClock } from '../core/ports.ts';
import { createCaller } from '../core/providers/caller.ts';
import { remoteEditor } from '../core/runner/editorBridge.ts';
import { withEditorModels } from '../core/runner/editorCaller.ts';
import { runEngine, type EngineSpec } from '../core/runner/engine.ts';
import { PacerPool } from '../core/runner/pacer.ts';
import type { EngineEvents, EngineFunctions, EngineWorkerData } from '../core/runner/protocol.ts';
import { scoreAnswer } from '../core/scorers/registry.ts';
import { connectStore } from '../core/store/remote.ts';
import { TokenThread } from '../core/tokens/tokenThread.ts';

/** Composition root of the measuring thread: nothing but the engine runs here. */
const port = parentPort;
if (!port) throw new Error('The engine runs in a worker thread');
const { storePort } = workerData as EngineWorkerData;

/** Whoever needs it hears why it could not be opened. */
const store = connectStore(storePort);
store.catch(() => undefined);
const editor = remoteEditor({
  call: (id, call) => owner.callEditorModel(id, call),
  cancel: (id) => void owner.cancelEditorCall.asEvent(id),
});
const caller = withEditorModels(createCaller(), editor, systemClock);
const tokens = new TokenThread(new URL('tokens.worker.js', import.meta.url));
const pacers = new PacerPool(systemClock);
const running = new Map<string, AbortController>();

const functions: EngineFunctions = {
  async start(spec: EngineSpec): Promise<void> {
    const controller = new AbortController();
    running.set(spec.run.id, controller);
    try {
      await runEngine(
        spec,
        {
          caller,
          sink: {
            append: async (attempt) => (await store).appendAttempt(attempt),
            createRun: async (run, detail) => (await store).createRun(run, detail),
            updateRun: async (run) => (await store).updateRun(run),
          },
          score: scoreAnswer,
          tokens,
          pacers,
          clock: systemClock,
          logger: nullLogger,
          random: Math.random,
          emit: (event) => void owner.onEvent.asEvent(event),
        },
        controller.signal,
      );
    } finally {
      running.delete(spec.run.id);
      if (running.size === 0) tokens.release();
    }
  },
  cancel(runId: string): void {
    running.get(runId)?.abort();
  },
};

const owner = createBirpc<EngineEvents, EngineFunctions>(functions, {
  post: (message) => port.postMessage(message),
  on: (receive) => port.on('message', receive),
  timeout: -1,
});
