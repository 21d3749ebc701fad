import type { MessagePort } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import type { Attempt } from '../../shared/model/attempt.ts';
import type { Grade } from '../../shared/model/scoring.ts';
import { StoreError, closedError } from './errors.ts';
import type { StoreErrorKind } from './errors.ts';
import type { Store, StoreHealth } from './spec.ts';

/** What goes over to the store's thread as it is. */
const passedOn = {
  createRun: true,
  extendRun: true,
  updateRun: true,
  deleteRun: true,
  listRuns: true,
  busy: true,
  suites: true,
  run: true,
  attempts: true,
  createScoring: true,
  updateScoring: true,
  scorings: true,
  scoringDetail: true,
  grades: true,
  judgeCalls: true,
  rate: true,
  ratings: true,
  baseline: true,
  body: true,
  bodies: true,
  errors: true,
  reliability: true,
  stamp: true,
  figures: true,
  putFigures: true,
  view: true,
  putView: true,
  pruneRun: true,
  reread: true,
  checkpoint: true,
} satisfies Record<PassedOn, true>;

type PassedOn = Exclude<keyof Store, 'health' | 'appendAttempt' | 'appendGrade' | 'close'>;

/** What the worker of a store answers. A worker that offers more extends it. */
export type StoreCalls = Pick<Store, PassedOn | 'close'> & {
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
    ...passOn(store),
    getHealth: async () => store.health,
    appendAttempts: (attempts) => outcomesOf(attempts.map((attempt) => store.appendAttempt(attempt))),
    appendGrades: (grades) => outcomesOf(grades.map((grade) => store.appendGrade(grade))),
    close: () => store.close(),
  };
}

/** Functions that call those of `target`, for spreading into an object. */
function passOn(target: Pick<Store, PassedOn>): Pick<Store, PassedOn> {
  const calls = target as Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;
  const names = Object.keys(passedOn);
  return Object.fromEntries(names.map((name) => [name, (...args: unknown[]) => calls[name]?.(...args)])) as Pick<Store, PassedOn>;
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
    ...passOn(calls),
    health,
    calls,
    appendAttempt: (attempt) => attempts.add(attempt),
    appendGrade: (grade) => grades.add(grade),
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
