import type { Attempt, AttemptBody, AttemptRecord } from '../../shared/model/attempt.ts';
import type { RunFigures, StoredFigures, StoredSuite } from '../../shared/model/history.ts';
import type { AttemptId, RunId, ScoringId } from '../../shared/model/ids.ts';
import type { ModelReliability } from '../../shared/model/reliability.ts';
import type { RunDetail, RunRecord } from '../../shared/model/run.ts';
import type { Grade, GradeRecord, JudgeCall, Rating, ScoringDetail, ScoringRecord } from '../../shared/model/scoring.ts';
import type { Logger } from '../ports.ts';
import { stampOf } from './catalog.ts';
import type { Catalog, CatalogRow } from './catalog.ts';
import { notWritten } from './catalogFile.ts';
import type { CatalogFile } from './catalogFile.ts';
import type { DerivedFiles } from './derivedFiles.ts';
import { closedError, deletedError, fileError, runningError, scoringError } from './errors.ts';
import type { LogFollower } from './logFollower.ts';
import type { LogFolder } from './logFolder.ts';
import type { LogEntry } from './logLine.ts';
import type { LogWatch } from './logWatch.ts';
import { currentDetail } from './olderDetail.ts';
import type { OpenRun } from './openRun.ts';
import type { Owned } from './owned.ts';
import { reliabilityOf } from './reliability.ts';
import type { RunHead, RunIndex } from './runIndex.ts';
import type { Runs } from './runs.ts';
import type { RunWriter } from './runWriter.ts';
import type { RunListItem, RunPage, Store, StoreHealth, StoredError } from './spec.ts';
import { attemptSubject, bodyOf, gradeSubject, runSubject, scoringSubject } from './subject.ts';
import type { StoredPlace } from './tables.ts';
import type { Turns } from './turns.ts';
import type { Unsaved } from './unsaved.ts';

export interface FileStoreParts {
  readonly folder: string;
  readonly logs: LogFolder;
  readonly watch: LogWatch;
  readonly follower: LogFollower;
  readonly runs: Runs;
  readonly catalog: Catalog;
  readonly catalogFile: CatalogFile;
  readonly derived: DerivedFiles;
  readonly owned: Owned;
  readonly unsaved: Unsaved;
  readonly turns: Turns;
  readonly writer: RunWriter;
  readonly logger: Logger;
  readonly health: StoreHealth;
}

/** Under which figures are kept with the runs whose answers are there. */
const figuresName = 'figures';
/** Files read side by side. */
const together = 64;

/** A store in a folder. `openStore.ts` tells the design. */
export class FileStore implements Store {
  readonly #parts: FileStoreParts;
  readonly #underWay = new Set<Promise<unknown>>();
  #closed = false;

  constructor(parts: FileStoreParts) {
    this.#parts = parts;
  }

  get health(): StoreHealth {
    return this.#parts.health;
  }

  createRun(run: RunRecord, detail: RunDetail): Promise<void> {
    return this.#begin(run.id, async () => ({ type: 'run-created', run, detail }));
  }

  extendRun(run: RunRecord, detail: RunDetail): Promise<void> {
    return this.#begin(run.id, async ({ index }) => {
      return { type: 'run-extended', run, detail, ...this.#parts.writer.revised(index.head(run.id)?.revision ?? 0) };
    });
  }

  appendAttempt(attempt: Attempt): Promise<void> {
    return this.#do(() => this.#parts.writer.write(attempt.record.runId, { type: 'attempt', attempt }));
  }

  updateRun(run: RunRecord): Promise<void> {
    return this.#do(async () => {
      const head = await this.#turn(() => this.#head(run.id));
      await this.#write(run.id, { type: 'run-updated', run, ...this.#parts.writer.revised(head?.revision ?? 0) });
      await this.#parts.writer.closeLogIfOver(run.id);
    });
  }

  deleteRun(id: RunId): Promise<void> {
    return this.#do(() =>
      this.#turn(async () => {
        const { logs, watch, runs, folder } = this.#parts;
        this.#parts.writer.assertWritable();
        const head = await this.#isOver(id);
        this.#parts.writer.assertWhole(id);
        if (!head && !watch.has(id)) return;
        await logs.bury(id).catch((error: unknown) => {
          throw fileError(error, folder);
        });
        await logs.closeRun(id);
        const names = watch.logsOf(id);
        watch.forget(id);
        await runs.forget(id);
        for (const name of names) await logs.remove(name).catch(() => undefined);
        this.#catalogSoon();
      }),
    );
  }

  listRuns(page: RunPage = {}): Promise<readonly RunListItem[]> {
    return this.#ofAll((catalog) => catalog.list(page));
  }

  suites(): Promise<readonly StoredSuite[]> {
    return this.#ofAll((catalog) => catalog.suites());
  }

  busy(): Promise<readonly string[]> {
    return this.#ofAll((catalog) => catalog.busy());
  }

  stamp(runId: RunId): Promise<string | null> {
    return this.#do(() => this.#turn(() => this.#stamp(runId)));
  }

  figures(suitePath: string): Promise<readonly StoredFigures[]> {
    return this.#do(async () => {
      const rows = await this.#turn(async () => {
        await this.#catalogue();
        return this.#parts.catalog.ofSuite(suitePath);
      });
      const all: StoredFigures[] = [];
      for (let from = 0; from < rows.length; from += together) {
        all.push(...(await Promise.all(rows.slice(from, from + together).map((row) => this.#withFigures(row)))));
      }
      return all;
    });
  }

  putFigures(runId: RunId, figures: RunFigures): Promise<void> {
    return this.putView(runId, figuresName, figures.stamp, JSON.stringify(figures));
  }

  view(runId: RunId, name: string): Promise<string | null> {
    return this.#do(async () => {
      const stamp = await this.#turn(() => this.#stamp(runId));
      const view = stamp === null ? null : await this.#parts.derived.view(runId, name);
      return view !== null && view.stamp === stamp ? view.text : null;
    });
  }

  putView(runId: RunId, name: string, stamp: string, text: string): Promise<void> {
    return this.#do(async () => {
      const head = await this.#turn(() => this.#head(runId));
      if (head && !head.pruned) await this.#parts.derived.putView(runId, name, { stamp, text });
    });
  }

  pruneRun(id: RunId, figures: RunFigures): Promise<void> {
    return this.#do(() =>
      this.#turn(async () => {
        const { writer, runs, follower, unsaved } = this.#parts;
        writer.assertWritable();
        const head = await this.#isOver(id);
        if (head === null || head.pruned) return;
        writer.assertWhole(id);
        // The line goes into a file of its own, which stays.
        await writer.closeLog(id);
        const entry: LogEntry = { type: 'run-pruned', run: head.run, figures, ...writer.revised(head.revision) };
        await writer.append(id, entry);
        unsaved.drop(id);
        await writer.closeLog(id);
        // Since the last look others may have written for the run.
        await follower.look();
        const run = await runs.use(id);
        if (run) await runs.removePruned(run);
        this.#catalogSoon();
      }),
    );
  }

  reread(anew: readonly RunId[] = []): Promise<void> {
    return this.#do(() =>
      this.#turn(async () => {
        const { logs, owned, follower, runs } = this.#parts;
        // A file of the same name may be another one by now.
        for (const runId of logs.openRuns()) if (!owned.isUnderWay(runId)) await logs.abandon(runId);
        for (const runId of anew) await runs.discard(runId);
        await follower.look(true);
        await runs.catalogue();
        this.#catalogSoon();
      }),
    );
  }

  run(id: RunId): Promise<{ readonly run: RunRecord; readonly detail: RunDetail } | null> {
    return this.#do(async () => {
      const head = await this.#turn(() => this.#head(id));
      if (head === null || head.pruned) return null;
      const find = async () => (await this.#turn(() => this.#head(id)))?.line ?? null;
      const entry = await this.#entryOf(id, head.line, find, runSubject('run-extended', id), runSubject('run-created', id));
      if (entry?.type === 'run-created' || entry?.type === 'run-extended') {
        return { run: head.run, detail: currentDetail(entry.detail) };
      }
      this.#parts.logger.warn(`The suite that run ${id} was made from cannot be read: its log is gone or damaged.`);
      return null;
    });
  }

  async attempts(runId: RunId): Promise<readonly AttemptRecord[]> {
    return (await this.#ofRun(runId, (index) => index.attempts(runId))) ?? [];
  }

  createScoring(scoring: ScoringRecord, detail: ScoringDetail): Promise<void> {
    return this.#begin(scoring.runId, async ({ index }) => {
      const known = index.scoring.revision(scoring.id);
      const revised = known === null ? { revision: 0, at: scoring.createdAt } : this.#parts.writer.revised(known);
      return { type: 'scoring-created', scoring, detail, ...revised };
    });
  }

  appendGrade(grade: Grade): Promise<void> {
    return this.#do(() => this.#parts.writer.write(grade.record.runId, { type: 'grade', grade }));
  }

  updateScoring(scoring: ScoringRecord): Promise<void> {
    return this.#do(async () => {
      const known = await this.#inTables(scoring.runId, (index) => index.scoring.revision(scoring.id));
      await this.#write(scoring.runId, { type: 'scoring-updated', scoring, ...this.#parts.writer.revised(known ?? 0) });
      await this.#parts.writer.closeLogIfOver(scoring.runId);
    });
  }

  scorings(runId: RunId): Promise<readonly ScoringRecord[]> {
    return this.#do(async () => (await this.#turn(() => this.#head(runId)))?.scorings ?? []);
  }

  scoringDetail(runId: RunId, id: ScoringId): Promise<ScoringDetail | null> {
    return this.#do(async () => {
      const find = () => this.#inTables(runId, (index) => index.scoring.detailPlace(id));
      const entry = await this.#entryOf(runId, await find(), find, scoringSubject('scoring-created', id));
      return entry?.type === 'scoring-created' ? entry.detail : null;
    });
  }

  async grades(runId: RunId, id: ScoringId): Promise<readonly GradeRecord[]> {
    return (await this.#ofRun(runId, ({ scoring }) => scoring.grades(id))) ?? [];
  }

  judgeCalls(runId: RunId, id: ScoringId, attemptId: AttemptId): Promise<readonly JudgeCall[]> {
    return this.#do(async () => {
      const find = () => this.#inTables(runId, (index) => index.scoring.gradePlace(id, attemptId));
      const entry = await this.#entryOf(runId, await find(), find, gradeSubject(id, attemptId));
      return entry?.type === 'grade' ? entry.grade.calls : [];
    });
  }

  rate(rating: Rating): Promise<void> {
    return this.#do(async () => {
      const known = await this.#inTables(rating.runId, (index) => index.scoring.ratingRevision(rating.attemptId));
      const { revision } = this.#parts.writer.revised(known ?? 0);
      await this.#write(rating.runId, { type: 'rated', rating, revision });
    });
  }

  async ratings(runId: RunId): Promise<readonly Rating[]> {
    return (await this.#ofRun(runId, ({ scoring }) => scoring.ratings(runId))) ?? [];
  }

  baseline(suitePath: string): Promise<RunId | null> {
    return this.#ofAll((catalog) => catalog.baseline(suitePath));
  }

  reliability(since: string): Promise<readonly ModelReliability[]> {
    return this.#do(() =>
      this.#turn(async () => {
        await this.#catalogue();
        this.#parts.runs.catalogueCalls();
        const { totals, rest } = this.#parts.catalog.calls(since);
        for (const runId of rest) totals.push(...((await this.#parts.runs.use(runId))?.index.calls(since) ?? []));
        return reliabilityOf(totals);
      }),
    );
  }

  async errors(runId: RunId): Promise<readonly StoredError[]> {
    return (await this.#ofRun(runId, (index) => index.errors(runId))) ?? [];
  }

  body(runId: RunId, id: AttemptId): Promise<AttemptBody | null> {
    return this.#do(async () => {
      const find = () => this.#inTables(runId, (index) => index.bodyPlace(id));
      const entry = await this.#entryOf(runId, await find(), find, attemptSubject(id));
      return bodyOf(entry, id);
    });
  }

  async bodies(runId: RunId, ids: readonly AttemptId[]): Promise<readonly (AttemptBody | null)[]> {
    const found = await this.#do(async () => {
      const places = (await this.#inTables(runId, (index) => ids.map((id) => index.bodyPlace(id)))) ?? [];
      const entries = await this.#parts.logs.readEach(places);
      return ids.map((id, i) => bodyOf(entries[i] ?? null, id));
    });
    // What is not there is in no file yet, or in another one by now.
    return Promise.all(ids.map(async (id, i) => found[i] ?? (await this.body(runId, id))));
  }

  checkpoint(): Promise<void> {
    return this.#do(() =>
      this.#turn(async () => {
        const { logs, owned, runs, derived, folder } = this.#parts;
        this.#parts.writer.assertWritable();
        await this.#parts.writer.saveUnsaved();
        for (const runId of logs.openRuns()) if (!owned.isUnderWay(runId)) await this.#parts.writer.closeLog(runId);
        await this.#catalogue();
        try {
          for (const run of runs.unwritten()) await derived.saveImage(run);
          await this.#writeCatalog();
        } catch (error) {
          throw fileError(error, folder);
        }
      }),
    );
  }

  /** Never rejects: what could not be made durable was told when it was written. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const { logs, logger, runs, catalogFile, health, derived } = this.#parts;
    catalogFile.stop();
    await Promise.allSettled(this.#underWay);
    if (health.state !== 'read-only') {
      await this.#parts.writer.saveUnsaved().catch((error: unknown) => logger.error(String(error)));
      await Promise.all(logs.openRuns().map((runId) => this.#parts.writer.closeLog(runId)));
      for (const run of runs.unwritten()) await derived.saveImageBehind(run);
      await derived.idle();
      await this.#writeCatalog().catch((error: unknown) => logger.warn(notWritten(error)));
    }
    runs.closeAll();
    catalogFile.close();
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

  #turn<T>(work: () => Promise<T>): Promise<T> {
    return this.#parts.turns.take(work);
  }

  #ofAll<T>(query: (catalog: Catalog) => T): Promise<T> {
    return this.#do(() =>
      this.#turn(async () => {
        await this.#catalogue();
        return query(this.#parts.catalog);
      }),
    );
  }

  #ofRun<T>(runId: RunId, query: (index: RunIndex) => T): Promise<T | null> {
    return this.#do(() => this.#inTables(runId, query));
  }

  /** `null` where there is nothing of the run. */
  #inTables<T>(runId: RunId, query: (index: RunIndex) => T): Promise<T | null> {
    return this.#turn(async () => {
      await this.#parts.follower.look();
      const run = await this.#parts.runs.use(runId);
      return run && query(run.index);
    });
  }

  async #catalogue(): Promise<void> {
    await this.#parts.follower.look();
    await this.#parts.runs.catalogue();
  }

  async #head(runId: RunId): Promise<RunHead | null> {
    const { follower, runs, catalog } = this.#parts;
    await follower.look();
    if (runs.isCatalogued(runId)) return catalog.row(runId)?.head ?? null;
    return (await runs.use(runId))?.index.head(runId) ?? null;
  }

  async #stamp(runId: RunId): Promise<string | null> {
    const { follower, runs, catalog, unsaved } = this.#parts;
    await follower.look();
    if (runs.isCatalogued(runId)) return catalog.row(runId)?.stamp ?? null;
    const run = await runs.use(runId);
    return run?.index.head(runId) ? stampOf(runId, run.index, unsaved.count(runId)) : null;
  }

  /** The run, if it is there; throws while it goes on or is being scored. */
  async #isOver(runId: RunId): Promise<RunHead | null> {
    const head = await this.#head(runId);
    if (head?.run.status === 'running') throw runningError(head.run.name);
    if (head?.scorings.some(({ status }) => status === 'running')) throw scoringError(head.run.name);
    return head;
  }

  async #withFigures({ head, stamp }: CatalogRow): Promise<StoredFigures> {
    const { run, pruned } = head;
    return { run, pruned, stamp, figures: pruned ? await this.#prunedFigures(head) : await this.#keptFigures(run.id) };
  }

  async #prunedFigures({ run, line }: RunHead): Promise<RunFigures | null> {
    const entry = await this.#entryAt(run.id, line);
    return entry?.type === 'run-pruned' ? entry.figures : null;
  }

  async #keptFigures(runId: RunId): Promise<RunFigures | null> {
    const kept = await this.#parts.derived.view(runId, figuresName);
    return kept && (JSON.parse(kept.text) as RunFigures);
  }

  /** The entry whose line stands at `place`; without one, the first of `subjects` that could not be written. */
  async #entryAt(runId: RunId, place: StoredPlace | null, ...subjects: readonly string[]): Promise<LogEntry | null> {
    return place ? await this.#parts.logs.readLine(place) : this.#parts.unsaved.find(runId, subjects);
  }

  /** As `entryAt`; `find` is asked for the place once more if the file went meanwhile: another window may have compacted the run. */
  async #entryOf(
    runId: RunId,
    place: StoredPlace | null,
    find: () => Promise<StoredPlace | null>,
    ...subjects: readonly string[]
  ): Promise<LogEntry | null> {
    const entry = await this.#entryAt(runId, place, ...subjects);
    if (entry || place === null) return entry;
    const now = await find();
    return now?.name === place.name ? null : await this.#entryAt(runId, now, ...subjects);
  }

  /** Writes the first word of something that goes on for a while, with the run's tables in memory from then on. */
  #begin(runId: RunId, entry: (run: OpenRun) => Promise<LogEntry>): Promise<void> {
    return this.#do(async () => {
      if (this.#parts.watch.isDeleted(runId)) throw deletedError(runId);
      const first = await this.#turn(async () => {
        await this.#parts.follower.look();
        return await entry(await this.#parts.runs.begin(runId));
      });
      await this.#write(runId, first);
    });
  }

  /** Writes an entry that lists may show. */
  async #write(runId: RunId, entry: LogEntry): Promise<void> {
    await this.#parts.writer.write(runId, entry);
    this.#catalogSoon();
  }

  async #writeCatalog(): Promise<void> {
    const { runs, catalogFile } = this.#parts;
    runs.catalogueOpen();
    runs.catalogueCalls();
    await catalogFile.write();
  }

  #catalogSoon(): void {
    this.#parts.catalogFile.soon(() => this.#do(() => this.#turn(() => this.#writeCatalog())));
  }
}
