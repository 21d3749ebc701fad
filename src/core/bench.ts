import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { Disposable } from '../shared/base/disposable.ts';
import { Emitter, type Subscribe } from '../shared/base/emitter.ts';
import type { RunId } from '../shared/model/ids.ts';
import type { RunEvent, RunRecord } from '../shared/model/run.ts';
import type { ApiKind, Candidate, CaseSpec, PromptSpec, Suite } from '../shared/model/suite.ts';
import type { PriceRow } from '../shared/model/usage.ts';
import { demoModels } from './demo/models.ts';
import type { Clock, KeyRequest, KeySource, Logger } from './ports.ts';
import { estimateRun, type PlannedCalls, type RunEstimate } from './pricing/estimate.ts';
import { price } from './pricing/price.ts';
import { resolveEndpoint } from './providers/resolve.ts';
import type { Endpoint } from './providers/spec.ts';
import { EngineClient } from './runner/engineClient.ts';
import { candidatesOf } from './runner/plan.ts';
import { spawnStore, type BenchStore } from './benchStore.ts';
import { renderTemplate } from './suite/template.ts';

export interface BenchOptions {
  /** Scripts of the workers, beside the bundle that runs this. */
  readonly workers: { readonly engine: URL; readonly store: URL; readonly demo: URL };
  /** Where runs are kept. */
  readonly storeDir: string;
  readonly wasmPath: string;
  readonly keys: KeySource;
  readonly toolVersion: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A suite made ready to run: servers resolved, prices pinned, keys looked up. Holds keys: never leaves the process. */
export interface PreparedRun {
  readonly suite: Suite;
  readonly candidates: readonly Candidate[];
  readonly plannedSamples: number;
  /** By `provider/model`. */
  readonly endpoints: Readonly<Record<string, Endpoint>>;
  readonly prices: Readonly<Record<string, PriceRow>>;
  readonly estimate: RunEstimate;
  /** Keys that must be had before this can start, one for each origin. */
  readonly missingKeys: readonly KeyRequest[];
  /** Models that name no server we know, in words for the user. */
  readonly problems: readonly string[];
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
  #store: Promise<BenchStore> | undefined;
  #engine: EngineClient | undefined;
  #demo: Promise<DemoServer> | undefined;

  constructor(options: BenchOptions) {
    this.#options = options;
  }

  /** The store, opened on first use in its own worker. */
  store(): Promise<BenchStore> {
    const { workers, storeDir, wasmPath } = this.#options;
    const store = (this.#store ??= spawnStore(workers.store, storeDir, wasmPath));
    store.catch(() => (this.#store = undefined));
    return store;
  }

  async prepare(suite: Suite): Promise<PreparedRun> {
    const demoOrigin = suite.models.some((model) => model.provider === 'demo') ? await this.#demoOrigin() : null;
    const endpoints: Record<string, Endpoint> = {};
    const prices: Record<string, PriceRow> = {};
    const problems: string[] = [];
    const missing = new Map<string, KeyRequest>();
    for (const { ref, provider, model } of suite.models) {
      if (endpoints[ref]) continue;
      const resolved = resolveEndpoint(provider, model, { endpoints: suite.endpoints, demoOrigin, demoApis });
      if (!resolved.ok) {
        problems.push(resolved.message);
        continue;
      }
      const request = resolved.keyRequest;
      const apiKey = request ? await this.#options.keys.key(request) : null;
      if (request?.required && apiKey === null) missing.set(request.origin, request);
      endpoints[ref] = { ...resolved.endpoint, apiKey };
      const row = await price(provider, model, { suitePrices: suite.prices, demoPrices, at: this.#options.clock.date() });
      if (row) prices[ref] = row;
    }
    const candidates = candidatesOf(suite);
    return {
      suite,
      candidates,
      plannedSamples: candidates.length * suite.cases.length * suite.repeats,
      endpoints,
      prices,
      estimate: estimateRun(plannedCalls(suite, prices)),
      missingKeys: [...missing.values()],
      problems,
    };
  }

  /** Starts a prepared run. The handle's events come as the engine's worker tells them. */
  async start(prepared: PreparedRun, { triggeredBy, suitePath }: StartOptions): Promise<RunHandle> {
    const { suite, candidates, prices, endpoints } = prepared;
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
    };
    const engine = await this.#liveEngine();
    const events = new Emitter<RunEvent>();
    let last: RunRecord = run;
    const subscription = engine.events((event) => {
      if (eventRunId(event) !== run.id) return;
      if (event.type === 'run-finished') last = event.run;
      events.fire(event);
    });
    const finished = engine
      .start({ run, detail: { suite, candidates, prices }, endpoints })
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
    const statusMessage = `The engine stopped: ${error instanceof Error ? error.message : String(error)}`;
    this.#options.logger.error(statusMessage);
    const store = await this.store();
    const failed: RunRecord = { ...run, status: 'failed', statusMessage, finishedAt: this.#options.clock.date().toISOString() };
    if (await store.run(run.id)) await store.updateRun(failed);
    throw error;
  }

  async #liveEngine(): Promise<EngineClient> {
    if (this.#engine && !this.#engine.closed) return this.#engine;
    const store = await this.store();
    this.#engine = new EngineClient(this.#options.workers.engine, store.connect());
    return this.#engine;
  }

  async #demoOrigin(): Promise<string> {
    const demo = (this.#demo ??= startDemo(this.#options.workers.demo));
    demo.catch(() => (this.#demo = undefined));
    return (await demo).origin;
  }

  /** Writes out what the store holds in memory and ends all workers. */
  async close(): Promise<void> {
    const store = await this.#store?.catch(() => undefined);
    this.#engine?.dispose();
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

const demoApis: Readonly<Record<string, ApiKind>> = Object.fromEntries(demoModels.map((model) => [model.id, model.api]));
const demoPrices: Readonly<Record<string, PriceRow>> = Object.fromEntries(
  demoModels.map((model) => [`demo/${model.id}`, model.price]),
);

function plannedCalls(suite: Suite, prices: Readonly<Record<string, PriceRow>>): PlannedCalls[] {
  const promptChars = new Map(suite.prompts.map((prompt) => [prompt.id, meanChars(prompt, suite.cases)]));
  return suite.models.flatMap((model) =>
    suite.prompts.map((prompt) => ({
      model: model.ref,
      samples: suite.cases.length * suite.repeats,
      promptChars: promptChars.get(prompt.id) ?? 0,
      maxOutputTokens: model.params.maxOutputTokens ?? null,
      price: prices[model.ref] ?? null,
    })),
  );
}

function meanChars(prompt: PromptSpec, cases: readonly CaseSpec[]): number {
  const chars = (testCase: CaseSpec) =>
    renderTemplate(prompt.template, testCase.vars).length + renderTemplate(prompt.system ?? '', testCase.vars).length;
  return cases.reduce((sum, testCase) => sum + chars(testCase), 0) / Math.max(1, cases.length);
}

function eventRunId(event: RunEvent): string {
  return 'run' in event ? event.run.id : event.runId;
}

interface DemoServer extends Disposable {
  readonly origin: string;
}

/** The demo models' server has a thread of its own, so that its timers burden neither the engine nor the host. */
function startDemo(script: URL): Promise<DemoServer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, { name: 'llm-bench demo models' });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`The demo models' server ended with code ${code} before it was ready`)));
    worker.on('message', (message: { type: string; origin: string }) => {
      if (message.type === 'ready') resolve({ origin: message.origin, dispose: () => void worker.terminate() });
    });
  });
}
