import { plainName } from '../plainMessage.ts';
import { NotRun } from './notRun.ts';
import { l10n } from '../words.ts';

/** Shows `title` until `before` has settled: true. False where the user does not want to wait. */
export type Wait = (before: Promise<unknown>, title: string) => Promise<boolean>;

/**
 * Runs wait for each other, or their latencies would meet. Re-scorings wait, too: their judges call the same servers; and so does
 * what takes the disk and a processor for itself.
 */
export class Turns {
  /** The end of the last that was asked for. */
  #last: Promise<unknown> = Promise.resolve();
  /** What goes on now. */
  #current: string | null = null;
  #closing = false;
  readonly #wait: Wait;

  constructor(wait: Wait) {
    this.#wait = wait;
  }

  /** Nothing goes on. */
  get idle(): boolean {
    return this.#current === null && !this.#closing;
  }

  /** Starts when all before it are over; the wait can be cancelled, which throws `NotRun`. */
  async take<Ended>(name: string, start: () => Promise<Ended>): Promise<Ended> {
    const before = this.#last;
    const turn =
      this.#current === null
        ? before.then(() => true)
        : this.#wait(before, l10n.t('“{0}” waits until “{1}” has ended', plainName(name), plainName(this.#current)));
    const ended = turn.then((go) => {
      if (!go || this.#closing) throw new NotRun('declined', l10n.t('“{0}” was not begun.', plainName(name)));
      this.#current = name;
      return start().finally(() => (this.#current = null));
    });
    // Who does not want to wait any longer ends no turn of those before.
    this.#last = Promise.all([before, ended.then(nothing, nothing)]);
    return ended;
  }

  /** Nobody gets a turn any more. */
  close(): void {
    this.#closing = true;
  }
}

function nothing(): void {}
