import type { Attempt, AttemptBody, AttemptRecord } from '../../shared/model/attempt.ts';
import type { AttemptId, RunId } from '../../shared/model/ids.ts';
import type { RunDetail, RunRecord } from '../../shared/model/run.ts';
import type { Clock, Logger } from '../ports.ts';
import { StoreError, closedError, deletedError, fileError, runningError } from './errors.ts';
import type { StoreFiles } from './files.ts';
import { imageVersion, writeImage } from './image.ts';
import type { LogFollower } from './logFollower.ts';
import type { LogFolder } from './logFolder.ts';
import type { LogEntry } from './logLine.ts';
import { migrations } from './migrations.ts';
import { closing } from './runLog.ts';
import type { LinePlace } from './runLog.ts';
import type { RunIndex } from './runIndex.ts';
import type { Sql } from './sql.ts';
import type { RunListItem, Store, StoreHealth, StoredError } from './spec.ts';

/** Least number of changes between two automatic checkpoints, and the share of all results that it grows to. */
const checkpointChanges = 2000;
const checkpointShare = 1 / 50;

export const newerMessage =
  'The results were written by a newer version of LLM Bench. They can be read, not changed: update the extension.';

export interface FileStoreParts {
  readonly folder: string;
  readonly files: StoreFiles;
  readonly logs: LogFolder;
  /** `null` where the tables are of a later version, into which logs are better not read. */
  readonly follower: LogFollower | null;
  readonly sql: Sql;
  readonly index: RunIndex;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly health: StoreHealth;
}

interface Unsaved {
  readonly runId: RunId;
  readonly entry: LogEntry;
}

/** A store in a folder. `openStore.ts` tells the design. */
export class FileStore implements Store {
  readonly #parts: FileStoreParts;
  /** Entries that could not be written, by what they are about; the last one about it counts. */
  readonly #unsaved = new Map<string, Unsaved>();
  readonly #underWay = new Set<Promise<unknown>>();
  #closed = false;
  #lastRevision = 0;
  /** `index.changes` as the image on disk holds them, and at which the next checkpoint is due. */
  #imageChanges = 0;
  #checkpointAt: number;
  #writingImage: Promise<void> | null = null;

  constructor(parts: FileStoreParts) {
    this.#parts = parts;
    this.#checkpointAt = checkpointChanges;
  }

  get health(): StoreHealth {
    return this.#parts.health;
  }

  createRun(run: RunRecord, detail: RunDetail): Promise<void> {
    return this.#do(() => this.#write(run.id, `created ${run.id}`, { type: 'run-created', run, detail }));
  }

  appendAttempt(attempt: Attempt): Promise<void> {
    return this.#do(() => this.#write(attempt.record.runId, attempt.record.id, { type: 'attempt', attempt }));
  }

  updateRun(run: RunRecord): Promise<void> {
    return this.#do(async () => {
      const { index, clock, logs } = this.#parts;
      await this.#look();
      this.#lastRevision = Math.max(index.run(run.id)?.revision ?? 0, this.#lastRevision) + 1;
      const at = clock.date().toISOString();
      await this.#write(run.id, `updated ${run.id}`, { type: 'run-updated', run, revision: this.#lastRevision, at });
      if (run.status === 'running') return;
      const closed = await logs.closeRun(run.id);
      if (closed) this.#take(closing, closed);
    });
  }

  /** Rejects with `locked` while the run is still being written, here or in another window. */
  deleteRun(id: RunId): Promise<void> {
    return this.#do(async () => {
      const { index, follower, folder } = this.#parts;
      const writable = this.#writable(follower);
      await this.#look();
      const found = index.run(id);
      if (!found) return;
      if (found.run.status === 'running') throw runningError(found.run.name);
      await writable.deleteRun(id).catch((error: unknown) => {
        throw fileError(error, folder);
      });
      for (const [about, { runId }] of this.#unsaved) if (runId === id) this.#unsaved.delete(about);
    });
  }

  listRuns(limit?: number): Promise<readonly RunListItem[]> {
    return this.#read((index) => index.listRuns(limit));
  }

  async run(id: RunId): Promise<{ readonly run: RunRecord; readonly detail: RunDetail } | null> {
    return await this.#do(async () => {
      const { index, logs, logger } = this.#parts;
      await this.#look();
      const found = index.run(id);
      if (!found) return null;
      const place = index.detailPlace(id);
      const entry = place ? await logs.readLine(place) : this.#unsaved.get(`created ${id}`)?.entry;
      if (entry?.type === 'run-created') return { run: found.run, detail: entry.detail };
      logger.warn(`The suite that run ${id} was made from cannot be read: its log is gone or damaged.`);
      return null;
    });
  }

  attempts(runId: RunId): Promise<readonly AttemptRecord[]> {
    return this.#read((index) => index.attempts(runId));
  }

  errors(runId: RunId): Promise<readonly StoredError[]> {
    return this.#read((index) => index.errors(runId));
  }

  body(id: AttemptId): Promise<AttemptBody | null> {
    return this.#do(async () => {
      await this.#look();
      const place = this.#parts.index.bodyPlace(id);
      const entry = place ? await this.#parts.logs.readLine(place) : this.#unsaved.get(id)?.entry;
      return entry?.type === 'attempt' && entry.attempt.record.id === id ? entry.attempt.body : null;
    });
  }

  checkpoint(): Promise<void> {
    return this.#do(async () => {
      this.#writable(this.#parts.follower);
      await this.#look();
      await this.#saveUnsaved();
      await this.#writeImage();
    });
  }

  /** Never rejects: what could not be made durable was told when it was written. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.allSettled(this.#underWay);
    const { logs, logger, sql, health } = this.#parts;
    if (health.state !== 'read-only') {
      await this.#saveUnsaved().catch((error: unknown) => logger.error(String(error)));
      for (const place of await logs.closeAll()) this.#take(closing, place);
      await this.#writeImage().catch((error: unknown) => this.#warnOfImage(error));
    }
    sql.close();
  }

  /** Runs `work` so that `close` waits for it. */
  async #do<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed) throw closedError();
    const promise = work();
    this.#underWay.add(promise);
    try {
      return await promise;
    } finally {
      this.#underWay.delete(promise);
    }
  }

  #read<T>(query: (index: RunIndex) => T): Promise<T> {
    return this.#do(async () => {
      await this.#look();
      return query(this.#parts.index);
    });
  }

  /** Takes in what other windows wrote. Where the folder cannot be read, what is known already has to do. */
  async #look(): Promise<void> {
    const { follower, logger } = this.#parts;
    await follower?.refresh().catch((error: unknown) => logger.warn(`The results folder cannot be read: ${String(error)}`));
  }

  #writable(follower: LogFollower | null): LogFollower {
    const { state, message } = this.#parts.health;
    if (state === 'read-only' || follower === null) throw new StoreError('read-only', message ?? newerMessage);
    return follower;
  }

  async #write(runId: RunId, about: string, entry: LogEntry): Promise<void> {
    const { index, logs, follower } = this.#parts;
    if (follower?.isDeleted(runId)) throw deletedError(runId);
    follower?.claim(runId);
    try {
      this.#writable(follower);
      this.#take(entry, await logs.append(runId, entry));
      this.#unsaved.delete(about);
    } catch (error) {
      index.apply(entry, null);
      this.#unsaved.set(about, { runId, entry });
      throw error;
    }
    if (index.changes >= this.#checkpointAt) this.#checkpointBehind();
  }

  /** Rejects with the first failure, once all have been tried. */
  async #saveUnsaved(): Promise<void> {
    const saving = [...this.#unsaved].map(async ([about, { runId, entry }]) => {
      this.#take(entry, await this.#parts.logs.append(runId, entry));
      if (this.#unsaved.get(about)?.entry === entry) this.#unsaved.delete(about);
    });
    const failed = (await Promise.allSettled(saving)).find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }

  #take(entry: LogEntry, place: LinePlace): void {
    const { index, follower } = this.#parts;
    if (follower?.isDeleted(place.file.runId)) return;
    index.transaction(() => {
      index.apply(entry, place);
      index.reached(place.file, place.offset + place.length + 1);
    });
  }

  #checkpointBehind(): void {
    this.#checkpointAt = Infinity;
    const work = this.#writeImage()
      .catch((error: unknown) => this.#warnOfImage(error))
      .finally(() => {
        const { index } = this.#parts;
        this.#checkpointAt = index.changes + Math.max(checkpointChanges, index.count() * checkpointShare);
        this.#underWay.delete(work);
      });
    this.#underWay.add(work);
  }

  #warnOfImage(error: unknown): void {
    this.#parts.logger.warn(`The results index was not written, which only makes the next opening slower: ${String(error)}`);
  }

  #writeImage(): Promise<void> {
    this.#writingImage ??= this.#exportImage().finally(() => (this.#writingImage = null));
    return this.#writingImage;
  }

  async #exportImage(): Promise<void> {
    const { files, folder, sql, index } = this.#parts;
    if (index.changes === this.#imageChanges) return;
    if ((await imageVersion(files, folder)) > migrations.length) throw new StoreError('read-only', newerMessage);
    const changes = index.changes;
    try {
      await writeImage(files, folder, sql.export());
    } catch (error) {
      throw fileError(error, folder);
    }
    this.#imageChanges = changes;
  }
}
