import type { Disposable } from '../shared/base/disposable.ts';

/**
 * Runs a task at most once in `intervalMs`, at once the first time, and a last time for the last request.
 * A task that is still running is never started a second time beside itself.
 */
export class Throttle implements Disposable {
  readonly #task: () => void | Promise<void>;
  readonly #intervalMs: number;
  #timer: NodeJS.Timeout | undefined;
  #running = false;
  #wanted = false;
  #disposed = false;

  /** @param task handles its own errors */
  constructor(intervalMs: number, task: () => void | Promise<void>) {
    this.#intervalMs = intervalMs;
    this.#task = task;
  }

  request(): void {
    this.#wanted = true;
    if (!this.#timer && !this.#running) void this.#run();
  }

  async #run(): Promise<void> {
    if (this.#disposed) return;
    this.#wanted = false;
    this.#running = true;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#wanted && !this.#running) void this.#run();
    }, this.#intervalMs);
    try {
      await this.#task();
    } finally {
      this.#running = false;
    }
    if (this.#wanted && !this.#timer) void this.#run();
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
  }
}
