import type { Disposable } from '../shared/base/disposable.ts';
import { Emitter, type Subscribe } from '../shared/base/emitter.ts';

/** The events about one thing, out of all that the engine tells. */
export class Heard<Event> implements Disposable {
  readonly #emitter = new Emitter<Event>();
  readonly #subscription: Disposable;
  readonly events = this.#emitter.event;
  /** Once the thing is over, the event that says so. */
  last: Event | undefined;

  constructor(all: Subscribe<Event>, isWanted: (event: Event) => boolean) {
    this.#subscription = all((event) => {
      if (!isWanted(event)) return;
      this.last = event;
      this.#emitter.fire(event);
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#emitter.dispose();
  }
}
