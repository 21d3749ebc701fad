/** Events that come within this time go over together: each message costs the owner's thread more than what it says. */
const gatherMs = 15;

/** Sends events on in groups, in their order. */
export class GatheredEvents<Event> {
  readonly #send: (events: readonly Event[]) => void;
  #waiting: Event[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(send: (events: readonly Event[]) => void) {
    this.#send = send;
  }

  add(event: Event): void {
    this.#waiting.push(event);
    this.#timer ??= setTimeout(() => this.flush(), gatherMs);
  }

  /** Sends what waits. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const events = this.#waiting;
    this.#waiting = [];
    if (events.length > 0) this.#send(events);
  }
}
