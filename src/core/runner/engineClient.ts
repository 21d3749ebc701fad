import { Worker, type MessagePort } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import type { Disposable } from '../../shared/base/disposable.ts';
import { Emitter } from '../../shared/base/emitter.ts';
import type { RunEvent, ScoringEvent } from '../../shared/model/run.ts';
import type { EditorModels } from '../editorModels.ts';
import type { ResumeSpec } from '../resumedRun.ts';
import { keepingStoreErrors } from '../store/remote.ts';
import { EditorCalls } from './editorBridge.ts';
import type { EngineSpec } from './engine.ts';
import type { EngineEvents, EngineFunctions, EngineWorkerData } from './protocol.ts';
import type { ScoringSpec } from './scoreRun.ts';

/** The engine in its own thread, seen from its owner's. Calls that are open when the worker dies are rejected. */
export class EngineClient implements Disposable {
  readonly #worker: Worker;
  readonly #rpc;
  readonly #events = new Emitter<RunEvent>();
  readonly #scoringEvents = new Emitter<ScoringEvent>();
  readonly #editorCalls: EditorCalls;
  readonly events = this.#events.event;
  readonly scoringEvents = this.#scoringEvents.event;

  /** @param editorModels `null` outside the editor */
  constructor(script: URL, storePort: MessagePort, editorModels: EditorModels | null) {
    const workerData: EngineWorkerData = { storePort };
    const worker = new Worker(script, {
      workerData,
      transferList: [storePort],
      name: 'llm-bench engine',
      // A third of Node's own: collected more often, shorter each time, and 100 MB less at 100 calls in flight.
      resourceLimits: { maxYoungGenerationSizeMb: 16 },
    });
    this.#worker = worker;
    const editorCalls = new EditorCalls(editorModels);
    this.#editorCalls = editorCalls;
    this.#rpc = createBirpc<EngineFunctions, EngineEvents>(
      {
        ...editorCalls.functions,
        onEvents: (events) => events.forEach((event) => this.#events.fire(event)),
        onScoringEvents: (events) => events.forEach((event) => this.#scoringEvents.fire(event)),
      },
      {
        post: (message) => worker.postMessage(message),
        on: (receive) => worker.on('message', receive),
        // A run takes as long as it takes.
        timeout: -1,
        ...keepingStoreErrors,
      },
    );
    worker.on('error', (error) => this.#rpc.$close(error));
    worker.on('exit', (code) => {
      editorCalls.cancelAll();
      this.#rpc.$close(new Error(`The engine's thread ended with code ${code}`));
    });
  }

  get closed(): boolean {
    return this.#rpc.$closed;
  }

  start(spec: EngineSpec): Promise<void> {
    return this.#rpc.start(spec);
  }

  resume(spec: ResumeSpec): Promise<void> {
    return this.#rpc.resume(spec);
  }

  cancel(runId: string): Promise<void> {
    return this.#rpc.cancel(runId);
  }

  score(spec: ScoringSpec): Promise<void> {
    return this.#rpc.score(spec);
  }

  cancelScoring(id: string): Promise<void> {
    return this.#rpc.cancelScoring(id);
  }

  dispose(): void {
    this.#rpc.$close(new Error('The engine was closed'));
    this.#events.dispose();
    this.#scoringEvents.dispose();
    this.#editorCalls.cancelAll();
    void this.#worker.terminate();
  }
}
