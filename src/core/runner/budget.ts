import type { ModelParams } from '../../shared/model/suite.ts';
import type { Cost, PriceRow, TokenUsage } from '../../shared/model/usage.ts';
import { worstUsd } from '../pricing/rates.ts';

/** Output tokens assumed at worst where a suite sets no limit, and no answer was longer yet. */
const unboundedOutputTokens = 4096;
/** Characters for one token at worst: dense scripts and code come near 2; English prose is about 4. */
const charsPerToken = 2;

/**
 * Stops new calls before the cap can be passed: calls in flight count at their worst case until their cost is known.
 * A call without a known price cannot be counted and passes.
 */
export class BudgetGuard {
  readonly #capUsd: number | null;
  /** Output tokens, by model. */
  readonly #longest = new Map<string, number>();
  #spentUsd = 0;
  #reservedUsd = 0;

  constructor(capUsd: number | null) {
    this.#capUsd = capUsd;
  }

  /** What one call can cost at most in USD; `null` where the model has no price. */
  worstCaseUsd(ref: string, promptChars: number, params: ModelParams, price: PriceRow | undefined): number | null {
    if (!price) return null;
    const input = Math.ceil(promptChars / charsPerToken) + 16;
    const output = params.maxOutputTokens ?? Math.max(unboundedOutputTokens, this.#longest.get(ref) ?? 0);
    return worstUsd(price, input, output);
  }

  /** True when the call may be made; it must then be settled. */
  reserve(worstUsd: number | null): boolean {
    const amount = worstUsd ?? 0;
    if (this.#capUsd !== null && this.#spentUsd + this.#reservedUsd + amount > this.#capUsd) return false;
    this.#reservedUsd += amount;
    return true;
  }

  /**
   * `costs` are the call's at each price that may hold: the dearest counts. One that is unknown counts at the worst
   * case: a cap that errs, errs on the safe side.
   */
  settle(ref: string, worstUsd: number | null, usage: TokenUsage, costs: readonly Cost[]): void {
    this.#longest.set(ref, Math.max(this.#longest.get(ref) ?? 0, usage.outputTokens ?? 0));
    this.#reservedUsd -= worstUsd ?? 0;
    this.#spentUsd += Math.max(...costs.map(({ usd }) => usd ?? worstUsd ?? 0));
  }
}
