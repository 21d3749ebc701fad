import type { Cost, PriceRow, TokenUsage } from '../../shared/model/usage.ts';
import { worstUsd } from '../pricing/rates.ts';

/** Output tokens assumed at worst where a request sets no limit, and no answer was longer yet. */
const unboundedOutputTokens = 4096;
/** What a chat puts round its messages. */
const frameTokens = 16;

/** What is known of a call before it is made. */
export interface PlannedCall {
  /** `provider/model` */
  readonly ref: string;
  /** System and prompt in UTF-8. No tokenizer makes more tokens than bytes, and digits or rare scripts come near it. */
  readonly inputBytes: number;
  /** The limit that the request is sent with; `null` where it has none. */
  readonly maxOutputTokens: number | null;
}

/** Room in the budget for one call. */
export interface Reservation {
  readonly ref: string;
  /** `null` where the call cannot be counted. */
  readonly worstUsd: number | null;
}

/**
 * Stops new calls before the cap can be passed: calls in flight count at their worst case until their cost is known.
 * One that fits only if they cost less than that waits until it is known. A call without a known price counts as the
 * dearest yet of its model; before one is known it cannot be counted, and passes.
 */
export class BudgetGuard {
  readonly #capUsd: number | null;
  /** Output tokens, by model. */
  readonly #longest = new Map<string, number>();
  /** USD of one call, by model. */
  readonly #dearest = new Map<string, number>();
  readonly #waiting = new Set<() => void>();
  #spentUsd: number;
  #reservedUsd = 0;
  #callsReserved = 0;
  #reached = false;

  /** @param spentUsd what earlier calls have taken of it */
  constructor(capUsd: number | null, spentUsd = 0) {
    this.#capUsd = capUsd;
    this.#spentUsd = spentUsd;
  }

  /** A call was wanted that could have passed the cap, whatever those in flight come to. */
  get reached(): boolean {
    return this.#reached;
  }

  /** What one call can cost at most in USD; `null` where nothing is known of its price. */
  worstCaseUsd({ ref, inputBytes, maxOutputTokens }: PlannedCall, price: PriceRow | undefined): number | null {
    const seen = this.#dearest.get(ref) ?? null;
    if (!price) return seen;
    const output = maxOutputTokens ?? Math.max(unboundedOutputTokens, this.#longest.get(ref) ?? 0);
    return Math.max(seen ?? 0, worstUsd(price, inputBytes + frameTokens, output));
  }

  /** Resolves when the call may be made: it must then be settled or released. `null` where the cap or the run's end forbids it. */
  async reserve(call: PlannedCall, price: PriceRow | undefined, stop: AbortSignal): Promise<Reservation | null> {
    const cap = this.#capUsd ?? Infinity;
    while (!this.#reached && !stop.aborted) {
      const worstUsd = this.worstCaseUsd(call, price);
      const wanted = this.#spentUsd + (worstUsd ?? 0);
      if (this.#reservedUsd + wanted <= cap) {
        this.#reservedUsd += worstUsd ?? 0;
        this.#callsReserved++;
        return { ref: call.ref, worstUsd };
      }
      if (wanted > cap) this.#end();
      else await this.#change(stop);
    }
    return null;
  }

  /** The call was not made after all. */
  release({ worstUsd }: Reservation): void {
    this.#callsReserved--;
    // Nothing may remain of rounding: who waits for it would wait for ever.
    this.#reservedUsd = this.#callsReserved === 0 ? 0 : this.#reservedUsd - (worstUsd ?? 0);
    this.#wake();
  }

  /**
   * `costs` are the call's at each price that may hold: the dearest counts. One that is unknown counts at the worst
   * case: a cap that errs, errs on the safe side.
   */
  settle(reservation: Reservation, usage: TokenUsage, costs: readonly Cost[]): void {
    const { ref, worstUsd } = reservation;
    const known = costs.flatMap(({ usd }) => usd ?? []);
    this.#longest.set(ref, Math.max(this.#longest.get(ref) ?? 0, usage.outputTokens ?? 0));
    if (known.length > 0) this.#dearest.set(ref, Math.max(this.#dearest.get(ref) ?? 0, ...known));
    this.#spentUsd += Math.max(...costs.map(({ usd }) => usd ?? worstUsd ?? 0));
    this.release(reservation);
  }

  #end(): void {
    this.#reached = true;
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
  }

  #change(stop: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        stop.removeEventListener('abort', wake);
        this.#waiting.delete(wake);
        resolve();
      };
      stop.addEventListener('abort', wake, { once: true });
      this.#waiting.add(wake);
    });
  }
}
