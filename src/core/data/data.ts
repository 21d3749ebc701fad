import { systemClock } from '../ports.ts';
import type { Clock } from '../ports.ts';
import type { RunViews } from '../runViews.ts';
import { StoreError } from '../store/errors.ts';
import { diskFiles } from '../store/files.ts';
import type { StoreFiles } from '../store/files.ts';
import type { Store } from '../store/spec.ts';
import { backup } from './backup.ts';
import { check } from './check.ts';
import { compact } from './compact.ts';
import { exportAll } from './exportAll.ts';
import { merge } from './merge.ts';
import type { DataParts } from './parts.ts';
import { prunable, prune } from './prune.ts';
import { restore } from './restore.ts';
import { size } from './size.ts';
import type { DataCalls, WholeFormat } from './spec.ts';
import { readManifestOf } from './unpack.ts';

/** Each has a file of its own; here they get what they work on, one at a time: none pulls a log away under another. */
export class Data implements DataCalls {
  readonly #parts: DataParts;
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    store: Store,
    views: Pick<RunViews, 'figures'>,
    folder: string,
    { files = diskFiles, clock = systemClock }: { readonly files?: StoreFiles; readonly clock?: Clock } = {},
  ) {
    this.#parts = { store, views, folder, files, clock };
  }

  size() {
    return size(this.#parts);
  }

  backup(path: string) {
    return this.#alone(() => backup(this.#parts, path));
  }

  async contents(path: string) {
    const { madeAt, runs } = await readManifestOf(this.#parts.files, path);
    return { madeAt, runs: runs.length };
  }

  restore(path: string) {
    return this.#alone(() => restore(this.#writable('restored'), path));
  }

  merge(path: string) {
    return this.#alone(() => merge(this.#writable('taken in'), path));
  }

  check() {
    return this.#alone(() => check(this.#parts));
  }

  compact() {
    return this.#alone(() => compact(this.#writable('compacted')));
  }

  exportAll(path: string, format: WholeFormat) {
    return this.#alone(() => exportAll(this.#parts, path, format));
  }

  prunable(before: string) {
    return prunable(this.#parts, before);
  }

  prune(before: string) {
    return this.#alone(() => prune(this.#writable('pruned'), before));
  }

  /** @param done what does not happen where nothing can be written */
  #writable(done: string): DataParts {
    const { state, message } = this.#parts.store.health;
    if (state === 'read-only')
      throw new StoreError('read-only', `Nothing was ${done}: ${message ?? 'the results cannot be changed.'}`);
    return this.#parts;
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
