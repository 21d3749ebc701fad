import type { Attempt, AttemptBody, AttemptRecord } from '../../shared/model/attempt.ts';
import type { AttemptId, RunId, ScoringId } from '../../shared/model/ids.ts';
import type { ModelReliability } from '../../shared/model/reliability.ts';
import type { RunDetail, RunRecord } from '../../shared/model/run.ts';
import type { Grade, GradeRecord, JudgeCall, Rating, ScoringDetail, ScoringRecord } from '../../shared/model/scoring.ts';
import { systemClock } from '../ports.ts';
import { closedError, deletedError, runningError, scoringError } from './errors.ts';
import type { LogEntry } from './logLine.ts';
import { migrate } from './migrations.ts';
import { RunIndex } from './runIndex.ts';
import type { RunListItem, Store, StoreHealth, StoredError } from './spec.ts';
import { Sql, loadSqlJs } from './sql.ts';
import { attemptSubject, gradeSubject, runSubject, scoringSubject, subjectOf } from './subject.ts';

/** A store that keeps nothing: the same tables and queries without files. */
export async function openMemoryStore(options: { readonly wasmPath?: string } = {}): Promise<Store> {
  const sql = new Sql(await loadSqlJs(options.wasmPath));
  migrate(sql, systemClock.date());
  return new MemoryStore(sql);
}

class MemoryStore implements Store {
  readonly health: StoreHealth;
  readonly #sql: Sql;
  readonly #index: RunIndex;
  /** By their subject: what the tables do not hold. */
  readonly #entries = new Map<string, { readonly runId: RunId; readonly entry: LogEntry }>();
  readonly #deleted = new Set<RunId>();
  #lastRevision = 0;
  #closed = false;

  constructor(sql: Sql) {
    this.#sql = sql;
    this.#index = new RunIndex(sql);
    this.health = { state: 'ok', message: null, schemaVersion: this.#index.schemaVersion, replayed: 0 };
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
    const found = this.#open().run(id);
    if (!found) return;
    if (found.run.status === 'running') throw runningError(found.run.name);
    if (this.#index.scoring.isUnderWay(id)) throw scoringError(found.run.name);
    this.#deleted.add(id);
    this.#index.deleteRun(id);
    for (const [subject, { runId }] of this.#entries) if (runId === id) this.#entries.delete(subject);
  }

  async listRuns(limit?: number): Promise<readonly RunListItem[]> {
    return this.#open().listRuns(limit);
  }

  async run(id: RunId): Promise<{ readonly run: RunRecord; readonly detail: RunDetail } | null> {
    const found = this.#open().run(id);
    const entry = this.#entry(runSubject('run-extended', id)) ?? this.#entry(runSubject('run-created', id));
    const known = entry?.type === 'run-created' || entry?.type === 'run-extended';
    return found && known ? { run: found.run, detail: entry.detail } : null;
  }

  async attempts(runId: RunId): Promise<readonly AttemptRecord[]> {
    return this.#open().attempts(runId);
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
    return this.#open().scoring.scorings(runId);
  }

  async scoringDetail(id: ScoringId): Promise<ScoringDetail | null> {
    const entry = this.#entry(scoringSubject('scoring-created', id));
    return entry?.type === 'scoring-created' ? entry.detail : null;
  }

  async grades(id: ScoringId): Promise<readonly GradeRecord[]> {
    return this.#open().scoring.grades(id);
  }

  async judgeCalls(id: ScoringId, attemptId: AttemptId): Promise<readonly JudgeCall[]> {
    const entry = this.#entry(gradeSubject(id, attemptId));
    return entry?.type === 'grade' ? entry.grade.calls : [];
  }

  async rate(rating: Rating): Promise<void> {
    this.#write(rating.runId, { type: 'rated', rating, revision: this.#revised().revision });
  }

  async ratings(runId: RunId): Promise<readonly Rating[]> {
    return this.#open().scoring.ratings(runId);
  }

  async baseline(suitePath: string): Promise<RunId | null> {
    return this.#open().baseline(suitePath);
  }

  async body(attemptId: AttemptId): Promise<AttemptBody | null> {
    const entry = this.#entry(attemptSubject(attemptId));
    return entry?.type === 'attempt' ? entry.attempt.body : null;
  }

  async reliability(since: string): Promise<readonly ModelReliability[]> {
    return this.#open().reliability(since);
  }

  async errors(runId: RunId): Promise<readonly StoredError[]> {
    return this.#open().errors(runId);
  }

  async checkpoint(): Promise<void> {
    this.#open();
  }

  async close(): Promise<void> {
    if (!this.#closed) this.#sql.close();
    this.#closed = true;
  }

  #open(): RunIndex {
    if (this.#closed) throw closedError();
    return this.#index;
  }

  #entry(subject: string): LogEntry | undefined {
    this.#open();
    return this.#entries.get(subject)?.entry;
  }

  #revised(): { readonly revision: number; readonly at: string } {
    return { revision: ++this.#lastRevision, at: '' };
  }

  #write(runId: RunId, entry: LogEntry): void {
    const index = this.#open();
    if (this.#deleted.has(runId)) throw deletedError(runId);
    index.apply(entry, null);
    const subject = subjectOf(entry);
    if (entry.type !== 'attempt' || !this.#entries.has(subject)) this.#entries.set(subject, { runId, entry });
  }
}
