import type { SqlJsStatic } from 'sql.js';
import type { Attempt, AttemptBody, AttemptRecord } from '../../shared/model/attempt.ts';
import type { RunFigures, StoredFigures, StoredSuite } from '../../shared/model/history.ts';
import type { AttemptId, RunId, ScoringId } from '../../shared/model/ids.ts';
import type { ModelReliability } from '../../shared/model/reliability.ts';
import type { RunDetail, RunRecord } from '../../shared/model/run.ts';
import type { Grade, GradeRecord, JudgeCall, Rating, ScoringDetail, ScoringRecord } from '../../shared/model/scoring.ts';
import { systemClock } from '../ports.ts';
import { Catalog, summaryOf } from './catalog.ts';
import { catalogMigrations } from './catalogTables.ts';
import type { View } from './derivedFiles.ts';
import { closedError, deletedError, prunedError, runningError, scoringError } from './errors.ts';
import type { LogEntry } from './logLine.ts';
import { migrate } from './migrations.ts';
import { reliabilityOf } from './reliability.ts';
import { RunIndex } from './runIndex.ts';
import type { RunHead } from './runIndex.ts';
import type { RunListItem, RunPage, Store, StoreHealth, StoredError } from './spec.ts';
import { Sql, loadSqlJs } from './sql.ts';
import { attemptSubject, gradeSubject, runSubject, scoringSubject, subjectOf } from './subject.ts';

/** A store that keeps nothing: the same tables and queries without files. */
export async function openMemoryStore(options: { readonly wasmPath?: string } = {}): Promise<Store> {
  return new MemoryStore(await loadSqlJs(options.wasmPath));
}

interface MemoryRun {
  readonly sql: Sql;
  readonly index: RunIndex;
  /** By their subject: what the tables do not hold. */
  readonly entries: Map<string, LogEntry>;
  readonly views: Map<string, View>;
  figures: RunFigures | null;
  /** `index.changes` when the catalog's row was made. */
  catalogued: number;
}

class MemoryStore implements Store {
  readonly health: StoreHealth;
  readonly #engine: SqlJsStatic;
  readonly #sql: Sql;
  readonly #catalog: Catalog;
  readonly #runs = new Map<RunId, MemoryRun>();
  readonly #deleted = new Set<RunId>();
  #lastRevision = 0;
  #closed = false;

  constructor(engine: SqlJsStatic) {
    this.#engine = engine;
    this.#sql = new Sql(engine);
    migrate(this.#sql, systemClock.date(), catalogMigrations);
    this.#catalog = new Catalog(this.#sql);
    this.health = { state: 'ok', message: null, schemaVersion: this.#catalog.schemaVersion, replayed: 0 };
  }

  async createRun(run: RunRecord, detail: RunDetail): Promise<void> {
    this.#write(run.id, { type: 'run-created', run, detail });
  }

  async appendAttempt(attempt: Attempt): Promise<void> {
    this.#write(attempt.record.runId, { type: 'attempt', attempt });
  }

  async extendRun(run: RunRecord, detail: RunDetail): Promise<void> {
    this.#write(run.id, { type: 'run-extended', run, detail, ...this.#revised() });
  }

  async updateRun(run: RunRecord): Promise<void> {
    this.#write(run.id, { type: 'run-updated', run, ...this.#revised() });
  }

  async deleteRun(id: RunId): Promise<void> {
    if (!this.#isOver(id)) return;
    this.#deleted.add(id);
    this.#run(id)?.sql.close();
    this.#runs.delete(id);
    this.#catalog.remove(id);
  }

  async listRuns(page: RunPage = {}): Promise<readonly RunListItem[]> {
    return this.#upToDate().list(page);
  }

  async busy(): Promise<readonly string[]> {
    return this.#upToDate().busy();
  }

  async suites(): Promise<readonly StoredSuite[]> {
    return this.#upToDate().suites();
  }

  async stamp(runId: RunId): Promise<string | null> {
    const run = this.#run(runId);
    return run?.index.head(runId) ? String(run.index.changes) : null;
  }

  async figures(suitePath: string): Promise<readonly StoredFigures[]> {
    const rows = this.#upToDate().ofSuite(suitePath);
    const each = rows.map(async ({ head: { run, pruned } }) => {
      return { run, pruned, stamp: (await this.stamp(run.id)) ?? '', figures: this.#run(run.id)?.figures ?? null };
    });
    return Promise.all(each);
  }

  async putFigures(runId: RunId, figures: RunFigures): Promise<void> {
    const run = this.#run(runId);
    if (run && !run.index.isPruned) run.figures = figures;
  }

  async view(runId: RunId, name: string): Promise<string | null> {
    const known = this.#run(runId)?.views.get(name);
    return known && known.stamp === (await this.stamp(runId)) ? known.text : null;
  }

  async putView(runId: RunId, name: string, stamp: string, text: string): Promise<void> {
    const run = this.#run(runId);
    if (run && !run.index.isPruned) run.views.set(name, { stamp, text });
  }

  async pruneRun(id: RunId, figures: RunFigures): Promise<void> {
    const head = this.#isOver(id);
    const run = this.#run(id);
    if (!head || head.pruned || !run) return;
    this.#write(id, { type: 'run-pruned', run: head.run, figures, ...this.#revised() });
    run.entries.clear();
    run.views.clear();
    run.figures = figures;
  }

  async reread(): Promise<void> {
    this.#upToDate();
  }

  async run(id: RunId): Promise<{ readonly run: RunRecord; readonly detail: RunDetail } | null> {
    const head = this.#run(id)?.index.head(id);
    const entry = this.#entry(id, runSubject('run-extended', id)) ?? this.#entry(id, runSubject('run-created', id));
    const known = entry?.type === 'run-created' || entry?.type === 'run-extended';
    return head && known ? { run: head.run, detail: entry.detail } : null;
  }

  async attempts(runId: RunId): Promise<readonly AttemptRecord[]> {
    return this.#run(runId)?.index.attempts(runId) ?? [];
  }

  async createScoring(scoring: ScoringRecord, detail: ScoringDetail): Promise<void> {
    this.#write(scoring.runId, { type: 'scoring-created', scoring, detail, ...this.#revised() });
  }

  async appendGrade(grade: Grade): Promise<void> {
    this.#write(grade.record.runId, { type: 'grade', grade });
  }

  async updateScoring(scoring: ScoringRecord): Promise<void> {
    this.#write(scoring.runId, { type: 'scoring-updated', scoring, ...this.#revised() });
  }

  async scorings(runId: RunId): Promise<readonly ScoringRecord[]> {
    return this.#run(runId)?.index.scoring.scorings(runId) ?? [];
  }

  async scoringDetail(runId: RunId, id: ScoringId): Promise<ScoringDetail | null> {
    const entry = this.#entry(runId, scoringSubject('scoring-created', id));
    return entry?.type === 'scoring-created' ? entry.detail : null;
  }

  async grades(runId: RunId, id: ScoringId): Promise<readonly GradeRecord[]> {
    return this.#run(runId)?.index.scoring.grades(id) ?? [];
  }

  async judgeCalls(runId: RunId, id: ScoringId, attemptId: AttemptId): Promise<readonly JudgeCall[]> {
    const entry = this.#entry(runId, gradeSubject(id, attemptId));
    return entry?.type === 'grade' ? entry.grade.calls : [];
  }

  async rate(rating: Rating): Promise<void> {
    this.#write(rating.runId, { type: 'rated', rating, revision: this.#revised().revision });
  }

  async ratings(runId: RunId): Promise<readonly Rating[]> {
    return this.#run(runId)?.index.scoring.ratings(runId) ?? [];
  }

  async baseline(suitePath: string): Promise<RunId | null> {
    return this.#upToDate().baseline(suitePath);
  }

  async body(runId: RunId, attemptId: AttemptId): Promise<AttemptBody | null> {
    const entry = this.#entry(runId, attemptSubject(attemptId));
    return entry?.type === 'attempt' ? entry.attempt.body : null;
  }

  bodies(runId: RunId, attemptIds: readonly AttemptId[]): Promise<readonly (AttemptBody | null)[]> {
    return Promise.all(attemptIds.map((id) => this.body(runId, id)));
  }

  async reliability(since: string): Promise<readonly ModelReliability[]> {
    this.#assertOpen();
    return reliabilityOf([...this.#runs.values()].flatMap(({ index }) => index.calls(since)));
  }

  async errors(runId: RunId): Promise<readonly StoredError[]> {
    return this.#run(runId)?.index.errors(runId) ?? [];
  }

  async checkpoint(): Promise<void> {
    this.#assertOpen();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#sql.close();
    for (const { sql } of this.#runs.values()) sql.close();
  }

  #assertOpen(): void {
    if (this.#closed) throw closedError();
  }

  #run(runId: RunId): MemoryRun | undefined {
    this.#assertOpen();
    return this.#runs.get(runId);
  }

  #entry(runId: RunId, subject: string): LogEntry | undefined {
    return this.#run(runId)?.entries.get(subject);
  }

  #upToDate(): Catalog {
    this.#assertOpen();
    for (const [runId, run] of this.#runs) {
      if (run.catalogued === run.index.changes) continue;
      this.#catalog.put(runId, summaryOf(runId, run.index, 0));
      run.catalogued = run.index.changes;
    }
    return this.#catalog;
  }

  /** The run, if it is there; throws while it goes on or is being scored. */
  #isOver(id: RunId): RunHead | null {
    const head = this.#run(id)?.index.head(id) ?? null;
    if (head?.run.status === 'running') throw runningError(head.run.name);
    if (head?.scorings.some(({ status }) => status === 'running')) throw scoringError(head.run.name);
    return head;
  }

  #revised(): { readonly revision: number; readonly at: string } {
    return { revision: ++this.#lastRevision, at: '' };
  }

  #write(runId: RunId, entry: LogEntry): void {
    this.#assertOpen();
    if (this.#deleted.has(runId)) throw deletedError(runId);
    const run = this.#runs.get(runId) ?? this.#begin(runId);
    if (run.index.isPruned) throw prunedError(runId);
    run.index.apply(entry, null);
    const subject = subjectOf(entry);
    if (entry.type !== 'attempt' || !run.entries.has(subject)) run.entries.set(subject, entry);
  }

  #begin(runId: RunId): MemoryRun {
    const sql = new Sql(this.#engine);
    migrate(sql, systemClock.date());
    const run = { sql, index: new RunIndex(sql), entries: new Map(), views: new Map(), figures: null, catalogued: -1 };
    this.#runs.set(runId, run);
    return run;
  }
}
