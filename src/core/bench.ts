import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { Disposable } from '../shared/base/disposable.ts';
import { Emitter, type Subscribe } from '../shared/base/emitter.ts';
import type { RunId } from '../shared/model/ids.ts';
import type { RunEvent, RunRecord } from '../shared/model/run.ts';
import type { Candidate, Suite } from '../shared/model/suite.ts';
import type { Clock, KeySource, Logger, UserProviders } from './ports.ts';
import { editorProblems, type EditorModels } from './editorModels.ts';
import { ListPrices } from './listPrices.ts';
import { prepareRun, type PreparedRun } from './prepareRun.ts';
import { EngineClient } from './runner/engineClient.ts';
import { spawnStore, type BenchStore } from './benchStore.ts';
import { closedError } from './store/errors.ts';

export interface BenchOptions {
  /** Scripts of the workers, beside the bundle that runs this. */
  readonly workers: { readonly engine: URL; readonly store: URL; readonly demo: URL };
  /** Where runs are kept. */
  readonly storeDir: string;
  readonly wasmPath: string;
  readonly keys: KeySource;
  /** What the user has set about providers, as of now. */
  readonly userProviders: () => UserProviders;
  /** Absent outside the editor. */
  readonly editorModels?: EditorModels;
  readonly toolVersion: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface StartOptions {
  readonly triggeredBy: RunRecord['triggeredBy'];
  readonly suitePath: string;
}

export interface RunHandle {
  readonly run: RunRecord;
  readonly candidates: readonly Candidate[];
  readonly events: Subscribe<RunEvent>;
  /** Resolves with the run as it ended; rejects where it could not be begun or the engine died. */
  readonly finished: Promise<RunRecord>;
  cancel(): void;
}

/**
 * The product without an editor: prepares and runs suites, keeps results. Extension and CLI are two faces of it.
 * Nothing is started before it is needed: no worker, no database.
 */
export class Bench implements Disposable {
  readonly #options: BenchOptions;
  readonly #listPrices: ListPrices;
  #store: Promise<BenchStore> | undefined;
  #engine: { readonly client: EngineClient; readonly store: BenchStore } | undefined;
  #demo: Promise<DemoServer> | undefined;
  #closed = false;

  constructor(options: BenchOptions) {
    this.#options = options;
    this.#listPrices = new ListPrices(options.clock);
  }

  /** The store, opened on first use in its own worker; opened anew where that has died. */
  store(): Promise<BenchStore> {
    if (this.#closed) return Promise.reject(closedError());
    if (this.#store) return this.#store;
    const { workers, storeDir, wasmPath } = this.#options;
    const store = spawnStore(workers.store, storeDir, wasmPath, (cause) => {
      if (cause !== null) this.#options.logger.error(`The store's thread failed: ${messageOf(cause)}`);
      if (this.#store === store) this.#store = undefined;
    });
    store.catch(() => undefined);
    return (this.#store = store);
  }

  async prepare(suite: Suite): Promise<PreparedRun> {
    const { keys, clock, editorModels } = this.#options;
    const demoOrigin = suite.models.some((model) => model.provider === 'demo') ? await this.#demoOrigin() : null;
    const prepared = await prepareRun(suite, {
      keys,
      user: this.#options.userProviders(),
      at: clock.date(),
      demoOrigin,
      editorModels: editorModels !== undefined,
      listPrice: (brand, endpoint, model) => this.#listPrices.price(brand, endpoint, model),
    });
    if (editorModels === undefined) return prepared;
    const wanted = suite.models.filter(({ ref }) => prepared.endpoints[ref]?.api === 'vscode-lm');
    const problems = await editorProblems(
      editorModels,
      wanted.map(({ model }) => model),
    );
    return { ...prepared, problems: [...prepared.problems, ...problems] };
  }

  /** Starts a prepared run. The handle's events come as the engine's worker tells them. */
  async start(prepared: PreparedRun, { triggeredBy, suitePath }: StartOptions): Promise<RunHandle> {
    const { suite, candidates, prices, worstPrices, endpoints } = prepared;
    const run: RunRecord = {
      id: randomUUID() as string as RunId,
      name: suite.name,
      triggeredBy,
      suiteName: suite.name,
      suitePath,
      suiteHash: suite.hash,
      startedAt: this.#options.clock.date().toISOString(),
      finishedAt: null,
      status: 'running',
      statusMessage: null,
      plannedSamples: prepared.plannedSamples,
      toolVersion: this.#options.toolVersion,
      harness: null,
      baselineAt: null,
      extensions: 0,
    };
    this.#options.editorModels?.forgetRefusals();
    const engine = await this.#liveEngine();
    const events = new Emitter<RunEvent>();
    let last: RunRecord = run;
    const subscription = engine.events((event) => {
      if (eventRunId(event) !== run.id) return;
      if (event.type === 'run-finished') last = event.run;
      events.fire(event);
    });
    const finished = engine
      .start({ run, detail: { suite, candidates, prices }, endpoints, worstPrices })
      .then(() => last)
      .catch((error: unknown) => this.#engineFailed(run, error))
      .finally(() => {
        subscription.dispose();
        events.dispose();
      });
    return { run, candidates, events: events.event, finished, cancel: () => void engine.cancel(run.id).catch(() => {}) };
  }

  /** The engine could not begin the run, or its thread died: the run must not stand as running for ever. */
  async #engineFailed(run: RunRecord, error: unknown): Promise<never> {
    const statusMessage = `The engine stopped: ${messageOf(error)}`;
    // Who closes ends the runs too: the store knows them as interrupted when it is opened again.
    if (this.#closed) throw error;
    this.#options.logger.error(statusMessage);
    const failed: RunRecord = { ...run, status: 'failed', statusMessage, finishedAt: this.#options.clock.date().toISOString() };
    try {
      const store = await this.store();
      if (await store.run(run.id)) await store.updateRun(failed);
    } catch (storeError) {
      this.#options.logger.error(`The run could not be marked as failed: ${messageOf(storeError)}`);
    }
    throw error;
  }

  /** The engine that writes to the store of now. Nothing is waited for after the store: two starts at once share one engine. */
  async #liveEngine(): Promise<EngineClient> {
    const store = await this.store();
    if (this.#closed) throw closedError();
    if (this.#engine && !this.#engine.client.closed && this.#engine.store === store) return this.#engine.client;
    this.#engine?.client.dispose();
    const client = new EngineClient(this.#options.workers.engine, store.connect(), this.#options.editorModels ?? null);
    this.#engine = { client, store };
    return client;
  }

  async #demoOrigin(): Promise<string> {
    if (this.#closed) throw closedError();
    const demo = (this.#demo ??= startDemo(this.#options.workers.demo, () => (this.#demo = undefined)));
    return (await demo).origin;
  }

  /** Writes out what the store holds in memory and ends all workers, for good. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#listPrices.dispose();
    const store = await this.#store?.catch(() => undefined);
    this.#engine?.client.dispose();
    (await this.#demo?.catch(() => undefined))?.dispose();
    await store?.close();
    this.#store = undefined;
    this.#engine = undefined;
    this.#demo = undefined;
  }

  dispose(): void {
    void this.close().catch((error: unknown) => this.#options.logger.error(`Closing failed: ${String(error)}`));
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function eventRunId(event: RunEvent): string {
  return 'run' in event ? event.run.id : event.runId;
}

interface DemoServer extends Disposable {
  readonly origin: string;
}

/** The demo models' server has a thread of its own, so that its timers burden neither the engine nor the host. */
function startDemo(script: URL, ended: () => void): Promise<DemoServer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, { name: 'llm-bench demo models' });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      ended();
      reject(new Error(`The demo models' server ended with code ${code} before it was ready`));
    });
    worker.on('message', (message: { type: string; origin: string }) => {
      if (message.type === 'ready') resolve({ origin: message.origin, dispose: () => void worker.terminate() });
    });
  });
}
