import type { ModelParams } from '../../shared/model/suite.ts';
import type { Cost, PriceRow } from '../../shared/model/usage.ts';

/** Output tokens assumed at worst where a suite sets no limit. */
const unboundedOutputTokens = 4096;
/** Characters for one token at worst: dense scripts and code come near 2; English prose is about 4. */
const charsPerToken = 2;

/** What one call can cost at most in USD; `null` where the model has no price. */
export function worstCaseUsd(promptChars: number, params: ModelParams, price: PriceRow | undefined): number | null {
  if (!price) return null;
  const input = Math.ceil(promptChars / charsPerToken) + 16;
  const output = params.maxOutputTokens ?? unboundedOutputTokens;
  return (input * price.inputPerMTok + output * price.outputPerMTok) / 1e6;
}

/**
 * Stops new calls before the cap can be passed: calls in flight count at their worst case until their cost is known.
 * A call without a known price cannot be counted and passes.
 */
export class BudgetGuard {
  readonly #capUsd: number | null;
  #spentUsd = 0;
  #reservedUsd = 0;

  constructor(capUsd: number | null) {
    this.#capUsd = capUsd;
  }

  /** True when the call may be made; it must then be settled. */
  reserve(worstUsd: number | null): boolean {
    const amount = worstUsd ?? 0;
    if (this.#capUsd !== null && this.#spentUsd + this.#reservedUsd + amount > this.#capUsd) return false;
    this.#reservedUsd += amount;
    return true;
  }

  /** A call whose cost stays unknown counts at its worst case: a cap that errs, errs on the safe side. */
  settle(worstUsd: number | null, cost: Cost): void {
    this.#reservedUsd -= worstUsd ?? 0;
    this.#spentUsd += cost.usd ?? worstUsd ?? 0;
  }
}
