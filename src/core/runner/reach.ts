import { isLoopback } from '../../shared/base/loopback.ts';
import type { CallError } from '../../shared/model/errors.ts';
import type { CallOutcome, Endpoint } from '../providers/spec.ts';

/** So many calls in a row that reach no server mean that there is no way to it; waves of all lanes, since a short gap hits all at once. */
const fewest = 10;
const waves = 3;

/** Whether a call failed before anything was sent: no connection could be made. It says nothing of the model. */
export function neverReached(error: CallError | null): boolean {
  return error?.stage === 'connect' && (error.kind === 'network' || error.kind === 'timeout');
}

export function originOf({ baseUrl }: Pick<Endpoint, 'baseUrl'>): string {
  return URL.parse(baseUrl)?.origin ?? baseUrl;
}

interface Origin {
  /** Calls in a row that did not reach it. */
  missed: number;
  answered: boolean;
}

/**
 * The servers that a run has lost on its way: what is not called can be called when the network is back, what fails stands as
 * failed. A server that never answered is lost only where nothing beyond this machine can be reached; else it is the server that
 * is not there, and its failures are results. For one run: the next one tries again.
 */
export class Reach {
  readonly #mostMissed: number;
  readonly #origins = new Map<string, Origin>();
  readonly #lost = new Set<string>();

  /** @param answered origins that answered earlier in the run */
  constructor(concurrency: number, answered: Iterable<string> = []) {
    this.#mostMissed = Math.max(fewest, waves * concurrency);
    for (const origin of answered) this.#of(origin).answered = true;
  }

  /** In the order in which they were lost. */
  get lost(): readonly string[] {
    return [...this.#lost];
  }

  /** To be asked before each call, for a server that is waited for is not known to be out of reach. */
  isLost(origin: string): boolean {
    this.#of(origin);
    return this.#lost.has(origin);
  }

  note(origin: string, { status, headersAt, error }: Pick<CallOutcome, 'status' | 'headersAt' | 'error'>): void {
    const known = this.#of(origin);
    if (status === 'ok' || headersAt !== null) {
      known.answered = true;
      known.missed = 0;
    }
    if (!neverReached(error)) return;
    known.missed++;
    for (const [name, { missed, answered }] of this.#origins) {
      if (missed >= this.#mostMissed && (answered || (isRemote(name) && this.#isOffline()))) this.#lost.add(name);
    }
  }

  #isOffline(): boolean {
    return [...this.#origins].every(([name, { missed }]) => !isRemote(name) || missed >= this.#mostMissed);
  }

  #of(name: string): Origin {
    const origin = this.#origins.get(name) ?? { missed: 0, answered: false };
    this.#origins.set(name, origin);
    return origin;
  }
}

function isRemote(origin: string): boolean {
  return !isLoopback(URL.parse(origin)?.hostname ?? '');
}
