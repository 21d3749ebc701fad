import type { MessagePort } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import type { Attempt } from '../../shared/model/attempt.ts';
import { StoreError, closedError } from './errors.ts';
import type { StoreErrorKind } from './errors.ts';
import type { Store, StoreHealth } from './spec.ts';

/** What the worker of a store answers. A worker that offers more extends it. */
export type StoreCalls = Omit<Store, 'health' | 'appendAttempt'> & {
  getHealth(): Promise<StoreHealth>;
  /** What became of each: `null` is well. */
  appendAttempts(attempts: readonly Attempt[]): Promise<readonly (WireError | null)[]>;
};

/** Attempts that come within this time go over together: waking the store's thread costs more than what it is told. */
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
    appendAttempts: async (attempts) => {
      const outcomes = await Promise.allSettled(attempts.map((attempt) => store.appendAttempt(attempt)));
      return outcomes.map((outcome) => (outcome.status === 'fulfilled' ? null : toWire(outcome.reason)));
    },
    updateRun: (run) => store.updateRun(run),
    deleteRun: (id) => store.deleteRun(id),
    listRuns: (limit) => store.listRuns(limit),
    run: (id) => store.run(id),
    attempts: (runId) => store.attempts(runId),
    body: (attemptId) => store.body(attemptId),
    errors: (runId) => store.errors(runId),
    checkpoint: () => store.checkpoint(),
    close: () => store.close(),
  };
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
  const appending = new Appending(calls);
  return {
    health,
    calls,
    createRun: (run, detail) => calls.createRun(run, detail),
    appendAttempt: (attempt) => appending.add(attempt),
    updateRun: (run) => calls.updateRun(run),
    deleteRun: (id) => calls.deleteRun(id),
    listRuns: (limit) => calls.listRuns(limit),
    run: (id) => calls.run(id),
    attempts: (runId) => calls.attempts(runId),
    body: (attemptId) => calls.body(attemptId),
    errors: (runId) => calls.errors(runId),
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

function toWire(error: unknown): WireError {
  const message = error instanceof Error ? error.message : String(error);
  return { kind: error instanceof StoreError ? error.kind : 'other', message };
}

function fromWire({ kind, message }: WireError): StoreError {
  return new StoreError(kind, message);
}

interface Waiting {
  readonly attempt: Attempt;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Sends attempts over in groups; each hears what became of its own. */
class Appending {
  readonly #calls: StoreCalls;
  #waiting: Waiting[] = [];

  constructor(calls: StoreCalls) {
    this.#calls = calls;
  }

  add(attempt: Attempt): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    if (this.#waiting.push({ attempt, resolve, reject }) === 1) setTimeout(() => void this.#send(), gatherMs);
    return promise;
  }

  async #send(): Promise<void> {
    const group = this.#waiting;
    this.#waiting = [];
    try {
      const outcomes = await this.#calls.appendAttempts(group.map(({ attempt }) => attempt));
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
