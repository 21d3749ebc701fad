import type { RunId } from '../../shared/model/ids.ts';
import type { CatalogLog } from './catalog.ts';
import type { FileFacts, LogFolder } from './logFolder.ts';

/** What happened to the logs of runs since the last look. */
export interface LogChanges {
  /** They have more than what was read of them. */
  readonly grown: ReadonlySet<RunId>;
  /** A file is gone, or another stands in its place: what was read of the run may be wrong. */
  readonly replaced: ReadonlySet<RunId>;
  /** Deleted for good since. */
  readonly deleted: readonly RunId[];
}

interface SeenLog {
  readonly name: string;
  readonly runId: RunId;
  readonly own: boolean;
  size: number;
  /** `null`: not looked at yet. */
  mtimeMs: number | null;
  closed: boolean;
}

export interface LogWatchParts {
  readonly logs: LogFolder;
  /** What was read of them before. */
  readonly known: readonly CatalogLog[];
  readonly now: () => Date;
  /** Files of deleted runs stay where they are. */
  readonly readOnly: boolean;
}

/** A folder's time of change may be coarse: within this time of it, further changes may not show. */
const settledMs = 2000;
/** Files looked at side by side. */
const together = 64;

/**
 * Knows what of the logs is new without reading them. Between changes of the folder it looks only at the files that
 * other stores may still be writing; after one it looks at all, since any may have been put in another's place.
 */
export class LogWatch {
  readonly #logs: LogFolder;
  readonly #now: () => Date;
  readonly #readOnly: boolean;
  readonly #seen = new Map<string, SeenLog>();
  readonly #byRun = new Map<RunId, Set<SeenLog>>();
  readonly #deleted = new Set<RunId>();
  /** Those of the last listing: a run whose tombstone was taken away is back. */
  #tombstones = new Set<RunId>();
  #listedChange: number | null = null;
  #settled = false;

  constructor({ logs, known, now, readOnly }: LogWatchParts) {
    this.#logs = logs;
    this.#now = now;
    this.#readOnly = readOnly;
    for (const { name, runId, bytes, closed } of known) {
      this.#add({ name, runId, own: false, size: bytes, mtimeMs: null, closed });
    }
  }

  isDeleted(runId: RunId): boolean {
    return this.#deleted.has(runId);
  }

  /** There may be something of this run. */
  has(runId: RunId): boolean {
    return this.#byRun.has(runId);
  }

  /** Names of the run's files. */
  logsOf(runId: RunId): string[] {
    return [...(this.#byRun.get(runId) ?? [])].map(({ name }) => name);
  }

  /** As last seen; `null`: there is no such file. */
  sizeOf(name: string): number | null {
    return this.#seen.get(name)?.size ?? null;
  }

  /** Notes what this store wrote itself. */
  wrote(name: string, runId: RunId, size: number): void {
    const log = this.#seen.get(name) ?? this.#add({ name, runId, own: true, size, mtimeMs: null, closed: false });
    log.size = Math.max(log.size, size);
  }

  /** Notes what was read of a file: `size` counts the bytes that were there. What is written here may have grown meanwhile. */
  read(name: string, size: number, closed: boolean): void {
    const log = this.#seen.get(name);
    if (!log) return;
    log.size = log.own ? Math.max(log.size, size) : size;
    log.closed = closed;
  }

  /** This store writes no more to a file of its own. A file system that fails now is noticed at the next look. */
  async closed(name: string): Promise<void> {
    const log = this.#seen.get(name);
    const facts = await this.#logs.facts(name).catch(() => null);
    if (!log || !facts) return;
    log.closed = true;
    log.mtimeMs = facts.mtimeMs;
  }

  /** The run is gone for good. */
  forget(runId: RunId): void {
    this.#deleted.add(runId);
    for (const { name } of this.#byRun.get(runId) ?? []) this.#seen.delete(name);
    this.#byRun.delete(runId);
  }

  /** A file of a run that has others was taken away, rightly. */
  removed(name: string): void {
    const log = this.#seen.get(name);
    if (log) this.#remove(log);
  }

  /** @param all looks at every file, even if the folder says that nothing happened */
  async look(all: boolean): Promise<LogChanges> {
    const changes = { grown: new Set<RunId>(), replaced: new Set<RunId>(), deleted: [] as RunId[] };
    const changedAt = await this.#logs.lastChange();
    const isNew = changedAt !== this.#listedChange;
    if (all || isNew || !this.#settled) await this.#list(changes);
    this.#listedChange = changedAt;
    this.#settled = changedAt !== null && this.#now().getTime() - changedAt > settledMs;
    const every = all || isNew;
    await this.#compare(
      [...this.#seen.values()].filter((log) => this.#isToSee(log, every)),
      every,
      changes,
    );
    return changes;
  }

  async #list(changes: { readonly replaced: Set<RunId>; readonly deleted: RunId[] }): Promise<void> {
    const before = [...this.#seen.values()];
    const { logs, deleted } = await this.#logs.list();
    for (const runId of deleted) {
      if (this.#deleted.has(runId)) continue;
      this.forget(runId);
      changes.deleted.push(runId);
    }
    const tombstones = new Set(deleted);
    for (const runId of this.#tombstones) if (!tombstones.has(runId)) this.#deleted.delete(runId);
    this.#tombstones = tombstones;
    const names = new Set(logs.map(({ name }) => name));
    for (const log of before) {
      if (names.has(log.name) || !this.#seen.has(log.name)) continue;
      this.#remove(log);
      if (log.size > 0) changes.replaced.add(log.runId);
    }
    for (const { name, runId, own } of logs) {
      if (this.#deleted.has(runId)) await this.#tryRemove(name);
      else if (!this.#seen.has(name)) this.#add({ name, runId, own, size: 0, mtimeMs: null, closed: false });
    }
  }

  /** A file of a deleted run that cannot be removed now is found again at the next listing. */
  async #tryRemove(name: string): Promise<void> {
    if (!this.#readOnly) await this.#logs.remove(name).catch(() => undefined);
  }

  #isToSee({ name, runId, own, closed }: SeenLog, every: boolean): boolean {
    if (own && this.#logs.openName(runId) === name) return false;
    return every || (!own && !closed);
  }

  async #compare(logs: readonly SeenLog[], every: boolean, changes: { grown: Set<RunId>; replaced: Set<RunId> }): Promise<void> {
    for (let from = 0; from < logs.length; from += together) {
      const looking = logs.slice(from, from + together).map(async (log) => {
        const facts = await this.#logs.facts(log.name);
        // One that is gone by now will be missing in the next listing.
        if (facts === null) return;
        const verdict = compared(log, facts, every);
        if (verdict !== 'same') changes[verdict].add(log.runId);
        log.size = facts.size;
        log.mtimeMs = facts.mtimeMs;
      });
      await Promise.all(looking);
    }
  }

  #add(log: SeenLog): SeenLog {
    this.#seen.set(log.name, log);
    const ofRun = this.#byRun.get(log.runId);
    if (ofRun) ofRun.add(log);
    else this.#byRun.set(log.runId, new Set([log]));
    return log;
  }

  #remove(log: SeenLog): void {
    this.#seen.delete(log.name);
    const ofRun = this.#byRun.get(log.runId);
    ofRun?.delete(log);
    if (ofRun?.size === 0) this.#byRun.delete(log.runId);
  }
}

/** Files only ever grow, until they are closed: all else means that it is not the same file any more. */
function compared(
  { size, mtimeMs, closed }: SeenLog,
  now: FileFacts,
  every: boolean,
): 'same' | keyof Pick<LogChanges, 'grown' | 'replaced'> {
  if (now.size < size) return 'replaced';
  if (now.size > size) return closed ? 'replaced' : 'grown';
  // While a file grows, its time may be seen to change before its size: only a look at all files goes by it.
  return every && mtimeMs !== null && mtimeMs !== now.mtimeMs ? 'replaced' : 'same';
}
