import type { RunId } from '../../shared/model/ids.ts';
import type { Disposable } from '../../shared/base/disposable.ts';
import { Emitter } from '../../shared/base/emitter.ts';

export interface NamedRun {
  readonly runId: RunId;
  readonly name: string;
}

export interface PendingDeleteParts {
  /** Deletes a run for good. */
  remove(runId: RunId): Promise<void>;
  /** Says that runs were deleted. Resolves when the notification is gone: `true` where the user wants them back. */
  offerUndo(runs: readonly NamedRun[]): PromiseLike<boolean>;
  /** Who wants back what is deleted for good is told so. */
  tellTooLate(runs: readonly NamedRun[]): void;
  tellFailed(run: NamedRun, error: unknown): void;
  readonly undoMs: number;
}

interface Batch {
  readonly runs: readonly NamedRun[];
  readonly timer: NodeJS.Timeout;
}

/**
 * Runs that were deleted and can still be brought back: lists hide them, the results still have them. They are deleted for good
 * when the notification is gone or its time is up, and at shutdown. Whatever ends the process before that keeps them.
 */
export class PendingDeletes implements Disposable {
  readonly #parts: PendingDeleteParts;
  readonly #changes = new Emitter<void>();
  readonly #hidden = new Set<RunId>();
  readonly #open = new Set<Batch>();
  readonly #going = new Set<Promise<void>>();
  readonly onDidChange = this.#changes.event;

  constructor(parts: PendingDeleteParts) {
    this.#parts = parts;
  }

  /** Runs that are hidden. */
  get size(): number {
    return this.#hidden.size;
  }

  has(runId: RunId): boolean {
    return this.#hidden.has(runId);
  }

  /** Hides runs, and offers to bring them back. */
  delete(wanted: readonly NamedRun[]): void {
    const runs = wanted.filter(({ runId }) => !this.#hidden.has(runId));
    if (runs.length === 0) return;
    const batch: Batch = { runs, timer: setTimeout(() => void this.#carryOut(batch), this.#parts.undoMs) };
    this.#open.add(batch);
    for (const { runId } of runs) this.#hidden.add(runId);
    this.#changes.fire();
    void this.#parts.offerUndo(runs).then((undo) => (undo ? this.#undo(batch) : this.#carryOut(batch)));
  }

  /** Deletes for good what is still hidden, and waits for it. */
  async flush(): Promise<void> {
    for (const batch of [...this.#open]) void this.#carryOut(batch);
    await Promise.all(this.#going);
  }

  #undo(batch: Batch): void {
    if (!this.#close(batch)) return this.#parts.tellTooLate(batch.runs);
    this.#show(batch.runs);
  }

  async #carryOut(batch: Batch): Promise<void> {
    if (!this.#close(batch)) return;
    const going = this.#removeAll(batch.runs).finally(() => this.#going.delete(going));
    this.#going.add(going);
    await going;
  }

  async #removeAll(runs: readonly NamedRun[]): Promise<void> {
    for (const run of runs) {
      try {
        await this.#parts.remove(run.runId);
      } catch (error) {
        this.#parts.tellFailed(run, error);
      }
    }
    this.#show(runs);
  }

  #close(batch: Batch): boolean {
    clearTimeout(batch.timer);
    return this.#open.delete(batch);
  }

  #show(runs: readonly NamedRun[]): void {
    for (const { runId } of runs) this.#hidden.delete(runId);
    this.#changes.fire();
  }

  dispose(): void {
    for (const { timer } of this.#open) clearTimeout(timer);
    this.#open.clear();
    this.#changes.dispose();
  }
}
