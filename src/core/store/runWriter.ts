import type { RunId } from '../../shared/model/ids.ts';
import type { Clock } from '../ports.ts';
import type { Catalog } from './catalog.ts';
import type { DerivedFiles } from './derivedFiles.ts';
import { StoreError, deletedError, partialError, prunedError } from './errors.ts';
import type { LogFolder } from './logFolder.ts';
import type { LogEntry } from './logLine.ts';
import type { LogWatch } from './logWatch.ts';
import type { Owned } from './owned.ts';
import { closing } from './runLog.ts';
import type { LinePlace } from './runLog.ts';
import type { Runs } from './runs.ts';
import type { Turns } from './turns.ts';
import type { Unsaved } from './unsaved.ts';

export interface RunWriterParts {
  readonly logs: LogFolder;
  readonly watch: LogWatch;
  readonly runs: Runs;
  readonly catalog: Catalog;
  readonly derived: DerivedFiles;
  readonly owned: Owned;
  readonly unsaved: Unsaved;
  readonly turns: Turns;
  readonly clock: Clock;
  /** Why nothing can be written; `null`: it can. */
  readonly readOnly: string | null;
}

/** Writes entries to logs, and takes what it wrote into the tables that are in memory. */
export class RunWriter {
  readonly #parts: RunWriterParts;
  #lastRevision = 0;

  constructor(parts: RunWriterParts) {
    this.#parts = parts;
  }

  assertWritable(): void {
    const { readOnly } = this.#parts;
    if (readOnly !== null) throw new StoreError('read-only', readOnly);
  }

  assertWhole(runId: RunId): void {
    if (this.#parts.runs.isPartial(runId)) throw partialError(runId);
  }

  /** The next revision of what has `current`: above all that this store gave out, since those may still be on their way. */
  revised(current: number): { readonly revision: number; readonly at: string } {
    this.#lastRevision = Math.max(current, this.#lastRevision) + 1;
    return { revision: this.#lastRevision, at: this.#parts.clock.date().toISOString() };
  }

  /** Resolves once the entry is on disk. Where it cannot be, it is kept in memory and this rejects. */
  async write(runId: RunId, entry: LogEntry): Promise<void> {
    const { watch, owned, unsaved } = this.#parts;
    if (watch.isDeleted(runId)) throw deletedError(runId);
    if (this.#isPruned(runId)) throw prunedError(runId);
    // What goes on here was begun before: to lose its results would help nobody.
    if (!owned.isUnderWay(runId)) this.assertWhole(runId);
    owned.note(entry);
    try {
      this.assertWritable();
      await this.append(runId, entry);
      unsaved.settle(runId, entry);
    } catch (error) {
      await this.#keep(runId, entry);
      throw error;
    }
  }

  /** The same, without keeping what cannot be written. */
  async append(runId: RunId, entry: LogEntry): Promise<void> {
    this.#take(entry, await this.#parts.logs.append(runId, entry));
  }

  /** Says that nothing more is to come from here, once the run has ended and nobody scores its answers. */
  async closeLogIfOver(runId: RunId): Promise<void> {
    const { owned, runs, derived } = this.#parts;
    if (owned.isUnderWay(runId)) return;
    await this.closeLog(runId);
    for (const run of runs.unwritten()) if (run.runId === runId) void derived.saveImageBehind(run);
  }

  async closeLog(runId: RunId): Promise<void> {
    const { logs, watch } = this.#parts;
    const closed = await logs.closeRun(runId);
    if (!closed) return;
    this.#take(closing, closed);
    await watch.closed(closed.file.name);
  }

  /** Rejects with the first failure, once all have been tried. */
  async saveUnsaved(): Promise<void> {
    const { unsaved } = this.#parts;
    const saving = unsaved.runs().flatMap((runId) =>
      unsaved.of(runId).map(async (entry) => {
        await this.append(runId, entry);
        if (unsaved.isLatest(runId, entry)) unsaved.settle(runId, entry);
      }),
    );
    const failed = (await Promise.allSettled(saving)).find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }

  #isPruned(runId: RunId): boolean {
    const open = this.#parts.runs.peek(runId);
    return open ? open.index.isPruned : (this.#parts.catalog.row(runId)?.head.pruned ?? false);
  }

  #take(entry: LogEntry, place: LinePlace): void {
    const { watch, runs } = this.#parts;
    const { name, runId } = place.file;
    if (watch.isDeleted(runId)) return;
    watch.wrote(name, runId, place.offset + place.length + 1);
    const run = runs.peek(runId);
    if (!run?.take(entry, place)) return runs.markStale(runId);
    runs.saveIfDue(run);
  }

  /** What could not be written can be read, and exported, until the store is closed. */
  async #keep(runId: RunId, entry: LogEntry): Promise<void> {
    const { unsaved, runs, turns } = this.#parts;
    unsaved.put(runId, entry);
    await turns.take(async () => {
      // Opening its tables takes in what is unsaved; a second time does no harm.
      const run = await runs.begin(runId);
      run.index.apply(entry, null);
    });
  }
}
