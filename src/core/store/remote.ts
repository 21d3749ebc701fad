import type { MessagePort } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import type { Attempt } from '../../shared/model/attempt.ts';
import type { Grade } from '../../shared/model/scoring.ts';
import { StoreError, closedError } from './errors.ts';
import type { StoreErrorKind } from './errors.ts';
import type { Store, StoreHealth } from './spec.ts';

/** What the worker of a store answers. A worker that offers more extends it. */
export type StoreCalls = Omit<Store, 'health' | 'appendAttempt' | 'appendGrade'> & {
  getHealth(): Promise<StoreHealth>;
  /** What became of each: `null` is well. */
  appendAttempts(attempts: readonly Attempt[]): Promise<Outcomes>;
  appendGrades(grades: readonly Grade[]): Promise<Outcomes>;
};

type Outcomes = readonly (WireError | null)[];

/** Attempts and grades that come within this time go over together: waking the store's thread costs more than what it is told. */
const gatherMs = 10;

/** A store in another thread; `calls` is everything that its worker answers. */
export type RemoteStore<Calls extends StoreCalls = StoreCalls> = Store & { readonly calls: Calls };

/** An error as it crosses threads: structured clone would drop the kind. */
interface WireError {
  readonly kind: StoreErrorKind;
  readonly message: string;
}

export function storeCalls(store: Store): StoreCalls {
  return {
    getHealth: async () => store.health,
    createRun: (run, detail) => store.createRun(run, detail),
    appendAttempts: (attempts) => outcomesOf(attempts.map((attempt) => store.appendAttempt(attempt))),
    extendRun: (run, detail) => store.extendRun(run, detail),
    updateRun: (run) => store.updateRun(run),
    deleteRun: (id) => store.deleteRun(id),
    listRuns: (page) => store.listRuns(page),
    suites: () => store.suites(),
    stamp: (runId) => store.stamp(runId),
    figures: (suitePath) => store.figures(suitePath),
    putFigures: (runId, figures) => store.putFigures(runId, figures),
    view: (runId, name) => store.view(runId, name),
    putView: (runId, name, stamp, text) => store.putView(runId, name, stamp, text),
    pruneRun: (id, figures) => store.pruneRun(id, figures),
    reread: () => store.reread(),
    run: (id) => store.run(id),
    attempts: (runId) => store.attempts(runId),
    createScoring: (scoring, detail) => store.createScoring(scoring, detail),
    appendGrades: (grades) => outcomesOf(grades.map((grade) => store.appendGrade(grade))),
    updateScoring: (scoring) => store.updateScoring(scoring),
    scorings: (runId) => store.scorings(runId),
    scoringDetail: (runId, id) => store.scoringDetail(runId, id),
    grades: (runId, id) => store.grades(runId, id),
    judgeCalls: (runId, id, attemptId) => store.judgeCalls(runId, id, attemptId),
    rate: (rating) => store.rate(rating),
    ratings: (runId) => store.ratings(runId),
    baseline: (suitePath) => store.baseline(suitePath),
    body: (runId, attemptId) => store.body(runId, attemptId),
    errors: (runId) => store.errors(runId),
    reliability: (since) => store.reliability(since),
    checkpoint: () => store.checkpoint(),
    close: () => store.close(),
  };
}

async function outcomesOf(writes: readonly Promise<void>[]): Promise<Outcomes> {
  const outcomes = await Promise.allSettled(writes);
  return outcomes.map((outcome) => (outcome.status === 'fulfilled' ? null : toWire(outcome.reason)));
}

/** Answers calls that come over `port`, until it closes. */
export function serveStore(calls: StoreCalls, port: MessagePort): void {
  serve(calls, port);
}

/** Tells whoever connects over `port` why there is no store. */
export function refuseStore(error: unknown, port: MessagePort): void {
  const fail = async (): Promise<never> => {
    throw error;
  };
  serve({ getHealth: fail }, port);
}

/**
 * Resolves once the store at the other end of `port` is open. When the worker ends, the port closes with it, and every
 * call under way or to come rejects with `closed`. `close()` closes the store for all that are connected to it; to
 * leave without closing it, close the port.
 */
export async function connectStore<Calls extends StoreCalls = StoreCalls>(port: MessagePort): Promise<RemoteStore<Calls>> {
  const calls = remoteCalls(port) as Calls;
  const health = await calls.getHealth();
  const attempts = new Gathered<Attempt>((group) => calls.appendAttempts(group));
  const grades = new Gathered<Grade>((group) => calls.appendGrades(group));
  return {
    health,
    calls,
    createRun: (run, detail) => calls.createRun(run, detail),
    appendAttempt: (attempt) => attempts.add(attempt),
    extendRun: (run, detail) => calls.extendRun(run, detail),
    updateRun: (run) => calls.updateRun(run),
    deleteRun: (id) => calls.deleteRun(id),
    listRuns: (page) => calls.listRuns(page),
    suites: () => calls.suites(),
    stamp: (runId) => calls.stamp(runId),
    figures: (suitePath) => calls.figures(suitePath),
    putFigures: (runId, figures) => calls.putFigures(runId, figures),
    view: (runId, name) => calls.view(runId, name),
    putView: (runId, name, stamp, text) => calls.putView(runId, name, stamp, text),
    pruneRun: (id, figures) => calls.pruneRun(id, figures),
    reread: () => calls.reread(),
    run: (id) => calls.run(id),
    attempts: (runId) => calls.attempts(runId),
    createScoring: (scoring, detail) => calls.createScoring(scoring, detail),
    appendGrade: (grade) => grades.add(grade),
    updateScoring: (scoring) => calls.updateScoring(scoring),
    scorings: (runId) => calls.scorings(runId),
    scoringDetail: (runId, id) => calls.scoringDetail(runId, id),
    grades: (runId, id) => calls.grades(runId, id),
    judgeCalls: (runId, id, attemptId) => calls.judgeCalls(runId, id, attemptId),
    rate: (rating) => calls.rate(rating),
    ratings: (runId) => calls.ratings(runId),
    baseline: (suitePath) => calls.baseline(suitePath),
    body: (runId, attemptId) => calls.body(runId, attemptId),
    errors: (runId) => calls.errors(runId),
    reliability: (since) => calls.reliability(since),
    checkpoint: () => calls.checkpoint(),
    close: async () => {
      await calls.close().catch(() => undefined);
      port.close();
    },
  };
}

function remoteCalls(port: MessagePort): StoreCalls {
  const rpc = createBirpc<Record<string, (...args: unknown[]) => unknown>>({}, channel(port));
  port.on('close', () => rpc.$close(closedError()));
  const call = async (name: string, args: unknown[]): Promise<unknown> => {
    if (rpc.$closed) throw closedError();
    return await rpc.$call(name, ...args);
  };
  return new Proxy({} as StoreCalls, {
    get: (_, name) => (typeof name === 'string' && name !== 'then' ? (...args: unknown[]) => call(name, args) : undefined),
  });
}

function serve(calls: Partial<StoreCalls>, port: MessagePort): void {
  const rpc = createBirpc(calls, { ...channel(port), bind: 'functions' });
  port.on('close', () => rpc.$close());
}

function channel(port: MessagePort) {
  return {
    post: (message: unknown) => port.postMessage(message),
    on: (listener: (message: unknown) => void) => void port.on('message', listener),
    off: (listener: (message: unknown) => void) => void port.off('message', listener),
    serialize: (message: { e?: unknown }) => (message.e === undefined ? message : { ...message, e: toWire(message.e) }),
    deserialize: (message: { e?: WireError }) => (message.e === undefined ? message : { ...message, e: fromWire(message.e) }),
    // A checkpoint on a slow disk may take long; a dead worker is noticed by its port.
    timeout: -1,
  };
}

/**
 * For lines on which other errors go too, beside the store's: structured clone keeps those as they are, but of the store's
 * it would drop class and kind.
 */
export const keepingStoreErrors = {
  serialize: (message: { e?: unknown }) =>
    message.e instanceof StoreError ? { ...message, e: { storeError: toWire(message.e) } } : message,
  deserialize: (message: { e?: unknown }) =>
    isStoreError(message.e) ? { ...message, e: fromWire(message.e.storeError) } : message,
};

function isStoreError(error: unknown): error is { readonly storeError: WireError } {
  return typeof error === 'object' && error !== null && 'storeError' in error;
}

function toWire(error: unknown): WireError {
  const message = error instanceof Error ? error.message : String(error);
  return { kind: error instanceof StoreError ? error.kind : 'other', message };
}

function fromWire({ kind, message }: WireError): StoreError {
  return new StoreError(kind, message);
}

interface Waiting<Item> {
  readonly item: Item;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Sends what is to be written over in groups; each item hears what became of its own. */
class Gathered<Item> {
  readonly #write: (group: readonly Item[]) => Promise<Outcomes>;
  #waiting: Waiting<Item>[] = [];

  constructor(write: (group: readonly Item[]) => Promise<Outcomes>) {
    this.#write = write;
  }

  add(item: Item): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    if (this.#waiting.push({ item, resolve, reject }) === 1) setTimeout(() => void this.#send(), gatherMs);
    return promise;
  }

  async #send(): Promise<void> {
    const group = this.#waiting;
    this.#waiting = [];
    try {
      const outcomes = await this.#write(group.map(({ item }) => item));
      for (const [index, { resolve, reject }] of group.entries()) {
        const error = outcomes[index] ?? null;
        if (error === null) resolve();
        else reject(fromWire(error));
      }
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}
