/**
 * Does jobs one in a turn of the event loop. Between two of them the loop takes in, and the readers mark, all bytes that
 * have arrived meanwhile: however many answers are being parsed, a mark waits for one job at most.
 */
export class Turns {
  readonly #urgent: (() => void)[] = [];
  readonly #jobs: (() => void)[] = [];
  #going = false;

  add(job: () => void): void {
    this.#jobs.push(job);
    this.#go();
  }

  /** Before all that `add` was given: a request that is to be sent, so that its server works while we parse. */
  addUrgent(job: () => void): void {
    this.#urgent.push(job);
    this.#go();
  }

  #go(): void {
    if (this.#going) return;
    this.#going = true;
    setImmediate(this.#turn);
  }

  readonly #turn = (): void => {
    const job = this.#urgent.shift() ?? this.#jobs.shift();
    this.#going = this.#urgent.length + this.#jobs.length > 0;
    if (this.#going) setImmediate(this.#turn);
    job?.();
  };
}
