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
  readonly #calls: Spending[] = [];
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
    const requestsOver = this.#calls.length + 1 - Math.max(1, Math.floor(requestsPerMinute));
    const tokensOver = this.#tokens + Math.min(tokens, tokensPerMinute) - tokensPerMinute;
    return Math.max(
      this.#leftAt(requestsOver, () => 1),
      this.#leftAt(tokensOver, (call) => call.tokens),
    );
  }

  /** When enough of the oldest calls will have left the window. */
  #leftAt(over: number, weight: (call: Spending) => number): number {
    let rest = over;
    let at = -Infinity;
    for (const call of this.#calls) {
      if (rest <= 0) break;
      rest -= weight(call);
      at = call.at + minuteMs;
    }
    return at;
  }

  #forget(now: number): void {
    const first = this.#calls.findIndex((call) => call.at + minuteMs > now);
    const gone = this.#calls.splice(0, first === -1 ? this.#calls.length : first);
    for (const call of gone) {
      call.counts = false;
      this.#tokens -= call.tokens;
    }
  }
}
