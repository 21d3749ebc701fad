import * as vscode from 'vscode';
import { plainName } from '../plainMessage.ts';
import { NotRun } from './notRun.ts';

/** Runs wait for each other, or their latencies would meet. Re-scorings wait, too: their judges call the same servers. */
export class Turns {
  /** The end of the last that was asked for. */
  #last: Promise<unknown> = Promise.resolve();
  /** What goes on now. */
  #current: string | null = null;
  #closing = false;

  /** Starts when all before it are over; the wait can be cancelled, which throws `NotRun`. */
  async take<Ended>(name: string, start: () => Promise<Ended>): Promise<Ended> {
    const before = this.#last;
    const turn =
      this.#current === null
        ? before.then(() => true)
        : waitFor(before, `“${plainName(name)}” waits until “${plainName(this.#current)}” has ended`);
    const ended = turn.then((go) => {
      if (!go || this.#closing) throw new NotRun('declined', 'Nothing was run.');
      this.#current = name;
      return start().finally(() => (this.#current = null));
    });
    this.#last = ended.then(nothing, nothing);
    return ended;
  }

  /** Nobody gets a turn any more. */
  close(): void {
    this.#closing = true;
  }
}

function nothing(): void {}

/** True when `promise` has settled; false when the user did not want to wait. */
async function waitFor(promise: Promise<unknown>, title: string): Promise<boolean> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (_, token) =>
      new Promise<boolean>((resolve) => {
        token.onCancellationRequested(() => resolve(false));
        void promise.then(() => resolve(true));
      }),
  );
}
