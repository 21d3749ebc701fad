import type { RateLimits } from '../../shared/model/suite.ts';
import type { Clock } from '../ports.ts';
import type { Endpoint, RateState } from '../providers/spec.ts';
import { AnnouncedLimits } from './announcedLimits.ts';
import { LastMinute } from './lastMinute.ts';

/** What a call asks of the pacer. All times here are ms on the monotonic clock. */
export interface PaceRequest {
  readonly model: string;
  /** Input and output at a guess: reserved until they are known. */
  readonly tokens: number;
  readonly limits: RateLimits;
  /** Share of each limit that the server announces, 0–1, left to others who use the key. */
  readonly headroom: number;
  /** The end of its back-off; `null` for a call that was not tried yet. */
  readonly notBefore: number | null;
  /** A limit that the server announced is not waited for longer, ms. */
  readonly patienceMs: number;
  /** No wait goes beyond this moment. */
  readonly deadline: number;
}

export type PaceAnswer =
  | { readonly type: 'permit'; readonly permit: Permit }
  /** Waiting makes no sense: the limit is free again at `until` only, or the deadline comes first. */
  | { readonly type: 'limit-announced'; readonly until: number }
  | { readonly type: 'deadline-passed' }
  | { readonly type: 'aborted' };

export interface Permit {
  /** When the call could have been made: later than this only where our own event loop was late. */
  readonly dueAt: number;
  /** Most calls in flight with this key at this server while this one is, itself included. */
  readonly concurrency: number;
  /** To be called once, when the call is over. */
  end(result: PacedResult): void;
}

export interface PacedResult {
  readonly outcome: 'ok' | 'failed' | 'refused';
  /** How long nothing is sent after a refusal, ms. */
  readonly pauseMs: number;
  /** What was used; `null` where nobody knows. */
  readonly tokens: number | null;
  readonly rateState: RateState | null;
  readonly headersAt: number | null;
}

interface Waiter {
  readonly request: PaceRequest;
  readonly since: number;
  readonly answer: (answer: PaceAnswer) => void;
}

interface Obstacle {
  /** `Infinity`: until a call in flight ends. */
  readonly until: number;
  /** Whether it stands in the way of every call, or of this one or its model alone. */
  readonly all: boolean;
  readonly announced: boolean;
}

interface InFlight {
  readonly since: number;
  readonly mostCalls: number;
  /** Most calls in flight so far, itself included. */
  concurrency: number;
}

/** Beyond this a timer of Node fires at once. */
const longestTimer = 2 ** 31 - 1;

/**
 * Lets the calls to one server with one key go, whichever run makes them: in the order of asking, tried ones first.
 * It keeps to the stricter of what the user allows, what the server announces, and what it has shown to bear: a
 * refusal for load halves the calls in flight and holds all of them for the pause asked for, and each success gives a
 * little back (additive increase, multiplicative decrease: Chiu and Jain 1989).
 */
export class Pacer {
  readonly #clock: Clock;
  readonly #queue: Waiter[] = [];
  readonly #inFlight = new Set<InFlight>();
  readonly #spent = new LastMinute();
  readonly #announced = new AnnouncedLimits();
  /** Calls in flight that the server bears, as far as it has shown. */
  #borne = Infinity;
  #cutAt = -Infinity;
  #heldUntil = -Infinity;
  #timer: NodeJS.Timeout | undefined;
  #wakeAt = Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves when the call may be made, or when it is clear that it may not. */
  turn(request: PaceRequest, signal: AbortSignal): Promise<PaceAnswer> {
    if (signal.aborted) return Promise.resolve({ type: 'aborted' });
    return new Promise((resolve) => {
      const onAbort = (): void => {
        this.#leave(waiter);
        waiter.answer({ type: 'aborted' });
        this.#pump();
      };
      const waiter: Waiter = {
        request,
        since: this.#clock.now(),
        answer: (answer) => {
          signal.removeEventListener('abort', onAbort);
          resolve(answer);
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#enter(waiter);
      this.#pump();
    });
  }

  /** What has been tried goes first: it is the oldest, and has the fewest attempts left. */
  #enter(waiter: Waiter): void {
    const fresh = waiter.request.notBefore === null ? -1 : this.#queue.findIndex(({ request }) => request.notBefore === null);
    this.#queue.splice(fresh === -1 ? this.#queue.length : fresh, 0, waiter);
  }

  #leave(waiter: Waiter): void {
    this.#queue.splice(this.#queue.indexOf(waiter), 1);
  }

  /** Lets go whoever may. `dueAt` is when the timer should have fired that led here. */
  #pump(dueAt?: number): void {
    clearTimeout(this.#timer);
    this.#wakeAt = Infinity;
    let blocked = false;
    for (const waiter of [...this.#queue]) {
      const now = this.#clock.now();
      const { request } = waiter;
      const obstacle = this.#obstacle(request, now);
      // Who stands behind somebody waits as long as they do, which nobody knows.
      const until = blocked ? Infinity : (obstacle?.until ?? now);
      const refusal = this.#refusal(request, obstacle, until, now);
      if (refusal === null && until > now) {
        this.#wakeAt = Math.min(this.#wakeAt, until, request.deadline);
        blocked ||= obstacle?.all ?? false;
        continue;
      }
      this.#leave(waiter);
      waiter.answer(refusal ?? { type: 'permit', permit: this.#grant(request, now, Math.max(waiter.since, dueAt ?? now)) });
    }
    this.#arm();
  }

  #arm(): void {
    if (this.#wakeAt === Infinity) return;
    const wakeAt = this.#wakeAt;
    const ms = Math.min(longestTimer, Math.max(0, Math.ceil(wakeAt - this.#clock.now())));
    this.#timer = setTimeout(() => this.#pump(wakeAt), ms);
  }

  #obstacle(request: PaceRequest, now: number): Obstacle | null {
    const { model, tokens, limits, headroom, notBefore } = request;
    if (notBefore !== null && notBefore > now) return { until: notBefore, all: false, announced: false };
    if (this.#heldUntil > now) return { until: this.#heldUntil, all: true, announced: false };
    if (this.#inFlight.size >= this.#mostCalls(limits)) return { until: Infinity, all: true, announced: false };
    const freeAt = this.#spent.freeAt(now, tokens, limits);
    if (freeAt > now) return { until: freeAt, all: true, announced: false };
    const shortage = this.#announced.shortage(model, tokens, headroom, now);
    return shortage && { until: shortage.until, all: false, announced: !shortage.ours };
  }

  /** Nobody goes beyond what a call in flight was promised: a run that measures one call at a time has nothing beside it. */
  #mostCalls(limits: RateLimits): number {
    let most = Math.min(limits.concurrency ?? Infinity, Math.floor(this.#borne));
    for (const { mostCalls } of this.#inFlight) most = Math.min(most, mostCalls);
    return most;
  }

  #refusal({ patienceMs, deadline }: PaceRequest, obstacle: Obstacle | null, until: number, now: number): PaceAnswer | null {
    if (obstacle?.announced && obstacle.until - now > patienceMs) return { type: 'limit-announced', until: obstacle.until };
    const known = obstacle?.until ?? now;
    // A place that is not known to become free may do so at any time: the deadline itself is waited for.
    const late = (known !== Infinity && known > deadline) || (until === Infinity && now >= deadline);
    return late ? { type: 'deadline-passed' } : null;
  }

  #grant({ model, tokens, limits }: PaceRequest, now: number, dueAt: number): Permit {
    const call: InFlight = { since: now, mostCalls: limits.concurrency ?? Infinity, concurrency: 0 };
    this.#inFlight.add(call);
    for (const each of this.#inFlight) each.concurrency = Math.max(each.concurrency, this.#inFlight.size);
    this.#announced.begin(model, tokens);
    const spending = this.#spent.add(now, tokens);
    const end = (result: PacedResult): void => {
      this.#inFlight.delete(call);
      this.#announced.end(model, tokens);
      if (result.tokens !== null) this.#spent.correct(spending, result.tokens);
      if (result.rateState && result.headersAt !== null) this.#announced.hear(model, result.rateState, result.headersAt);
      if (result.outcome === 'refused') this.#slowDown(call, result.pauseMs);
      if (result.outcome === 'ok') this.#borne += 1 / this.#borne;
      this.#pump();
    };
    return {
      dueAt,
      get concurrency() {
        return call.concurrency;
      },
      end,
    };
  }

  #slowDown(call: InFlight, pauseMs: number): void {
    const now = this.#clock.now();
    this.#heldUntil = Math.max(this.#heldUntil, now + pauseMs);
    // Calls that were sent together and refused together are one sign of load, not many.
    if (call.since < this.#cutAt) return;
    this.#borne = Math.max(1, Math.min(this.#borne, this.#inFlight.size + 1) / 2);
    this.#cutAt = now;
  }
}

/** One pacer for each server and key: what one run does to a provider's limits, the next one feels. */
export class PacerPool {
  readonly #clock: Clock;
  readonly #pacers = new Map<string, Pacer>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  of({ baseUrl, apiKey }: Endpoint): Pacer {
    const url = URL.parse(baseUrl);
    // Only addresses of the web have an origin.
    const server = url?.protocol.startsWith('http') ? url.origin : baseUrl;
    const id = `${server} ${apiKey ?? ''}`;
    const pacer = this.#pacers.get(id) ?? new Pacer(this.#clock);
    this.#pacers.set(id, pacer);
    return pacer;
  }
}
