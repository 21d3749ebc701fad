import type { Attempt, AttemptBody, AttemptRecord } from '../../shared/model/attempt.ts';
import type { RunFigures, StoredFigures, StoredSuite } from '../../shared/model/history.ts';
import type { AttemptId, RunId, ScoringId } from '../../shared/model/ids.ts';
import type { ModelReliability } from '../../shared/model/reliability.ts';
import type { RunDetail, RunRecord } from '../../shared/model/run.ts';
import type { Grade, GradeRecord, JudgeCall, Rating, ScoringDetail, ScoringRecord } from '../../shared/model/scoring.ts';
import { systemClock } from '../ports.ts';
import { closedError, deletedError, runningError, scoringError } from './errors.ts';
import type { LogEntry } from './logLine.ts';
import { migrate } from './migrations.ts';
import { RunIndex } from './runIndex.ts';
import { pageOf } from './fileStore.ts';
import type { RunListItem, RunPage, Store, StoreHealth, StoredError } from './spec.ts';
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
  readonly #figures = new Map<RunId, RunFigures>();
  readonly #views = new Map<string, { readonly stamp: string; readonly text: string }>();
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

  async listRuns(page: RunPage = {}): Promise<readonly RunListItem[]> {
    return pageOf(this.#open().listRuns(undefined), page);
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

  async scoringDetail(_: RunId, id: ScoringId): Promise<ScoringDetail | null> {
    const entry = this.#entry(scoringSubject('scoring-created', id));
    return entry?.type === 'scoring-created' ? entry.detail : null;
  }

  async grades(_: RunId, id: ScoringId): Promise<readonly GradeRecord[]> {
    return this.#open().scoring.grades(id);
  }

  async judgeCalls(_: RunId, id: ScoringId, attemptId: AttemptId): Promise<readonly JudgeCall[]> {
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

  async body(_: RunId, attemptId: AttemptId): Promise<AttemptBody | null> {
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
