import type * as vscode from 'vscode';
import type { Disposable } from '../shared/base/disposable.ts';
import { Emitter } from '../shared/base/emitter.ts';
import type { KeyRequest, KeySource } from '../core/ports.ts';

const prefix = 'llm-bench.key.';

/** Keys in the editor's secret storage, one for each origin. Environment variables are the command line's way, not ours. */
export class SecretKeys implements KeySource, Disposable {
  readonly #storage: vscode.SecretStorage;
  readonly #changes = new Emitter<void>();
  readonly #subscription: Disposable;
  readonly #handedOut = new Set<string>();

  /** A key was set or removed, in this window or another. */
  readonly onDidChange = this.#changes.event;

  constructor(storage: vscode.SecretStorage) {
    this.#storage = storage;
    this.#subscription = storage.onDidChange(({ key }) => {
      if (key.startsWith(prefix)) this.#changes.fire();
    });
  }

  async key({ origin }: Pick<KeyRequest, 'origin'>): Promise<string | null> {
    const key = await this.#storage.get(prefix + origin);
    if (key === undefined || key === '') return null;
    this.#handedOut.add(key);
    return key;
  }

  /** Origins that have a key. */
  async origins(): Promise<readonly string[]> {
    const names = await this.#storage.keys();
    return names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  }

  async set(origin: string, key: string): Promise<void> {
    this.#handedOut.add(key);
    await this.#storage.store(prefix + origin, key);
  }

  async remove(origin: string): Promise<void> {
    await this.#storage.delete(prefix + origin);
  }

  /** Every key that was in use since the start, for the redactor. */
  inUse(): readonly string[] {
    return [...this.#handedOut];
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changes.dispose();
  }
}
