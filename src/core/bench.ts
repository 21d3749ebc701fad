import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { Disposable } from '../shared/base/disposable.ts';
import type { Subscribe } from '../shared/base/emitter.ts';
import type { RunId, ScoringId } from '../shared/model/ids.ts';
import type { RunEvent, RunRecord, ScoringEvent } from '../shared/model/run.ts';
import type { ScoringRecord } from '../shared/model/scoring.ts';
import type { RunPart } from '../shared/model/selection.ts';
import type { Candidate, Suite } from '../shared/model/suite.ts';
import type { Clock, KeySource, Logger, UserProviders } from './ports.ts';
import { editorProblems, type EditorModels } from './editorModels.ts';
import { extendRun, goingOn } from './extendRun.ts';
import { Heard } from './heard.ts';
import { ListPrices } from './listPrices.ts';
import { prepareResume, ResumeError, type PreparedResume, type ResumeWhat } from './prepareResume.ts';
import { prepareRun, type PrepareContext, type PreparedRun } from './prepareRun.ts';
import { prepareScoring, type PreparedScoring } from './prepareScoring.ts';
import { scoringDetail, scoringOfRun } from './runScoring.ts';
import type { EngineSpec } from './runner/engine.ts';
import { EngineClient } from './runner/engineClient.ts';
import { spawnStore, type BenchStore } from './benchStore.ts';
import { clearBaseline, countsOf, endedRun, failRun, failScoring, type FailedEnd } from './storedRun.ts';
import { closedError, StoreError } from './store/errors.ts';

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
  /** What of the suite was prepared; absent or `null`: all of it. */
  readonly part?: RunPart | null;
}

export interface RunHandle {
  readonly run: RunRecord;
  readonly candidates: readonly Candidate[];
  readonly events: Subscribe<RunEvent>;
  /** Resolves with the run as it ended; rejects where it could not be begun or the engine died. */
  readonly finished: Promise<RunRecord>;
  cancel(): void;
}

export interface ScoringHandle {
  readonly scoring: ScoringRecord;
  readonly events: Subscribe<ScoringEvent>;
  /** Resolves with the scoring as it ended; rejects where it could not be begun or the engine died. */
  readonly finished: Promise<ScoringRecord>;
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
    return this.#withEditorProblems(await prepareRun(suite, await this.#context(suite)));
  }

  /** Starts a prepared run. The handle's events come as the engine's worker tells them. */
  async start(prepared: PreparedRun, { triggeredBy, suitePath, part = null }: StartOptions): Promise<RunHandle> {
    const { suite, candidates, prices } = prepared;
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
      ...(part && { part }),
    };
    return this.#run(prepared, { run, detail: { suite, candidates, prices }, scoring: scoringOfRun(run, prepared, null) });
  }

  /** Adds to an ended run the samples of `prepared` that it lacks. Rejects with a `ResumeError` where they do not fit together. */
  async extend(runId: RunId, prepared: PreparedRun): Promise<RunHandle> {
    const store = await this.store();
    const ended = await endedRun(store, runId, 'add to it');
    const [counts, scorings] = await Promise.all([countsOf(store, runId), store.scorings(runId)]);
    const { run, detail } = extendRun({ ...ended, counts, scorings }, prepared);
    const earlier = scorings.find(({ trigger }) => trigger === 'run') ?? null;
    return this.#run(prepared, { run, detail, goesOnWith: 'missing', scoring: scoringOfRun(run, detail, earlier) });
  }

  /**
   * Makes an ended run ready to go on by its suite as it was stored: what would be called, for how much, by whom. Nothing is called.
   * Rejects with a `ResumeError`, in words for the user, where there is nothing to do or somebody is at it.
   * @param budgetUsd a cap in place of the stored one; what was spent before counts
   */
  async prepareResume(runId: RunId, what: ResumeWhat, budgetUsd: number | null = null): Promise<PreparedResume> {
    const found = await (await this.store()).resumable(runId, what);
    if (!found) throw new ResumeError(`There is no run ${runId} in this store.`);
    return this.#withEditorProblems(await prepareResume(found, what, budgetUsd, await this.#context(found.suite)));
  }

  /**
   * Goes on with a prepared run, as the same run. The handle's end rejects with a `ResumeError` where somebody else was quicker.
   */
  async resume(prepared: PreparedResume): Promise<RunHandle> {
    const { run, what, candidates, suite, endpoints, prices, worstPrices } = prepared;
    const { budgetUsd } = suite;
    return this.#follow(goingOn(run), candidates, (engine) =>
      engine.resume({ runId: run.id, what, budgetUsd, endpoints, prices, worstPrices }),
    );
  }

  /**
   * Makes the stored answers of an ended run ready to be scored by the suite as it is now.
   * @param goesOnWith an ended scoring by the same expectations that is to hold the answers that it lacks
   */
  async prepareScoring(runId: RunId, suite: Suite, goesOnWith: ScoringRecord | null = null): Promise<PreparedScoring> {
    const store = await this.store();
    const ended = await endedRun(store, runId, 'score it again');
    const { gradable } = await countsOf(store, runId);
    return this.#withEditorProblems(await prepareScoring(ended, gradable, suite, await this.#context(suite), goesOnWith));
  }

  /** Scores stored answers. No model under test is called. @param source what it goes by, for people */
  async startScoring(prepared: PreparedScoring, source: string): Promise<ScoringHandle> {
    const { run, runDetail, suite, expect, prices, worstPrices, endpoints, goesOnWith } = prepared;
    const scoring: ScoringRecord = {
      id: goesOnWith?.id ?? (randomUUID() as string as ScoringId),
      runId: run.id,
      trigger: 'rescore',
      createdAt: goesOnWith?.createdAt ?? this.#options.clock.date().toISOString(),
      finishedAt: null,
      status: 'running',
      statusMessage: null,
      planned: prepared.answers,
      source,
    };
    const earlier = goesOnWith && (await (await this.store()).scoringDetail(run.id, goesOnWith.id));
    const detail = scoringDetail(expect, suite, { ...prices, ...earlier?.prices });
    const { budgetUsd } = suite;
    this.#options.editorModels?.forgetRefusals();
    const engine = await this.#liveEngine();
    const heard = new Heard(engine.scoringEvents, (event) => scoringIdOf(event) === scoring.id);
    const finished = engine
      .score({ scoring, detail, runDetail, endpoints, worstPrices, budgetUsd })
      .then(() => (heard.last?.type === 'scoring-finished' ? heard.last.scoring : scoring))
      .catch((error: unknown) => this.#engineFailed(error, (store, end) => failScoring(store, scoring, end)))
      .finally(() => heard.dispose());
    const cancel = () => void engine.cancelScoring(scoring.id).catch(() => {});
    return { scoring, events: heard.events, finished, cancel };
  }

  /** Makes an ended run the one that later runs of its suite are held against, in place of any other; or no longer. */
  async setBaseline(runId: RunId, on: boolean): Promise<void> {
    const store = await this.store();
    const { run } = await endedRun(store, runId, 'make it the baseline');
    if (on && run.part) throw new Error(`“${run.name}” ran a part of its suite: make a run of the whole suite the baseline.`);
    if (on) await clearBaseline(store, run.suitePath);
    await store.updateRun({ ...run, baselineAt: on ? this.#options.clock.date().toISOString() : null });
  }

  #run(prepared: PreparedRun, spec: Pick<EngineSpec, 'run' | 'detail' | 'scoring' | 'goesOnWith'>): Promise<RunHandle> {
    const { candidates, endpoints, worstPrices } = prepared;
    return this.#follow(spec.run, candidates, (engine) => engine.start({ ...spec, endpoints, worstPrices }));
  }

  async #follow(
    run: RunRecord,
    candidates: readonly Candidate[],
    begin: (engine: EngineClient) => Promise<void>,
  ): Promise<RunHandle> {
    this.#options.editorModels?.forgetRefusals();
    const engine = await this.#liveEngine();
    const heard = new Heard(engine.events, (event) => eventRunId(event) === run.id);
    const finished = begin(engine)
      .then(() => (heard.last?.type === 'run-finished' ? heard.last.run : run))
      .catch((error: unknown) => {
        // Whoever was quicker carries it on.
        if (error instanceof StoreError && error.kind === 'locked') throw new ResumeError(error.message);
        return this.#engineFailed(error, (store, end) => failRun(store, run.id, end));
      })
      .finally(() => heard.dispose());
    return { run, candidates, events: heard.events, finished, cancel: () => void engine.cancel(run.id).catch(() => {}) };
  }

  /** The engine could not begin, or its thread died: what it was to do must not stand as running for ever. */
  async #engineFailed(error: unknown, fail: (store: BenchStore, end: FailedEnd) => Promise<void>): Promise<never> {
    const statusMessage = `The engine stopped: ${messageOf(error)}`;
    // Who closes ends the runs too: the store knows them as interrupted when it is opened again.
    if (this.#closed) throw error;
    this.#options.logger.error(statusMessage);
    try {
      const finishedAt = this.#options.clock.date().toISOString();
      await fail(await this.store(), { status: 'failed', statusMessage, finishedAt });
    } catch (storeError) {
      this.#options.logger.error(`The failure could not be stored: ${messageOf(storeError)}`);
    }
    throw error;
  }

  async #context({ models, graders }: Pick<Suite, 'models' | 'graders'>): Promise<PrepareContext> {
    const { keys, clock, editorModels } = this.#options;
    return {
      keys,
      user: this.#options.userProviders(),
      at: clock.date(),
      demoOrigin: [...models, ...graders].some(({ provider }) => provider === 'demo') ? await this.#demoOrigin() : null,
      editorModels: editorModels !== undefined,
      listPrice: (brand, endpoint, model) => this.#listPrices.price(brand, endpoint, model),
    };
  }

  /** Says which of the editor's models cannot be called. */
  async #withEditorProblems<Prepared extends PreparedRun | PreparedScoring | PreparedResume>(
    prepared: Prepared,
  ): Promise<Prepared> {
    const { editorModels } = this.#options;
    if (editorModels === undefined) return prepared;
    const { models, graders } = prepared.suite;
    const wanted = [...models, ...graders].filter(({ ref }) => prepared.endpoints[ref]?.api === 'vscode-lm');
    const problems = await editorProblems(editorModels, [...new Set(wanted.map(({ model }) => model))]);
    return { ...prepared, problems: [...prepared.problems, ...problems] };
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

function scoringIdOf(event: ScoringEvent): string {
  return event.type === 'scoring-finished' ? event.scoring.id : event.scoringId;
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
