/** Of reads of one thing that overlap, the one that began last counts: who waits for an earlier one is given what that brings. */
export class LatestReads<T> {
  readonly #last = new Map<string, Promise<T>>();

  async of(key: string, read: () => Promise<T>): Promise<T> {
    let reading = read();
    this.#last.set(key, reading);
    for (;;) {
      await reading.then(ignore, ignore);
      const last = this.#last.get(key) ?? reading;
      if (last === reading) return reading;
      reading = last;
    }
  }
}

function ignore(): void {}
