/** Confirmations that were shown and not carried out: an agent may ask for several runs at once, never for so many. */
const mostKept = 50;

/** What confirmations named, until the run that was confirmed begins: once each. */
export class NamedSums {
  readonly #sums = new Map<string, readonly number[]>();

  /** @param usd up to how much the confirmation of this input said the run may cost */
  name(input: unknown, usd: number): void {
    const key = JSON.stringify(input);
    const earlier = this.#sums.get(key) ?? [];
    this.#sums.delete(key);
    this.#sums.set(key, [...earlier, usd].slice(-mostKept));
    const [oldest] = this.#sums.keys();
    if (this.#sums.size > mostKept && oldest !== undefined) this.#sums.delete(oldest);
  }

  /** The sum that was named last for this input, which no other run may use; `null`: none was. */
  take(input: unknown): number | null {
    const key = JSON.stringify(input);
    const sums = this.#sums.get(key);
    if (!sums) return null;
    this.#sums.delete(key);
    if (sums.length > 1) this.#sums.set(key, sums.slice(0, -1));
    return sums.at(-1) ?? null;
  }
}
