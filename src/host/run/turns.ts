import { unlessEnded } from '../../core/providers/unlessEnded.ts';
import { plainName } from '../plainMessage.ts';
import { NotRun } from './notRun.ts';
import { l10n } from '../words.ts';

/** Shows `title` until `before` has settled: true. False where the user does not want to wait, or the signal fires. */
export type Wait = (before: Promise<unknown>, title: string, signal: AbortSignal) => Promise<boolean>;

/**
 * Runs wait for each other, or their latencies would meet. Re-scorings wait, too: their judges call the same servers; and so does
 * what takes the disk and a processor for itself.
 */
export class Turns {
  /** The end of the last that was asked for. */
  #last: Promise<void> = Promise.resolve();
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

  /** Starts when all before it are over; the wait can be cancelled, also by `signal`, which throws `NotRun` at once. */
  async take<Ended>(name: string, start: () => Promise<Ended>, signal = new AbortController().signal): Promise<Ended> {
    const before = this.#last;
    const turn =
      this.#current === null
        ? before.then(() => true)
        : this.#wait(before, l10n.t('“{0}” waits until “{1}” has ended', plainName(name), plainName(this.#current)), signal);
    const waited = unlessEnded(turn, signal).catch(unlessAborted(signal));
    const ended = waited.then((go) => {
      if (!go || signal.aborted || this.#closing) throw new NotRun('declined', l10n.t('“{0}” was not begun.', plainName(name)));
      this.#current = name;
      return start().finally(() => (this.#current = null));
    });
    // Who does not want to wait any longer ends no turn of those before.
    this.#last = Promise.all([before, ended.then(nothing, nothing)]).then(nothing);
    return ended;
  }

  /** Nobody gets a turn any more. */
  close(): void {
    this.#closing = true;
  }
}

/** To have been aborted is an answer. */
function unlessAborted(signal: AbortSignal): (error: unknown) => boolean {
  return (error) => {
    if (signal.aborted) return false;
    throw error;
  };
}

function nothing(): void {}
