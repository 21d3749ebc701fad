import { fullName, type EditorModel } from '../../core/editorModels.ts';
import { errorFacts } from './errorFacts.ts';

type Named = Pick<EditorModel, 'vendor' | 'id'>;

/**
 * The editor asks the user before an extension calls the models of another one, in the middle of the first call.
 * One call at a time puts that question, and a no is not asked about again for each sample of the run.
 */
export class ModelAccess {
  readonly #granted = new Set<string>();
  /** Settles when the call that may be asked about has been passed on, or not. */
  readonly #asking = new Map<string, Promise<void>>();
  readonly #refused = new Map<string, unknown>();

  forgetRefusals(): void {
    this.#refused.clear();
  }

  /**
   * Sends a call when it may be sent.
   * @param sent told when the model's time begins: before `send`, unless the user may have been asked meanwhile
   */
  async open<T>(model: Named, send: () => Promise<T>, sent: () => void, signal: AbortSignal): Promise<T> {
    for (let asking; (asking = this.#asking.get(model.vendor));) await asking;
    signal.throwIfAborted();
    const name = fullName(model);
    if (this.#refused.has(name)) throw this.#refused.get(name);
    if (this.#granted.has(model.vendor)) {
      sent();
      return send();
    }
    const answer = await this.#ask(model, send, signal);
    sent();
    return answer;
  }

  async #ask<T>({ vendor, id }: Named, send: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#asking.set(vendor, promise);
    const done = (): void => {
      if (this.#asking.get(vendor) === promise) this.#asking.delete(vendor);
      resolve();
    };
    // A question that nobody answers must not stop the next run.
    signal.addEventListener('abort', done, { once: true });
    try {
      const answer = await send();
      this.#granted.add(vendor);
      return answer;
    } catch (error) {
      if (errorFacts(error).code === 'NoPermissions') this.#refused.set(fullName({ vendor, id }), error);
      throw error;
    } finally {
      signal.removeEventListener('abort', done);
      done();
    }
  }
}
