/** Lets so many pieces of work go on at once; the rest wait in the order of coming. */
export class Lanes {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(count: number) {
    this.#free = count;
  }

  async run<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      // A lane is handed over, not freed: nobody slips in between.
      if (next) next();
      else this.#free++;
    }
  }
}
