import type { RateLimits } from '../../shared/model/suite.ts';

/** Times are ms on the monotonic clock. */
export const minuteMs = 60_000;

export interface Spending {
  readonly at: number;
  tokens: number;
  /** False once it is older than the window. */
  counts: boolean;
}

/** What the calls of the last minute took: no window of a minute, wherever it begins, holds more than the limits allow. */
export class LastMinute {
  #calls: Spending[] = [];
  /** Calls before this one have left the window. */
  #first = 0;
  #tokens = 0;

  add(at: number, tokens: number): Spending {
    const spending = { at, tokens, counts: true };
    this.#calls.push(spending);
    this.#tokens += tokens;
    return spending;
  }

  /** Puts a guess right. */
  correct(spending: Spending, tokens: number): void {
    if (spending.counts) this.#tokens += tokens - spending.tokens;
    spending.tokens = tokens;
  }

  /** When the limits allow another call; not later than `now` where they do already. One that is larger than a minute's tokens gets a minute for itself. */
  freeAt(now: number, tokens: number, limits: RateLimits): number {
    this.#forget(now);
    const { requestsPerMinute = Infinity, tokensPerMinute = Infinity } = limits;
    const requestsOver = this.#calls.length - this.#first + 1 - Math.max(1, Math.floor(requestsPerMinute));
    const tokensOver = this.#tokens + tokens - tokensPerMinute;
    return Math.max(
      this.#leftAt(requestsOver, () => 1),
      this.#leftAt(tokensOver, (call) => call.tokens),
    );
  }

  /** When enough of the oldest calls will have left the window. */
  #leftAt(over: number, weight: (call: Spending) => number): number {
    let rest = over;
    let at = -Infinity;
    for (let i = this.#first; rest > 0; i++) {
      const call = this.#calls[i];
      if (!call) break;
      rest -= weight(call);
      at = call.at + minuteMs;
    }
    return at;
  }

  #forget(now: number): void {
    for (let call = this.#calls[this.#first]; call && call.at + minuteMs <= now; call = this.#calls[this.#first]) {
      call.counts = false;
      this.#tokens -= call.tokens;
      this.#first++;
    }
    if (this.#first * 2 <= this.#calls.length) return;
    this.#calls = this.#calls.slice(this.#first);
    this.#first = 0;
  }
}
