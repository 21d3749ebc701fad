import { parentPort, workerData } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import { nullLogger, systemClock } from '../core/ports.ts';
import { createCaller } from '../core/providers/caller.ts';
import { runEngine, type EngineSpec } from '../core/runner/engine.ts';
import type { EngineEvents, EngineFunctions, EngineWorkerData } from '../core/runner/protocol.ts';
import { scoreAnswer } from '../core/scorers/registry.ts';
import { connectStore } from '../core/store/remote.ts';

/** Composition root of the measuring thread: nothing but the engine runs here. */
const port = parentPort;
if (!port) throw new Error('The engine runs in a worker thread');
const { storePort } = workerData as EngineWorkerData;

/** Whoever needs it hears why it could not be opened. */
const store = connectStore(storePort);
store.catch(() => undefined);
const caller = createCaller();
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
          clock: systemClock,
          logger: nullLogger,
          random: Math.random,
          emit: (event) => void owner.onEvent.asEvent(event),
        },
        controller.signal,
      );
    } finally {
      running.delete(spec.run.id);
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
