import type { MessagePort } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import { StoreError, closedError } from './errors.ts';
import type { StoreErrorKind } from './errors.ts';
import type { Store, StoreHealth } from './spec.ts';

/** What the worker of a store answers. A worker that offers more extends it. */
export type StoreCalls = Omit<Store, 'health'> & { getHealth(): Promise<StoreHealth> };

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
    appendAttempt: (attempt) => store.appendAttempt(attempt),
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
  return {
    health,
    calls,
    createRun: (run, detail) => calls.createRun(run, detail),
    appendAttempt: (attempt) => calls.appendAttempt(attempt),
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
    deserialize: (message: { e?: WireError }) =>
      message.e === undefined ? message : { ...message, e: new StoreError(message.e.kind, message.e.message) },
    // A checkpoint on a slow disk may take long; a dead worker is noticed by its port.
    timeout: -1,
  };
}

function toWire(error: unknown): WireError {
  const message = error instanceof Error ? error.message : String(error);
  return { kind: error instanceof StoreError ? error.kind : 'other', message };
}
