import type { RunId } from '../../shared/model/ids.ts';
import type { Clock, Logger } from '../ports.ts';
import type { LogChunk, LogFolder } from './logFolder.ts';
import type { LogEntry } from './logLine.ts';
import type { IndexedLog, RunIndex, UnderWay } from './runIndex.ts';
import { isAlive } from './writer.ts';

export interface LogFollowerParts {
  readonly logs: LogFolder;
  readonly index: RunIndex;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly readOnly: boolean;
}

/** Takes into the index what other stores wrote: those of the past, and those open in other windows. */
export class LogFollower {
  readonly #parts: LogFollowerParts;
  readonly #known: Map<string, IndexedLog>;
  readonly #deleted = new Set<RunId>();
  /** Runs and scorings that this store carries on: it need not ask whether their writer lives. */
  readonly #own = new Set<string>();
  #refreshing: Promise<number> | null = null;

  constructor(parts: LogFollowerParts) {
    this.#parts = parts;
    this.#known = parts.index.indexedLogs();
  }

  /** Notes from an entry of this store's own what it carries on, and what no longer. */
  noteOwn(entry: LogEntry): void {
    if (entry.type === 'run-created' || entry.type === 'run-extended') this.#own.add(entry.run.id);
    if (entry.type === 'scoring-created') this.#own.add(entry.scoring.id);
    if (entry.type === 'run-updated' && entry.run.status !== 'running') this.#own.delete(entry.run.id);
    if (entry.type === 'scoring-updated' && entry.scoring.status !== 'running') this.#own.delete(entry.scoring.id);
  }

  isDeleted(runId: RunId): boolean {
    return this.#deleted.has(runId);
  }

  /** Returns the number of attempts that came in. */
  refresh(): Promise<number> {
    this.#refreshing ??= this.#scan().finally(() => (this.#refreshing = null));
    return this.#refreshing;
  }

  /** Deletes the run for good: first its tombstone, then its rows, last its files. */
  async deleteRun(runId: RunId): Promise<void> {
    const { logs } = this.#parts;
    await logs.bury(runId);
    this.#forget(runId);
    await logs.closeRun(runId);
    const { logs: files } = await logs.list();
    for (const file of files) if (file.runId === runId) await this.#tryRemove(file.name);
  }

  async #scan(): Promise<number> {
    const listing = await this.#parts.logs.list();
    for (const runId of listing.deleted) if (!this.#deleted.has(runId)) this.#forget(runId);
    let attempts = 0;
    for (const { name, runId, own } of listing.logs) {
      if (this.#deleted.has(runId)) await this.#tryRemove(name);
      else if (!own && !this.#known.get(name)?.closed) attempts += await this.#readOn(name, runId);
    }
    await this.#markInterrupted();
    return attempts;
  }

  /** Reads a log on from where the index stands. A line of a later format ends the reading until a later version reads it. */
  async #readOn(name: string, runId: RunId): Promise<number> {
    let attempts = 0;
    for await (const chunk of this.#parts.logs.read(name, runId, this.#known.get(name)?.bytes ?? 0)) {
      const stop = chunk.lines.findIndex(({ decoded }) => decoded.state === 'newer');
      if (stop === -1) {
        attempts += this.#take(chunk);
        continue;
      }
      const end = chunk.lines[stop]?.offset ?? chunk.end;
      return attempts + this.#take({ file: chunk.file, lines: chunk.lines.slice(0, stop), end });
    }
    return attempts;
  }

  #take({ file, lines, end }: LogChunk): number {
    const { index, logger } = this.#parts;
    let attempts = 0;
    // The run may have been deleted while its log was being read.
    if (this.#deleted.has(file.runId)) return attempts;
    let closed = false;
    index.transaction(() => {
      for (const { decoded, offset, length } of lines) {
        if (decoded.state !== 'ok') {
          logger.warn(`${file.name}: the line at byte ${offset} is damaged and was left out.`);
          continue;
        }
        index.apply(decoded.entry, { file, offset, length });
        if (decoded.entry.type === 'attempt') attempts++;
        closed ||= decoded.entry.type === 'log-closed';
      }
      index.reached(file, end);
    });
    this.#known.set(file.name, { bytes: end, closed });
    return attempts;
  }

  /** Runs and scorings that say `running` while nobody can be writing them any more. */
  async #markInterrupted(): Promise<void> {
    const { index } = this.#parts;
    for (const { kind, id, log } of index.underWay()) {
      if (!this.#own.has(id) && !(log && (await this.#isCarriedOn(log)))) index.markInterrupted({ kind, id });
    }
  }

  async #isCarriedOn({ name, writer }: NonNullable<UnderWay['log']>): Promise<boolean> {
    const { logs, clock } = this.#parts;
    const grown = await logs.lastGrowth(name).catch(() => new Date(0));
    return isAlive(writer, grown, clock.date());
  }

  #forget(runId: RunId): void {
    this.#deleted.add(runId);
    this.#parts.index.deleteRun(runId);
  }

  /** A file of a deleted run that cannot be removed now is found again at the next look. */
  async #tryRemove(name: string): Promise<void> {
    if (!this.#parts.readOnly) await this.#parts.logs.remove(name).catch(() => undefined);
  }
}
