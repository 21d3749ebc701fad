import type { Disposable } from './disposable.ts';

export type Listener<T> = (event: T) => void;
export type Subscribe<T> = (listener: Listener<T>) => Disposable;

/** A typed event source that needs no vscode. A listener that throws does not keep the others from hearing. */
export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<Listener<T>>();

  readonly event: Subscribe<T> = (listener) => {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  };

  fire(event: T): void {
    const errors: unknown[] = [];
    for (const listener of [...this.#listeners]) {
      try {
        listener(event);
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, 'A listener failed');
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
