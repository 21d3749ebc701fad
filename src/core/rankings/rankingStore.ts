import { join } from 'node:path';
import type { SourceUse } from '../../shared/model/rankings.ts';
import type { Clock, Logger } from '../ports.ts';
import { reasonOf } from './disk.ts';
import type { DiskProblem, RankingDisk } from './disk.ts';
import { FolderLock } from './folderLock.ts';
import { KeptFile } from './keptFile.ts';
import type { Corrections } from './match/corrections.ts';
import { nothingKept } from './spec.ts';
import type { KeptRankings, RankingStore } from './spec.ts';
import { UseCount } from './useCount.ts';
import { UseLog } from './useLog.ts';
import type { UseEntry } from './useLog.ts';

export interface RankingStoreOptions {
  /** Made when something is written. */
  readonly folder: string;
  readonly disk: RankingDisk;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Rankings in a folder that all windows and the CLI share: `rankings.json`, `corrections.json`, `uses-<day>.jsonl`,
 * and two locks. It never rejects for what the disk does: rankings are then kept in memory, and `problem` says why.
 */
export class FileRankingStore implements RankingStore {
  readonly #options: RankingStoreOptions;
  readonly #rankings: KeptFile<KeptRankings>;
  readonly #corrections: KeptFile<Corrections>;
  readonly #uses: UseLog;
  readonly #writing: FolderLock;
  readonly #fetching: FolderLock;
  readonly #count = new UseCount();
  #warned = '';

  constructor(options: RankingStoreOptions) {
    const { folder, disk } = options;
    this.#options = options;
    this.#rankings = new KeptFile(join(folder, 'rankings.json'), nothingKept, disk);
    this.#corrections = new KeptFile<Corrections>(join(folder, 'corrections.json'), [], disk);
    this.#uses = new UseLog(folder);
    this.#writing = new FolderLock(folder, 'write', disk);
    this.#fetching = new FolderLock(folder, 'fetch', disk);
  }

  /** Of the files, as last read or written; `null` where all is well. */
  get problem(): DiskProblem | null {
    return this.#rankings.problem ?? this.#corrections.problem;
  }

  read(): Promise<KeptRankings> {
    return this.#rankings.read();
  }

  update(change: (kept: KeptRankings) => KeptRankings): Promise<KeptRankings> {
    return this.#change(this.#rankings, change);
  }

  record(uses: readonly SourceUse[]): Promise<void> {
    return this.#append(uses.map((use) => ({ type: 'source', use })));
  }

  async uses(since: Date): Promise<readonly SourceUse[]> {
    return (await this.#since(since)).flatMap((entry) => (entry.type === 'source' ? [entry.use] : []));
  }

  /** Somebody looked at rankings: how often decides how often they are refreshed. */
  async countRead(by: Exclude<SourceUse['trigger'], 'schedule'>): Promise<void> {
    const now = this.#options.clock.date();
    if (this.#count.take(now)) await this.#append([{ type: 'read', at: now.toISOString(), by }]);
  }

  /** Times (ISO) of reads, as far as they were recorded. */
  async reads(since: Date): Promise<readonly string[]> {
    return (await this.#since(since)).flatMap((entry) => (entry.type === 'read' ? [entry.at] : []));
  }

  corrections(): Promise<Corrections> {
    return this.#corrections.read();
  }

  /** The change is made on what is there by then: another window may have corrected meanwhile. */
  correct(change: (corrections: Corrections) => Corrections): Promise<Corrections> {
    return this.#change(this.#corrections, change);
  }

  async alone<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T | null> {
    await this.#makeFolder();
    return await this.#fetching.alone(work, signal);
  }

  async #change<Value>(file: KeptFile<Value>, change: (value: Value) => Value): Promise<Value> {
    await this.#makeFolder();
    const value = await this.#writing.exclusive(() => file.change(change));
    this.#warn(file.problem?.message ?? null);
    return value;
  }

  async #append(entries: readonly UseEntry[]): Promise<void> {
    await this.#makeFolder();
    await this.#uses.append(entries, this.#options.clock.date()).catch((error: unknown) => this.#warn(notRecorded(error)));
  }

  async #since(date: Date): Promise<readonly UseEntry[]> {
    return await this.#uses.since(date).catch((error: unknown) => {
      this.#warn(notRecorded(error));
      return [];
    });
  }

  /** What comes of a folder that cannot be made is told by whoever writes into it. */
  async #makeFolder(): Promise<void> {
    const { disk, folder } = this.#options;
    await disk.makeFolder(folder).catch(() => undefined);
  }

  /** Once, while it stays the same. */
  #warn(message: string | null): void {
    if (message !== null && message !== this.#warned) this.#options.logger.warn(message);
    this.#warned = message ?? '';
  }
}

function notRecorded(error: unknown): string {
  return `Uses of ranking sources cannot be recorded or read (${reasonOf(error)}).`;
}
