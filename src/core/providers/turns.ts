/**
 * Does jobs one in a turn of the event loop. Between two of them the loop takes in, and the readers mark, all bytes that
 * have arrived meanwhile: however many answers are being parsed, a mark waits for one job at most.
 */
export class Turns {
  readonly #jobs: (() => void)[] = [];

  add(job: () => void): void {
    if (this.#jobs.push(job) === 1) setImmediate(this.#turn);
  }

  readonly #turn = (): void => {
    const job = this.#jobs.shift();
    if (this.#jobs.length > 0) setImmediate(this.#turn);
    job?.();
  };
}
