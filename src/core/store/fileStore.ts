import type { Attempt, AttemptBody, AttemptRecord } from '../../shared/model/attempt.ts';
import type { RunFigures, StoredFigures, StoredSuite } from '../../shared/model/history.ts';
import type { AttemptId, RunId, ScoringId } from '../../shared/model/ids.ts';
import type { ModelReliability } from '../../shared/model/reliability.ts';
import type { RunDetail, RunRecord } from '../../shared/model/run.ts';
import type { Grade, GradeRecord, JudgeCall, Rating, ScoringDetail, ScoringRecord } from '../../shared/model/scoring.ts';
import type { Clock, Logger } from '../ports.ts';
import { StoreError, closedError, deletedError, fileError, runningError, scoringError } from './errors.ts';
import type { StoreFiles } from './files.ts';
import { imageVersion, writeImage } from './image.ts';
import type { LogFollower } from './logFollower.ts';
import type { LogFolder } from './logFolder.ts';
import type { LogEntry } from './logLine.ts';
import { migrations } from './migrations.ts';
import { currentDetail } from './olderDetail.ts';
import { closing } from './runLog.ts';
import type { LinePlace } from './runLog.ts';
import type { RunIndex } from './runIndex.ts';
import type { Sql } from './sql.ts';
import type { RunListItem, RunPage, Store, StoreHealth, StoredError } from './spec.ts';
import { attemptSubject, gradeSubject, runSubject, scoringSubject, subjectOf } from './subject.ts';
import type { StoredPlace } from './tables.ts';

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
  /** Entries that could not be written, by their subject; the last one about it counts. */
  readonly #unsaved = new Map<string, Unsaved>();
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #figures = new Map<RunId, RunFigures>();
  readonly #views = new Map<string, { readonly stamp: string; readonly text: string }>();
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
    return this.#do(() => this.#write(run.id, { type: 'run-created', run, detail }));
  }

  extendRun(run: RunRecord, detail: RunDetail): Promise<void> {
    return this.#do(async () => {
      await this.#look();
      const revised = this.#revised(this.#parts.index.run(run.id)?.revision ?? 0);
      await this.#write(run.id, { type: 'run-extended', run, detail, ...revised });
    });
  }

  appendAttempt(attempt: Attempt): Promise<void> {
    return this.#do(() => this.#write(attempt.record.runId, { type: 'attempt', attempt }));
  }

  updateRun(run: RunRecord): Promise<void> {
    return this.#do(async () => {
      await this.#look();
      const revised = this.#revised(this.#parts.index.run(run.id)?.revision ?? 0);
      await this.#write(run.id, { type: 'run-updated', run, ...revised });
      await this.#closeLogIfOver(run.id);
    });
  }

  deleteRun(id: RunId): Promise<void> {
    return this.#do(async () => {
      const { index, follower, folder } = this.#parts;
      const writable = this.#writable(follower);
      await this.#look();
      const found = index.run(id);
      if (!found) return;
      if (found.run.status === 'running') throw runningError(found.run.name);
      if (index.scoring.isUnderWay(id)) throw scoringError(found.run.name);
      await writable.deleteRun(id).catch((error: unknown) => {
        throw fileError(error, folder);
      });
      for (const [subject, { runId }] of this.#unsaved) if (runId === id) this.#unsaved.delete(subject);
    });
  }

  listRuns(page: RunPage = {}): Promise<readonly RunListItem[]> {
    return this.#read((index) => pageOf(index.listRuns(undefined), page));
  }

  async suites(): Promise<readonly StoredSuite[]> {
    const items = await this.listRuns();
    const byPath = Map.groupBy(items, ({ run }) => run.suitePath);
    return [...byPath].map(([path, runs]) => {
      const last = runs[0]?.run;
      return { path, name: last?.suiteName ?? path, runs: runs.length, lastAt: last?.startedAt ?? '' };
    });
  }

  async stamp(runId: RunId): Promise<string | null> {
    const found = await this.run(runId);
    if (!found) return null;
    const [attempts, scorings, ratings] = await Promise.all([this.attempts(runId), this.scorings(runId), this.ratings(runId)]);
    const grades = await Promise.all(scorings.map(({ id }) => this.grades(runId, id)));
    return JSON.stringify([found.run, attempts.length, scorings, ratings.length, grades.map((all) => all.length)]);
  }

  async figures(suitePath: string): Promise<readonly StoredFigures[]> {
    const items = (await this.listRuns({ suitePath })).toReversed();
    return Promise.all(
      items.map(async ({ run }) => ({
        run,
        pruned: false,
        stamp: (await this.stamp(run.id)) ?? '',
        figures: this.#figures.get(run.id) ?? null,
      })),
    );
  }

  async putFigures(runId: RunId, figures: RunFigures): Promise<void> {
    this.#figures.set(runId, figures);
  }

  async view(runId: RunId, name: string): Promise<string | null> {
    const known = this.#views.get(`${runId} ${name}`);
    return known && known.stamp === (await this.stamp(runId)) ? known.text : null;
  }

  async putView(runId: RunId, name: string, stamp: string, text: string): Promise<void> {
    this.#views.set(`${runId} ${name}`, { stamp, text });
  }

  pruneRun(id: RunId): Promise<void> {
    return this.deleteRun(id);
  }

  async reread(): Promise<void> {
    await this.listRuns();
  }

  async run(id: RunId): Promise<{ readonly run: RunRecord; readonly detail: RunDetail } | null> {
    return await this.#do(async () => {
      const { index, logger } = this.#parts;
      await this.#look();
      const found = index.run(id);
      if (!found) return null;
      const entry = await this.#entryAt(index.detailPlace(id), runSubject('run-extended', id), runSubject('run-created', id));
      if (entry?.type === 'run-created' || entry?.type === 'run-extended') {
        return { run: found.run, detail: currentDetail(entry.detail) };
      }
      logger.warn(`The suite that run ${id} was made from cannot be read: its log is gone or damaged.`);
      return null;
    });
  }

  attempts(runId: RunId): Promise<readonly AttemptRecord[]> {
    return this.#read((index) => index.attempts(runId));
  }

  createScoring(scoring: ScoringRecord, detail: ScoringDetail): Promise<void> {
    return this.#do(async () => {
      await this.#look();
      const known = this.#parts.index.scoring.revision(scoring.id);
      const revised = known === null ? { revision: 0, at: scoring.createdAt } : this.#revised(known);
      await this.#write(scoring.runId, { type: 'scoring-created', scoring, detail, ...revised });
    });
  }

  appendGrade(grade: Grade): Promise<void> {
    return this.#do(() => this.#write(grade.record.runId, { type: 'grade', grade }));
  }

  updateScoring(scoring: ScoringRecord): Promise<void> {
    return this.#do(async () => {
      await this.#look();
      const revised = this.#revised(this.#parts.index.scoring.revision(scoring.id) ?? 0);
      await this.#write(scoring.runId, { type: 'scoring-updated', scoring, ...revised });
      await this.#closeLogIfOver(scoring.runId);
    });
  }

  scorings(runId: RunId): Promise<readonly ScoringRecord[]> {
    return this.#read(({ scoring }) => scoring.scorings(runId));
  }

  scoringDetail(_: RunId, id: ScoringId): Promise<ScoringDetail | null> {
    return this.#do(async () => {
      await this.#look();
      const place = this.#parts.index.scoring.detailPlace(id);
      const entry = await this.#entryAt(place, scoringSubject('scoring-created', id));
      return entry?.type === 'scoring-created' ? entry.detail : null;
    });
  }

  grades(_: RunId, id: ScoringId): Promise<readonly GradeRecord[]> {
    return this.#read(({ scoring }) => scoring.grades(id));
  }

  judgeCalls(_: RunId, id: ScoringId, attemptId: AttemptId): Promise<readonly JudgeCall[]> {
    return this.#do(async () => {
      await this.#look();
      const place = this.#parts.index.scoring.gradePlace(id, attemptId);
      const entry = await this.#entryAt(place, gradeSubject(id, attemptId));
      return entry?.type === 'grade' ? entry.grade.calls : [];
    });
  }

  rate(rating: Rating): Promise<void> {
    return this.#do(async () => {
      await this.#look();
      const { revision } = this.#revised(this.#parts.index.scoring.ratingRevision(rating.attemptId));
      await this.#write(rating.runId, { type: 'rated', rating, revision });
    });
  }

  ratings(runId: RunId): Promise<readonly Rating[]> {
    return this.#read(({ scoring }) => scoring.ratings(runId));
  }

  baseline(suitePath: string): Promise<RunId | null> {
    return this.#read((index) => index.baseline(suitePath));
  }

  reliability(since: string): Promise<readonly ModelReliability[]> {
    return this.#read((index) => index.reliability(since));
  }

  errors(runId: RunId): Promise<readonly StoredError[]> {
    return this.#read((index) => index.errors(runId));
  }

  body(_: RunId, id: AttemptId): Promise<AttemptBody | null> {
    return this.#do(async () => {
      await this.#look();
      const entry = await this.#entryAt(this.#parts.index.bodyPlace(id), attemptSubject(id));
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

  /** The entry whose line stands at `place`; without one, the first of `subjects` that could not be written. */
  async #entryAt(place: StoredPlace | null, ...subjects: readonly string[]): Promise<LogEntry | null> {
    if (place) return await this.#parts.logs.readLine(place);
    return subjects.map((subject) => this.#unsaved.get(subject)?.entry).find((entry) => entry !== undefined) ?? null;
  }

  /** The next revision of what has `current`: above all that this store gave out, since those may still be on their way. */
  #revised(current: number): { readonly revision: number; readonly at: string } {
    this.#lastRevision = Math.max(current, this.#lastRevision) + 1;
    return { revision: this.#lastRevision, at: this.#parts.clock.date().toISOString() };
  }

  /** Says that nothing more is to come from here, once the run has ended and nobody scores its answers. */
  async #closeLogIfOver(runId: RunId): Promise<void> {
    const { index, logs } = this.#parts;
    if (index.run(runId)?.run.status === 'running' || index.scoring.isUnderWay(runId)) return;
    const closed = await logs.closeRun(runId);
    if (closed) this.#take(closing, closed);
  }

  async #write(runId: RunId, entry: LogEntry): Promise<void> {
    const { index, logs, follower } = this.#parts;
    const subject = subjectOf(entry);
    if (follower?.isDeleted(runId)) throw deletedError(runId);
    follower?.noteOwn(entry);
    try {
      this.#writable(follower);
      this.#take(entry, await logs.append(runId, entry));
      this.#unsaved.delete(subject);
    } catch (error) {
      index.apply(entry, null);
      this.#unsaved.set(subject, { runId, entry });
      throw error;
    }
    if (index.changes >= this.#checkpointAt) this.#checkpointBehind();
  }

  /** Rejects with the first failure, once all have been tried. */
  async #saveUnsaved(): Promise<void> {
    const saving = [...this.#unsaved].map(async ([subject, { runId, entry }]) => {
      this.#take(entry, await this.#parts.logs.append(runId, entry));
      if (this.#unsaved.get(subject)?.entry === entry) this.#unsaved.delete(subject);
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

export function pageOf(items: readonly RunListItem[], { limit = Infinity, offset = 0, suitePath }: RunPage): RunListItem[] {
  return items.filter(({ run }) => suitePath === undefined || run.suitePath === suitePath).slice(offset, offset + limit);
}
