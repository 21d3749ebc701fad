import type { RateState, RateWindow } from '../providers/spec.ts';
import { minuteMs } from './lastMinute.ts';

/** Why a model's call cannot be made now. Times are ms on the monotonic clock. */
export interface Shortage {
  /** When the server's window is full again; `Infinity` where it is, but for our own calls in flight. */
  readonly until: number;
  /** Whether calls in flight stand in the way, which may turn out to have been counted already. */
  readonly ours: boolean;
}

interface Heard {
  readonly at: number;
  readonly limit: number | null;
  readonly remaining: number | null;
  readonly fullAt: number;
}

interface ModelState {
  requests: Heard | null;
  tokens: Heard | null;
  callsInFlight: number;
  tokensInFlight: number;
}

/**
 * Limits as the server announces them, model by model: providers count most of them so. Calls in flight are taken off
 * what is said to remain, since the server may not have seen them when it said so.
 */
export class AnnouncedLimits {
  readonly #models = new Map<string, ModelState>();

  begin(model: string, tokens: number): void {
    this.#add(model, 1, tokens);
  }

  end(model: string, tokens: number): void {
    this.#add(model, -1, -tokens);
  }

  /** Announcements may be told out of order: the one that was made last holds. */
  hear(model: string, state: RateState, at: number): void {
    const known = this.#of(model);
    known.requests = latest(known.requests, state.requests, at);
    known.tokens = latest(known.tokens, state.tokens, at);
  }

  /** `null` where a call may be made and still leaves `headroom` (0–1) of each limit to others. */
  shortage(model: string, tokens: number, headroom: number, now: number): Shortage | null {
    const { requests, tokens: tokenWindow, callsInFlight, tokensInFlight } = this.#of(model);
    const ours = callsInFlight > 0;
    const kept = (limit: number | null): number => Math.floor(headroom * (limit ?? 0));
    const untils = [
      requests && fits(requests, now, ours, (left) => left - callsInFlight - 1 >= kept(requests.limit)),
      tokenWindow && fits(tokenWindow, now, ours, (left) => left - tokensInFlight - tokens >= kept(tokenWindow.limit)),
    ].filter((until) => until !== null);
    return untils.length === 0 ? null : { until: Math.max(...untils), ours };
  }

  #add(model: string, calls: number, tokens: number): void {
    const state = this.#of(model);
    state.callsInFlight += calls;
    state.tokensInFlight += tokens;
  }

  #of(model: string): ModelState {
    const state = this.#models.get(model) ?? { requests: null, tokens: null, callsInFlight: 0, tokensInFlight: 0 };
    this.#models.set(model, state);
    return state;
  }
}

function latest(known: Heard | null, said: RateWindow | null, at: number): Heard | null {
  if (said === null || (known !== null && known.at > at)) return known;
  // Where no reset is named, the windows are of a minute.
  return { at, limit: said.limit, remaining: said.remaining, fullAt: at + (said.resetMs ?? minuteMs) };
}

/** `null` where it fits, else when to look again. With nothing of ours in flight a full window takes a call of any size. */
function fits(heard: Heard, now: number, ours: boolean, enough: (left: number) => boolean): number | null {
  const full = now >= heard.fullAt;
  // What was said of a long window is asked for anew now and then: a plan may have changed, or others have stopped.
  const stale = now >= heard.at + minuteMs;
  if ((full || stale) && !ours) return null;
  const left = full ? heard.limit : heard.remaining;
  if (left === null || enough(left)) return null;
  return full || stale ? Infinity : heard.fullAt;
}
